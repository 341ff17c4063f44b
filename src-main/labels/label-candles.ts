import type { Candle } from '../../src-shared/domain/candle.ts'

/** Closed candles of one instrument and length as columns, ascending by time; there may be gaps. Prices at one scale, the same for all that is given with them. */
export interface LabelCandles {
  readonly stepMs: number
  readonly openTime: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

type CandleValues = Pick<Candle, 'openTime' | 'closeTime'> & Readonly<Record<'open' | 'high' | 'low' | 'close', number>>

export function labelCandlesOf(candles: readonly CandleValues[]): LabelCandles {
  const column = (of: (candle: CandleValues) => number): Float64Array => Float64Array.from(candles, of)
  const [first] = candles
  return {
    stepMs: first ? first.closeTime - first.openTime : 0, openTime: column(({ openTime }) => openTime),
    open: column(({ open }) => open), high: column(({ high }) => high), low: column(({ low }) => low), close: column(({ close }) => close),
  }
}

/** The first place whose candle opens at or after a time; their number where none does. */
export function placeAt({ openTime }: LabelCandles, time: number): number {
  let [low, high] = [0, openTime.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (openTime[middle]! < time) low = middle + 1
    else high = middle
  }
  return low
}
