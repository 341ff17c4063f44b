import type { Candle } from '../../src-shared/domain/candle.ts'
import { MINUTE_MS, ONE_RATE } from '../../src-shared/domain/units.ts'
import type { Settlement } from '../../src-main/labels/funding-paid.ts'

export type PlainCandle = Pick<Candle, 'openTime' | 'closeTime'> & Readonly<Record<'open' | 'high' | 'low' | 'close', number>>

export interface FollowedEntry {
  readonly side: 1 | -1
  /** In price units from the entry. */
  readonly takeProfit: number
  readonly stop: number
  readonly horizon: number
}

/** One entry at the open after candle `decision`, followed candle by candle as a person would with a pencil. Undefined where its end is not known. */
export function followOne(candles: readonly PlainCandle[], decision: number, entry: FollowedEntry, settlements: readonly Settlement[] = []) {
  const path = pathOf(candles, decision, entry.horizon)
  const price = path[0]?.open ?? NaN
  let [mae, mfe] = [0, 0]
  for (const [held, candle] of path.entries()) {
    const opened = entry.side * (candle.open - price)
    const end = (outcome: 1 | 0 | -1, gain: number, isInside: boolean) => {
      const endTime = isInside || outcome === 0 ? candle.closeTime : candle.openTime
      const paid = settlements.filter(({ fundingTime }) => fundingTime > path[0]!.openTime && (outcome !== 0 && isInside ? fundingTime < endTime : fundingTime <= endTime))
        .map(({ fundingTime, rate }) => rate * candles.findLast(({ closeTime }) => closeTime <= fundingTime)!.close)
      const worst = outcome === -1 ? Math.max(mae, -gain) : Math.max(mae, -gain, outcome === 0 || isInside ? adverse : 0)
      const best = outcome === 1 ? Math.max(mfe, gain) : Math.max(mfe, gain, outcome === 0 ? favourable : 0)
      return {
        outcome, gross: gain / price + 0, minutesHeld: (endTime - path[0]!.openTime) / MINUTE_MS, mae: Math.max(0, worst) / price, mfe: Math.max(0, best) / price,
        funding: (entry.side * paid.reduce((sum, one) => sum + one, 0)) / price / ONE_RATE + 0, dependsUntil: endTime as number, isGap: Number(outcome !== 0 && !isInside), candlesHeld: held + Number(outcome === 0 || isInside),
      }
    }
    const [up, down] = [candle.high - price, price - candle.low]
    const [favourable, adverse] = entry.side === 1 ? [up, down] : [down, up]
    if (opened <= -entry.stop) return end(-1, opened, false)
    if (opened >= entry.takeProfit) return end(1, opened, false)
    if (adverse >= entry.stop) return end(-1, -entry.stop, true)
    if (favourable >= entry.takeProfit) return end(1, entry.takeProfit, true)
    if (held + 1 === entry.horizon) return end(0, entry.side * (candle.close - price), true)
    ;[mae, mfe] = [Math.max(mae, adverse), Math.max(mfe, favourable)]
  }
  return undefined
}

/** The farthest that the price went against and for an entry over the whole horizon; NaN where the candles end or break within it. */
export function wholeHorizon(candles: readonly PlainCandle[], decision: number, { side, horizon }: Pick<FollowedEntry, 'side' | 'horizon'>): readonly [mae: number, mfe: number] {
  const path = pathOf(candles, decision, horizon)
  if (path.length < horizon) return [NaN, NaN]
  const price = path[0]!.open
  const [up, down] = [Math.max(0, ...path.map(({ high }) => high - price)) / price, Math.max(0, ...path.map(({ low }) => price - low)) / price]
  return side === 1 ? [down, up] : [up, down]
}

/** Of the candles after the decision as many as follow without a gap, at most `horizon`. */
function pathOf(candles: readonly PlainCandle[], decision: number, horizon: number): readonly PlainCandle[] {
  const ahead = candles.slice(decision + 1, decision + 1 + horizon)
  const broken = ahead.findIndex(({ openTime }, place) => openTime !== candles[decision + place]!.closeTime)
  return broken < 0 ? ahead : ahead.slice(0, broken)
}
