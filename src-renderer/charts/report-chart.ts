import { AreaSeries, createChart, LineSeries, LineStyle, type IChartApi, type IPriceLine, type ISeriesApi, type SingleValueData, type UTCTimestamp } from 'lightweight-charts'
import { float, percent } from '../format/number.ts'
import { offsetAt } from '../format/time.ts'
import { baseOptions } from './chart-series.ts'
import { decimated, drawdowns, type Point } from './decimate.ts'
import { drawing, type Pixels } from './drawing.ts'
import { faded, onRecolour, readPalette, type Palette } from './palette.ts'
import { ShiftedTimes } from './shifted-times.ts'

/** The equity of a report beside the same money only held, both in money. */
export interface ReportCurve {
  readonly equity: readonly Point[]
  readonly hold: readonly Point[]
  /** As a part of the first equity, or as money. */
  readonly unit: 'part' | 'money'
  /** From here on nothing was seen by any fit; null: nowhere to draw it. */
  readonly unseenFrom: number | null
  readonly titles: { readonly equity: string; readonly hold: string; readonly unseen: string }
}

/** More points than this on a curve look the same. */
const POINTS_MAX = 900
const DRAWDOWN_PART = 0.26

/** Equity after costs with holding above, how far it is below its highest under it. It always shows the whole run. Draws once per frame. */
export class ReportChart {
  readonly #chart: IChartApi
  readonly #equity: ISeriesApi<'Line'>
  readonly #hold: ISeriesApi<'Line'>
  readonly #drawdown: ISeriesApi<'Area'>
  readonly #zero: IPriceLine
  readonly #deepest: IPriceLine
  readonly #recoloured: { stop(): void }
  #palette: Palette
  #curve: ReportCurve | undefined
  #frame = 0

  constructor(place: HTMLElement, locale: string) {
    this.#palette = readPalette(place)
    const options = baseOptions(this.#palette, locale)
    this.#chart = createChart(place, { ...options, handleScroll: false, handleScale: false, timeScale: { ...options.timeScale, minBarSpacing: 0.001, rightOffset: 1, lockVisibleTimeRangeOnResize: true } })
    const part = { type: 'custom', minMove: 0.0001, formatter: (value: number): string => percent(value, 1, true) } as const
    this.#hold = this.#chart.addSeries(LineSeries, { lineWidth: 1, priceLineVisible: false, crosshairMarkerVisible: false })
    this.#equity = this.#chart.addSeries(LineSeries, { lineWidth: 2, priceLineVisible: false })
    this.#drawdown = this.#chart.addSeries(AreaSeries, { lineWidth: 1, priceLineVisible: false, lastValueVisible: false, priceFormat: part, invertFilledArea: true }, 1)
    this.#zero = this.#equity.createPriceLine({ price: 0, lineWidth: 1, lineStyle: LineStyle.Solid, axisLabelVisible: false })
    this.#equity.attachPrimitive(drawing({ order: 'normal', draw: (pixels) => this.#drawUnseen(pixels) }))
    this.#deepest = this.#drawdown.createPriceLine({ price: 0, lineVisible: false, axisLabelVisible: true })
    this.#drawdown.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 0.08 } })
    const [upper, lower] = this.#chart.panes()
    upper?.setStretchFactor(1 - DRAWDOWN_PART)
    lower?.setStretchFactor(DRAWDOWN_PART)
    this.#recolour(this.#palette)
    this.#recoloured = onRecolour(() => this.#recolour(readPalette(place)))
  }

  show(curve: ReportCurve): void {
    this.#curve = curve
    cancelAnimationFrame(this.#frame)
    // The frame after the next: the library takes its place in the next one, and both together would hold the page up.
    this.#frame = requestAnimationFrame(() => {
      this.#frame = requestAnimationFrame(() => this.#draw(curve))
    })
  }

