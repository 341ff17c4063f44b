import type { Change } from '../../src-shared/domain/change.ts'
import type { GuardVerdict } from '../../src-shared/domain/decision.ts'
import type { FeatureVector, ForecastRequest } from '../../src-shared/domain/forecast.ts'
import { versionAt } from '../../src-shared/domain/instrument.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { applyExecution } from '../execution/apply-execution.ts'
import { newExecutionState, type ExecutionState } from '../execution/order-record.ts'
import { FeatureEngine } from '../features/feature-engine.ts'
import { applyLedger, type FillContext } from '../ledger/apply-ledger.ts'
import { newLedgerState, type LedgerState } from '../ledger/ledger-state.ts'
import { applyMarket, type MarketState } from '../market-data/market-state.ts'
import { applyAccount, newAccountState, type AccountState } from './account-state.ts'
import { SlippageMeter } from './slippage-meter.ts'

export interface EngineSettings {
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
  readonly account: AccountState = newAccountState()
  readonly market: MarketState = new Map()
  readonly execution: ExecutionState = newExecutionState()
  readonly ledger: LedgerState = newLedgerState()
  readonly features: FeatureEngine
  readonly slippage: SlippageMeter
  /** The vectors that the newest candle has completed: its own, and those that waited for it. */
  completed: readonly FeatureVector[] = []
  /** The newest question of each instrument that has no answer yet. */
  readonly asked: Map<string, ForecastRequest> = new Map()
  /** The verdicts of the newest decision that came as far as the gate. */
  lastGuards: readonly GuardVerdict[] = []
  /** When the engine has asked to be woken; Infinity when it has not. */
  wakeAt: number = Number.POSITIVE_INFINITY
  /** When the venue was last asked for its own view. */
  reconcileAskedAt: number = Number.NEGATIVE_INFINITY

  constructor(settings: EngineSettings) {
    this.settings = settings
    this.features = new FeatureEngine(settings.config.featureSet)
    this.slippage = new SlippageMeter(settings.config.risk.slippageWindow)
  }

  /** The one way in which state changes. */
  apply(change: Change): void {
    applyAccount(this.account, change)
    if (change.kind === 'fill-booked') this.#measureSlippage(change)
    applyLedger(this.ledger, change, this.#fillContext)
    applyExecution(this.execution, change)
    applyMarket(this.market, change, this.settings.config.labelSpec)
    this.#applyQuestions(change)
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
        this.asked.set(change.request.features.instrumentId, change.request)
        return
      case 'decision-made':
        this.asked.delete(change.decision.instrumentId)
        if (change.decision.guards.length > 0) this.lastGuards = change.decision.guards
        return
      case 'reconcile-requested':
        this.reconcileAskedAt = change.time
        return
      case 'wake-requested':
        this.wakeAt = change.wakeAt
        return
      default:
    }
  }

  #measureSlippage({ fill }: Extract<Change, { kind: 'fill-booked' }>): void {
    const order = this.execution.orders.get(fill.clientOrderId)?.order
    const slippage = this.market.get(fill.instrumentId)?.instrument.slippage
    if (order?.purpose === 'open' && order.referencePrice && slippage) this.slippage.add(fill, order.referencePrice, slippage)
  }
}
