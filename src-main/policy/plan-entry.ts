import { rateAsFloat } from '../../src-shared/domain/instrument.ts'
import type { MarkPrice } from '../../src-shared/domain/candle.ts'
import type { DecisionReason } from '../../src-shared/domain/decision-reason.ts'
import type { PositionSide } from '../../src-shared/domain/order.ts'
import { ONE_RATE, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { barrierPrices } from './barrier-prices.ts'
import type { Barriers } from './expected-value.ts'
import type { PolicyEntry, PolicyInput, SizeBound } from './policy-input.ts'
import { rateOfUp, sizeOf } from './sizing.ts'

/** What a policy wants, before money and the venue's rules are asked. */
interface Wish {
  readonly side: PositionSide
  readonly barriers: Barriers
  readonly mark: MarkPrice
  readonly exitTime: TimeMs
  /** f*; null = not a limit of this policy. */
  readonly growthFraction: number | null
}

interface PlannedEntry {
  readonly entry: PolicyEntry | null
  readonly boundBy: SizeBound | null
  /** Null when there is an entry. */
  readonly refusal: DecisionReason | null
}

const refused = (refusal: DecisionReason, boundBy: SizeBound | null = null): PlannedEntry => ({ entry: null, boundBy, refusal })

/** From here on integers only: the barrier distances become rates, and rates become prices, sizes and the loss at the stop. */
export function planEntry({ version, portfolio, config, instrument }: PolicyInput, wish: Wish): PlannedEntry {
  const { equity, freeMargin, lossBudgetLeft } = portfolio
  if (equity === null || freeMargin === null || lossBudgetLeft === null) return refused('equity-unknown')
  const rates = { takeProfit: rateOfFraction(wish.barriers.takeProfit), stop: rateOfFraction(wish.barriers.stop) }
  const prices = barrierPrices(version, wish.mark.mark, wish.side, rates)
  if ('refusal' in prices) return refused(prices.refusal)

  const costRate = roundTripCostRate(version.fees.taker, instrument.slippage)
  const lossRate = (rates.stop + costRate) as Rate
  const { size, boundBy } = sizeOf(
    { ...portfolio, equity, freeMargin, lossBudgetLeft, leverage: config.leverage, lossRate, costRate, growthFraction: wish.growthFraction, settings: config.policy },
    version,
    wish.mark.mark,
  )
  if (!size) return refused('too-small', boundBy)
  const { quantity, notional } = size
  const entry = { side: wish.side, quantity, notional, ...prices, exitTime: wish.exitTime, lossAtStop: rateOfUp(notional, lossRate) }
  return { entry, boundBy, refusal: null }
}

/** Taker fee and slippage on the way in and on the way out. */
const roundTripCostRate = (taker: Rate, slippage: Rate): Rate => (2 * taker + 2 * slippage) as Rate
export const roundTripCost = (taker: Rate, slippage: Rate): number => rateAsFloat(roundTripCostRate(taker, slippage))

const rateOfFraction = (fraction: number): Rate => Math.round(fraction * ONE_RATE) as Rate
