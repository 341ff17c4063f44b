import type { FundingRate } from '../../src-shared/domain/candle.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, ONE_RATE } from '../../src-shared/domain/units.ts'
import type { Rows } from '../math/windows.ts'

export const MEAN_MS: number = DAY_MS
export const Z_MS: number = 30 * DAY_MS
/**
 * A settlement counts from then on. Venues book it some milliseconds to about a minute after its time, so whether it came just before
 * or just after the candle that closes at that time must not matter.
 */
const KNOWN_AFTER_MS = MINUTE_MS
/** Rates of quiet months are all the same: without a floor the least movement would be many deviations. 0.005 %. */
const DEVIATION_FLOOR = 5_000
/** What is known of an instrument's funding at each close. */
export interface FundingColumns {
  readonly last: Float64Array
  readonly mean: Float64Array
  readonly z: Float64Array
  readonly minutes: Float64Array
  readonly hour: Float64Array
}

/** What holds between two moments at which something becomes known or drops out of a window. Rates are fractions. */
interface View {
  readonly since: number
  readonly until: number
  readonly last: number
  readonly mean: number
  readonly z: number
  /** The newest settlement time that is over, whether its rate is known or not. */
  readonly recent: number
  /** The next one, by the interval of the last. */
  readonly next: number
  /** Whether an hour without a settlement is known to be one: 0 or NaN. */
  readonly otherwise: number
  /** The places that mean and z are of: the last settlement, and the first of a day and of a month. */
  readonly known: number
  readonly day: number
  readonly month: number
}

/** The settlements of one instrument, and what was known of them at a time. */
export class FundingHistory {
  readonly #times: number[] = []
  readonly #rates: number[] = []
  readonly #intervals: number[] = []
  readonly #kept: number
  #view: View = NEVER

  /** `kept`: that many are remembered at least, and twice as many at most. */
  constructor(kept: number = Infinity) {
    this.#kept = kept
  }

  /** In any order; a settlement told twice counts once, as told last. */
  add({ fundingTime, rate, intervalMs }: FundingRate): void {
    // Venues are some milliseconds late.
    const time = Math.round(fundingTime / MINUTE_MS) * MINUTE_MS
    const place = lastUpTo(this.#times, time)
    if (this.#times[place] === time) {
      this.#rates[place] = rate
      this.#intervals[place] = intervalMs
    } else {
      insert(this.#times, place + 1, time)
      insert(this.#rates, place + 1, rate)
      insert(this.#intervals, place + 1, intervalMs)
    }
    if (this.#times.length > 2 * this.#kept) for (const column of [this.#times, this.#rates, this.#intervals]) column.splice(0, this.#kept)
    this.#view = NEVER
  }

  /** The first moment at which it reaches so far back. */
  reachedFrom(milliseconds: number): number {
    return (this.#times[0] ?? Infinity) + KNOWN_AFTER_MS + milliseconds
  }

  /** What was known at each of these times. */
  write(times: Float64Array, { from, to }: Rows, columns: FundingColumns): void {
    let view = this.#view
    let hour = -Infinity
    for (let index = from, row = 0; index < to; index++, row++) {
      const time = times[index]!
      if (!(time >= view.since && time < view.until)) view = this.#viewAt(time, view)
      if (!(time >= hour && time < hour + HOUR_MS)) hour = Math.floor(time / HOUR_MS) * HOUR_MS
      columns.last[row] = view.last
      columns.mean[row] = view.mean
      columns.z[row] = view.z
      columns.minutes[row] = (view.next - time) / MINUTE_MS
      columns.hour[row] = view.recent >= hour || view.next < hour + HOUR_MS ? 1 : view.otherwise
    }
    this.#view = view
  }

  /** `before` is another view of the same settlements: what has not changed is taken from it. */
  #viewAt(asOf: number, before: View): View {
    const times = this.#times
    const horizon = asOf - KNOWN_AFTER_MS
    const known = lastUpTo(times, horizon)
    const knownNext = (times[known + 1] ?? Infinity) + KNOWN_AFTER_MS
    const due = known < 0 ? -Infinity : times[known]! + this.#intervals[known]!
    // Overdue; or the instrument no longer settles, its interval is 0 then.
    if (!(horizon < due)) return { ...NEVER, since: asOf, until: knownNext }
    const [day, month] = [lastUpTo(times, horizon - MEAN_MS) + 1, lastUpTo(times, horizon - Z_MS) + 1]
    const dropped = Math.min(times[day]! + MEAN_MS, times[month]! + Z_MS) + KNOWN_AFTER_MS
    const isDue = asOf >= due
    return {
      since: asOf, until: Math.min(knownNext, dropped, isDue ? due + KNOWN_AFTER_MS : due),
      last: this.#rates[known]! / ONE_RATE, ...this.#summary(known, [day, month], before),
      recent: isDue ? due : times[known]!, next: isDue ? due + this.#intervals[known]! : due, otherwise: 0,
    }
  }

  #summary(known: number, [day, month]: readonly [number, number], before: View): Pick<View, 'mean' | 'z' | 'known' | 'day' | 'month'> {
    const isSame = known === before.known
    return {
      mean: isSame && day === before.day ? before.mean : this.#mean(day, known) / ONE_RATE,
      z: isSame && month === before.month ? before.z : this.#z(month, known),
      known, day, month,
    }
  }

  /** No settlement is missing from the one before `first` to `last`, and there is one before. */
  #isWhole(first: number, last: number): boolean {
    if (first < 1) return false
    for (let place = first; place <= last; place++) {
      const apart = this.#times[place]! - this.#times[place - 1]!
      if (apart > Math.max(this.#intervals[place - 1]!, this.#intervals[place]!)) return false
    }
    return true
  }

  #mean(first: number, last: number): number {
    if (!this.#isWhole(first, last)) return NaN
    let sum = 0
    for (let place = first; place <= last; place++) sum += this.#rates[place]!
    return sum / (last - first + 1)
  }

  #z(first: number, last: number): number {
    const mean = this.#mean(first, last)
    let squares = 0
    for (let place = first; place <= last; place++) squares += (this.#rates[place]! - mean) * (this.#rates[place]! - mean)
    return (this.#rates[last]! - mean) / Math.max(Math.sqrt(squares / (last - first + 1)), DEVIATION_FLOOR)
  }
}

/** Nothing is known, and nothing has been asked. */
const NEVER: View = { since: NaN, until: NaN, last: NaN, mean: NaN, z: NaN, recent: NaN, next: NaN, otherwise: NaN, known: NaN, day: NaN, month: NaN }

function insert(column: number[], place: number, value: number): void {
  if (place === column.length) column.push(value)
  else column.splice(place, 0, value)
}

/** The place of the last time that is not after `limit`; −1 when all are. */
function lastUpTo(times: readonly number[], limit: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}
