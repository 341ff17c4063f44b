import { AreaSeries, BaselineSeries, createChart, LineStyle, type AutoscaleInfo, type IChartApi, type IPriceLine, type ISeriesApi, type SingleValueData, type UTCTimestamp } from 'lightweight-charts'
import { float, percent } from '../format/number.ts'
import { baseOptions } from './chart-series.ts'
import { decimated, drawdowns, type Point } from './decimate.ts'
import { faded, onRecolour, readPalette, type Palette } from './palette.ts'
import { ShiftedTimes } from './shifted-times.ts'

/** A curve of the equity, and the lines it is measured against. */
export interface EquityCurve {
  readonly points: readonly Point[]
  /** Above it the curve has the one colour, below the other. */
  readonly base: number
  /** Null when it is too far away to be drawn with the curve. */
  readonly lossLimit: number | null
  readonly titles: { readonly base: string; readonly lossLimit: string }
}

/** More points than this on a curve look the same. */
const POINTS_MAX = 900
/** A curve of more points is drawn thinner. */
const THICK_MAX = 500
const DRAWDOWN_PART = 0.24

/** Equity above, how far it is below its highest under it. It always shows the whole curve. Draws once per frame. */
export class EquityChart {
  readonly #chart: IChartApi
  readonly #equity: ISeriesApi<'Baseline'>
  readonly #drawdown: ISeriesApi<'Area'>
  readonly #base: IPriceLine
  readonly #limit: IPriceLine
  readonly #recoloured: { stop(): void }
  #curve: EquityCurve | undefined
  #frame = 0

  constructor(place: HTMLElement, locale: string) {
    const palette = readPalette()
    const options = baseOptions(palette, locale)
    this.#chart = createChart(place, { ...options, handleScroll: false, handleScale: false, timeScale: { ...options.timeScale, minBarSpacing: 0.001, rightOffset: 2, lockVisibleTimeRangeOnResize: true } })
    const money = { type: 'custom', minMove: 0.01, formatter: (value: number): string => float(value, 2) } as const
    const part = { type: 'custom', minMove: 0.0001, formatter: (value: number): string => percent(value, 2, true) } as const
    this.#equity = this.#chart.addSeries(BaselineSeries, { lineWidth: 2, priceLineVisible: false, priceFormat: money })
    this.#drawdown = this.#chart.addSeries(AreaSeries, { lineWidth: 1, priceLineVisible: false, priceFormat: part, invertFilledArea: true }, 1)
    this.#base = this.#equity.createPriceLine({ price: 0, lineWidth: 1, lineStyle: LineStyle.Solid, axisLabelVisible: true })
    this.#limit = this.#equity.createPriceLine({ price: 0, lineWidth: 1, lineStyle: LineStyle.Dashed, axisLabelVisible: true, lineVisible: false })
    this.#drawdown.priceScale().applyOptions({ scaleMargins: { top: 0.04, bottom: 0.1 } })
    const [upper, lower] = this.#chart.panes()
    upper?.setStretchFactor(1 - DRAWDOWN_PART)
    lower?.setStretchFactor(DRAWDOWN_PART)
    this.#recolour(palette)
    this.#recoloured = onRecolour(() => this.#recolour(readPalette()))
  }

  show(curve: EquityCurve): void {
    this.#curve = curve
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.#draw(curve))
  }

  remove(): void {
    cancelAnimationFrame(this.#frame)
    this.#recoloured.stop()
    this.#chart.remove()
  }

  #draw({ points, base, lossLimit, titles }: EquityCurve): void {
    const kept = [base, ...(lossLimit === null ? [] : [lossLimit])]
    this.#equity.applyOptions({ baseValue: { type: 'price', price: base }, autoscaleInfoProvider: (own: () => AutoscaleInfo | null) => withPrices(own(), kept) })
    const drawn = decimated(points, POINTS_MAX)
    this.#equity.applyOptions({ lineWidth: drawn.length > THICK_MAX ? 1 : 2 })
    this.#equity.setData(placed(drawn))
    this.#drawdown.setData(placed(decimated(drawdowns(points), POINTS_MAX)))
    this.#base.applyOptions({ price: base, title: titles.base })
    this.#limit.applyOptions({ price: lossLimit ?? base, title: lossLimit === null ? '' : titles.lossLimit, lineVisible: lossLimit !== null, axisLabelVisible: lossLimit !== null })
    this.#chart.timeScale().fitContent()
  }

  #recolour(palette: Palette): void {
    const { up, down, text3, danger } = palette
    const { layout, grid, crosshair } = baseOptions(palette, '')
    this.#chart.applyOptions({ ...(layout && { layout }), ...(grid && { grid }), ...(crosshair && { crosshair }) })
    this.#equity.applyOptions({
      topLineColor: up, topFillColor1: faded(up, 0.24), topFillColor2: faded(up, 0.02), bottomLineColor: down, bottomFillColor1: faded(down, 0.02), bottomFillColor2: faded(down, 0.24),
    })
    this.#drawdown.applyOptions({ lineColor: faded(down, 0.8), topColor: faded(down, 0.05), bottomColor: faded(down, 0.3) })
    this.#base.applyOptions({ color: text3, axisLabelColor: palette.control, axisLabelTextColor: palette.text2 })
    this.#limit.applyOptions({ color: danger, axisLabelColor: danger, axisLabelTextColor: palette.panel })
    if (this.#curve) this.show(this.#curve)
  }
}

/** What the curve is measured against is always seen. */
function withPrices(own: AutoscaleInfo | null, prices: readonly number[]): AutoscaleInfo | null {
  if (!own?.priceRange) return own
  const { minValue, maxValue } = own.priceRange
  return { ...own, priceRange: { minValue: Math.min(minValue, ...prices), maxValue: Math.max(maxValue, ...prices) } }
}

function placed(points: readonly Point[]): SingleValueData[] {
  const times = new ShiftedTimes()
  return points.map(({ time, value }) => ({ time: times.push(time) as UTCTimestamp, value }))
}
