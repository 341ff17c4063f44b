import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { dataSetReport } from '../../src-shared/contract/learning-schemas.ts'
import type { DataSetReport, DataSetWish } from '../../src-shared/contract/learning-views.ts'
import { DAY_MS, MINUTE_MS } from '../../src-shared/domain/units.ts'
import { UnknownInstrument } from '../../src-main/modes/archived-record.ts'
import { RunCancelled } from '../../src-main/modes/backtest-run.ts'
import { dataSetPath, loadDataSet } from '../../src-main/modes/learning/data-set-file.ts'
import { exportDataSet, readExported } from '../../src-main/modes/learning/data-set-parquet.ts'
import { preparedRows } from '../../src-main/modes/learning/data-set-recipe.ts'
import { runDataSet, type DataSetRunParts } from '../../src-main/modes/learning/data-set-run.ts'
import { instrumentRows } from '../../src-main/training/data-set/instrument-rows.ts'
import { joinedRows } from '../../src-main/training/data-set/joined-rows.ts'
import { record, type Recording } from '../support/recorded.ts'

const DAYS = 7
const FROM = 1_672_531_200_000
const STEP_MS = 5 * MINUTE_MS

let recording: Recording
let wish: DataSetWish
beforeAll(async () => {
  recording = await record(DAYS, 2)
  const { config } = await recording.run()
  wish = { strategyId: 'perp-ev', instruments: config.instruments, from: null, to: null, changes: { 'labelSpec.horizon': 12 }, every: 1 }
})
afterAll(() => recording.close())

