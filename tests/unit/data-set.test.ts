import { expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../src-shared/domain/units.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { labelCandlesOf } from '../../src-main/labels/label-candles.ts'
import { labelColumns } from '../../src-main/labels/label-columns.ts'
import { ContentHash } from '../../src-main/training/data-set/content-hash.ts'
import type { DataSet } from '../../src-main/training/data-set/data-set.ts'
import { definitionHash, marketHash } from '../../src-main/training/data-set/definition.ts'
import { instrumentRows } from '../../src-main/training/data-set/instrument-rows.ts'
import { joinedRows } from '../../src-main/training/data-set/joined-rows.ts'
import { columnSpecs, rowColumns, type InstrumentRows, type RowColumns } from '../../src-main/training/data-set/row-columns.ts'
import { COSTS, HORIZON_CANDLES, histories, LABELS, marketOf, RECIPE } from '../support/data-set-markets.ts'

const STEP_MS = 5 * MINUTE_MS
const [first, second] = histories(3, 2) as [ReturnType<typeof histories>[number], ReturnType<typeof histories>[number]]
const whole = instrumentRows(marketOf(first), RECIPE)

const columnsOf = (rows: InstrumentRows): RowColumns => rowColumns(rows, RECIPE.featureSet)
/** Every column, row by row, as text: NaN and −0 count. Weights apart, since they depend on which rows there are. */
const texts = (rows: InstrumentRows, ...without: readonly string[]): ReadonlyMap<number, string> => {
  const columns = Object.entries(columnsOf(rows)).filter(([name]) => !without.includes(name))
  return new Map(Array.from(rows.asOf, (time, row) => [time, columns.map(([name, column]) => `${name} ${Object.is(column[row], -0) ? '-0' : column[row]}`).join()]))
}
const WEIGHTS = ['long.weight', 'short.weight']
/** Sums over settlements, which round by where they begin. */
const FUNDED = ['long.funding', 'short.funding', 'long.net', 'short.net']
/** The first row that differs: whole tables in a failure message would take minutes to print. */
const firstOther = (one: ReadonlyMap<number, string>, other: ReadonlyMap<number, string>): unknown => (one.size === other.size ? Array.from(one).find(([time, text]) => other.get(time) !== text) : [one.size, other.size])

it('gives each row the vector that live trading has at that close, and what an entry at the next open came to', () => {
  const engine = new FeatureEngine(RECIPE.featureSet)
  const labels = labelColumns(labelCandlesOf(first.candles), LABELS, { costs: COSTS, settlements: first.funding })
  let [row, settled] = [0, 0]
  for (const [place, candle] of first.candles.entries()) {
    while (settled < first.funding.length && first.funding[settled]!.fundingTime < candle.closeTime) engine.settle(first.funding[settled++]!)
    const vector = engine.update(candle)
    if (!vector || whole.asOf[row] !== candle.closeTime) continue
    expect(whole.features.map((column) => column[row])).toEqual(Array.from(vector.values, Math.fround))
    expect([whole.atrShare[row], whole.long.net[row], whole.short.net[row], whole.long.outcome[row], whole.long.funding[row], whole.short.horizonUntil[row]])
      .toEqual([labels.atrShare[place], labels.long.net[place], labels.short.net[place], labels.long.outcome[place], labels.long.funding[place], labels.short.horizonUntil[place]])
    expect(labels.entryTime[place]).toBe(first.candles[place + 1]!.openTime)
    row++
  }
  expect(row).toBe(whole.asOf.length)
  expect(row).toBeGreaterThan(700)
  expect(new Set(whole.long.outcome)).toEqual(new Set([1, -1, 0]))
})

it('has a row only where the whole horizon is known: nothing that ended early survives at the end', () => {
  const last = first.candles.at(-1)!.closeTime
  expect(whole.asOf.at(-1)).toBe(last - HORIZON_CANDLES * STEP_MS)
  expect(whole.long.horizonUntil.every((time) => time <= last)).toBe(true)
  // Some before the end were over long before their horizon, and so would some after it have been.
  expect(whole.long.dependsUntil.slice(-20).some((time, row) => time < whole.long.horizonUntil.at(row - 20)!)).toBe(true)
})

it('depends on nothing later than each row says', () => {
  const cut = 600
  const until = first.candles[cut]!.openTime
  const later = first.candles.map((candle, place) => (place < cut ? candle : { ...candle, open: candle.low, close: candle.high, high: (2 * candle.high) as typeof candle.high, volume: (3 * candle.volume) as typeof candle.volume }))
  const changed = texts(instrumentRows(marketOf({ ...first, candles: later }), RECIPE), ...WEIGHTS)
  const before = texts(whole, ...WEIGHTS)
  let [same, other] = [0, 0]
  for (const [row, time] of whole.asOf.entries()) {
    if (whole.long.horizonUntil[row]! <= until) expect(changed.get(time), `row ${row}`).toBe(before.get(time))
    if (changed.get(time) === before.get(time)) same++
    else other++
  }
  expect([same, other].every((count) => count > 100)).toBe(true)
})

it('is the same however long before its first row the data begin', () => {
  const from = first.candles[300]!.openTime
  const later = { ...first, candles: first.candles.slice(200), funding: first.funding }
  const [long, short] = [marketOf(first), marketOf(later)].map((market) => instrumentRows(market, { ...RECIPE, from })) as [InstrumentRows, InstrumentRows]
  expect(firstOther(texts(long, ...FUNDED), texts(short, ...FUNDED))).toBeUndefined()
  for (const name of FUNDED) expect(columnsOf(long)[name]!.findIndex((value, row) => !(Math.abs(value - columnsOf(short)[name]![row]!) < 1e-15)), name).toBe(-1)
  expect(long.asOf[0]).toBe(from + STEP_MS)
})

it('leaves out windows and horizons that candles are missing in', () => {
  const gapped = instrumentRows(marketOf({ ...first, candles: first.candles.filter((_, place) => place < 400 || place >= 403) }), RECIPE)
  const [gapFrom, gapTo] = [first.candles[400]!.openTime, first.candles[403]!.openTime]
  const around = Array.from(gapped.asOf).filter((time) => time > gapFrom - HORIZON_CANDLES * STEP_MS && time < gapTo + 14 * STEP_MS)
  expect(around).toEqual([])
  expect(Array.from(gapped.asOf).filter((time) => time > gapTo).length).toBeGreaterThan(300)
  const [before, after] = [texts(gapped, ...WEIGHTS), texts(whole, ...WEIGHTS)]
  for (const time of gapped.asOf) if (time <= gapFrom) expect(before.get(time)).toBe(after.get(time))
})

it('keeps every so-manyth close by the clock, the same ones wherever the data begin', () => {
  const thin = instrumentRows(marketOf(first), { ...RECIPE, every: 3 })
  expect(Array.from(thin.asOf)).toEqual(Array.from(whole.asOf).filter((time) => time % (3 * STEP_MS) === 0))
  const shifted = instrumentRows(marketOf({ ...first, candles: first.candles.slice(1) }), { ...RECIPE, every: 3 })
  expect(Array.from(shifted.asOf)).toEqual(Array.from(thin.asOf).filter((time) => time >= shifted.asOf[0]!))
})

it('weighs each row by how little its label overlaps those of the rows that are kept', () => {
  for (const every of [1, 12]) {
    const rows = instrumentRows(marketOf(first), { ...RECIPE, every })
    for (const side of [rows.long, rows.short]) expect(Array.from(side.weight)).toEqual(uniquenessByCounting(rows.asOf, side.dependsUntil).map((value) => expect.closeTo(value, 12)))
  }
})

/** One over the labels that last through each step, averaged over the steps of a label, counted one by one. */
function uniquenessByCounting(starts: Float64Array, ends: Float64Array): number[] {
  return Array.from(starts, (start, row) => {
    const end = Math.max(ends[row]!, start + 1)
    const shares: number[] = []
    for (let time = start; time < end; time += STEP_MS) shares.push(1 / starts.reduce((count, other, place) => count + Number(other < time + STEP_MS && Math.max(ends[place]!, other + 1) > time), 0))
    return shares.reduce((sum, share) => sum + share, 0) / shares.length
  })
}

const HEAD = { definitionHash: 'd', featureSet: RECIPE.featureSet, labelSpec: LABELS, stepMs: STEP_MS }

it('joins instruments one after the other, and names them by content', () => {
  const other = instrumentRows(marketOf(second), RECIPE)
  const data = joinedRows(HEAD, [whole, other])
  const rows = whole.asOf.length
  expect(data.instruments).toEqual([first.instrumentId, second.instrumentId])
  expect(Array.from(data.instrumentOf)).toEqual([...Array.from(whole.asOf, () => 0), ...Array.from(other.asOf, () => 1)])
  expect([data.asOf.subarray(0, rows), data.features[2]!.subarray(rows), data.short.net.subarray(rows), data.long.outcome.subarray(0, rows)]).toEqual([whole.asOf, other.features[2], other.short.net, whole.long.outcome])
  const hashes = [data, joinedRows(HEAD, [other, whole]), joinedRows(HEAD, [whole]), joinedRows(HEAD, [whole, { ...other, instrumentId: 'OTHER' }])].map(({ contentHash }) => contentHash)
  expect(new Set(hashes).size).toBe(4)
})

it('has another name as soon as one value of any column differs, and the same in whatever blocks it comes', () => {
  const data: DataSet = joinedRows(HEAD, [whole])
  const counts = [{ instrumentId: first.instrumentId, rows: whole.asOf.length }]
  const named = (blocks: readonly RowColumns[]): string => {
    const hash = new ContentHash(RECIPE.featureSet)
    for (const block of blocks) hash.add(block)
    return hash.digest(counts)
  }
  const columns = columnsOf(whole)
  const part = (from: number, to?: number): RowColumns => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice(from, to)]))
  expect(named([part(0, 1), part(1, 100), part(100)])).toBe(data.contentHash)
  const names = columnSpecs(RECIPE.featureSet).map(({ name }) => name)
  const hashes = names.map((name) => {
    const changed = part(0)
    changed[name]![50]! += 1
    return named([changed])
  })
  expect(new Set([...hashes, data.contentHash]).size).toBe(names.length + 1)
})

