import type { MouseEventParams, Time } from 'lightweight-charts'
import { date, stamp } from '../format/time.ts'
import { showNewest, showValues } from './axis-labels.ts'
import type { Bar } from './bars.ts'
import { baseOptions, createCandleSeries, formatPrices, recolour, type CandleSeries } from './chart-series.ts'
import { ChartView } from './chart-view.ts'
import type { BarDecision } from './decisions.ts'
import type { ChartSource } from './drawn-window.ts'
import { Levels, type Level } from './levels.ts'
import { TradeMarkers } from './markers.ts'
import { onRecolour, readPalette, type Palette } from './palette.ts'
import { decisionRibbon } from './ribbon.ts'
import type { TradeMark } from './trade-marks.ts'
import { volumeColumns } from './volume.ts'

/** What is under the crosshair. */
export interface Hover {
  readonly bar: Bar
  readonly decision: BarDecision | undefined
  /** The round trip whose mark is pointed at. */
  readonly entryId: string | undefined
  readonly x: number
  readonly y: number
  /** There is more room on the left of it than on the right. */
  readonly isRight: boolean
}

/** What is looked at: its first bar by its number among all, below 0 beyond the oldest. */
export interface Seen {
  readonly first: number
  readonly hasNewest: boolean
}

interface ChartHooks {
  readonly onSeen: (seen: Seen) => void
  readonly onHover: (hover: Hover | undefined) => void
}

interface ChartPlaces {
  readonly chart: HTMLElement
  readonly labels: HTMLElement
}

const DAY_MS = 86_400_000
const PANE_HEIGHT = 104
const PANE_HEIGHT_LOW = 74
/** Below this the whole chart counts as low. */
const LOW = 420

/** Candles, volume, expected values, decisions, trades and levels of one instrument. Draws once per frame, however often it is told. */
export class CandleChart {
  readonly #series: CandleSeries
  readonly #view: ChartView
  readonly #hooks: ChartHooks
  readonly #levels: Levels
  readonly #markers: TradeMarkers
  readonly #ended = new AbortController()
  #palette: Palette = readPalette()
  #source: ChartSource | undefined
  #marks: readonly TradeMark[] = []
  #shownLevels: readonly Level[] = []
  #entered: number | undefined
  #frame = 0
  #isHeld = false

