import type { SideValue } from '../../src-shared/domain/decision.ts'
import type { SideForecast } from '../../src-shared/domain/forecast.ts'

/** Distances from the entry price, as fractions of it. */
export interface Barriers {
  readonly takeProfit: number
  readonly stop: number
}

/** Costs of a round trip as fractions of the notional. */
interface RoundTripCosts {
  /** Fees and slippage of both sides; their exact sum, which is not always that of the two below. */
  readonly trading: number
  readonly fees: number
  readonly slippage: number
  /** Signed: negative when funding is received. */
  readonly funding: number
}

/** EV = p_tp·tp − p_sl·sl + t·m − costs, with p_tp = (1 − t)q and p_sl = (1 − t)(1 − q). */
export function sideValue(forecast: SideForecast, barriers: Barriers, costs: RoundTripCosts): SideValue {
  const { winProbability: q, timeoutProbability: t, timeoutReturn: m } = forecast
  const { takeProfit, stop } = barriers
  const grossValue = (1 - t) * q * takeProfit - (1 - t) * (1 - q) * stop + t * m
  return {
    expectedValue: grossValue - costs.trading - costs.funding,
    winProbability: q,
    breakEvenProbability: breakEvenProbability(forecast, barriers, costs.trading + costs.funding),
    timeoutProbability: t,
    adverseExcursion: forecast.adverseExcursion,
    holdMinutes: forecast.holdMinutes,
    fundingCost: costs.funding,
    grossValue,
    feeCost: costs.fees,
    slippageCost: costs.slippage,
  }
}

/**
 * q*, the q at which EV = 0: (1 − t)(q(tp + sl) − sl) + t·m − c = 0 gives q* = (sl + (c − t·m)/(1 − t)) / (tp + sl).
 * At or above 1 no q pays the costs. When the timeout is certain q means nothing, and 1 is answered so that nothing is entered.
 */
export function breakEvenProbability({ timeoutProbability: t, timeoutReturn: m }: SideForecast, { takeProfit, stop }: Barriers, costs: number): number {
  if (t >= 1) return 1
  return (stop + (costs - t * m) / (1 - t)) / (takeProfit + stop)
}
