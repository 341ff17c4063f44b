import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A linear model of the five outputs; the first two pass a sigmoid. weights[i] belongs to input i. */
export interface TinyModel {
  readonly weights: readonly (readonly [number, number, number, number, number])[]
  readonly bias: readonly [number, number, number, number, number]
}

/** Protocol buffers by hand, as far as a small model needs them. Wire type 0 is a number, 2 is bytes with their length. */
const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)])
const whole = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)]
const block = (field: number, content: readonly number[]): number[] => [...varint(field * 8 + 2), ...varint(content.length), ...content]
const words = (field: number, text: string): number[] => block(field, [...new TextEncoder().encode(text)])

const FLOAT32 = 1
const node = (operator: string, inputs: readonly string[], output: string, attributes: readonly number[] = []): number[] =>
  block(1, [...inputs.flatMap((name) => words(1, name)), ...words(2, output), ...words(4, operator), ...attributes])
const axisOne = block(5, [...words(1, 'axis'), ...whole(3, 1), ...whole(20, 2)])
const initializer = (name: string, shape: readonly number[], values: readonly number[]): number[] =>
  block(5, [...shape.flatMap((size) => whole(1, size)), ...whole(2, FLOAT32), ...words(8, name), ...block(9, [...new Uint8Array(Float32Array.from(values).buffer)])])
const tensorValue = (field: number, name: string, columns: number): number[] => {
  const shape = [...block(1, words(2, 'rows')), ...block(1, whole(1, columns))]
  return block(field, [...words(1, name), ...block(2, block(1, [...whole(1, FLOAT32), ...block(2, shape)]))])
}

/** The model as an ONNX file: 'features' float32 [rows, n] to 'outputs' float32 [rows, 5]. */
function tinyModel({ weights, bias }: TinyModel): Uint8Array {
  const inputs = weights.length
  const graph = [
    ...node('Gemm', ['features', 'chanceWeights', 'chanceBias'], 'chanceScores'),
    ...node('Sigmoid', ['chanceScores'], 'chances'),
    ...node('Gemm', ['features', 'amountWeights', 'amountBias'], 'amounts'),
    ...node('Concat', ['chances', 'amounts'], 'outputs', axisOne),
    ...words(2, 'tiny'),
    ...initializer('chanceWeights', [inputs, 2], weights.flatMap((row) => row.slice(0, 2))),
    ...initializer('chanceBias', [2], bias.slice(0, 2)),
    ...initializer('amountWeights', [inputs, 3], weights.flatMap((row) => row.slice(2))),
    ...initializer('amountBias', [3], bias.slice(2)),
    ...tensorValue(11, 'features', inputs),
    ...tensorValue(12, 'outputs', 5),
  ]
  return Uint8Array.from([...whole(1, 8), ...words(2, 'haetae-tests'), ...block(7, graph), ...block(8, whole(2, 17))])
}

/** What an artifact.json says beside the model's id and its file's hash. */
export interface TinyArtifact {
  readonly direction: 'long' | 'short'
  readonly inputs: readonly string[]
  readonly featureSetHash: string
  readonly labelSpecHash: string
  readonly adverse?: unknown
  readonly reliability?: unknown
  readonly dataUntil?: unknown
}

/** Writes models/<modelId>/ as training would. */
export function writeTinyModel(modelsFolder: string, modelId: string, model: TinyModel, artifact: TinyArtifact): void {
  const file = tinyModel(model)
  const modelSha256 = createHash('sha256').update(file).digest('hex')
  const folder = join(modelsFolder, modelId)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.onnx'), file)
  writeFileSync(join(folder, 'artifact.json'), JSON.stringify({ modelId, role: 'outcome', ...artifact, modelSha256 }, null, 2))
}
