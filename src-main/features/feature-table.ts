import type { FundingRate } from '../../src-shared/domain/candle.ts'
import type { Rows } from '../math/windows.ts'
import { Block } from './block.ts'
import { unbrokenRuns, type CandleSeries, type Run } from './candle-series.ts'
import { DayAverages } from './day-averages.ts'
import { FundingHistory } from './funding-history.ts'
import type { Plan } from './plan.ts'
import { NO_REGIME, type RegimeColumn } from './regime-column.ts'

export interface FeatureTable {
  /** Of the last candle of each row's window. */
  readonly openTimes: Float64Array
  /** One column per feature; NaN = missing. */
  readonly values: readonly Float64Array[]
}

/** What features need besides the instrument's own candles. */
export interface Surroundings {
  /** The instrument's settlements. */
  readonly funding?: readonly FundingRate[]
  /** Of BTC, made with `regimeColumn`. */
  readonly regime?: RegimeColumn
  /** An earlier table whose columns may be written over: memory that is new takes longer to get than to fill. */
  readonly into?: FeatureTable
}

/** So many rows stay near the processor until the last feature has read them. */
const ROWS_AT_ONCE = 2_048

/** Wanted rows without a gap. `regimeFrom` is the place of the first one in the regime's column. */
interface Piece extends Rows {
  readonly regimeFrom: number
}

/** A row for every candle at which the stream would give a vector. Throws RangeError when something is needed that is not given. */
export function featureTable(plan: Plan, series: CandleSeries, { funding, regime, into }: Surroundings): FeatureTable {
  if (plan.fundingMs !== undefined && !funding) throw new RangeError('these features need the settlements of the instrument')
  if (plan.regimeAt.length > 0 && !regime) throw new RangeError('these features need the regime of BTC')
  const history = new FundingHistory()
  for (const settlement of funding ?? []) history.add(settlement)
  const runs = unbrokenRuns(series)
  const since = plan.fundingMs === undefined ? -Infinity : history.reachedFrom(plan.fundingMs)
  const known = runs.flatMap((run) => completeRows(plan, run)).flatMap((rows) => startingAt(series.closeTime, rows, since))
  const pieces = known.flatMap((rows) => (plan.regimeAt.length > 0 && regime ? withRegime(series.closeTime, rows, regime) : [{ ...rows, regimeFrom: 0 }]))
  return filled(plan, series, pieces, { days: runs.flatMap(({ days }) => days), history, regime, into })
}

interface Parts {
  readonly days: readonly Rows[]
  readonly history: FundingHistory
  readonly regime: RegimeColumn | undefined
  readonly into: FeatureTable | undefined
}

function filled(plan: Plan, series: CandleSeries, pieces: readonly Piece[], { days, history, regime, into }: Parts): FeatureTable {
  const count = pieces.reduce((sum, { from, to }) => sum + to - from, 0)
  const column = (memory: Float64Array | undefined): Float64Array => (memory && memory.length >= count ? memory.subarray(0, count) : new Float64Array(count))
  const table: FeatureTable = { openTimes: column(into?.openTimes), values: plan.features.map((_, place) => column(into?.values[place])) }
  const block = new Block(Math.min(ROWS_AT_ONCE, series.close.length))
  const averages = new DayAverages(series.close, days, block.averages)
  block.funding = history
  let row = 0
  for (const piece of pieces) {
    table.openTimes.set(series.openTime.subarray(piece.from, piece.to), row)
    for (let from = piece.from; from < piece.to; from += ROWS_AT_ONCE) {
      const to = Math.min(from + ROWS_AT_ONCE, piece.to)
      block.place(series, from, to)
      if (plan.isRecursive) averages.record(from, to)
      if (regime) block.regime = regime.values.subarray(piece.regimeFrom + from - piece.from)
      plan.run(block, table.values.map((column) => column.subarray(row)))
      row += to - from
    }
  }
  return table
}

/** Where the instrument's own windows are full. */
function completeRows(plan: Plan, { from, to, days }: Run): Rows[] {
  const start = Math.max(from + plan.window - 1, plan.isRecursive ? (days[0]?.from ?? Infinity) : 0)
  return start < to ? [{ from: start, to }] : []
}

/** Those that close at `time` or later. */
function startingAt(closeTime: Float64Array, { from, to }: Rows, time: number): Rows[] {
  let start = from
  while (start < to && closeTime[start]! < time) start++
  return start < to ? [{ from: start, to }] : []
}

/** Those at whose close the regime is known. Where one instrument has a candle more than the other, a new piece begins. */
function withRegime(closeTime: Float64Array, { from, to }: Rows, { closeTime: others, values }: RegimeColumn): Piece[] {
  const pieces: Piece[] = []
  let start = from
  let regimeFrom = 0
  let other = 0
  for (let index = from; index < to; index++) {
    const time = closeTime[index]!
    while (other < others.length && others[other]! < time) other++
    const isKnown = others[other] === time && values[other] !== NO_REGIME
    if (isKnown && index > start && other - regimeFrom === index - start) continue
    if (start < index) pieces.push({ from: start, to: index, regimeFrom })
    start = isKnown ? index : index + 1
    regimeFrom = other
  }
  if (start < to) pieces.push({ from: start, to, regimeFrom })
  return pieces
}
