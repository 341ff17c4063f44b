import { DAY_MS } from '../../src-shared/domain/units.ts'
import { log } from '../math/elementary.ts'
import { means, squaredDistances } from '../math/windows.ts'
import type { LabelCandles } from './label-candles.ts'

/** Ascending. */
export interface CusumEvents {
  readonly places: Int32Array
  /** 1 where the sum rose far enough, −1 where it fell. */
  readonly sides: Int8Array
}

/**
 * Where the sum of changes since the last event has moved more than the threshold of that place, one way or the other (López de Prado, Advances in Financial
 * Machine Learning, 2.5.2.1). Only the side that fires begins anew. A change or a threshold that is not known, NaN, begins both anew.
 */
export function cusumEvents(changes: Float64Array, thresholds: Float64Array): CusumEvents {
  const places: number[] = []
  const sides: number[] = []
  let rise = 0
  let fall = 0
  for (let place = 0; place < changes.length; place++) {
    const change = changes[place]!
    const threshold = thresholds[place]!
    const isKnown = !Number.isNaN(change) && !Number.isNaN(threshold)
    rise = isKnown ? Math.max(0, rise + change) : 0
    fall = isKnown ? Math.min(0, fall + change) : 0
    const side = rise > threshold ? 1 : fall < -threshold ? -1 : 0
    if (side === 0) continue
    if (side === 1) rise = 0
    else fall = 0
    places.push(place)
    sides.push(side)
  }
  return { places: Int32Array.from(places), sides: Int8Array.from(sides) }
}

/** Events of log returns from close to close, in `multiple` deviations of one candle's return over the day that ended with it. None before a whole day, nor after a gap until there is one again. */
export function logReturnEvents({ openTime, close, stepMs }: LabelCandles, multiple: number): CusumEvents {
  const window = Math.max(2, Math.round(DAY_MS / stepMs))
  const returns = close.map((price, place) => (place > 0 && openTime[place] === openTime[place - 1]! + stepMs ? log(price / close[place - 1]!) : NaN))
  const thresholds = new Float64Array(close.length).fill(NaN)
  let from = 1
  for (let place = 1; place <= close.length; place++) {
    if (place < close.length && !Number.isNaN(returns[place]!)) continue
    addDeviations(returns, { window, from: from + window - 1, to: place }, thresholds)
    from = place + 1
  }
  return cusumEvents(returns, thresholds.map((deviation) => multiple * deviation))
}

/** Sample deviations of the windows that end at from ≤ place < to. */
function addDeviations(returns: Float64Array, { window, from, to }: { readonly window: number; readonly from: number; readonly to: number }, into: Float64Array): void {
  if (from >= to) return
  const mean = new Float64Array(to - from)
  const squares = new Float64Array(to - from)
  means(returns, window, { from, to }, mean)
  squaredDistances(returns, window, { from, to }, { mean, squares })
  for (let place = from; place < to; place++) into[place] = Math.sqrt(squares[place - from]! / (window - 1))
}
