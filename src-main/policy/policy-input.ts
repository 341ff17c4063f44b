import type { MarkPrice } from '../../src-shared/domain/candle.ts'
import type { SideValue } from '../../src-shared/domain/decision.ts'
import type { DecisionReason } from '../../src-shared/domain/decision-reason.ts'
import type { Forecast } from '../../src-shared/domain/forecast.ts'
import type { Instrument, InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { PositionSide } from '../../src-shared/domain/order.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'

/** What the next settlements will cost, as far as it is known. */
export interface FundingOutlook {
  /** Longs pay a positive rate. */
  readonly rate: Rate
  readonly nextFundingTime: TimeMs
  readonly intervalMs: number
}

/** What the account can still bear. Null = not known, which ends in 'equity-unknown'. */
interface Portfolio {
  readonly equity: Amount | null
  readonly freeMargin: Amount | null
  /** Σ losses at the stops of open positions in the instrument's risk group. */
  readonly groupLossAtStop: Amount
  /** Daily limit − today's loss − Σ losses at the stops of all open positions. */
  readonly lossBudgetLeft: Amount | null
  /** 1, or less after a loss streak. */
  readonly sizeFactor: number
}

/** All the policy may know. The caller has checked that forecast and mark price are fresh. */
export interface PolicyInput {
  readonly forecast: Forecast | null
  readonly instrument: Instrument
  /** The instrument's version in force at `now`. */
  readonly version: InstrumentVersion
  readonly mark: MarkPrice | null
  /** Average true range of the barrier interval as a fraction of the mark price; null = not known yet. */
  readonly barrierAtr: number | null
  /** Null = not known. An instrument whose funding interval is 0 has none and needs none. */
  readonly funding: FundingOutlook | null
  /** Something is held there, or an entry is on its way. */
  readonly hasPosition: boolean
  /** Looked at for an entry only: most candles want none. */
  readonly portfolio: Portfolio
  readonly config: StrategyConfig
  readonly now: TimeMs
}

/** Which limit decided the size. */
export type SizeBound =
  | 'growth' | 'risk-per-trade' | 'notional-cap' | 'equity-share' | 'risk-per-group' | 'loss-budget' | 'free-margin' | 'venue-maximum'

export interface PolicyEntry {
  readonly side: PositionSide
  readonly quantity: Quantity
  /** Quantity × mark price, exact. */
  readonly notional: Amount
  readonly stopPrice: Price
  readonly takeProfitPrice: Price
  readonly exitTime: TimeMs
  /** What is lost when the stop is hit, with fees and slippage, rounded up. */
  readonly lossAtStop: Amount
}

export interface PolicyOutcome {
  readonly long: SideValue | null
  readonly short: SideValue | null
  /** The side that was wanted, also when it came to nothing. */
  readonly side: PositionSide | null
  readonly reason: DecisionReason
  /** Null when nothing was sized. */
  readonly boundBy: SizeBound | null
  readonly entry: PolicyEntry | null
}
