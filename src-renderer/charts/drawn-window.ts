import type { BaselineData, CandlestickData, UTCTimestamp } from 'lightweight-charts'
import type { Bar, Bars } from './bars.ts'
import { OUTCOME, type BarDecision, type Decisions } from './decisions.ts'
import { ShiftedTimes } from './shifted-times.ts'
import type { Stretch } from './stretch.ts'

/** What is drawn of one instrument at one interval. */
export interface ChartSource {
  readonly bars: Bars
  readonly decisions: Decisions
  readonly intervalMs: number
  /** The bar that is not closed yet. */
  readonly forming: Bar | undefined
}

/** From which index on candles and decisions are different. */
interface Growth {
  readonly candles: number
  readonly decisions: number
}

/** How far back a decision may come after its candle. */
const LATE_MAX = 500

/** The bars that the library has, by its own index: 0 is the first of the stretch. The last may be the forming one. */
export class DrawnWindow {
  readonly #bars: Bars
  readonly #decisions: Decisions
  readonly intervalMs: number
  readonly #times = new ShiftedTimes()
  readonly #decided: BarDecision[] = []
  #forming: Bar | undefined
  #start: number
  #end: number
  #newestDecided = -1

  constructor({ bars, decisions, intervalMs, forming }: ChartSource, { start, end }: Stretch) {
    this.#bars = bars
    this.#decisions = decisions
    this.intervalMs = intervalMs
    this.#start = start
    this.#end = end
    for (let i = start; i < end; i++) this.#times.push(bars.openTime(i))
    this.#takeForming(forming)
    this.#decideFrom(0)
  }

  get stretch(): Stretch {
    return { start: this.#start, end: this.#end }
  }

  /** Bars the library has, the forming one included. */
  get count(): number {
    return this.#closed + (this.#forming ? 1 : 0)
  }

  bar(index: number): Bar | undefined {
    if (index < 0 || index >= this.count) return undefined
    return index < this.#closed ? this.#bars.at(this.#start + index) : this.#forming
  }

  decision(index: number): BarDecision | undefined {
    return this.#decided[index]
  }

  /** The bar of a time; below 0 when it is older than all. */
  indexAt(time: number): number {
    if (this.#forming && time >= this.#forming.openTime) return this.#closed
    return Math.min(this.#bars.indexAt(time), this.#end - 1) - this.#start
  }

  /** The library's time of a bar, and the other way round. */
  shown(index: number): UTCTimestamp {
    return this.#times.shown(index) as UTCTimestamp
  }

  real(shown: number): number | undefined {
    return this.#times.real(shown)
  }

  candles(from: number): CandlestickData[] {
    return Array.from({ length: this.count - from }, (_, i) => {
      const { open, high, low, close } = this.bar(from + i)!
      return { time: this.shown(from + i), open, high, low, close }
    })
  }

  /** Only the bars that have a value: a step line goes on until the next. */
  values(side: 'long' | 'short', from: number): BaselineData[] {
    const points: BaselineData[] = []
    for (let i = from; i < this.count; i++) {
      const value = this.#decided[i]?.[side]
      if (value !== undefined) points.push({ time: this.shown(i), value })
    }
    return points
  }

  /** Older bars came before all: the same bars have other numbers now. */
  renumber(prepended: number): void {
    this.#start += prepended
    this.#end += prepended
  }

  /** Takes older decisions that came since. */
  decideAgain(): void {
    this.#decideFrom(0)
  }

  /**
   * Takes what is new at the end, which this window must reach. Nothing when the forming bar that the library has is not what comes next,
   * as when it never closed, or when its neighbour came later than its first mark: then all is drawn anew.
   */
  grow(forming: Bar | undefined): Growth | undefined {
    const candles = this.#closed
    const decisions = Math.max(0, this.#newestDecided, this.#closed - LATE_MAX)
    const drawn = this.#forming
    // A bar that closed before the one that is forming may be heard of after it: it belongs before what the library has.
    const isBehind = drawn !== undefined && this.#end < this.#bars.length && this.#bars.openTime(this.#end) < drawn.openTime
    const isKept = !drawn || (!isBehind && (forming?.openTime === drawn.openTime || this.#bars.openTime(this.#bars.indexAt(drawn.openTime)) === drawn.openTime))
    if (drawn) this.#times.pop()
    this.#forming = undefined
    for (; this.#end < this.#bars.length; this.#end++) this.#times.push(this.#bars.openTime(this.#end))
    this.#takeForming(forming)
    this.#decideFrom(decisions)
    return isKept ? { candles, decisions } : undefined
  }

  get #closed(): number {
    return this.#end - this.#start
  }

  #takeForming(forming: Bar | undefined): void {
    const newest = this.#bars.newest()
    if (!forming || this.#end < this.#bars.length || (newest && forming.openTime <= newest.openTime)) return
    this.#forming = forming
    this.#times.push(forming.openTime)
  }

  #decideFrom(first: number): void {
    for (let i = first; i < this.count; i++) {
      const decision = this.#decisions.within(this.bar(i)!.openTime, this.intervalMs)
      this.#decided[i] = decision
      if (decision.outcome !== OUTCOME.none) this.#newestDecided = i
    }
  }
}
