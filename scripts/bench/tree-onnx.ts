/** A node asks `row[feature] <= threshold` (NaN: no) and goes left or right, to places in the same list; or it is a leaf. The root is first. */
export type Tree = readonly (Split | Leaf)[]

interface Split {
  readonly feature: number
  readonly threshold: number
  readonly left: number
  readonly right: number
}

interface Leaf {
  readonly value: number
}

/** Field numbers of ONNX's protocol buffers (onnx.proto3): only what tree ensembles need. */
const MODEL = { irVersion: 1, producer: 2, graph: 7, opset: 8 } as const
const GRAPH = { node: 1, name: 2, input: 11, output: 12 } as const
const NODE = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 } as const
const ATTRIBUTE = { name: 1, integer: 3, floats: 7, integers: 8, strings: 9, type: 20 } as const
const TYPE = { integer: 2, floats: 6, integers: 7, strings: 8 } as const
const OPSET = { domain: 1, version: 2 } as const
const ML = 'ai.onnx.ml'
const FLOAT = 1

/** 'features' float32 [rows, n] → 'outputs' float32 [rows, heads]: the sums of each head's trees, the first two as probabilities. */
export function treeEnsemblesOnnx(heads: readonly (readonly Tree[])[], width: number): Uint8Array {
  const names = heads.map((_, head) => (head < 2 ? `probability${head}` : `sum${head}`))
  const nodes = heads.flatMap((trees, head) => [
    ensemble(trees, `sum${head}`),
    ...(head < 2 ? [node('Sigmoid', [`sum${head}`], names[head]!)] : []),
  ])
  const graph = [
    ...[...nodes, node('Concat', names, 'outputs', { attributes: [integer(ATTRIBUTE.integer, 1, 'axis', TYPE.integer)] })].map((content) => bytes(GRAPH.node, content)),
    text(GRAPH.name, 'tree-ensembles'),
    bytes(GRAPH.input, valueInfo('features', width)),
    bytes(GRAPH.output, valueInfo('outputs', heads.length)),
  ]
  return joined([
    number(MODEL.irVersion, 10), text(MODEL.producer, 'haetae'), bytes(MODEL.graph, joined(graph)),
    bytes(MODEL.opset, number(OPSET.version, 17)), bytes(MODEL.opset, joined([text(OPSET.domain, ML), number(OPSET.version, 3)])),
  ])
}

function ensemble(trees: readonly Tree[], output: string): Uint8Array {
  const all = trees.flatMap((tree, treeId) => tree.map((one, nodeId) => ({ treeId, nodeId, one })))
  const leaves = all.flatMap(({ treeId, nodeId, one }) => ('value' in one ? [{ treeId, nodeId, value: one.value }] : []))
  const split = (read: (one: Split) => number): readonly number[] => all.map(({ one }) => ('value' in one ? 0 : read(one)))
  const integers = (name: string, values: readonly number[]): Uint8Array => attribute(name, TYPE.integers, bytes(ATTRIBUTE.integers, joined(values.map(varint))))
  const floats = (name: string, values: readonly number[]): Uint8Array => attribute(name, TYPE.floats, bytes(ATTRIBUTE.floats, new Uint8Array(Float32Array.from(values).buffer)))
  const attributes = [
    integer(ATTRIBUTE.integer, 1, 'n_targets', TYPE.integer),
    integers('nodes_treeids', all.map(({ treeId }) => treeId)), integers('nodes_nodeids', all.map(({ nodeId }) => nodeId)), integers('nodes_featureids', split(({ feature }) => feature)),
    integers('nodes_truenodeids', split(({ left }) => left)), integers('nodes_falsenodeids', split(({ right }) => right)), floats('nodes_values', split(({ threshold }) => threshold)),
    attribute('nodes_modes', TYPE.strings, joined(all.map(({ one }) => text(ATTRIBUTE.strings, 'value' in one ? 'LEAF' : 'BRANCH_LEQ')))),
    integers('target_treeids', leaves.map(({ treeId }) => treeId)), integers('target_nodeids', leaves.map(({ nodeId }) => nodeId)), integers('target_ids', leaves.map(() => 0)),
    floats('target_weights', leaves.map(({ value }) => value)),
  ]
  return node('TreeEnsembleRegressor', ['features'], output, { domain: ML, attributes })
}

function node(operator: string, inputs: readonly string[], output: string, { domain, attributes = [] }: { readonly domain?: string; readonly attributes?: readonly Uint8Array[] } = {}): Uint8Array {
  return joined([
    ...inputs.map((name) => text(NODE.input, name)), text(NODE.output, output), text(NODE.operator, operator), ...attributes.map((content) => bytes(NODE.attribute, content)),
    ...(domain === undefined ? [] : [text(NODE.domain, domain)]),
  ])
}

const attribute = (name: string, type: number, content: Uint8Array): Uint8Array => joined([text(ATTRIBUTE.name, name), content, number(ATTRIBUTE.type, type)])

const integer = (field: number, value: number, name: string, type: number): Uint8Array => attribute(name, type, number(field, value))

/** A float32 [rows, width] by name. */
function valueInfo(name: string, width: number): Uint8Array {
  const shape = joined([bytes(1, text(2, 'rows')), bytes(1, number(1, width))])
  return joined([text(1, name), bytes(2, bytes(1, joined([number(1, FLOAT), bytes(2, shape)])))])
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts)

function varint(value: number): Uint8Array {
  const digits: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Uint8Array.from([...digits, rest])
    digits.push((rest & 127) | 128)
  }
}

const number = (field: number, value: number): Uint8Array => joined([varint(field << 3), varint(value)])
const bytes = (field: number, content: Uint8Array): Uint8Array => joined([varint((field << 3) | 2), varint(content.length), content])
const text = (field: number, value: string): Uint8Array => bytes(field, Buffer.from(value))
