import type { Bar } from './bars.ts'
import type { CandleSeries } from './chart-series.ts'
import type { Palette } from './palette.ts'

/** Puts the newest price on the axis, in the colour of its candle, as long as the axis reaches there. The library's own label tells the newest bar that is seen. */
export function showNewest(series: CandleSeries, bar: Bar | undefined, { upCandle, downCandle }: Palette): void {
  const { newest } = series
  const { price, axisLabelColor, axisLabelVisible } = newest.options()
  if (!bar || !reaches(series, bar.close)) return axisLabelVisible ? newest.applyOptions({ axisLabelVisible: false }) : undefined
  const colour = bar.close >= bar.open ? upCandle : downCandle
  if (price !== bar.close || axisLabelColor !== colour || !axisLabelVisible) newest.applyOptions({ price: bar.close, axisLabelVisible: true, axisLabelColor: colour })
}

function reaches({ chart, candles }: CandleSeries, price: number): boolean {
  const y = candles.priceToCoordinate(price)
  return y !== null && y >= 0 && y <= (chart.panes()[0]?.getHeight() ?? 0)
}

/** The newest expected values stand on their axis only while the library has them. */
export function showValues({ long, short }: CandleSeries, isNewest: boolean): void {
  for (const side of [long, short]) if (side.options().lastValueVisible !== isNewest) side.applyOptions({ lastValueVisible: isNewest })
}
