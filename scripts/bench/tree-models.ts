import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { treeEnsemblesOnnx, type Tree } from './tree-onnx.ts'

const TREES = 500
const LEAVES = 31
const HEADS = 5
/** How many rows choose where a tree splits. */
const ROWS_PER_TREE = 400

export interface TreeModelsWanted {
  /** models/ is made below it. */
  readonly root: string
  readonly ids: { readonly long: string; readonly short: string }
  /** What artifacts say of the models besides: names and hashes of features and labels. */
  readonly description: { readonly inputs: readonly string[]; readonly featureSetHash: string; readonly labelSpecHash: string }
  /** One column for each input: splits lie where its values do. */
  readonly columns: readonly Float64Array[]
  /** 500 of each of the five heads unless told. */
  readonly trees?: number
}

/** Two models of five boosted ensembles each that know nothing and are as much work as such that do. Returns what they were written from. */
export function writeTreeModels({ root, ids, description, columns, trees = TREES }: TreeModelsWanted): readonly (readonly (readonly Tree[])[])[] {
  return (['long', 'short'] as const).map((direction, index) => {
    const random = new SeededRandom(index + 1)
    const heads = Array.from({ length: HEADS }, (_, head) => Array.from({ length: trees }, () => grow(random, columns, leafValues(head, trees))))
    const model = treeEnsemblesOnnx(heads, columns.length)
    const folder = join(root, 'models', ids[direction])
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'model.onnx'), model)
    writeFileSync(join(folder, 'artifact.json'), JSON.stringify({ modelId: ids[direction], role: 'outcome', direction, kind: 'trees', ...description, modelSha256: createHash('sha256').update(model).digest('hex') }))
    return heads
  })
}

/** Sums of all trees: log-odds about 0 for the two probabilities, plausible amounts for the rest. */
const leafValues = (head: number, trees: number) => (random: SeededRandom): number => {
  const spread = random.normal() / Math.sqrt(trees)
  return head < 2 ? spread / 2 - 1 / trees : head === 3 ? (240 + 60 * spread) / trees : spread
}

/** Leaf by leaf, as boosted trees grow: the leaf to split is drawn by its rows, feature and threshold by chance. */
function grow(random: SeededRandom, columns: readonly Float64Array[], valueOf: (random: SeededRandom) => number): Tree {
  const count = columns[0]!.length
  const leaves: { readonly node: number; readonly rows: readonly number[] }[] = [{ node: 0, rows: Array.from({ length: ROWS_PER_TREE }, () => random.below(count)) }]
  const tree: Tree[number][] = [{ value: valueOf(random) }]
  while (leaves.length < LEAVES) {
    const place = drawn(random, leaves)
    const { node, rows } = leaves[place]!
    const feature = random.below(columns.length)
    const threshold = Math.fround(columns[feature]![rows[random.below(rows.length)]!]!) || 0
    const [left, right] = [rows.filter((row) => Math.fround(columns[feature]![row]!) <= threshold), rows.filter((row) => !(Math.fround(columns[feature]![row]!) <= threshold))]
    tree[node] = { feature, threshold, left: tree.length, right: tree.length + 1 }
    leaves.splice(place, 1, { node: tree.length, rows: left.length > 0 ? left : rows }, { node: tree.length + 1, rows: right.length > 0 ? right : rows })
    tree.push({ value: valueOf(random) }, { value: valueOf(random) })
  }
  return tree
}

function drawn(random: SeededRandom, leaves: readonly { readonly rows: readonly number[] }[]): number {
  let rest = random.below(leaves.reduce((sum, { rows }) => sum + rows.length, 0))
  for (const [place, { rows }] of leaves.entries()) {
    rest -= rows.length
    if (rest < 0) return place
  }
  return leaves.length - 1
}
