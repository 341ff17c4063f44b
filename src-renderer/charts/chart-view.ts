import type { CandleSeries } from './chart-series.ts'
import { DrawnWindow, type ChartSource } from './drawn-window.ts'
import { nextStretch, type Stretch } from './stretch.ts'

const FIRST_BARS = 2_000
/** Room for the labels of the levels beside the newest candle: so many pixels, but not more than this part of the chart. */
const RIGHT_ROOM = 200
const RIGHT_PART = 0.22
/** More new bars than this are drawn anew at once. */
const GROWTH_MAX = 100

/** Gives the library the bars around what is seen and the new ones at the end, and keeps what is seen where it is meanwhile. */
export class ChartView {
  readonly #series: CandleSeries
  #window: DrawnWindow | undefined
  #bars: ChartSource['bars'] | undefined
  #prepended = 0
  #decidedFrom = Number.POSITIVE_INFINITY
  #reachesEnd = true
  #isSettling = false
  #wishedFirst: number | undefined

  constructor(series: CandleSeries) {
    this.#series = series
  }

  get window(): DrawnWindow | undefined {
    return this.#window
  }

  /** False while the library has yet to move to where the last change put it: what it says of its place is not true then. */
  get isSettled(): boolean {
    return !this.#isSettling
  }

  /** What the library has goes up to the newest bar. */
  get reachesEnd(): boolean {
    return this.#reachesEnd
  }

  /** What is seen, by the bars' numbers among all; it may reach beyond them. */
  seen(): Stretch | undefined {
    const range = this.#series.chart.timeScale().getVisibleLogicalRange()
    const start = this.#window?.stretch.start
    return range && start !== undefined ? { start: range.from + start, end: range.to + 1 + start } : undefined
  }

  /** The newest bars, wherever it was. */
  toNewest(): void {
    this.#bars = undefined
  }

  toOldest(): void {
    this.#wishedFirst = 0
  }

  draw(source: ChartSource, isHeld: boolean): void {
    if (source.bars !== this.#bars) this.#begin(source)
    else this.#follow(source)
    this.#goThere(source)
    this.#widen(source, isHeld)
    this.#reachesEnd = this.#window?.stretch.end === source.bars.length
  }

  clear(): void {
    if (!this.#window) return
    this.#window = undefined
    this.#bars = undefined
    for (const series of [this.#series.candles, this.#series.long, this.#series.short]) series.setData([])
  }

  #begin(source: ChartSource): void {
    const { length } = source.bars
    this.#bars = source.bars
    this.#prepended = source.bars.prepended
    this.#series.candles.priceScale().setAutoScale(true)
    this.#redraw(source, { start: Math.max(0, length - FIRST_BARS), end: length }, () => this.#room())
  }

  /** What came since the last frame, at either end. */
  #follow(source: ChartSource): void {
    const window = this.#window
    if (!window) return
    window.renumber(source.bars.prepended - this.#prepended)
    this.#prepended = source.bars.prepended
    if (source.decisions.from < this.#decidedFrom) this.#decide(source, window)
    if (this.#reachesEnd) this.#grow(source, window)
  }

  #grow(source: ChartSource, window: DrawnWindow): void {
    const offset = this.#samePlace(window)
    const { start, end } = window.stretch
    const growth = source.bars.length - end > GROWTH_MAX ? undefined : window.grow(source.forming)
    if (!growth) return this.#redraw(source, { start, end: source.bars.length }, offset)
    for (const candle of window.candles(growth.candles)) this.#series.candles.update(candle)
    for (const side of ['long', 'short'] as const) for (const point of window.values(side, growth.decisions)) this.#series[side].update(point)
  }

  /** Where to stand after all is drawn anew: as far from the newest bar while that is seen, else at the same bars. */
  #samePlace({ stretch, count }: DrawnWindow): (window: DrawnWindow) => number {
    const range = this.#series.chart.timeScale().getVisibleLogicalRange()
    const beyond = range ? range.to - (count - 1) : this.#room()
    return range && beyond < 0 ? this.#stay(stretch.start + range.to) : () => beyond
  }

  /** Older decisions came. Those of bars that are not drawn wait for their bars. */
  #decide(source: ChartSource, window: DrawnWindow): void {
    const isDrawn = this.#decidedFrom > source.bars.openTime(window.stretch.start)
    this.#decidedFrom = source.decisions.from
    if (!isDrawn) return
    window.decideAgain()
    this.#series.long.setData(window.values('long', 0))
    this.#series.short.setData(window.values('short', 0))
  }

  #room(): number {
    const scale = this.#series.chart.timeScale()
    const range = scale.getVisibleLogicalRange()
    const spacing = range ? scale.width() / (range.to - range.from + 1) : scale.options().barSpacing
    return Math.min(RIGHT_ROOM, scale.width() * RIGHT_PART) / spacing
  }

  #goThere(source: ChartSource): void {
    const seen = this.seen()
    const first = this.#wishedFirst
    this.#wishedFirst = undefined
    if (first === undefined || !seen) return
    const width = seen.end - seen.start
    const stretch = nextStretch({ start: first, end: first + width }, { start: source.bars.length, end: source.bars.length }, source.bars.length, false)
    this.#redraw(source, stretch ?? { start: 0, end: source.bars.length }, this.#stay(first + width - 1))
  }

  #widen(source: ChartSource, isHeld: boolean): void {
    const seen = this.seen()
    if (!seen || !this.#window || this.#isSettling) return
    const next = nextStretch(seen, this.#window.stretch, source.bars.length, isHeld)
    if (next) this.#redraw(source, next, isHeld ? undefined : this.#stay(seen.end - 1))
  }

  /** Such a distance from the newest bar that the bar with this number is the last that is seen. */
  #stay(last: number): (window: DrawnWindow) => number {
    return ({ stretch, count }) => last - stretch.start - (count - 1)
  }

  /** Without `offset` the library stays by itself: the newest bar it has is the same. */
  #redraw(source: ChartSource, stretch: Stretch, offset: ((window: DrawnWindow) => number) | undefined): void {
    const { chart, candles, long, short } = this.#series
    const window = new DrawnWindow(source, stretch)
    this.#window = window
    this.#decidedFrom = source.decisions.from
    candles.setData(window.candles(0))
    long.setData(window.values('long', 0))
    short.setData(window.values('short', 0))
    if (!offset) return
    chart.timeScale().scrollToPosition(offset(window), false)
    // The library moves when it draws next, which it asked for before this does.
    this.#isSettling = true
    requestAnimationFrame(() => {
      this.#isSettling = false
    })
  }
}
