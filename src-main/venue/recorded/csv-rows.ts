import type { Candle, FundingRate } from '../../../src-shared/domain/candle.ts'
import { parseDecimal } from '../../../src-shared/domain/decimal.ts'
import type { Instrument, InstrumentVersion } from '../../../src-shared/domain/instrument.ts'
import { HOUR_MS, ONE_RATE, RATE_DECIMALS, type Price, type Quantity, type Rate, type TimeMs } from '../../../src-shared/domain/units.ts'
import type { Gap, RowRefusal } from './csv-report.ts'

/** Which column holds what. */
export type Columns = ReadonlyMap<string, number>

/** What a row became. `gap` lies before it. */
export interface TakenRow<Row> {
  readonly row: Row
  readonly time: TimeMs
  readonly zeroVolume: boolean
  readonly gap: Gap | null
}

/** Takes the rows of one file in order and remembers the last good one. */
export interface RowReader<Row> {
  read(cells: readonly string[]): TakenRow<Row> | RowRefusal
}

export interface RowRules {
  readonly instrument: Instrument
  /** Length of the file's candles. Not used for funding. */
  readonly intervalMs: number
  /** Candles that close later are still forming, and refused. Infinity when the file is known to be complete. */
  readonly now: number
}

const PLAIN = /^-?\d+(?:\.\d+)?$/

/** A cell as a scaled integer, or why not. */
function numberOf(text: string, decimals: number): number | RowRefusal {
  const value = parseDecimal(text, decimals)
  if (value !== undefined) return value
  if (!PLAIN.test(text)) return 'not-a-number'
  const fraction = text.split('.')[1] ?? ''
  return /[1-9]/.test(fraction.slice(decimals)) ? 'too-many-decimals' : 'out-of-range'
}

const cellOf = (cells: readonly string[], columns: Columns, name: string): string => cells[columns.get(name) ?? -1] ?? ''

function rulesAt(instrument: Instrument, time: number): InstrumentVersion | undefined {
  return instrument.versions.findLast(({ validFrom }) => validFrom <= time)
}

/** Rows with equal times: told twice, or told differently. Looks at the last good row only, so that a file of any length fits. */
function orderOf<Row extends object>(time: number, last: { readonly time: number; readonly row: Row } | undefined, row: Row): RowRefusal | undefined {
  if (!last || time > last.time) return undefined
  if (time < last.time) return 'out-of-order'
  const names = Object.keys(row) as (keyof Row)[]
  return names.every((name) => row[name] === last.row[name]) ? 'duplicate' : 'conflict'
}

type Numbers = readonly [open: number, high: number, low: number, close: number, volume: number]

export class CandleRows implements RowReader<Candle> {
  readonly #columns: Columns
  readonly #rules: RowRules
  #last: { readonly time: number; readonly row: Candle } | undefined

  constructor(columns: Columns, rules: RowRules) {
    this.#columns = columns
    this.#rules = rules
  }

