import { join } from 'node:path'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import { ColumnFile } from '../../src-main/storage/column-file.ts'
import type { ColumnSpec, ColumnValues } from '../../src-main/storage/column-format.ts'
import { ColumnWriter } from '../../src-main/storage/column-writer.ts'
import { columnSpecs } from '../../src-main/training/data-set/row-columns.ts'
import { atMost, type BenchResult } from './figures.ts'
import { medianTimes, timed, type Times } from './stopwatch.ts'
import { inFolder } from './workplace.ts'

const ROWS = 1_000_000
const BLOCK = 50_000
const FEATURES = 30
const RUNS = 9
const READ_MS = 100

/** Thirty inputs: those of the catalogue, and as many of other names as are lacking. */
const NAMES = Array.from({ length: FEATURES }, (_, place) => FEATURE_SET_V1[place] ?? `other_${place}`)

/** How long a million rows of thirty features take to get from the file that keeps them, every check sum held against the values. */
export function benchDataset(): Promise<BenchResult> {
  return inFolder(async (folder) => {
    const specs = columnSpecs(NAMES)
    const features = specs.filter(({ name }) => name === 'asOf' || name.startsWith('feature.')).map(({ name }) => name)
    const path = join(folder, 'rows.columns')
    let bytes = 0
    const write = timed(() => (bytes = writeRows(path, specs)))
    // The first reading brings the file from the disk: what is measured is memory to memory, as the second use of a data set is.
    reading(path, (file) => file.read())
    const matrix = median(() => reading(path, (file) => file.read(features)))
    const whole = median(() => reading(path, (file) => file.read()))
    const blocks = median(() => reading(path, (file) => [...sums(file, features)]))
    const megabytes = bytes / 1_000_000
    console.log(`written block by block: ${ROWS.toLocaleString('en')} rows, ${specs.length} columns, ${megabytes.toFixed(0)} MB: ${text(write)}`)
    console.log(`read into new memory (medians of ${RUNS} runs), the time and ${FEATURES} features of each row: ${text(matrix)}`)
    console.log(`  all ${specs.length} columns, labels of both sides too: ${text(whole)}; the features block by block, none kept: ${text(blocks)}`)
    return {
      name: 'dataset', figures: { megabytes, writeMs: { ...write }, featuresMs: { ...matrix }, wholeMs: { ...whole }, blocksMs: { ...blocks } },
      targets: [atMost(`a million rows of ${FEATURES} features from their file, processor time`, matrix.cpu, READ_MS, 'ms')],
    }
  })
}

const text = ({ wall, cpu }: Times): string => `${wall.toFixed(0)} ms by the clock, ${cpu.toFixed(0)} ms of processor time`
const median = (work: () => unknown): Times => medianTimes(Array.from({ length: RUNS }, () => timed(work)))

function reading<Result>(path: string, work: (file: ColumnFile) => Result): Result {
  const file = new ColumnFile(path)
  try {
    return work(file)
  } finally {
    file.close()
  }
}

function* sums(file: ColumnFile, names: readonly string[]): Generator<number> {
  for (const { columns } of file.blocks(names)) yield columns['asOf']![0]!
}

function writeRows(path: string, specs: readonly ColumnSpec[]): number {
  const random = new SeededRandom(1)
  const noise = Float64Array.from({ length: BLOCK }, () => random.uniform())
  const columns: ColumnValues = Object.fromEntries(specs.map(({ name, type }) => [name, type === 'f64' ? noise : type === 'f32' ? Float32Array.from(noise) : type === 'i32' ? Int32Array.from(noise) : Int8Array.from(noise)]))
  const writer = new ColumnWriter(path, specs)
  try {
    for (let row = 0; row < ROWS; row += BLOCK) writer.write(columns)
    return writer.finish(null)
  } finally {
    writer.close()
  }
}
