import type { SideValue } from '../../src-shared/domain/decision.ts'
import type { ReliabilityBin, SideForecast } from '../../src-shared/domain/forecast.ts'
import { countedProbability, standardError } from './calibration.ts'

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

/** EV = p_tp·tp − p_sl·sl + t·m − costs, with p_tp = (1 − t)q and p_sl = (1 − t)(1 − q), q being the probability that is counted with. */
export function sideValue(forecast: SideForecast, barriers: Barriers, costs: RoundTripCosts): SideValue {
  const { timeoutProbability: t, timeoutReturn: m } = forecast
  const { takeProfit, stop } = barriers
  const q = countedProbability(forecast)
  const grossValue = (1 - t) * q * takeProfit - (1 - t) * (1 - q) * stop + t * m
  const breakEven = breakEvenProbability(forecast, barriers, costs.trading + costs.funding)
  const value = {
    expectedValue: grossValue - costs.trading - costs.funding,
    winProbability: forecast.winProbability,
    breakEvenProbability: breakEven,
    timeoutProbability: t,
    adverseExcursion: forecast.adverseExcursion,
    holdMinutes: forecast.holdMinutes,
    fundingCost: costs.funding,
    grossValue,
    feeCost: costs.fees,
    slippageCost: costs.slippage,
  }
  return forecast.reliability ? { ...value, ...calibrated(forecast, forecast.reliability, breakEven) } : value
}

/** What is said only of a model with bins: decisions of the others stay as they were. */
function calibrated(forecast: SideForecast, bin: ReliabilityBin, breakEven: number): Pick<SideValue, 'countedProbability' | 'confidence'> {
  const counted = countedProbability(forecast)
  const confidence = (forecast.winProbability - breakEven) / standardError(bin)
  return counted === forecast.winProbability ? { confidence } : { countedProbability: counted, confidence }
}

/**
 * q*, the q at which EV = 0: (1 − t)(q(tp + sl) − sl) + t·m − c = 0 gives q* = (sl + (c − t·m)/(1 − t)) / (tp + sl).
 * At or above 1 no q pays the costs. When the timeout is certain q means nothing, and 1 is answered so that nothing is entered.
 */
export function breakEvenProbability({ timeoutProbability: t, timeoutReturn: m }: Pick<SideForecast, 'timeoutProbability' | 'timeoutReturn'>, { takeProfit, stop }: Barriers, costs: number): number {
  if (t >= 1) return 1
  return (stop + (costs - t * m) / (1 - t)) / (takeProfit + stop)
}