  read(cells: readonly string[]): TakenRow<Candle> | RowRefusal {
    const { instrument, intervalMs, now } = this.#rules
    const time = numberOf(cellOf(cells, this.#columns, 'open_time_ms'), 0)
    if (typeof time === 'string') return time
    if (time < 0 || time % intervalMs !== 0) return 'off-grid'
    if (time + intervalMs > now) return 'not-closed'
    const version = rulesAt(instrument, time)
    if (!version) return 'before-first-rules'
    const numbers = this.#numbers(cells, version)
    if (typeof numbers === 'string') return numbers
    const row = this.#candle(time as TimeMs, numbers)
    const order = orderOf(time, this.#last, row)
    if (order) return order
    const gap = this.#gapBefore(row.openTime)
    this.#last = { time, row }
    return { row, time: row.openTime, zeroVolume: row.volume === 0, gap }
  }

  #numbers(cells: readonly string[], version: InstrumentVersion): Numbers | RowRefusal {
    const prices = ['open', 'high', 'low', 'close'].map((name) => numberOf(cellOf(cells, this.#columns, name), version.priceDecimals))
    const volume = numberOf(cellOf(cells, this.#columns, 'volume'), version.quantityDecimals)
    const refusal = [...prices, volume].find((value) => typeof value === 'string')
    if (refusal !== undefined) return refusal
    const [open = 0, high = 0, low = 0, close = 0] = prices as number[]
    return refusalOf([open, high, low, close, volume as number]) ?? [open, high, low, close, volume as number]
  }

  #candle(openTime: TimeMs, [open, high, low, close, volume]: Numbers): Candle {
    const { instrument, intervalMs } = this.#rules
    return {
      instrumentId: instrument.instrumentId, intervalMs, openTime, closeTime: (openTime + intervalMs) as TimeMs,
      open: open as Price, high: high as Price, low: low as Price, close: close as Price, volume: volume as Quantity,
    }
  }

  #gapBefore(openTime: TimeMs): Gap | null {
    const { intervalMs } = this.#rules
    const from = this.#last?.row.closeTime
    return from === undefined || from === openTime ? null : { from, to: openTime, missing: (openTime - from) / intervalMs }
  }
}

function refusalOf([open, high, low, close, volume]: Numbers): RowRefusal | undefined {
  if (open <= 0 || high <= 0 || low <= 0 || close <= 0 || volume < 0) return 'not-positive'
  if (high < Math.max(open, close, low)) return 'high-too-low'
  return low > Math.min(open, close) ? 'low-too-high' : undefined
}

/** Settlements come on the hour, some milliseconds late. */
const FUNDING_JITTER_MS = 60_000
const FUNDING_INTERVALS_MS = [1, 2, 4, 8].map((hours) => hours * HOUR_MS)
/** Venues cap a settlement at a few percent; a rate above 10 % was written in another unit. */
const FUNDING_RATE_MAX = ONE_RATE / 10

interface Settlement {
  readonly fundingTime: TimeMs
  readonly rate: Rate
}

export class FundingRows implements RowReader<FundingRate> {
  readonly #columns: Columns
  readonly #rules: RowRules
  #last: { readonly time: number; readonly row: Settlement } | undefined
  #intervalMs: number | undefined

  constructor(columns: Columns, rules: RowRules) {
    this.#columns = columns
    this.#rules = rules
  }

  read(cells: readonly string[]): TakenRow<FundingRate> | RowRefusal {
    const { instrument, now } = this.#rules
    const time = numberOf(cellOf(cells, this.#columns, 'funding_time_ms'), 0)
    if (typeof time === 'string') return time
    if (time < 0 || time % HOUR_MS > FUNDING_JITTER_MS) return 'off-grid'
    if (time > now) return 'not-closed'
    const version = rulesAt(instrument, time)
    if (!version) return 'before-first-rules'
    const rate = numberOf(cellOf(cells, this.#columns, 'rate'), RATE_DECIMALS)
    if (typeof rate === 'string') return rate
    if (Math.abs(rate) > FUNDING_RATE_MAX) return 'out-of-range'
    return this.#take({ fundingTime: time as TimeMs, rate: rate as Rate }, version.fundingIntervalMs)
  }

  /** The interval is what the file shows: venues change it between one settlement and the next, for a day or for good. */
  #take(row: Settlement, usualMs: number): TakenRow<FundingRate> | RowRefusal {
    const time = row.fundingTime
    const order = orderOf(hourOf(time), this.#last && { time: hourOf(this.#last.time), row: this.#last.row }, row)
    if (order) return order
    const from = this.#last?.time
    const apart = from === undefined ? undefined : hourOf(time) - hourOf(from)
    const before = this.#intervalMs ?? usualMs
    const intervalMs = apart !== undefined && FUNDING_INTERVALS_MS.includes(apart) ? apart : before
    this.#last = { time, row }
    this.#intervalMs = intervalMs
    const gap = apart === undefined || apart <= intervalMs ? null : { from: (hourOf(time) - apart + before) as TimeMs, to: time, missing: Math.ceil(apart / before) - 1 }
    return { row: { instrumentId: this.#rules.instrument.instrumentId, ...row, intervalMs }, time, zeroVolume: false, gap }
  }
}

/** Two settlements in one hour are one settlement, told twice. */
const hourOf = (time: number): number => time - (time % HOUR_MS)
