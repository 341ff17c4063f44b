import { QUOTE_FRACTIONS, type CandleColumns, type TurnoverColumns } from '../../src-shared/domain/candle-columns.ts'
import { BarJoiner, type JoinedBar } from './join-bars.ts'

/** Longer candles made of shorter ones, and how many were there for each. */
export interface JoinedColumns extends CandleColumns {
  readonly parts: Uint32Array
  /** As many as each should have. Rows with fewer are no closed candles. */
  readonly partsInWhole: number
}

/** Joins columns of candles to a longer interval, spans that are not whole included. Throws RangeError as `BarJoiner` does. */
export function joinColumns(columns: CandleColumns, partMs: number, intervalMs: number): JoinedColumns {
  const joiner = new BarJoiner(partMs, intervalMs)
  const { openTime, open, high, low, close, volume, priceDecimals, quantityDecimals } = columns
  const bars: JoinedBar[] = []
  const keep = (bar: JoinedBar | undefined): void => {
    if (bar) bars.push(bar)
  }
  for (let i = 0; i < openTime.length; i++) keep(joiner.take({ openTime: openTime[i]!, open: open[i]!, high: high[i]!, low: low[i]!, close: close[i]!, volume: volume[i]! }))
  keep(joiner.rest())
  const column = (of: (bar: JoinedBar) => number): Float64Array => Float64Array.from(bars, of)
  const parts = Uint32Array.from(bars, (bar) => bar.parts)
  return {
    priceDecimals, quantityDecimals, openTime: column((bar) => bar.openTime), open: column((bar) => bar.open), high: column((bar) => bar.high), low: column((bar) => bar.low),
    close: column((bar) => bar.close), volume: column((bar) => bar.volume), turnover: columns.turnover && joinTurnover(columns.turnover, parts), parts, partsInWhole: intervalMs / partMs,
  }
}

/** Not known for a span of which one part is not known. */
function joinTurnover({ quoteWhole, quoteFraction, trades }: TurnoverColumns, parts: Uint32Array): TurnoverColumns {
  const joined: TurnoverColumns = { quoteWhole: new Float64Array(parts.length), quoteFraction: new Float64Array(parts.length), trades: new Float64Array(parts.length) }
  let part = 0
  for (const [i, count] of parts.entries()) {
    let [whole, fraction, number] = [0, 0, 0]
    for (const end = part + count; part < end; part++) {
      whole += quoteWhole[part]!
      fraction += quoteFraction[part]!
      number += trades[part]!
    }
    joined.quoteWhole[i] = whole + Math.floor(fraction / QUOTE_FRACTIONS)
    joined.quoteFraction[i] = fraction % QUOTE_FRACTIONS
    joined.trades[i] = number
  }
  return joined
}
