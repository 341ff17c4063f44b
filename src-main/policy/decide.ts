import type { SideValue } from '../../src-shared/domain/decision.ts'
import type { Forecast, ReliabilityBin, SideForecast } from '../../src-shared/domain/forecast.ts'
import type { PositionSide } from '../../src-shared/domain/order.ts'
import { MINUTE_MS, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { countedProbability } from './calibration.ts'
import { missOf, nearestMiss } from './candidate.ts'
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
  const atr = barriers.stop / config.labelSpec.stopAtr
  const misses = [missOf(long, config.policy, atr), missOf(short, config.policy, atr)] as const
  const side = choose(long, short, misses)
  if (!side) return { ...valued, reason: nearestMiss(misses) }

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

const isUsableSide = ({ winProbability, timeoutProbability, timeoutReturn, holdMinutes, adverseExcursion, reliability }: SideForecast): boolean =>
  isProbability(winProbability) && isProbability(timeoutProbability) && Number.isFinite(timeoutReturn) && Number.isFinite(holdMinutes) && Number.isFinite(adverseExcursion) &&
  (reliability === undefined || isUsableBin(reliability))

const isUsableBin = ({ effectiveRows, observed, lower }: ReliabilityBin): boolean => effectiveRows >= 0 && isProbability(observed) && isProbability(lower)

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

/** Of two candidates the one with the higher expected value; long when they are equal. */
function choose(long: SideValue, short: SideValue, [longMiss, shortMiss]: readonly [unknown, unknown]): PositionSide | null {
  if (longMiss === null && shortMiss === null) return long.expectedValue >= short.expectedValue ? 'long' : 'short'
  if (longMiss === null) return 'long'
  return shortMiss === null ? 'short' : null
}

/** f* of the three ways a position can end, each net of all costs. */
function growthOf({ version, instrument }: PolicyInput, forecast: SideForecast, { takeProfit, stop }: Barriers, { fundingCost }: SideValue): number {
  const { timeoutProbability: t, timeoutReturn: m } = forecast
  const q = countedProbability(forecast)
  const costs = roundTripCost(version.fees.taker, instrument.slippage) + fundingCost
  return growthFraction([
    { probability: (1 - t) * q, return: takeProfit - costs },
    { probability: (1 - t) * (1 - q), return: -(stop + costs) },
    { probability: t, return: m - costs },
  ])
}
