import { logReturnEvents } from '../../labels/cusum-events.ts'
import type { LabelCandles } from '../../labels/label-candles.ts'
import type { DataSet } from '../data-set/data-set.ts'

/**
 * 1 on the rows at whose close the log price had moved `multiple` deviations since the last such close of its instrument, 0 on all others. `candles`: those that the rows
 * were made from, in the order of the instruments, one at a time. Rejects with a RangeError where an instrument has none.
 */
export async function eventRows(data: DataSet, multiple: number, candles: (instrumentId: string) => Promise<LabelCandles>): Promise<Uint8Array> {
  const isEvent = new Uint8Array(data.asOf.length)
  let row = 0
  for (const [place, instrumentId] of data.instruments.entries()) {
    const { openTime, places, stepMs } = await eventsOf(candles(instrumentId), multiple)
    const closes = new Set(Float64Array.from(places, (candle) => openTime[candle]! + stepMs))
    let count = 0
    for (; row < isEvent.length && data.instrumentOf[row] === place; row++) count += isEvent[row] = Number(closes.has(data.asOf[row]!))
    if (count === 0) throw new RangeError(`${instrumentId} has no row at which its price had moved ${multiple} deviations, so there is nothing to fit on: choose fewer deviations or a longer span`)
  }
  return isEvent
}

async function eventsOf(read: Promise<LabelCandles>, multiple: number): Promise<{ readonly openTime: Float64Array; readonly stepMs: number; readonly places: Int32Array }> {
  const candles = await read
  return { openTime: candles.openTime, stepMs: candles.stepMs, places: logReturnEvents(candles, multiple).places }
}
