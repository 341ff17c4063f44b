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

/** What holds from one moment until the next at which something becomes known or drops out of a window. Rates are fractions. */
interface View {
  since: number
  until: number
  last: number
  mean: number
  z: number
  /** The next settlement, by the interval of the last. */
  next: number
  /** The clock hour of the newest settlement, whether its rate is known or not, lasts until then, and that of the next one begins then. */
  hourUntil: number
  hourFrom: number
  /** What is to be said of an hour without a settlement: 0, or NaN where that is not known. */
  otherwise: number
  /** The places that mean and z are of: the last settlement, and the first of a day and of a month. */
  known: number
  day: number
  month: number
}

/** Nothing is known, and nothing has been asked. */
const NEVER: Readonly<View> = { since: NaN, until: NaN, last: NaN, mean: NaN, z: NaN, next: NaN, hourUntil: NaN, hourFrom: NaN, otherwise: NaN, known: NaN, day: NaN, month: NaN }

/** The settlements of one instrument, and what was known of them at a time. */
export class FundingHistory {
  readonly #times: number[] = []
  readonly #rates: number[] = []
  readonly #intervals: number[] = []
  /** The place from which no settlement is missing up to this one. */
  readonly #whole: number[] = []
  readonly #kept: number
  /** Changed in place: with a new one for each moment most of the time would be spent on making them. */
  readonly #view: View = { ...NEVER }

  /** `kept`: that many are remembered at least, and twice as many at most. */
  constructor(kept: number = Infinity) {
    this.#kept = kept
  }

  /** In any order; a settlement told twice counts once, as told last. */
  add({ fundingTime, rate, intervalMs }: FundingRate): void {
    // Venues are some milliseconds late.
    const time = Math.round(fundingTime / MINUTE_MS) * MINUTE_MS
    const before = lastUpTo(this.#times, time)
    const place = this.#times[before] === time ? before : before + 1
    const replaced = place === before ? 1 : 0
    put(this.#times, place, replaced, time)
    put(this.#rates, place, replaced, rate)
    put(this.#intervals, place, replaced, intervalMs)
    const isLong = this.#times.length > 2 * this.#kept
    if (isLong) for (const column of [this.#times, this.#rates, this.#intervals]) column.splice(0, this.#kept)
    for (let changed = isLong ? 0 : place; changed < this.#times.length; changed++) this.#whole[changed] = this.#wholeFrom(changed)
    Object.assign(this.#view, NEVER)
  }

  /** The first moment at which it reaches so far back. */
  reachedFrom(milliseconds: number): number {
    return (this.#times[0] ?? Infinity) + KNOWN_AFTER_MS + milliseconds
  }

  /** What was known at each of these times, which ascend. */
  write(times: Float64Array, { from, to }: Rows, columns: FundingColumns): void {
    const view = this.#view
    for (let index = from; index < to; ) {
      const time = times[index]!
      if (!(time >= view.since && time < view.until)) this.#look(time)
      let end = index + 1
      while (end < to && times[end]! < view.until) end++
      columns.last.fill(view.last, index - from, end - from)
      columns.mean.fill(view.mean, index - from, end - from)
      columns.z.fill(view.z, index - from, end - from)
      for (; index < end; index++) {
        columns.minutes[index - from] = (view.next - times[index]!) / MINUTE_MS
        columns.hour[index - from] = times[index]! < view.hourUntil || times[index]! >= view.hourFrom ? 1 : view.otherwise
      }
    }
  }

  #look(asOf: number): void {
    const [times, view] = [this.#times, this.#view]
    const horizon = asOf - KNOWN_AFTER_MS
    const known = lastUpTo(times, horizon)
    const knownNext = (times[known + 1] ?? Infinity) + KNOWN_AFTER_MS
    const due = known < 0 ? -Infinity : times[known]! + this.#intervals[known]!
    // Overdue; or the instrument no longer settles, its interval is 0 then.
    if (!(horizon < due)) {
      Object.assign(view, NEVER, { since: asOf, until: knownNext })
      return
    }
    this.#summarize(known, horizon)
    const isDue = asOf >= due
    const recent = isDue ? due : times[known]!
    view.next = isDue ? due + this.#intervals[known]! : due
    view.since = asOf
    view.until = Math.min(knownNext, isDue ? due + KNOWN_AFTER_MS : due, times[view.day]! + MEAN_MS + KNOWN_AFTER_MS, times[view.month]! + Z_MS + KNOWN_AFTER_MS)
    view.hourUntil = hourOf(recent) + HOUR_MS
    view.hourFrom = hourOf(view.next)
    view.otherwise = 0
  }

  /** What has not changed since the last look stays. */
  #summarize(known: number, horizon: number): void {
    const view = this.#view
    const [day, month] = [lastUpTo(this.#times, horizon - MEAN_MS) + 1, lastUpTo(this.#times, horizon - Z_MS) + 1]
    if (known === view.known && day === view.day && month === view.month) return
    view.last = this.#rates[known]! / ONE_RATE
    view.mean = this.#mean(day, known) / ONE_RATE
    view.z = this.#z(month, known)
    view.known = known
    view.day = day
    view.month = month
  }

  #wholeFrom(place: number): number {
    if (place === 0) return 0
    const apart = this.#times[place]! - this.#times[place - 1]!
    return apart > Math.max(this.#intervals[place - 1]!, this.#intervals[place]!) ? place : this.#whole[place - 1]!
  }

  /** NaN unless there is one before `first`, and none is missing from there to `last`. */
  #mean(first: number, last: number): number {
    if (first < 1 || this.#whole[last]! >= first) return NaN
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

const hourOf = (time: number): number => Math.floor(time / HOUR_MS) * HOUR_MS

function put(column: number[], place: number, replaced: number, value: number): void {
  if (place === column.length) column.push(value)
  else column.splice(place, replaced, value)
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
