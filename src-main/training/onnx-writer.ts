import type { LinearWeights, Scaling } from './linear.ts'

/** All a linear outcome model is. Heads in the order of its outputs; the first two are log-odds. */
export interface LinearModel {
  readonly scaling: Scaling
  readonly clip: number
  readonly heads: readonly [q: LinearWeights, t: LinearWeights, timeoutReturnBps: LinearWeights, holdMinutes: LinearWeights, adverseBps: LinearWeights]
}

/** Field numbers of ONNX's protocol buffers (onnx.proto3): only what a linear model needs. */
const MODEL = { irVersion: 1, producer: 2, graph: 7, opset: 8 } as const
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const
const NODE = { input: 1, output: 2, operator: 4, attribute: 5 } as const
const ATTRIBUTE = { name: 1, integer: 3, type: 20 } as const
const TENSOR = { dimension: 1, dataType: 2, name: 8, rawData: 9 } as const
const FLOAT = 1
const INTEGER_ATTRIBUTE = 2
const IR_VERSION = 10
const OPSET = 17

/**
 * The model as an ONNX file, byte for byte the same for the same numbers: 'features' float32 [rows, n] → 'outputs' float32 [rows, 5] in the
 * order q, t, timeoutReturnBps, holdMinutes, adverseBps. A missing (NaN) feature counts as the training mean.
 */
export function linearModelOnnx({ scaling, clip, heads }: LinearModel): Uint8Array {
  const width = scaling.means.length
  const inverse = scaling.deviations.map((deviation) => 1 / deviation)
  const [probabilities, amounts] = [heads.slice(0, 2), heads.slice(2)]
  const nodes = [
    node('IsNaN', ['features'], 'missing'),
    node('Where', ['missing', 'means', 'features'], 'filled'),
    node('Sub', ['filled', 'means'], 'centred'),
    node('Mul', ['centred', 'inverseDeviations'], 'scaled'),
    node('Clip', ['scaled', 'lowest', 'highest'], 'clipped'),
    node('MatMul', ['clipped', 'oddsWeights'], 'oddsSum'),
    node('Add', ['oddsSum', 'oddsBias'], 'odds'),
    node('Sigmoid', ['odds'], 'probabilities'),
    node('MatMul', ['clipped', 'amountWeights'], 'amountSum'),
    node('Add', ['amountSum', 'amountBias'], 'amounts'),
    node('Concat', ['probabilities', 'amounts'], 'outputs', [integerAttribute('axis', 1)]),
  ]
  const tensors = [
    tensor('means', [1, width], scaling.means),
    tensor('inverseDeviations', [1, width], inverse),
    tensor('lowest', [], [-clip]),
    tensor('highest', [], [clip]),
    tensor('oddsWeights', [width, probabilities.length], weightMatrix(probabilities, width)),
    tensor('oddsBias', [1, probabilities.length], probabilities.map((head) => head[0]!)),
    tensor('amountWeights', [width, amounts.length], weightMatrix(amounts, width)),
    tensor('amountBias', [1, amounts.length], amounts.map((head) => head[0]!)),
  ]
  const graph = [
    ...nodes.map((content) => bytes(GRAPH.node, content)),
    text(GRAPH.name, 'linear-outcome'),
    ...tensors.map((content) => bytes(GRAPH.initializer, content)),
    bytes(GRAPH.input, valueInfo('features', width)),
    bytes(GRAPH.output, valueInfo('outputs', heads.length)),
  ]
  return Uint8Array.from([integer(MODEL.irVersion, IR_VERSION), text(MODEL.producer, 'haetae'), bytes(MODEL.graph, graph.flat()), bytes(MODEL.opset, integer(2, OPSET))].flat())
}

/** Feature after feature, one column per head. */
function weightMatrix(heads: readonly LinearWeights[], width: number): number[] {
  return Array.from({ length: width }, (_, feature) => heads.map((head) => head[feature + 1]!)).flat()
}

function node(operator: string, inputs: readonly string[], output: string, attributes: readonly number[][] = []): number[] {
  return [...inputs.map((name) => text(NODE.input, name)), text(NODE.output, output), text(NODE.operator, operator), ...attributes.map((content) => bytes(NODE.attribute, content))].flat()
}

function integerAttribute(name: string, value: number): number[] {
  return [text(ATTRIBUTE.name, name), integer(ATTRIBUTE.integer, value), integer(ATTRIBUTE.type, INTEGER_ATTRIBUTE)].flat()
}

function tensor(name: string, shape: readonly number[], values: readonly number[]): number[] {
  const data = new DataView(new ArrayBuffer(4 * values.length))
  values.forEach((value, index) => data.setFloat32(4 * index, value, true))
  return [...shape.map((size) => integer(TENSOR.dimension, size)), integer(TENSOR.dataType, FLOAT), text(TENSOR.name, name), bytes(TENSOR.rawData, new Uint8Array(data.buffer))].flat()
}

/** A float32 [rows, width] by name. */
function valueInfo(name: string, width: number): number[] {
  const dimensions = [...bytes(1, text(2, 'rows')), ...bytes(1, integer(1, width))]
  const tensorType = [...integer(1, FLOAT), ...bytes(2, dimensions)]
  return [...text(1, name), ...bytes(2, bytes(1, tensorType))]
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}

function integer(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)]
}

function bytes(field: number, content: ArrayLike<number>): number[] {
  return [...varint((field << 3) | 2), ...varint(content.length), ...Array.from(content)]
}

/** Names here are plain ASCII. */
function text(field: number, value: string): number[] {
  return bytes(field, Array.from(value, (character) => character.charCodeAt(0)))
}
