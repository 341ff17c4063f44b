import { expect, it } from 'vitest'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { seriesOf } from '../../src-main/features/candle-series.ts'
import { windowOf } from '../../src-main/features/catalogue.ts'
import type { FeatureTable } from '../../src-main/features/feature-table.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { REGIME_INSTRUMENT } from '../../src-main/features/regime.ts'
import { regimeColumn } from '../../src-main/features/regime-column.ts'
import { EVERYTHING, type Inputs } from '../support/feature-cases.ts'
import { dataFolder, hasData } from '../support/recorded.ts'
import { fiveMinuteFiles, recordedCandles, recordedSettlements } from '../support/recorded-candles.ts'

/** Every row of every file takes half a minute; else a span of some is looked at. */
const isFull = process.env['HAETAE_TEST_FULL'] === '1'
const SPAN = 6_000
const FEW = [0, 1, 3, 7, 30]
/** Those that need no more than a few dozen candles have rows from the first hours on, also where a recording is too short for the others. */
const SHORT = EVERYTHING.filter((name) => !/ema|macd|regime|funding/.test(name))
const BTC_FILE = 'binance-usdm/BTCUSDT-5m.csv.gz'

const skipped = it.skipIf(!hasData)
const files = isFull ? fiveMinuteFiles : FEW.flatMap((place) => fiveMinuteFiles[place] ?? [])
let btc: readonly CandleValues[] | undefined

/** A recording with all that features need of it, from a place that differs from file to file. */
function inputsOf(path: string): Inputs & { readonly names: readonly string[] } {
  const all = recordedCandles(path)
  const start = isFull ? 0 : Math.max(0, Math.floor((all.length - SPAN) * ((fiveMinuteFiles.indexOf(path) * 0.37) % 1)))
  const own = isFull ? all : all.slice(start, start + SPAN)
  const [first, last] = [own[0]!.openTime, own.at(-1)!.closeTime]
  const funding = recordedSettlements(path).filter(({ fundingTime }) => fundingTime <= last)
  const market = own[0]!.instrumentId === REGIME_INSTRUMENT ? own : (btc ??= recordedCandles(BTC_FILE)).filter(({ openTime }) => openTime >= first && openTime < last)
  const reaches = (milliseconds: number): boolean => (funding[0]?.fundingTime ?? Infinity) < last - milliseconds - DAY_MS
  const missing = [...(market.length < own.length / 2 ? ['btc_regime'] : []), ...(reaches(30 * DAY_MS) ? [] : ['funding_z_30d'])]
  return { own, btc: market, funding, names: EVERYTHING.filter((name) => !missing.includes(name) && (reaches(DAY_MS) || !name.includes('funding'))) }
}

const tableOf = (names: readonly string[], { own, btc: market, funding }: Inputs): FeatureTable => new FeatureEngine(names).columns(own, { funding, regime: regimeColumn(seriesOf(market)) })

const words = (column: Float64Array): Uint32Array => new Uint32Array(column.buffer, column.byteOffset, 2 * column.length)

/** Streams and compares every bit with the table at once; texts of a million rows would not fit anywhere. */
function firstStreamDifference(names: readonly string[], { own, btc: market, funding }: Inputs, { openTimes, values }: FeatureTable): string | undefined {
  const engine = new FeatureEngine(names)
  const columns = values.map(words)
  let [row, settled, other] = [0, 0, 0]
  const before = market === own ? [] : market
  for (const candle of own) {
    while (settled < funding.length && funding[settled]!.fundingTime <= candle.closeTime) engine.settle(funding[settled++]!)
    const isLate = candle.openTime % 600_000 === 0
    const vector = isLate ? engine.update(candle) : undefined
    while (other < before.length && before[other]!.closeTime <= candle.closeTime) engine.update(before[other++]!)
    const found = vector ?? (isLate ? engine.released[0] : engine.update(candle))
    if (!found) continue
    if (openTimes[row] !== candle.openTime) return `a row at ${candle.openTime} that the table has not`
    const bits = words(found.values)
    const place = columns.findIndex((column, index) => column[2 * row] !== bits[2 * index] || column[2 * row + 1] !== bits[2 * index + 1])
    if (place >= 0) return `${names[place]} at ${candle.openTime}`
    row++
  }
  return row === openTimes.length ? undefined : `${row} rows where the table has ${openTimes.length}`
}

/** Where the rows of a table that begins later differ from the last ones of another. */
function firstTableDifference(names: readonly string[], long: FeatureTable, short: FeatureTable): string | undefined {
  const from = long.openTimes.length - short.openTimes.length
  const place = names.findIndex((_, index) => Buffer.compare(Buffer.from(long.values[index]!.slice(from).buffer), Buffer.from(short.values[index]!.slice().buffer)) !== 0)
  return place < 0 ? undefined : names[place]
}

const from = ({ own, btc: market, funding }: Inputs, place: number): Inputs => {
  const rest = own.slice(place)
  return { own: rest, btc: market === own ? rest : market.filter(({ openTime }) => openTime >= rest[0]!.openTime), funding }
}

/** A row at every candle but the first few dozen. */
function expectShortWindows({ own, btc: market }: Inputs): void {
  const inputs = { own, btc: market, funding: [] }
  const table = tableOf(SHORT, inputs)
  expect([SHORT.length > 10, table.openTimes.length]).toEqual([true, own.length - windowOf(SHORT) + 1])
  expect(firstStreamDifference(SHORT, inputs, table)).toBeUndefined()
  const most = Math.min(20_000, own.length - windowOf(SHORT))
  for (const later of [1, 1 + new SeededRandom(own.length).below(most), most]) expect(firstTableDifference(SHORT, table, tableOf(SHORT, from(inputs, later))), `${later} later`).toBeUndefined()
}

skipped.each(files.map((path) => [path]))(`streams and tabulates %s alike, wherever it starts (needs ${dataFolder})`, (path) => {
  const { names, ...inputs } = inputsOf(path)
  const { length } = inputs.own
  const random = new SeededRandom(fiveMinuteFiles.indexOf(path))
  const table = tableOf(names, inputs)
  expect(names.length).toBeGreaterThan(20)
  if (length > 4_600) expect(table.openTimes.length).toBeGreaterThan(300)
  expect(firstStreamDifference(names, inputs, table)).toBeUndefined()

  const most = Math.min(20_000, length - 4_400)
  for (const later of most < 1 ? [] : [Math.ceil(most / 2), ...(isFull ? [1, 1 + random.below(most), 1 + random.below(most)] : [])]) {
    const short = tableOf(names, from(inputs, later))
    expect(short.openTimes.length).toBeGreaterThan(0)
    expect(firstTableDifference(names, table, short), `${later} later`).toBeUndefined()
  }
  expectShortWindows(inputs)
}, 60_000)

it.skipIf(!hasData)(`finds the recordings (needs ${dataFolder})`, () => {
  expect(fiveMinuteFiles.length).toBeGreaterThan(40)
  expect(fiveMinuteFiles[0]).toBe(BTC_FILE)
})
