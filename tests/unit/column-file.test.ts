import { existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { ColumnFile } from '../../src-main/storage/column-file.ts'
import { bytesOf, GROUP_ROWS, MAGIC, type ColumnSpec, type ColumnValues } from '../../src-main/storage/column-format.ts'
import { ColumnWriter } from '../../src-main/storage/column-writer.ts'
import { StorageRefusal } from '../../src-main/storage/refusal.ts'
import { refusalOf, temporaryFolder } from '../support/storage-folder.ts'

const SPECS: readonly ColumnSpec[] = [{ name: 'time', type: 'f64' }, { name: 'outcome', type: 'i8' }, { name: 'feature', type: 'f32' }, { name: 'held', type: 'i32' }]

function values(rows: number, seed: number = 1): ColumnValues {
  const random = new SeededRandom(seed)
  return {
    time: Float64Array.from({ length: rows }, () => (random.below(20) === 0 ? NaN : random.normal())), outcome: Int8Array.from({ length: rows }, () => random.below(3) - 1),
    feature: Float32Array.from({ length: rows }, () => random.normal()), held: Int32Array.from({ length: rows }, () => random.below(2 ** 31) - 2 ** 30),
  }
}

const part = (columns: ColumnValues, from: number, to: number): ColumnValues => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.subarray(from, to)]))

/** Bit for bit, and as text only where they differ: comparing typed arrays value by value takes seconds. */
function expectSame(one: ColumnValues, other: ColumnValues): void {
  const isSame = Object.keys(one).join() === Object.keys(other).join() && Object.entries(one).every(([name, column]) => Buffer.compare(bytesOf(column), bytesOf(other[name]!)) === 0)
  if (!isSame) expect(one).toEqual(other)
}

function written(columns: ColumnValues, cuts: readonly number[] = [], facts: unknown = { who: 'test' }): string {
  const path = join(temporaryFolder(), 'columns')
  const writer = new ColumnWriter(path, SPECS)
  const ends = [...cuts, columns['time']!.length]
  for (const [index, end] of ends.entries()) writer.write(part(columns, index === 0 ? 0 : ends[index - 1]!, end))
  const bytes = writer.finish(facts)
  writer.close()
  expect(readFileSync(path)).toHaveLength(bytes)
  return path
}

function reading<Result>(path: string, work: (file: ColumnFile) => Result): Result {
  const file = new ColumnFile(path)
  try {
    return work(file)
  } finally {
    file.close()
  }
}

it('gives back every bit, whole and in blocks, however it was written, across the size of a group', () => {
  const columns = values(GROUP_ROWS + 1_001)
  for (const cuts of [[], [3, 3, 500, GROUP_ROWS + 7]]) {
    reading(written(columns, cuts), (file) => {
      expect(file.rows).toBe(GROUP_ROWS + 1_001)
      expect(file.columns).toEqual(SPECS)
      expect(file.facts).toEqual({ who: 'test' })
      expectSame(file.read(), columns)
      for (const { from, rows, columns: block } of file.blocks()) {
        expect(rows).toBeLessThanOrEqual(GROUP_ROWS)
        expectSame(block, part(columns, from, from + rows))
      }
      expect([...file.blocks()].reduce((sum, { rows }) => sum + rows, 0)).toBe(file.rows)
    })
  }
})

it('reads the columns asked for and no others, in the order asked', () => {
  const columns = values(100)
  reading(written(columns), (file) => {
    expect(Object.entries(file.read(['held', 'time']))).toEqual([['held', columns['held']], ['time', columns['time']]])
    expect([...file.blocks(['feature'])].map((block) => block.columns)).toEqual([{ feature: columns['feature'] }])
    expect(() => file.read(['profit'])).toThrow(/has no column profit; it has time, outcome, feature, held/)
  })
})

it('keeps a file without rows', () => {
  reading(written(values(0)), (file) => expect([file.rows, file.read()['time']]).toEqual([0, new Float64Array(0)]))
})

it('refuses what was altered, wherever it was: no changed value is ever handed out', () => {
  const columns = values(103)
  const path = written(columns, [40])
  const whole = readFileSync(path)
  let refused = 0
  for (let at = 0; at < whole.length; at += 7) {
    const bytes = Buffer.from(whole)
    bytes[at]! ^= 1 << (at % 8)
    writeFileSync(path, bytes)
    try {
      // What fills a piece up to eight bytes says nothing: a flip there changes no value.
      const [specs, facts, found] = reading(path, (file) => [file.columns, file.facts, file.read()] as const)
      expect([specs, facts]).toEqual([SPECS, { who: 'test' }])
      expectSame(found, columns)
    } catch (error) {
      expect(error).toBeInstanceOf(StorageRefusal)
      refused++
    }
  }
  expect(refused).toBeGreaterThan(whole.length / 7 - 5)
})

it('says which group of which column is damaged, and reads the others', () => {
  const columns = values(1_000)
  const path = written(columns, [400])
  const bytes = readFileSync(path)
  const outcomeOfSecond = MAGIC.length + 400 * 17 + 600 * 8 + 5
  bytes[outcomeOfSecond]! ^= 4
  writeFileSync(path, bytes)
  reading(path, (file) => {
    const refusal = refusalOf(() => file.read())
    expect(refusal.code).toBe('corrupt')
    expect(refusal.message).toMatch(/group 2 of the column outcome is not what was written. Move it away/)
    expect(file.read(['time', 'held'])['held']).toEqual(columns['held'])
  })
})

it('refuses what is cut short, foreign, or not there', () => {
  const path = written(values(1_000))
  const size = readFileSync(path).length
  for (const left of [size - 1, size - 100, 3_000, 20, 8, 0]) {
    const cut = join(temporaryFolder(), 'cut')
    writeFileSync(cut, readFileSync(path))
    truncateSync(cut, left)
    expect(refusalOf(() => new ColumnFile(cut)).code, `${left} bytes`).toBe('corrupt')
  }
  const foreign = join(temporaryFolder(), 'foreign')
  writeFileSync(foreign, 'PAR1 and more of what is not ours')
  expect(refusalOf(() => new ColumnFile(foreign)).code).toBe('foreign')
  expect(refusalOf(() => new ColumnFile(join(temporaryFolder(), 'nothing'))).code).toBe('missing')
})

it('leaves nothing behind where it was not finished, and what was there before as it was', () => {
  const path = written(values(10))
  const before = readFileSync(path)
  const writer = new ColumnWriter(path, SPECS)
  writer.write(values(20, 2))
  writer.close()
  expect(readFileSync(path)).toEqual(before)
  expect(readdirSync(join(path, '..'))).toEqual(['columns'])
})

it('refuses columns other than were promised, and a place that cannot be written', () => {
  const folder = temporaryFolder()
  const writer = new ColumnWriter(join(folder, 'columns'), SPECS)
  const { held: _held, ...lacking } = values(5)
  expect(() => writer.write(lacking)).toThrow('the column held must be i32 with 5 values')
  expect(() => writer.write({ ...values(5), outcome: new Int8Array(4) })).toThrow('the column outcome must be i8 with 5 values')
  expect(() => writer.write({ ...values(5), feature: new Float64Array(5) })).toThrow('the column feature must be f32 with 5 values')
  writer.close()
  expect(existsSync(join(folder, 'columns'))).toBe(false)
  expect(refusalOf(() => new ColumnWriter(join(folder, 'none', 'columns'), SPECS)).message).toContain(join(folder, 'none', 'columns'))
})