  remove(): void {
    cancelAnimationFrame(this.#frame)
    this.#recoloured.stop()
    this.#chart.remove()
  }

  #draw({ equity, hold, unit, titles }: ReportCurve): void {
    const first = equity[0]?.value ?? 1
    const of = (points: readonly Point[], base: number): readonly Point[] => decimated(unit === 'money' ? points : points.map(({ time, value }) => ({ time, value: value / base - 1 })), POINTS_MAX)
    const format = { type: 'custom', minMove: unit === 'part' ? 0.0001 : 0.01, formatter: (value: number): string => (unit === 'part' ? percent(value, 1, true) : float(value, 0)) } as const
    this.#equity.applyOptions({ priceFormat: format, title: titles.equity })
    this.#hold.applyOptions({ priceFormat: format, title: titles.hold })
    this.#hold.setData(placed(of(hold, hold[0]?.value ?? 1)))
    this.#equity.setData(placed(of(equity, first)))
    const fallen = drawdowns(equity)
    this.#drawdown.setData(placed(decimated(fallen, POINTS_MAX)))
    this.#deepest.applyOptions({ price: fallen.reduce((least, { value }) => Math.min(least, value), 0) })
    this.#zero.applyOptions({ price: unit === 'part' ? 0 : first })
    this.#chart.timeScale().fitContent()
  }

  /** A dashed line where the days begin that no fit has seen, with its words on the side that has room. */
  #drawUnseen({ context, bitmapSize, horizontalPixelRatio: ratio }: Pixels): void {
    const { unseenFrom = null, titles } = this.#curve ?? {}
    const x = unseenFrom === null ? null : this.#chart.timeScale().timeToCoordinate(this.#nearest(unseenFrom))
    if (x === null || !titles) return
    const at = Math.round(x * ratio)
    context.strokeStyle = this.#palette.warn
    context.lineWidth = Math.max(1, Math.round(ratio))
    context.setLineDash([4 * ratio, 4 * ratio])
    context.beginPath()
    context.moveTo(at, 0)
    context.lineTo(at, bitmapSize.height)
    context.stroke()
    context.setLineDash([])
    context.font = `${11 * ratio}px ${this.#palette.font}`
    const width = context.measureText(titles.unseen).width
    const left = at + width + 12 * ratio < bitmapSize.width ? at + 6 * ratio : at - width - 6 * ratio
    context.fillStyle = this.#palette.background
    context.fillRect(left - 2 * ratio, 4 * ratio, width + 4 * ratio, 17 * ratio)
    context.fillStyle = this.#palette.warnText
    context.fillText(titles.unseen, left, 16 * ratio)
  }

  /** The time of the drawn point that comes next, since only such times have a place. */
  #nearest(time: number): UTCTimestamp {
    const wanted = Math.floor((time + offsetAt(time)) / 1_000)
    const data = this.#equity.data()
    return (data.find((point) => Number(point.time) >= wanted)?.time ?? wanted) as UTCTimestamp
  }

  #recolour(palette: Palette): void {
    this.#palette = palette
    const { layout, grid, crosshair } = baseOptions(palette, '')
    this.#chart.applyOptions({ ...(layout && { layout }), ...(grid && { grid }), ...(crosshair && { crosshair }) })
    this.#equity.applyOptions({ color: palette.accent })
    this.#hold.applyOptions({ color: palette.text3 })
    this.#zero.applyOptions({ color: palette.text3 })
    this.#deepest.applyOptions({ axisLabelColor: palette.control, axisLabelTextColor: palette.text1 })
    this.#drawdown.applyOptions({ lineColor: faded(palette.down, 0.8), topColor: faded(palette.down, 0.05), bottomColor: faded(palette.down, 0.3) })
    if (this.#curve) this.show(this.#curve)
  }
}

function placed(points: readonly Point[]): SingleValueData[] {
  const times = new ShiftedTimes()
  return points.map(({ time, value }) => ({ time: times.push(time) as UTCTimestamp, value }))
}
