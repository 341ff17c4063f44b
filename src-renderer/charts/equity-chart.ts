import { AreaSeries, createChart, type AreaData, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts'

interface EquityData {
  readonly rows: readonly { readonly time: number; readonly equity: string }[] | undefined
  readonly resets: number
}

/** Draws once per frame, however often it is told, and only what is new. */
export class EquityChart {
  readonly #place: HTMLElement
  readonly #chart: IChartApi
  readonly #series: ISeriesApi<'Area'>
  #frame = 0
  #resets = -1
  #lastTime = 0

  constructor(place: HTMLElement) {
    this.#place = place
    // The logo writes innerHTML, which the page's policy forbids; the page credits the library in its foot.
    // The locale is named, since a browser started with LANG=C calls itself en-US@posix, which ends every redraw in a RangeError.
    this.#chart = createChart(place, {
      autoSize: true,
      // An overview: it always shows the whole curve.
      handleScroll: false,
      handleScale: false,
      layout: { attributionLogo: false, fontSize: 11, fontFamily: getComputedStyle(place).fontFamily },
      localization: { locale: 'en-US' },
      rightPriceScale: { borderVisible: false, entireTextOnly: true },
      timeScale: { borderVisible: false, timeVisible: true, secondsVisible: false, minBarSpacing: 0.01 },
    })
    this.#series = this.#chart.addSeries(AreaSeries, { lineWidth: 2, priceLineVisible: false })
    this.recolour()
  }

  /** Takes the colours of the page's theme. */
  recolour(): void {
    const style = getComputedStyle(this.#place)
    const colour = (name: string): string => style.getPropertyValue(name).trim()
    const grid = { color: colour('--grid') }
    this.#chart.applyOptions({ layout: { background: { color: colour('--bg-chart') }, textColor: colour('--text-3') }, grid: { vertLines: grid, horzLines: grid } })
    this.#series.applyOptions({ lineColor: colour('--accent'), topColor: colour('--accent-soft'), bottomColor: colour('--bg-chart') })
  }

  show(data: EquityData): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.#draw(data))
  }

  remove(): void {
    cancelAnimationFrame(this.#frame)
    this.#chart.remove()
  }

  #draw({ rows = [], resets }: EquityData): void {
    const anew = resets !== this.#resets
    if (anew) this.#lastTime = 0
    this.#resets = resets
    const added: AreaData<UTCTimestamp>[] = []
    for (const { time, equity } of rows) {
      if (time <= this.#lastTime) continue
      this.#lastTime = time
      added.push({ time: (time / 1_000) as UTCTimestamp, value: Number(equity) })
    }
    if (anew) this.#series.setData(added)
    else for (const point of added) this.#series.update(point)
    this.#chart.timeScale().fitContent()
  }
}
