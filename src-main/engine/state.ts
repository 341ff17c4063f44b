import type { Change } from '../../src-shared/domain/change.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { FeatureVector, ForecastRequest } from '../../src-shared/domain/forecast.ts'
import { versionAt } from '../../src-shared/domain/instrument.ts'
import type { Amount } from '../../src-shared/domain/units.ts'
import type { AccountLimits, StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { applyExecution } from '../execution/apply-execution.ts'
import { newExecutionState, type ExecutionState } from '../execution/order-record.ts'
import { FeatureEngine } from '../features/feature-engine.ts'
import { applyLedger, type FillContext } from '../ledger/apply-ledger.ts'
import { newLedgerState, type LedgerState } from '../ledger/ledger-state.ts'
import { applyMarket, isRescaled, type MarketSettings, type MarketState } from '../market-data/market-state.ts'
import { applyAccount, newAccountState, type AccountState } from './account-state.ts'
import { SlippageMeter } from './slippage-meter.ts'

export interface EngineSettings extends AccountLimits {
  readonly accountId: string
  readonly venue: string
  /** What profit, fees and margin are counted in. */
  readonly asset: string
  readonly config: StrategyConfig
  readonly configHash: string
  readonly labelSpecHash: string
  readonly featureSetHash: string
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
  readonly features: FeatureEngine
  readonly slippage: SlippageMeter
  /** The vectors that the newest candle has completed: its own, and those that waited for it. */
  completed: readonly FeatureVector[] = []
  /** The newest question of each instrument that has no answer yet, in the order asked. */
  readonly asked: ForecastRequest[] = []
  /** The newest decision of each instrument. */
  readonly lastDecisions: Map<string, Decision> = new Map()
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
    const { config, risk, dayBoundary } = settings
    this.settings = settings
    this.account = newAccountState(dayBoundary)
    this.#marketSettings = { ...config.labelSpec, dayBoundary }
    this.features = new FeatureEngine(config.featureSet)
    this.slippage = new SlippageMeter(risk.slippageWindow)
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
    this.features.reset(instrumentId)
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
        this.features.reset(change.instrumentId)
        return
      case 'candle-accepted': {
        const vector = this.features.update(change.candle)
        this.completed = vector ? [vector, ...this.features.released] : this.features.released
        return
      }
      case 'funding-accepted':
        this.features.settle(change.funding)
        return
      case 'forecast-requested':
        this.#forgetQuestion(change.request.features.instrumentId)
        this.asked.push(change.request)
        return
      case 'decision-made':
        this.#forgetQuestion(change.decision.instrumentId)
        this.lastDecisions.set(change.decision.instrumentId, change.decision)
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
  #forgetQuestion(instrumentId: string): void {
    const { asked } = this
    for (let index = 0; index < asked.length; index++) {
      if (asked[index]!.features.instrumentId !== instrumentId) continue
      if (index === 0) asked.shift()
      else asked.splice(index, 1)
      return
    }
  }

  #measureSlippage({ fill }: Extract<Change, { kind: 'fill-booked' }>): void {
    const order = this.execution.orders.get(fill.clientOrderId)?.order
    const slippage = this.market.get(fill.instrumentId)?.instrument.slippage
    if (order?.purpose === 'open' && order.referencePrice && slippage) this.slippage.add(fill, order.referencePrice, slippage)
  }
}