function parts(more: Partial<DataSetRunParts> = {}): DataSetRunParts {
  const folder = mkdtempSync(join(tmpdir(), 'haetae-data-set-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return { archive: recording.archive, folder, runId: 'dataset-1', ...more }
}

const fileOf = ({ folder }: DataSetRunParts, { definitionHash }: DataSetReport): string => dataSetPath(folder, definitionHash)
const ran = (changed: Partial<DataSetWish>, where: DataSetRunParts): Promise<DataSetReport> => runDataSet({ ...wish, ...changed }, where)
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

it('makes the very rows that the archive gives, and tells what is in them', async () => {
  const where = parts()
  const told: number[] = []
  const report = await ran({}, { ...where, progress: (part) => told.push(part) })
  expect(dataSetReport.parse(report)).toEqual(report)
  const data = await loadDataSet(wish, where)
  const { recipe, instruments, marketOf } = await preparedRows(wish, recording.archive)
  const rows = await Promise.all(instruments.map(async (instrument) => instrumentRows(await marketOf(instrument), recipe)))
  const expected = joinedRows({ definitionHash: report.definitionHash, featureSet: data.featureSet, labelSpec: data.labelSpec, stepMs: STEP_MS }, rows)
  expect([data.contentHash, data.instruments, data.labelSpec.horizon]).toEqual([expected.contentHash, wish.instruments, 12])
  expect(Object.entries(data).every(([name, value]) => ArrayBuffer.isView(value) ? Buffer.compare(Buffer.from(value.buffer), Buffer.from((expected[name as keyof typeof expected] as Float64Array).buffer)) === 0 : true)).toBe(true)
  expect([report.rows, report.cached, report.contentHash, report.bytes]).toEqual([data.asOf.length, false, data.contentHash, readFileSync(fileOf(where, report)).length])
  expect(report.rows).toBeGreaterThan(1_500)
  for (const [place, instrument] of report.instruments.entries()) {
    const own = rows[place]!
    expect(instrument).toEqual({ instrumentId: wish.instruments[place], rows: own.asOf.length, from: own.asOf[0], to: own.asOf.at(-1), effectiveRows: { long: expect.closeTo(mean(own.long.weight) * own.asOf.length, 6), short: expect.closeTo(mean(own.short.weight) * own.asOf.length, 6) } })
    expect(instrument.to).toBe(FROM + DAYS * DAY_MS - 12 * 60 * MINUTE_MS)
  }
  for (const [place, { missing, mean: average, deviation }] of report.features.entries()) {
    const known = data.features[place]!.filter((value) => !Number.isNaN(value))
    expect(missing).toBe(data.asOf.length - known.length)
    expect(average).toBeCloseTo(mean(known), 9)
    expect(deviation).toBeCloseTo(Math.sqrt(mean(Array.from(known, (value) => (value - average!) ** 2))), 9)
  }
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  expect(new Set(told).size).toBe(4)
}, 30_000)

it('finds what was made before, and makes anew what was altered since', async () => {
  const where = parts()
  const made = await ran({}, where)
  const path = fileOf(where, made)
  const bytes = readFileSync(path)
  expect(await ran({}, where)).toEqual({ ...made, cached: true })
  for (const at of [3, 5_000, bytes.length - 400, bytes.length - 3]) {
    writeFileSync(path, bytes.with(at, bytes[at]! ^ 1))
    expect(await ran({}, where), `byte ${at}`).toEqual(made)
    expect(readFileSync(path).equals(bytes)).toBe(true)
  }
  expect(readdirSync(join(where.folder, 'data-sets'))).toHaveLength(1)
}, 30_000)

it('has another definition as soon as anything that rows depend on differs, and the same where nothing does', async () => {
  const where = parts()
  const all = await ran({}, where)
  const others = [
    { every: 2 }, { changes: { 'labelSpec.horizon': 13 } }, { changes: { ...wish.changes, 'venue.slippageMultiple': 2 } }, { changes: { ...wish.changes, 'venue.feeTier': 3 } },
    { from: FROM + 4 * DAY_MS }, { to: FROM + 6 * DAY_MS }, { instruments: wish.instruments.toReversed() },
  ]
  const reports = [all]
  for (const changed of others) reports.push(await ran(changed, where))
  expect(new Set(reports.map(({ definitionHash }) => definitionHash)).size).toBe(reports.length)
  expect(new Set(reports.map(({ contentHash }) => contentHash)).size).toBe(reports.length)
  expect(await ran({ changes: { ...wish.changes, 'policy.margin': 0.05 } }, where)).toMatchObject({ definitionHash: all.definitionHash, cached: true })
  const late = reports[5]!
  expect([late.from, late.to]).toEqual([FROM + 4 * DAY_MS + STEP_MS, all.to])
  expect(reports[6]!.to).toBe(FROM + 6 * DAY_MS - 12 * 60 * MINUTE_MS)
}, 30_000)

it('is the same rows whether the span begins there or the archive does, but for sums of settlements', async () => {
  const from = FROM + 5 * DAY_MS
  const [all, late] = [await loadDataSet(wish, parts()), await loadDataSet({ ...wish, from }, parts())]
  const first = all.asOf.indexOf(late.asOf[0]!)
  const ofFirst = late.instrumentOf.filter((place) => place === 0).length
  expect(late.asOf.subarray(0, ofFirst)).toEqual(all.asOf.subarray(first, first + ofFirst))
  for (const [place, column] of late.features.entries()) expect(column.subarray(0, ofFirst)).toEqual(all.features[place]!.subarray(first, first + ofFirst))
  expect(late.short.gross.subarray(0, ofFirst)).toEqual(all.short.gross.subarray(first, first + ofFirst))
  expect(late.long.dependsUntil.subarray(0, ofFirst)).toEqual(all.long.dependsUntil.subarray(first, first + ofFirst))
}, 30_000)

it('stops when it is told to and leaves no file', async () => {
  for (const most of [0, 1, 2, 3]) {
    let looks = 0
    const where = parts({ cancelled: () => looks++ >= most })
    await expect(ran({}, where)).rejects.toThrow(RunCancelled)
    expect(existsSync(join(where.folder, 'data-sets')) ? readdirSync(join(where.folder, 'data-sets')) : []).toEqual([])
  }
}, 30_000)

it('exports what Parquet readers see as it is, and knows an export that was altered', async () => {
  const where = parts()
  const report = await ran({ every: 3 }, where)
  const path = fileOf(where, report)
  const out = join(where.folder, 'rows.parquet')
  await exportDataSet(path, out, { force: false })
  const { rows, from, to, definitionHash, contentHash, featureSetHash, labelSpecHash, instruments, features } = report
  expect(await readExported(out)).toEqual({ rows, from, to, definitionHash, contentHash, featureSetHash, labelSpecHash, instruments, features })
  const data = await loadDataSet({ ...wish, every: 3 }, where)
  const seen = await parquetReadObjects({ file: await asyncBufferFromFile(out), columns: ['instrument', 'asOf', 'feature.r_3', 'long.outcome', 'short.net', 'long.candlesHeld'] })
  expect(seen).toHaveLength(rows)
  for (const row of [0, 1, rows - 1]) {
    const { instrument, asOf, ...numbers } = seen[row]!
    expect([instrument, (asOf as Date).getTime()]).toEqual([wish.instruments[data.instrumentOf[row]!], data.asOf[row]])
    expect(numbers).toEqual({ 'feature.r_3': data.features[data.featureSet.indexOf('r_3')]![row], 'long.outcome': data.long.outcome[row], 'short.net': data.short.net[row], 'long.candlesHeld': data.long.candlesHeld[row] })
  }
  await expect(exportDataSet(path, out, { force: false })).rejects.toThrow(/is there already and was left as it is/)
  await exportDataSet(path, out, { force: true })
  const bytes = readFileSync(out)
  const value = Buffer.from(new Float64Array([data.short.net[5]!]).buffer)
  bytes[bytes.indexOf(value)]! ^= 1
  writeFileSync(out, bytes)
  await expect(readExported(out)).rejects.toThrow(/is not what was exported: its rows come to [0-9a-f]{32}, and [0-9a-f]{32} was written/)
  writeFileSync(out, 'no Parquet at all')
  await expect(readExported(out)).rejects.toThrow(/cannot be read as Parquet/)
  await expect(readExported(join(where.folder, 'none.parquet'))).rejects.toThrow(/is not there/)
  await expect(exportDataSet(path, join(where.folder, 'stopped.parquet'), { force: false, cancelled: () => true })).rejects.toThrow(RunCancelled)
  expect(readdirSync(where.folder)).toEqual(['data-sets', 'rows.parquet'])
}, 30_000)

it('says what it cannot make rows of, and what to do', async () => {
  const where = parts()
  await expect(ran({ instruments: ['NONEUSDT'] }, where)).rejects.toThrow(UnknownInstrument)
  await expect(ran({ to: FROM + DAY_MS / 2 }, where)).rejects.toThrow(/has no close in this span with whole feature windows and known outcomes: choose a longer span/)
  await expect(ran({ changes: { 'labelSpec.horizon': 0 } }, where)).rejects.toThrow(RangeError)
  expect(readdirSync(join(where.folder, 'data-sets'))).toEqual([])
})
