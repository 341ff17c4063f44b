import { liquidationPrice } from '../../src-shared/domain/margin.ts'
import type { Forecast } from '../../src-shared/domain/forecast.ts'
import type { Amount, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { hasEntryOnItsWay, liveOrders, pendingCount } from '../execution/order-record.ts'
import { unrealizedOf } from '../ledger/equity.ts'
import type { InstrumentMarket } from '../market-data/market-state.ts'
import { expectedFunding } from '../policy/expected-funding.ts'
import type { FundingOutlook, PolicyEntry, PolicyInput } from '../policy/policy-input.ts'
import { lossBudgetLeft } from '../risk/losses.ts'
import type { RiskContext } from '../risk/risk-context.ts'
import { sizeFactor } from '../risk/watch.ts'
import { NO_STREAK, type AccountState, type Streak } from './account-state.ts'
import type { EngineState } from './state.ts'
import type { StrategyState } from './strategy-state.ts'
import { barrierRange, equity, exposure, foreignQuantityOf, marginOf, openingEquityOf, fractionOfMark, versionNow } from './views.ts'

const MINUTE_MS = 60_000
const COMPONENTS_NEEDED = ['journal', 'venue', 'models'] as const

/** What the policy may know about one instrument and the account. Worked out when it is looked at: most decisions come to nothing early. */
export class DecisionView implements PolicyInput {
  readonly forecast: Forecast
  readonly #state: EngineState
  readonly #strategy: StrategyState
  readonly #market: InstrumentMarket

  constructor(state: EngineState, strategy: StrategyState, market: InstrumentMarket, forecast: Forecast) {
    this.forecast = forecast
    this.#state = state
    this.#strategy = strategy
    this.#market = market
  }

  get instrument(): PolicyInput['instrument'] {
    return this.#market.instrument
  }

  get version(): PolicyInput['version'] {
    return versionNow(this.#state, this.#market)
  }

  get mark(): PolicyInput['mark'] {
    return this.#market.mark
  }

  get barrierAtr(): number | null {
    return barrierRange(this.#strategy, this.#market)
  }

  get funding(): FundingOutlook | null {
    return fundingOutlook(this.#market)
  }

  get hasPosition(): boolean {
    const { ledger, execution } = this.#state
    const { instrumentId } = this.#market.instrument
    return ledger.trades.has(instrumentId) || hasEntryOnItsWay(execution, instrumentId)
  }

  get portfolio(): PolicyInput['portfolio'] {
    return portfolioOf(this.#state, this.#strategy, this.#market)
  }

  get config(): PolicyInput['config'] {
    return this.#strategy.config
  }

  get now(): TimeMs {
    return this.#state.account.time
  }
}

/** The account as a whole, whoever holds what; only streak and slippage are the strategy's own. */
function portfolioOf(state: EngineState, { config, slippage }: StrategyState, { instrument }: InstrumentMarket): PolicyInput['portfolio'] {
  const { account, settings } = state
  const now = equity(state)
  const all = exposure(state)
  const group = exposure(state, (other) => other.instrument.riskGroup === instrument.riskGroup)
  return {
    equity: now,
    freeMargin: now === null || all.initialMargin === null ? null : (Math.max(0, now - all.initialMargin) as Amount),
    groupLossAtStop: group.lossAtStop,
    lossBudgetLeft: lossBudgetLeft({ equity: now, openingEquity: openingEquityOf(state), openGain: openGain(state), openLossAtStop: all.lossAtStop }, settings.risk),
    sizeFactor: sizeFactor({ lossStreak: streakOf(account, config.strategyId).lossStreak, slippageMultiple: slippage.multiple() }, settings.risk),
  }
}

export function fundingOutlook({ funding }: InstrumentMarket): FundingOutlook | null {
  return funding && { rate: funding.rate, nextFundingTime: (funding.fundingTime + funding.intervalMs) as TimeMs, intervalMs: funding.intervalMs }
}

function openGain({ ledger, market }: EngineState): Amount | null {
  let gain = 0
  for (const { position } of ledger.trades.values()) {
    const held = market.get(position.instrumentId)
    if (!held?.mark) return null
    gain += Math.max(0, unrealizedOf(position, held.version, held.mark.mark))
  }
  return gain as Amount
}

/** An entry as the guards look at it. */
export interface EntryOutline extends PolicyEntry {
  readonly holdMinutes: number
}

/** The facts that guards judge an entry by; null where a fact is not known. */
export function riskContext(state: EngineState, strategy: StrategyState, market: InstrumentMarket, entry: EntryOutline | null): RiskContext {
  return { ...accountFacts(state), ...strategyFacts(state, strategy), ...instrumentFacts(state, market), ...(entry ? entryFacts(state, market, entry) : NO_ENTRY) }
}

type AccountFacts = Pick<RiskContext, 'now' | 'asset' | 'tradingOn' | 'reconciled' | 'journalWritable' | 'latches' | 'components' | 'componentsNeeded' | 'venueHeardAt' | 'venueCanBeSilent'
  | 'equity' | 'openingEquity' | 'highWater' | 'openGain' | 'marginBalance' | 'initialMarginUsed' | 'openLossAtStop' | 'notionalTotal' | 'ordersLastMinute'>

function accountFacts(state: EngineState): AccountFacts {
  const { account, settings } = state
  const now = equity(state)
  const all = exposure(state)
  return {
    now: account.time, asset: settings.asset, tradingOn: account.trading, reconciled: account.reconciled, journalWritable: account.components.get('journal')?.healthy ?? null,
    latches: [...account.latches.keys()], components: Array.from(account.components, ([component, { healthy }]) => ({ component, healthy })), componentsNeeded: COMPONENTS_NEEDED,
    venueHeardAt: account.venueHeardAt, venueCanBeSilent: settings.venueCanBeSilent,
    equity: now, openingEquity: openingEquityOf(state), highWater: account.highWater, openGain: openGain(state),
    marginBalance: now, initialMarginUsed: all.initialMargin, openLossAtStop: all.lossAtStop, notionalTotal: all.notional,
    ordersLastMinute: account.sentTimes.filter((time) => time > account.time - MINUTE_MS).length + pendingCount(state.execution),
  }
}

type StrategyFacts = Pick<RiskContext, 'lossStreak' | 'lastLossAt' | 'slippageMultiple' | 'slippageMeasuredAt' | 'riskPerGroup' | 'decisionIntervalMs'>

function strategyFacts({ account }: EngineState, { config, slippage }: StrategyState): StrategyFacts {
  return {
    ...streakOf(account, config.strategyId), slippageMultiple: slippage.multiple(), slippageMeasuredAt: slippage.measuredAt,
    riskPerGroup: config.policy.riskPerGroup, decisionIntervalMs: config.decisionIntervalMs,
  }
}

const streakOf = ({ streaks }: AccountState, strategyId: string): Streak => streaks.get(strategyId) ?? NO_STREAK

type InstrumentFacts = Pick<RiskContext, 'instrumentTrading' | 'markAsOf' | 'lastCandleCloseTime' | 'unresolvedOnInstrument' | 'foreignQuantity' | 'groupLossAtStop' | 'notionalOfInstrument' | 'dailyAtr'>

function instrumentFacts(state: EngineState, market: InstrumentMarket): InstrumentFacts {
  const { instrumentId, riskGroup } = market.instrument
  // Also what an earlier trade has left behind: it would meet the new position.
  const unresolved = liveOrders(state.execution, instrumentId)
  return {
    instrumentTrading: versionNow(state, market).status !== 'halted', markAsOf: market.mark?.asOf ?? null, lastCandleCloseTime: market.lastCandle?.closeTime ?? null,
    unresolvedOnInstrument: unresolved.length, foreignQuantity: foreignQuantityOf(state, instrumentId),
    groupLossAtStop: exposure(state, (other) => other.instrument.riskGroup === riskGroup).lossAtStop,
    notionalOfInstrument: exposure(state, (other) => other === market).notional, dailyAtr: fractionOfMark(market, market.days),
  }
}

type EntryFacts = Pick<RiskContext, 'initialMarginOfOrder' | 'notionalOfOrder' | 'lossAtStop' | 'stopDistance' | 'liquidationDistance' | 'fundingAgainst' | 'takeProfitDistance'>

/** No entry needs nothing, and how far away its stop would be is not known. */
const NO_ENTRY: EntryFacts = {
  initialMarginOfOrder: 0 as Amount, notionalOfOrder: 0 as Amount, lossAtStop: 0 as Amount, stopDistance: null, liquidationDistance: null, fundingAgainst: null, takeProfitDistance: null,
}

function entryFacts(state: EngineState, market: InstrumentMarket, entry: EntryOutline): EntryFacts {
  const mark = market.mark?.mark
  const { side, notional, quantity, stopPrice, takeProfitPrice, lossAtStop, holdMinutes } = entry
  const signed = side === 'long' ? 1 : -1
  const margin = marginOf(notional, state.settings.leverage)
  const distance = (price: number): number | null => (mark === undefined ? null : Math.abs(price - mark) / mark)
  const liquidation = margin === null ? null : liquidationPrice(market.version, { quantity: (signed * quantity) as Quantity, cost: (signed * notional) as Amount, isolatedWallet: margin })
  const holdMs = Math.min(holdMinutes * MINUTE_MS, entry.exitTime - state.account.time)
  const outlook = fundingOutlook(market)
  return {
    initialMarginOfOrder: margin, notionalOfOrder: notional, lossAtStop, stopDistance: distance(stopPrice), takeProfitDistance: distance(takeProfitPrice),
    liquidationDistance: liquidation === null ? null : distance(liquidation), fundingAgainst: market.version.fundingIntervalMs === 0 ? 0 : outlook && expectedFunding(outlook, side, state.account.time, holdMs),
  }
}
