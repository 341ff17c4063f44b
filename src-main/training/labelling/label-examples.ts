import type { LabelExample } from '../../../src-shared/contract/learning-views.ts'
import { powerOfTen } from '../../../src-shared/domain/decimal.ts'
import type { LabelSpec } from '../../../src-shared/domain/strategy.ts'
import type { LabelCandles } from '../../labels/label-candles.ts'
import type { LabelledSide } from './labelled-side.ts'

const OUTCOMES = [[1, 'tp'], [-1, 'sl'], [0, 'timeout']] as const
/** Of each outcome, spread evenly over the time. */
const EACH = 2
/** What a chart of some width can show. */
const BARS_MOST = 60
/** Before the entry, as a part of the horizon. */
const BEFORE = 0.2

type PricedCandles = LabelCandles & { readonly priceDecimals: number }

/** Some entries of each outcome, with the candles around them. */
export function labelExamples(labelled: LabelledSide, candles: PricedCandles, spec: LabelSpec): readonly LabelExample[] {
  return OUTCOMES.flatMap(([code, outcome]) => {
    const found = labelled.places.filter((place) => labelled.own.outcome[place] === code)
    const wanted = Math.min(EACH, found.length)
    return Array.from({ length: wanted }, (_, one) => example(labelled, candles, spec, { place: found[Math.floor(((one + 0.5) / wanted) * found.length)]!, outcome }))
  })
}

function example({ instrumentId, side, labels, own }: LabelledSide, candles: PricedCandles, spec: LabelSpec, { place, outcome }: { readonly place: number; readonly outcome: LabelExample['outcome'] }): LabelExample {
  const scale = powerOfTen(candles.priceDecimals)
  const entry = candles.open[place + 1]! / scale
  const range = (labels.atrShare[place]! * candles.close[place]!) / scale
  const direction = side === 'long' ? 1 : -1
  return {
    instrumentId, side, outcome, asOf: labels.asOf[place]!, entryTime: labels.entryTime[place]!, entry, takeProfit: entry + direction * spec.takeProfitAtr * range, stop: entry - direction * spec.stopAtr * range,
    exitTime: own.dependsUntil[place]!, exit: entry * (1 + direction * own.gross[place]!), net: own.net[place]!, horizonEnd: own.horizonUntil[place]!, bars: barsAround(candles, place, own.horizonUntil[place]!),
  }
}

/** From a fifth of the horizon before the entry to its end, joined where there are too many. */
function barsAround(candles: PricedCandles, place: number, horizonEnd: number): LabelExample['bars'] {
  const horizon = (horizonEnd - candles.openTime[place + 1]!) / candles.stepMs
  const from = Math.max(0, place + 1 - Math.ceil(BEFORE * horizon))
  const count = place + 1 + horizon - from
  const joined = Math.ceil(count / BARS_MOST)
  return Array.from({ length: Math.ceil(count / joined) }, (_, bar) => joinedBar(candles, from + bar * joined, Math.min(from + (bar + 1) * joined, from + count)))
}

function joinedBar({ openTime, open, high, low, close, priceDecimals }: PricedCandles, from: number, to: number): LabelExample['bars'][number] {
  const scale = powerOfTen(priceDecimals)
  return {
    time: openTime[from]!, open: open[from]! / scale, high: high.subarray(from, to).reduce((most, price) => Math.max(most, price)) / scale,
    low: low.subarray(from, to).reduce((least, price) => Math.min(least, price)) / scale, close: close[to - 1]! / scale,
  }
}
