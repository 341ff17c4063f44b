import type { SideValue } from '../../src-shared/domain/decision.ts'
import type { DecisionReason } from '../../src-shared/domain/decision-reason.ts'
import type { Forecast, SideForecast } from '../../src-shared/domain/forecast.ts'
import type { PositionSide } from '../../src-shared/domain/order.ts'
import type { PolicySettings } from '../../src-shared/domain/strategy.ts'
import { MINUTE_MS, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { decideRandom } from './decide-random.ts'
import { decideSeeded } from './decide-seeded.ts'
import { expectedFunding } from './expected-funding.ts'
import { sideValue, type Barriers } from './expected-value.ts'
import { growthFraction } from './growth-fraction.ts'
import { planEntry, roundTripCost } from './plan-entry.ts'
import type { PolicyInput, PolicyOutcome } from './policy-input.ts'

/** Forecast and portfolio in; an entry out, or the reason why not. Which policy decides is a setting of the strategy. */
export function decide(input: PolicyInput): PolicyOutcome {
  switch (input.config.policy.policyId) {
    case 'expected-value':
      return decideByValue(input)
    case 'random-entry':
      return decideRandom(input)
    case 'seeded-random':
      return decideSeeded(input)
  }
}

function decideByValue(input: PolicyInput): PolicyOutcome {
  const { forecast, mark, config } = input
  const flat = { long: null, short: null, side: null, boundBy: null, entry: null }
  if (!forecast || !isUsable(forecast)) return { ...flat, reason: 'forecast-missing' }
  if (!mark) return { ...flat, reason: 'mark-unknown' }
  const barriers = barriersOf(input)
  if (!barriers) return { ...flat, reason: 'barrier-unknown' }
  if (!isFundingKnown(input)) return { ...flat, reason: 'funding-unknown' }

  const long = valueOf(input, 'long', forecast.long, barriers)
  const short = valueOf(input, 'short', forecast.short, barriers)
  const valued = { ...flat, long, short }
  if (input.hasPosition) return { ...valued, reason: 'position-held' }
  const side = choose(long, short, config.policy)
  if (!side) return { ...valued, reason: nearestMiss([long, short], config.policy) }

  const horizonMs = config.labelSpec.horizon * config.labelSpec.barrierIntervalMs
  const { entry, boundBy, refusal } = planEntry(input, {
    side, barriers, mark,
    exitTime: (forecast.asOf + horizonMs) as TimeMs,
    growthFraction: growthOf(input, forecast[side], barriers, side === 'long' ? long : short),
  })
  return { ...valued, side, boundBy, entry, reason: refusal ?? 'ev-above-threshold' }
}

function barriersOf({ barrierAtr, config: { labelSpec } }: PolicyInput): Barriers | null {
  if (barrierAtr === null || !(barrierAtr > 0)) return null
  const barriers = { takeProfit: labelSpec.takeProfitAtr * barrierAtr, stop: labelSpec.stopAtr * barrierAtr }
  return Number.isFinite(barriers.takeProfit + barriers.stop) ? barriers : null
}

const isUsable = ({ long, short }: Forecast): boolean => isUsableSide(long) && isUsableSide(short)

const isUsableSide = ({ winProbability, timeoutProbability, timeoutReturn, holdMinutes, adverseExcursion }: SideForecast): boolean =>
  isProbability(winProbability) && isProbability(timeoutProbability) && Number.isFinite(timeoutReturn) && Number.isFinite(holdMinutes) && Number.isFinite(adverseExcursion)

const isProbability = (value: number): boolean => value >= 0 && value <= 1

/** An instrument without settlements has no funding; any other must tell it. */
function isFundingKnown({ version, funding }: PolicyInput): boolean {
  if (version.fundingIntervalMs === 0) return true
  return funding !== null && funding.intervalMs > 0 && Number.isFinite(funding.nextFundingTime + funding.rate)
}

function valueOf(input: PolicyInput, side: PositionSide, forecast: SideForecast, barriers: Barriers): SideValue {
  const { version, instrument, config: { labelSpec } } = input
  const holdMs = Math.min(Math.max(0, forecast.holdMinutes) * MINUTE_MS, labelSpec.horizon * labelSpec.barrierIntervalMs)
  const funding = input.funding && version.fundingIntervalMs !== 0 ? expectedFunding(input.funding, side, input.now, holdMs) : 0
  const { taker } = version.fees
  const { slippage } = instrument
  const none = 0 as Rate
  return sideValue(forecast, barriers, { trading: roundTripCost(taker, slippage), fees: roundTripCost(taker, none), slippage: roundTripCost(none, slippage), funding })
}

const isCandidate = (value: SideValue, policy: PolicySettings): boolean =>
  value.expectedValue > policy.expectedValueMin && value.winProbability >= value.breakEvenProbability + policy.margin

/** Of two candidates the one with the higher expected value; long when they are equal. */
function choose(long: SideValue, short: SideValue, policy: PolicySettings): PositionSide | null {
  const longWins = isCandidate(long, policy)
  const shortWins = isCandidate(short, policy)
  if (longWins && shortWins) return long.expectedValue >= short.expectedValue ? 'long' : 'short'
  if (longWins) return 'long'
  return shortWins ? 'short' : null
}

/** The reason of the side that came nearest to an entry. */
function nearestMiss(values: readonly SideValue[], policy: PolicySettings): DecisionReason {
  if (values.some(({ expectedValue }) => expectedValue > policy.expectedValueMin)) return 'below-margin'
  return values.every(({ breakEvenProbability }) => breakEvenProbability >= 1) ? 'cost-exceeds-barrier' : 'no-edge'
}

/** f* of the three ways a position can end, each net of all costs. */
function growthOf({ version, instrument }: PolicyInput, forecast: SideForecast, { takeProfit, stop }: Barriers, { fundingCost }: SideValue): number {
  const { winProbability: q, timeoutProbability: t, timeoutReturn: m } = forecast
  const costs = roundTripCost(version.fees.taker, instrument.slippage) + fundingCost
  return growthFraction([
    { probability: (1 - t) * q, return: takeProfit - costs },
    { probability: (1 - t) * (1 - q), return: -(stop + costs) },
    { probability: t, return: m - costs },
  ])
}
