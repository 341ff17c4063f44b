import type { FundingRate } from '../../../src-shared/domain/candle.ts'
import { HOUR_MS, ONE_RATE, RATE_DECIMALS, type Rate, type TimeMs } from '../../../src-shared/domain/units.ts'
import { orderOf, rulesAt, type Cells, type RowReader, type RowRules, type TakenRow } from './csv-cells.ts'
import type { RowRefusal } from './csv-report.ts'

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
  readonly #rules: RowRules
  #last: { readonly time: number; readonly row: Settlement } | undefined
  #intervalMs: number | undefined

  constructor(rules: RowRules) {
    this.#rules = rules
  }

  read(cells: Cells): TakenRow<FundingRate> | RowRefusal {
    const { instrument, now } = this.#rules
    const time = cells.number('funding_time_ms', 0)
    if (typeof time === 'string') return time
    if (time < 0 || time % HOUR_MS > FUNDING_JITTER_MS) return 'off-grid'
    if (time > now) return 'not-closed'
    const version = rulesAt(instrument, time)
    if (!version) return 'before-first-rules'
    const rate = cells.number('rate', RATE_DECIMALS)
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