it('is defined by everything it is made of', () => {
  const market = marketOf(first)
  const bumped = first.candles.with(7, { ...first.candles[7]!, low: (first.candles[7]!.low - 1) as never })
  const { candles } = market
  const markets = [
    market, marketOf({ ...first, candles: bumped }), marketOf({ ...first, funding: first.funding.slice(1) }), { ...market, costs: { ...COSTS, slippage: 0 } }, { ...market, marks: candles },
    { ...market, finer: candles }, { ...market, regime: { closeTime: candles.closeTime, values: new Int8Array(candles.closeTime.length) } }, { ...market, candles: { ...candles, volume: candles.volume.map((value) => value + 1) } },
  ].map((one) => ({ instrumentId: 'A', hash: marketHash(one) }))
  const recipes = [RECIPE, { ...RECIPE, every: 2 }, { ...RECIPE, from: 1 }, { ...RECIPE, featureSet: ['r_3'] }, { ...RECIPE, labelSpec: { ...LABELS, horizon: 7 } }]
  const hashes = [
    ...markets.map((one) => definitionHash(RECIPE, STEP_MS, [one])), ...recipes.slice(1).map((recipe) => definitionHash(recipe, STEP_MS, [markets[0]!])), definitionHash(RECIPE, HOUR_MS, [markets[0]!]),
    definitionHash(RECIPE, STEP_MS, [{ ...markets[0]!, instrumentId: 'B' }]), definitionHash(RECIPE, STEP_MS, [markets[0]!, markets[1]!]), definitionHash(RECIPE, STEP_MS, [markets[1]!, markets[0]!]),
  ]
  expect(new Set(hashes).size).toBe(hashes.length)
  expect(definitionHash(RECIPE, STEP_MS, [{ instrumentId: 'A', hash: marketHash(marketOf(first)) }])).toBe(hashes[0])
})
