import type { Change } from '../../src-shared/domain/change.ts'
import type { ForecastRequest } from '../../src-shared/domain/forecast.ts'
import { versionAt } from '../../src-shared/domain/instrument.ts'
import type { Amount } from '../../src-shared/domain/units.ts'
import type { AccountLimits } from '../../src-shared/domain/strategy.ts'
import { applyExecution } from '../execution/apply-execution.ts'
import { newExecutionState, type ExecutionState } from '../execution/order-record.ts'
import { applyLedger, type FillContext } from '../ledger/apply-ledger.ts'
import { newLedgerState, type LedgerState } from '../ledger/ledger-state.ts'
import { applyMarket, isRescaled, type MarketSettings, type MarketState } from '../market-data/market-state.ts'
import { applyAccount, newAccountState, type AccountState } from './account-state.ts'
import { strategiesOf, type FeatureLane, type StrategySettings, type StrategyState } from './strategy-state.ts'

export interface EngineSettings extends AccountLimits {
  readonly accountId: string
  readonly venue: string
  /** What profit, fees and margin are counted in. */
  readonly asset: string
  /** In the order in which they decide on a candle. No two have the same id or order tag. */
  readonly strategies: readonly [StrategySettings, ...StrategySettings[]]
  /** Of all that is decided by; the strategy's own where there is one. */
  readonly configHash: string
  /** A simulated venue speaks only when it is asked something. */
  readonly venueCanBeSilent: boolean
}

/** All the engine knows. Journalled changes rebuild account, execution and ledger; market data rebuild the rest. */
export class EngineState {
  readonly settings: EngineSettings
  readonly account: AccountState
  readonly market: MarketState = new Map()
  readonly execution: ExecutionState = newExecutionState()
  readonly ledger: LedgerState = newLedgerState()
  readonly strategies: readonly StrategyState[]
  readonly #lanes: readonly FeatureLane[]
  /** The newest question of each strategy and instrument that has no answer yet, in the order asked. */
  readonly asked: ForecastRequest[] = []
  /** When the engine has asked to be woken; Infinity when it has not. */
  wakeAt: number = Number.POSITIVE_INFINITY
  /** Wallet plus unrealized profit as `equity` last worked it out; undefined once something has changed that it is made of. */
  knownEquity: Amount | null | undefined
  /** What the account's losses were last judged by and found bearable. */
  readonly judged: { equity: Amount | null; openingEquity: Amount | null; highWater: Amount | null } = { equity: null, openingEquity: null, highWater: null }
  /** When the venue was last asked for its own view. */
  reconcileAskedAt: number = Number.NEGATIVE_INFINITY
  /** How often it was asked so far. */
  reconcilesAsked = 0
  /** How many changes there were that are more than market data and what is made of it: only they are written or have consequences. */
  weightyChanges = 0

  readonly #marketSettings: MarketSettings

  constructor(settings: EngineSettings) {
    const { risk, dayBoundary } = settings
    const { strategies, lanes, barriers } = strategiesOf(settings.strategies, risk.slippageWindow)
    this.settings = settings
    this.account = newAccountState(dayBoundary)
    this.#marketSettings = { barriers, dayBoundary }
    this.strategies = strategies
    this.#lanes = lanes
  }

  /** Undefined for one that does not trade here any more. */
  strategy(strategyId: string): StrategyState | undefined {
    for (const strategy of this.strategies) if (strategy.config.strategyId === strategyId) return strategy
    return undefined
  }

  /** The one way in which state changes. */
  apply(change: Change): void {
    applyAccount(this.account, change)
    switch (change.kind) {
      // By far the most changes are of the market and of what is asked about it, and touch no books.
      case 'price-accepted':
        if (this.ledger.trades.has(change.mark.instrumentId)) this.knownEquity = undefined
        applyMarket(this.market, change, this.#marketSettings)
        return
      case 'candle-accepted':
        if (isRescaled(this.market.get(change.candle.instrumentId), change.candle)) this.#forgetScale(change.candle.instrumentId)
        applyMarket(this.market, change, this.#marketSettings)
        return this.#applyQuestions(change)
      case 'funding-accepted':
      case 'gap-found':
      case 'forecast-requested':
      case 'decision-made':
        applyMarket(this.market, change, this.#marketSettings)
        return this.#applyQuestions(change)
      default:
        this.weightyChanges++
        this.knownEquity = undefined
        if (change.kind === 'fill-booked') this.#measureSlippage(change)
        applyLedger(this.ledger, change, this.#fillContext)
        applyExecution(this.execution, change)
        applyMarket(this.market, change, this.#marketSettings)
        return this.#applyQuestions(change)
    }
  }

  #forgetScale(instrumentId: string): void {
    for (const { engine } of this.#lanes) engine.reset(instrumentId)
    this.knownEquity = undefined
  }

  readonly #fillContext = (instrumentId: string, entryId: string, time: Change['time']): FillContext => {
    const market = this.market.get(instrumentId)
    if (!market) throw new Error(`a fill of ${instrumentId} cannot be booked: the instrument is not known here`)
    return { version: versionAt(market.instrument, time), entry: this.execution.orders.get(entryId)?.order }
  }

  #applyQuestions(change: Change): void {
    switch (change.kind) {
      case 'gap-found':
        for (const { engine } of this.#lanes) engine.reset(change.instrumentId)
        return
      case 'candle-accepted':
        for (const lane of this.#lanes) {
          const vector = lane.engine.update(change.candle)
          lane.completed = vector ? [vector, ...lane.engine.released] : lane.engine.released
        }
        return
      case 'funding-accepted':
        for (const { engine } of this.#lanes) engine.settle(change.funding)
        return
      case 'forecast-requested':
        this.#forgetQuestion(change.request.strategyId, change.request.features.instrumentId)
        this.asked.push(change.request)
        return
      case 'decision-made':
        this.#forgetQuestion(change.decision.strategyId, change.decision.instrumentId)
        this.strategy(change.decision.strategyId)?.lastDecisions.set(change.decision.instrumentId, change.decision)
        return
      case 'reconcile-requested':
        this.reconcileAskedAt = change.time
        this.reconcilesAsked++
        return
      case 'wake-requested':
        this.wakeAt = change.wakeAt
        return
      default:
    }
  }

  /** The first as a rule: they are answered in the order asked. */
  #forgetQuestion(strategyId: string, instrumentId: string): void {
    const { asked } = this
    for (let index = 0; index < asked.length; index++) {
      const question = asked[index]!
      if (question.features.instrumentId !== instrumentId || question.strategyId !== strategyId) continue
      if (index === 0) asked.shift()
      else asked.splice(index, 1)
      return
    }
  }

  #measureSlippage({ fill }: Extract<Change, { kind: 'fill-booked' }>): void {
    const order = this.execution.orders.get(fill.clientOrderId)?.order
    const slippage = this.market.get(fill.instrumentId)?.instrument.slippage
    if (order?.purpose === 'open' && order.referencePrice && slippage) this.strategy(order.strategyId)?.slippage.add(fill, order.referencePrice, slippage)
  }
}
