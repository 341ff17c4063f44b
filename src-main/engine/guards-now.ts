import type { GuardVerdict } from '../../src-shared/domain/decision.ts'
import { notionalOf } from '../../src-shared/domain/instrument.ts'
import type { PositionSide } from '../../src-shared/domain/order.ts'
import { MINUTE_MS, ONE_RATE, type Amount, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import type { InstrumentMarket } from '../market-data/market-state.ts'
import { barrierPrices } from '../policy/barrier-prices.ts'
import { GUARDS } from '../risk/guards.ts'
import type { RiskContext } from '../risk/risk-context.ts'
import { riskContext, type EntryOutline } from './decision-views.ts'
import { isInCare } from './settle.ts'
import type { EngineState } from './state.ts'
import type { StrategyState } from './strategy-state.ts'
import { barrierRange, versionNow } from './views.ts'

/**
 * What every guard would say now, for people: the same guards on the same facts as for an entry. An entry of the venue's smallest
 * quantity is thought of on each side of each instrument that is free, for each strategy. It gives the distances; the sums are without it, so they say
 * what the account has in use. Of all these answers each guard's worst is told. Changes nothing and is written nowhere.
 */
export function guardsNow(state: EngineState): readonly GuardVerdict[] {
  let worst: readonly GuardVerdict[] | undefined
  for (const context of contextsOf(state)) {
    const verdicts = GUARDS.map((guard) => guard(context, state.settings.risk))
    worst = worst ? worst.map((known, index) => worseOf(known, verdicts[index]!)) : verdicts
  }
  return worst ?? []
}

const SIDES: readonly PositionSide[] = ['long', 'short']

function* contextsOf(state: EngineState): Generator<RiskContext> {
  for (const strategy of state.strategies) {
    const traded = strategy.config.instruments.flatMap((instrumentId) => state.market.get(instrumentId) ?? [])
    const free = traded.filter(({ instrument }) => !isInCare(state, instrument.instrumentId))
    // Where everything is held there is no room for an entry, and the guards say so.
    for (const market of free.length > 0 ? free : traded) {
      for (const side of SIDES) yield { ...riskContext(state, strategy, market, smallestEntry(state, strategy, market, side)), ...NOTHING_ADDED }
    }
  }
}

const NOTHING_ADDED = { initialMarginOfOrder: 0 as Amount, notionalOfOrder: 0 as Amount, lossAtStop: 0 as Amount }

/** Null while its prices cannot be known. Held as long as the newest decision expected, or to its last hour where there is none. */
function smallestEntry(state: EngineState, strategy: StrategyState, market: InstrumentMarket, side: PositionSide): EntryOutline | null {
  const { config: { labelSpec }, lastDecisions } = strategy
  const version = versionNow(state, market)
  const range = barrierRange(strategy, market)
  if (!market.mark || range === null) return null
  const prices = barrierPrices(version, market.mark.mark, side, { takeProfit: rateOf(labelSpec.takeProfitAtr * range), stop: rateOf(labelSpec.stopAtr * range) })
  if ('refusal' in prices) return null
  const horizonMs = labelSpec.horizon * labelSpec.barrierIntervalMs
  const quantity = version.rules.quantityMin
  const holdMinutes = lastDecisions.get(market.instrument.instrumentId)?.[side]?.holdMinutes ?? horizonMs / MINUTE_MS
  return { side, quantity, notional: notionalOf(version, market.mark.mark, quantity), ...prices, exitTime: (state.account.time + horizonMs) as TimeMs, lossAtStop: 0 as Amount, holdMinutes }
}

const rateOf = (fraction: number): Rate => Math.round(fraction * ONE_RATE) as Rate

/** The one that says no rather than yes; of two that say the same, the one with less room. */
function worseOf(one: GuardVerdict, other: GuardVerdict): GuardVerdict {
  const difference = RANKS[other.verdict] - RANKS[one.verdict] || usedPart(other) - usedPart(one)
  return difference > 0 ? other : one
}

const RANKS: Readonly<Record<GuardVerdict['verdict'], number>> = { allow: 0, warn: 1, refuse: 2 }

/** Only this one must not fall below its limit. */
const FLOOR = 'liquidation-distance'

function usedPart({ guard, value, limit }: GuardVerdict): number {
  if (Number.isNaN(value) || Number.isNaN(limit)) return Number.MAX_VALUE
  return guard === FLOOR ? limit - value : value - limit
}
