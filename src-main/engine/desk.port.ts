import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { OrderIntent, OrderState } from '../../src-shared/domain/order.ts'
import type { Position } from '../../src-shared/domain/position.ts'
import type { PersonRequest } from '../../src-shared/domain/event.ts'
import type { MarkPrice } from '../../src-shared/domain/candle.ts'
import type { GuardVerdict } from '../../src-shared/domain/decision.ts'
import type { Reason } from '../../src-shared/domain/reason.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'

export interface PositionView {
  readonly position: Position
  readonly instrument: Instrument
  readonly mark: Price | null
  readonly unrealized: Amount | null
  readonly liquidationPrice: Price | null
  /** True when a stop is known to rest at the venue. */
  readonly stopAccepted: boolean
  readonly stopOrderId: string | null
  readonly exitReason: string | null
}

export interface OrderView {
  readonly intent: OrderIntent
  readonly instrument: Instrument
  readonly state: OrderState
  readonly filled: Quantity
  readonly attempts: number
  readonly venueOrderId: string | null
}

/** What windows show of an instrument's market. Fractions are of 1. */
export interface MarketView {
  readonly instrument: Instrument
  readonly mark: MarkPrice | null
  /** The mark is older than the guards accept. */
  readonly stale: boolean
  readonly halted: boolean
  readonly funding: number | null
  readonly nextFundingAt: TimeMs | null
  readonly held: 'long' | 'short' | null
  /** The average true range of the barrier interval. */
  readonly atr: number | null
}

interface DeskLimits {
  readonly dailyLossMax: number
  readonly drawdownMax: number
  readonly marginUseWarn: number
  readonly marginUseMax: number
}

/** What decisions are made by. */
export interface DeskPolicy {
  readonly margin: number
  readonly expectedValueMin: number
  /** Names of the features, in the order in which decisions hold their values. */
  readonly featureSet: readonly string[]
  readonly featureSetHash: string
}

export type DeskMode = 'demo' | 'replay' | 'paper' | 'live'

export interface DeskStatus {
  readonly mode: DeskMode
  readonly accountId: string
  readonly sessionId: string
  readonly configHash: string
  /** Simulated or real: the time of the last event. */
  readonly time: TimeMs
  /** False until recovery and reconciliation are done. */
  readonly ready: boolean
  /** True when entries are allowed by the person. Guards may still refuse. */
  readonly trading: boolean
  /** Of all that trade here, separated by commas. */
  readonly strategyId: string
  readonly decisionIntervalMs: number
  readonly asset: string
  readonly wallet: Amount
  readonly equity: Amount | null
  readonly openingEquity: Amount | null
  readonly highWater: Amount | null
  readonly marginUsed: Amount | null
  /** Of all open positions and entries on their way. */
  readonly lossAtStops: Amount
  readonly marketAsOf: TimeMs | null
  readonly venueHeardAt: TimeMs | null
  readonly limits: DeskLimits
  readonly latches: readonly { readonly latch: string; readonly reason: Reason; readonly setAt: TimeMs }[]
  readonly components: readonly { readonly component: string; readonly healthy: boolean; readonly detail: string; readonly heardAt: TimeMs }[]
  readonly tradeCount: number
  readonly realized: Amount
  readonly fees: Amount
  readonly funding: Amount
}

export type AskOutcome = { readonly accepted: true } | { readonly accepted: false; readonly reason: Reason }

/** What a window may see and ask of a running engine. */
export interface Desk {
  status(): DeskStatus
  /** What each guard would say now, whether or not an entry is wanted. */
  guards(): readonly GuardVerdict[]
  positions(): readonly PositionView[]
  /** Live orders, and those of the last finished trades. */
  orders(): readonly OrderView[]
  /** One for each instrument. */
  markets(): readonly MarketView[]
  /** The first strategy's for one that does not trade here. */
  policy(strategyId: string): DeskPolicy
  instrument(instrumentId: string): Instrument | undefined
  /** Resolves when the engine has taken the request as an event and journalled what came of it. */
  ask(request: PersonRequest): Promise<AskOutcome>
}
