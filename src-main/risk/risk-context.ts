import type { Amount, Quantity, TimeMs } from '../../src-shared/domain/units.ts'

/**
 * The facts that guards judge an entry by. Null = not known, and what a guard needs and does not know refuses.
 * Fractions are of 1; amounts are in `asset` and, unless said otherwise, ≥ 0.
 */
export interface RiskContext {
  readonly now: TimeMs
  /** What amounts are counted in; for display only. */
  readonly asset: string
  readonly tradingOn: boolean | null
  /** The books were compared with the venue in this session and agreed. */
  readonly reconciled: boolean | null
  readonly journalWritable: boolean | null
  /** Names of the latches that are set. */
  readonly latches: readonly string[] | null
  readonly components: readonly { readonly component: string; readonly healthy: boolean }[] | null
  /** Who must have reported. One that has not is not healthy. */
  readonly componentsNeeded: readonly string[]
  readonly instrumentTrading: boolean | null
  readonly markAsOf: TimeMs | null
  readonly lastCandleCloseTime: TimeMs | null
  readonly decisionIntervalMs: number
  /** Null = never. */
  readonly venueHeardAt: TimeMs | null
  /** A simulated venue speaks only when asked, so its silence says nothing. */
  readonly venueCanBeSilent: boolean
  /** Orders on this instrument whose outcome is not known. */
  readonly unresolvedOnInstrument: number | null
  /** What is held there that is not ours, signed. */
  readonly foreignQuantity: Quantity | null
  /** Wallet + unrealised profit; negative when more than all is lost. */
  readonly equity: Amount | null
  /** Equity at the start of the day, moved by transfers since. */
  readonly openingEquity: Amount | null
  /** The highest equity so far, moved by transfers since. */
  readonly highWater: Amount | null
  /** Σ unrealised profit of the open positions that are in profit. The day's loss does not count it: it is not earned yet. */
  readonly openGain: Amount | null
  readonly marginBalance: Amount | null
  readonly initialMarginUsed: Amount | null
  readonly initialMarginOfOrder: Amount | null
  /** Σ losses at the stops of all open positions and of entries on their way. */
  readonly openLossAtStop: Amount | null
  /** The same of the instrument's risk group. */
  readonly groupLossAtStop: Amount | null
  /** What a group may lose at its stops, as a part of equity. */
  readonly riskPerGroup: number
  readonly notionalOfInstrument: Amount | null
  readonly notionalTotal: Amount | null
  readonly notionalOfOrder: Amount | null
  readonly lossAtStop: Amount | null
  /** Sent for the account, and decided and not sent yet; this order not counted. */
  readonly ordersLastMinute: number | null
  /** From entry to stop, as a fraction of the entry price. */
  readonly stopDistance: number | null
  /** Average true range of 1-day candles, as a fraction of the mark price. */
  readonly dailyAtr: number | null
  /** From mark to liquidation price right after the entry, as a fraction of the mark price. */
  readonly liquidationDistance: number | null
  /** Expected to be paid within the hold, as a fraction of the notional; negative when received. */
  readonly fundingAgainst: number | null
  readonly takeProfitDistance: number | null
  /** Losses in a row up to now. */
  readonly lossStreak: number | null
  readonly lastLossAt: TimeMs | null
  /** Measured slippage over the modelled one. Null = too few entries to say. */
  readonly slippageMultiple: number | null
  /** When the last entry was measured. */
  readonly slippageMeasuredAt: TimeMs | null
}
