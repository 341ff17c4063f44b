import type { ModeName, Told } from './workstation-views.ts'

/**
 * What the window shows. Exact numbers cross as decimal text ('16537.5'), never as binary floats; times are milliseconds UTC.
 * Null means: not known. `priceDecimals` says how many decimals of the prices beside it people read; the text itself is exact.
 */
export interface StatusView {
  readonly mode: ModeName
  readonly accountId: string
  readonly sessionId: string
  readonly configHash: string
  readonly time: number
  readonly ready: boolean
  readonly trading: boolean
  readonly strategyId: string
  /** Decisions are made at each close of candles this long; `nextDecisionAt` is the next close, in the engine's time. */
  readonly decisionIntervalMs: number
  readonly nextDecisionAt: number
  readonly asset: string
  readonly wallet: string
  readonly equity: string | null
  /** Equity against the opening equity of the day. */
  readonly dayResult: string | null
  readonly openingEquity: string | null
  readonly highWater: string | null
  readonly marginUsed: string | null
  /** Used margin as a part of equity. */
  readonly marginUse: number | null
  /** Sum of the losses at the stops of all open positions, costs included; not negative. */
  readonly lossAtStops: string
  /** When the newest price of any instrument was true, and when the venue was last heard; null before the first. */
  readonly marketAsOf: number | null
  readonly venueHeardAt: number | null
  readonly limits: LimitsView
  readonly latches: readonly LatchView[]
  readonly components: readonly ComponentView[]
  readonly tradeCount: number
  readonly realized: string
  /** Signed as booked: negative = paid. */
  readonly fees: string
  readonly funding: string
  readonly guards: readonly GuardView[]
}

/** Fractions of 1. */
interface LimitsView {
  readonly dailyLossMax: number
  readonly drawdownMax: number
  readonly marginUseWarn: number
  readonly marginUseMax: number
}

export interface LatchView {
  readonly latch: string
  readonly reason: Told
  readonly setAt: number
}

export interface ComponentView {
  readonly component: string
  readonly healthy: boolean
  readonly detail: string
  readonly heardAt: number
}

/** `value` and `limit` are in `unit`; a value that is null could not be known, which refuses. */
export interface GuardView {
  readonly guard: string
  readonly verdict: 'allow' | 'warn' | 'refuse'
  readonly value: number | null
  readonly limit: number | null
  readonly unit: string
}

export interface PositionRow {
  readonly entryId: string
  readonly instrumentId: string
  readonly side: 'long' | 'short'
  readonly quantity: string
  readonly asset: string
  readonly entry: string
  readonly mark: string | null
  readonly unrealized: string | null
  readonly stop: string
  readonly takeProfit: string
  readonly liquidation: string | null
  readonly openedAt: number
  readonly exitTime: number
  readonly stopVerified: boolean
  readonly stopOrderId: string | null
  readonly exitReason: string | null
  readonly lossAtStop: string
  readonly priceDecimals: number
}

/** Fractions of the notional, and probabilities. */
export interface SideView {
  readonly expectedValue: number | null
  readonly winProbability: number | null
  readonly breakEvenProbability: number | null
}

export interface DecisionRow {
  readonly decisionId: string
  readonly strategyId: string
  readonly instrumentId: string
  readonly asOf: number
  readonly action: 'LONG' | 'SHORT' | 'FLAT'
  readonly reason: string
  readonly long: SideView | null
  readonly short: SideView | null
  readonly mark: string
  readonly quantity: string
  readonly notional: string
  readonly stop: string | null
  readonly takeProfit: string | null
  /** Guards that warned or refused. */
  readonly guards: readonly GuardView[]
  readonly priceDecimals: number
}

/** What one side was worth and why. Fractions of the notional; costs are not negative unless they pay us. */
export interface SideDetail extends SideView {
  readonly timeoutProbability: number | null
  readonly adverseExcursion: number | null
  readonly holdMinutes: number | null
  /** Expected value before costs. */
  readonly grossValue: number | null
  readonly feeCost: number | null
  readonly slippageCost: number | null
  readonly fundingCost: number | null
  /** (q − q*) in standard errors; null for a model of which nobody has counted how often it is right. */
  readonly confidence: number | null
  /** What the model itself said, where less was counted with because it was seldom put to the test; else null. */
  readonly saidProbability: number | null
  /** What each input added to the log-odds of winning, largest first; empty when the model cannot tell. */
  readonly contributions: readonly ContributionView[]
}

export interface ContributionView {
  readonly feature: string
  readonly value: number | null
  readonly logOdds: number
}

/** All there is to know about one decision, every guard included. */
export interface DecisionDetail {
  readonly row: DecisionRow
  readonly long: SideDetail | null
  readonly short: SideDetail | null
  /** q must reach q* plus this. */
  readonly margin: number
  readonly expectedValueMin: number
  readonly modelIds: { readonly long: string; readonly short: string }
  readonly exitTime: number
  readonly guards: readonly GuardView[]
}

/** Decisions of one instrument, oldest first, as columns of equal length. */
export interface DecisionSeries {
  readonly decisionId: readonly string[]
  readonly asOf: readonly number[]
  readonly long: readonly (number | null)[]
  readonly short: readonly (number | null)[]
  readonly action: readonly ('LONG' | 'SHORT' | 'FLAT')[]
  readonly reason: readonly string[]
}

export interface TradeRow {
  readonly entryId: string
  readonly decisionId: string
  readonly strategyId: string
  readonly instrumentId: string
  readonly side: 'long' | 'short'
  readonly quantity: string
  readonly openedAt: number
  readonly closedAt: number
  /** Averages over all fills, cut at the instrument's decimals. */
  readonly entry: string
  readonly exit: string
  readonly realized: string
  readonly fees: string
  readonly funding: string
  /** realized + fees + funding. */
  readonly net: string
  readonly exitReason: string
  readonly priceDecimals: number
}

/** The newest row with an intentId is the one that counts. */
export interface OrderRow {
  readonly intentId: string
  readonly strategyId: string
  readonly instrumentId: string
  readonly purpose: string
  readonly side: 'buy' | 'sell'
  readonly type: string
  /** Null: all there is of the position. */
  readonly quantity: string | null
  readonly filled: string
  readonly trigger: string | null
  readonly state: string
  readonly attempts: number
  readonly venueOrderId: string | null
  readonly reason: string
  readonly detail: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly priceDecimals: number
}

export interface FillRow {
  readonly tradeId: string
  readonly intentId: string
  readonly entryId: string
  readonly instrumentId: string
  readonly side: 'buy' | 'sell'
  readonly quantity: string
  readonly price: string
  /** Positive = paid. */
  readonly fee: string
  readonly realized: string
  readonly liquidity: 'taker' | 'maker'
  readonly time: number
  readonly priceDecimals: number
}

export interface EquityPoint {
  readonly time: number
  readonly equity: string
}

export interface LogRow extends Told {
  readonly time: number
  readonly level: 'info' | 'warn' | 'alarm'
}
