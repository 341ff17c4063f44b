import { placeAt, type LabelCandles } from './label-candles.ts'

/** The prices that barriers are touched by: of the mark's candle at the same time where there is one, else of the candle itself. Throws a RangeError for marks of another length. */
export function touchPrices(candles: LabelCandles, marks: LabelCandles | undefined): LabelCandles {
  if (!marks || marks.openTime.length === 0) return candles
  if (marks.stepMs !== candles.stepMs) throw new RangeError(`mark candles of ${marks.stepMs} ms cannot judge candles of ${candles.stepMs} ms: give marks of the same length`)
  const places = marksAt(candles, marks)
  const column = (name: 'open' | 'high' | 'low' | 'close'): Float64Array => {
    const values = candles[name].slice()
    const ofMarks = marks[name]
    for (let place = 0; place < values.length; place++) if (places[place]! >= 0) values[place] = ofMarks[places[place]!]!
    return values
  }
  return { ...candles, open: column('open'), high: column('high'), low: column('low'), close: column('close') }
}

/** For each candle the place of the mark's at the same time, −1 where there is none. */
function marksAt({ openTime }: LabelCandles, marks: LabelCandles): Int32Array {
  const places = new Int32Array(openTime.length)
  const times = marks.openTime
  let mark = 0
  for (let place = 0; place < places.length; place++) {
    const time = openTime[place]!
    while (mark < times.length && times[mark]! < time) mark++
    places[place] = mark < times.length && times[mark] === time ? mark : -1
  }
  return places
}

/** One entry and its barriers. Distances in price units from the entry. */
export interface Entry {
  /** 1 long, −1 short. */
  readonly side: 1 | -1
  readonly price: number
  readonly takeProfit: number
  readonly stop: number
}

/**
 * Whether the take-profit came before the stop in a candle that touched both, by the finer candles in it: false where they do not cover it whole, and where
 * one of them touched both.
 */
export function takeProfitCameFirst(finer: LabelCandles | undefined, from: number, to: number, entry: Entry): boolean {
  if (!finer || finer.stepMs === 0) return false
  const [first, count] = [placeAt(finer, from), (to - from) / finer.stepMs]
  // As many as it takes, up to its end: then none is missing.
  if (finer.openTime[first + count - 1] !== to - finer.stepMs) return false
  const { side, price, takeProfit, stop } = entry
  for (let place = first; place < first + count; place++) {
    const [up, down] = [finer.high[place]! - price, price - finer.low[place]!]
    if ((side === 1 ? down : up) >= stop) return false
    if ((side === 1 ? up : down) >= takeProfit) return true
  }
  return false
}