  constructor({ chart, labels }: ChartPlaces, locale: string, hooks: ChartHooks) {
    this.#hooks = hooks
    this.#series = createCandleSeries(chart, this.#palette, this.#options(locale))
    this.#view = new ChartView(this.#series)
    const parts = { chart: this.#series.chart, candles: this.#series.candles, window: () => this.#view.window, palette: () => this.#palette }
    this.#series.candles.attachPrimitive(volumeColumns(parts))
    this.#series.long.attachPrimitive(decisionRibbon(parts))
    this.#markers = new TradeMarkers(this.#series.chart, this.#series.candles)
    this.#levels = new Levels({ ...parts, labels })
    this.#listen(chart)
  }

  /** Takes what there is now. */
  show(source: ChartSource): void {
    this.#source = source
    this.#schedule()
  }

  showMarks(marks: readonly TradeMark[]): void {
    this.#marks = marks
    this.#schedule()
  }

  /** `entered` is when the position was opened. */
  showLevels(levels: readonly Level[], entered: number | undefined): void {
    this.#shownLevels = levels
    this.#entered = entered
    this.#schedule()
  }

  formatPrices(decimals: number): void {
    formatPrices(this.#series, decimals)
  }

  /** By a part of what is seen: above 0 to newer bars. */
  pan(part: number): void {
    const scale = this.#series.chart.timeScale()
    const range = scale.getVisibleLogicalRange()
    if (range) scale.scrollToPosition(scale.scrollPosition() + (range.to - range.from) * part, false)
  }

  /** Above 1 nearer. The newest bar that is seen stays where it is. */
  zoom(factor: number): void {
    const scale = this.#series.chart.timeScale()
    const range = scale.getVisibleLogicalRange()
    if (range) scale.applyOptions({ barSpacing: (scale.width() / (range.to - range.from + 1)) * factor })
  }

  /** Of those that are here. */
  toOldest(): void {
    this.#view.toOldest()
    this.#schedule()
  }

  toNewest(): void {
    this.#view.toNewest()
    this.#schedule()
  }

  remove(): void {
    this.#ended.abort()
    cancelAnimationFrame(this.#frame)
    this.#series.chart.remove()
  }

  #options(locale: string): Parameters<typeof createCandleSeries>[2] {
    const base = baseOptions(this.#palette, locale)
    const timeFormatter = (shown: Time): string => {
      const time = this.#view.window?.real(shown as number)
      if (time === undefined) return ''
      return (this.#view.window?.intervalMs ?? 0) >= DAY_MS ? date(time) : stamp(time)
    }
    return {
      ...base,
      kineticScroll: { touch: false, mouse: false },
      timeScale: { ...base.timeScale, barSpacing: firstSpacing(), minBarSpacing: 0.5 },
      localization: { ...base.localization, timeFormatter },
    }
  }

  #listen(place: HTMLElement): void {
    const { chart } = this.#series
    const { signal } = this.#ended
    const hold = (isHeld: boolean) => (): void => {
      this.#isHeld = isHeld
      this.#schedule()
    }
    chart.subscribeCrosshairMove((param) => this.#hooks.onHover(this.#hoverOf(param)))
    chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.#schedule())
    place.addEventListener('pointerdown', hold(true), { signal })
    for (const end of ['pointerup', 'pointercancel', 'blur']) window.addEventListener(end, hold(false), { signal })
    const size = new ResizeObserver(([entry]) => this.#keepPaneHeight(entry?.contentRect.height ?? 0))
    size.observe(place)
    const recoloured = onRecolour(() => this.#recolour())
    signal.addEventListener('abort', () => {
      size.disconnect()
      recoloured.stop()
    })
  }

  #schedule(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.#draw())
  }

  #draw(): void {
    if (!this.#view.isSettled) return this.#schedule()
    const source = this.#source
    if (source && source.bars.length > 0) {
      this.#view.draw(source, this.#isHeld)
      this.#drawOver(source)
    } else {
      this.#view.clear()
      this.#levels.show([], undefined)
      showNewest(this.#series, undefined, this.#palette)
    }
  }

  #drawOver({ bars, forming }: ChartSource): void {
    const { window, reachesEnd } = this.#view
    const seen = this.#view.seen()
    if (!window || !seen) return
    this.#hooks.onSeen({ first: Math.floor(seen.start), hasNewest: seen.end >= bars.length })
    showNewest(this.#series, forming ?? bars.newest(), this.#palette)
    showValues(this.#series, reachesEnd)
    this.#markers.show(this.#marks, window, this.#palette)
    const entered = this.#entered === undefined ? -1 : window.indexAt(this.#entered)
    this.#levels.show(this.#shownLevels, entered < 0 ? undefined : window.shown(entered))
  }

  #hoverOf({ logical, point, hoveredInfo }: MouseEventParams): Hover | undefined {
    const bar = logical === undefined ? undefined : this.#view.window?.bar(logical)
    if (!bar || !point || logical === undefined) return undefined
    const entryId = hoveredInfo?.objectKind === 'series-marker' ? String(hoveredInfo.objectId) : undefined
    return { bar, decision: this.#view.window?.decision(logical), entryId, x: point.x, y: point.y, isRight: point.x > this.#series.chart.timeScale().width() / 2 }
  }

  #recolour(): void {
    this.#palette = readPalette()
    const { layout, grid, crosshair } = baseOptions(this.#palette, '')
    this.#series.chart.applyOptions({ ...(layout && { layout }), ...(grid && { grid }), ...(crosshair && { crosshair }) })
    recolour(this.#series, this.#palette)
    this.#levels.recolour()
    this.#schedule()
  }

  #keepPaneHeight(height: number): void {
    if (height > 0) this.#series.chart.panes()[1]?.setHeight(height < LOW ? PANE_HEIGHT_LOW : PANE_HEIGHT)
  }
}

/** Pixels for a candle before a person zooms, by the width class of the window. */
function firstSpacing(): number {
  if (innerWidth < 1_440) return 6
  return innerWidth < 2_200 ? 7 : 8
}
