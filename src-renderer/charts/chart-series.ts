import './charts.css'
import {
  BaselineSeries, CandlestickSeries, createChart, LineStyle, LineType, type BaselineSeriesPartialOptions, type ChartOptions, type DeepPartial, type IChartApi, type IPriceLine, type ISeriesApi,
} from 'lightweight-charts'
import { float } from '../format/number.ts'
import { faded, type Palette } from './palette.ts'

export interface CandleSeries {
  readonly chart: IChartApi
  readonly candles: ISeriesApi<'Candlestick'>
  readonly long: ISeriesApi<'Baseline'>
  readonly short: ISeriesApi<'Baseline'>
  /** The newest price on the axis, also while older bars are looked at. */
  readonly newest: IPriceLine
}

const VALUE_DECIMALS = 3
const AXIS_WIDTH = 74

/**
 * The options that every chart of the page has. The logo writes innerHTML, which the page's policy forbids; the About page credits the
 * library. The locale is named, since a browser started with LANG=C calls itself en-US@posix, which ends every redraw in a RangeError.
 */
export function baseOptions(palette: Palette, locale: string): DeepPartial<ChartOptions> {
  const hair = { color: palette.text3, style: LineStyle.Dashed, width: 1, labelBackgroundColor: palette.control } as const
  return {
    autoSize: true,
    layout: {
      attributionLogo: false, background: { color: palette.background }, textColor: palette.text3, fontSize: 11, fontFamily: palette.font,
      panes: { separatorColor: palette.line, separatorHoverColor: palette.lineStrong, enableResize: true },
    },
    grid: { vertLines: { color: palette.grid }, horzLines: { color: palette.grid } },
    crosshair: { mode: 0, vertLine: hair, horzLine: hair },
    rightPriceScale: { borderVisible: false, minimumWidth: AXIS_WIDTH, entireTextOnly: true },
    timeScale: { borderVisible: false, timeVisible: true, secondsVisible: false },
    localization: { locale },
  }
}

/** A chart with candles above and the two expected values below, on one time axis. */
export function createCandleSeries(place: HTMLElement, palette: Palette, options: DeepPartial<ChartOptions>): CandleSeries {
  const chart = createChart(place, { ...options, hoveredSeriesOnTop: false })
  const candles = chart.addSeries(CandlestickSeries, { borderVisible: false, priceLineVisible: false, lastValueVisible: false })
  candles.priceScale().applyOptions({ scaleMargins: { top: 0.1, bottom: 0.2 } })
  const format = { type: 'custom', minMove: 10 ** -VALUE_DECIMALS, formatter: (value: number): string => `${float(value, VALUE_DECIMALS, true)}%` } as const
  const value: BaselineSeriesPartialOptions = { lineWidth: 1, lineType: LineType.WithSteps, priceLineVisible: false, crosshairMarkerVisible: false, priceFormat: format }
  const long = chart.addSeries(BaselineSeries, value, 1)
  const short = chart.addSeries(BaselineSeries, { ...value, lineStyle: LineStyle.Dashed }, 1)
  long.priceScale().applyOptions({ scaleMargins: { top: 0.24, bottom: 0.16 } })
  long.createPriceLine({ price: 0, color: palette.text3, lineWidth: 1, lineStyle: LineStyle.Solid, axisLabelVisible: false })
  const newest = candles.createPriceLine({ price: 0, lineVisible: false, axisLabelVisible: false })
  const series = { chart, candles, long, short, newest }
  recolour(series, palette)
  return series
}

/** Gives what is drawn the colours of the page; the data stay. */
export function recolour({ candles, long, short }: CandleSeries, palette: Palette): void {
  const { upCandle, downCandle } = palette
  candles.applyOptions({ upColor: upCandle, wickUpColor: upCandle, downColor: downCandle, wickDownColor: downCandle })
  long.applyOptions(sideColours(palette.up))
  short.applyOptions(sideColours(palette.down))
  for (const line of long.priceLines()) line.applyOptions({ color: palette.text3 })
}

/** What is worth nothing after costs is pale and not filled. */
function sideColours(colour: string): BaselineSeriesPartialOptions {
  const none = 'transparent'
  return { topLineColor: colour, topFillColor1: faded(colour, 0.3), topFillColor2: faded(colour, 0.06), bottomLineColor: faded(colour, 0.45), bottomFillColor1: none, bottomFillColor2: none }
}

/** Prices with the decimals of the tick. */
export function formatPrices({ candles }: CandleSeries, decimals: number): void {
  candles.applyOptions({ priceFormat: { type: 'custom', minMove: 10 ** -decimals, formatter: (price: number): string => float(price, decimals) } })
}
