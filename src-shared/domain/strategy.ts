import type { DayBoundary } from './day.ts'
import type { Amount } from './units.ts'

/** What answers a strategy's questions: a model for each direction, judged and moved together. */
export interface ModelPair {
  readonly long: string
  readonly short: string
}

/** What a strategy is: data, hashed into every decision. Fractions are of 1 (.0025 = 0.25 %) unless a name says otherwise. */
export interface StrategyConfig {
  readonly strategyId: string
  /** Two to four letters that begin every client order id of this strategy. */
  readonly orderTag: string
  readonly instruments: readonly string[]
  /** Decisions are made at each close of candles this long. */
  readonly decisionIntervalMs: number
  readonly featureSet: readonly string[]
  /** Those that answer until others are chosen. */
  readonly models: ModelPair
  readonly labelSpec: LabelSpec
  readonly policy: PolicySettings
  readonly risk: RiskSettings
  /** Set when flat, verified before the first entry. */
  readonly leverage: number
  /** When the account's day begins; at 00:00 UTC unless told. */
  readonly dayBoundary?: DayBoundary | undefined
}

/** What belongs to an account, however many strategies trade on it. Strategies of one account agree on it. */
export interface AccountLimits {
  readonly risk: RiskSettings
  readonly leverage: number
  readonly dayBoundary: DayBoundary
}

export interface LabelSpec {
  /** Barriers are multiples of the average true range of candles this long. */
  readonly barrierIntervalMs: number
  readonly barrierAtrWindow: number
  readonly takeProfitAtr: number
  readonly stopAtr: number
  /** In candles of the barrier interval. */
  readonly horizon: number
}

export interface PolicySettings {
  /**
   * 'expected-value' is the product. 'random-entry' is its rival: entries by the draw of a seed, with the strategy's own barriers, horizon
   * and size. 'seeded-random' exists so that tests see every kind of exit.
   */
  readonly policyId: 'expected-value' | 'random-entry' | 'seeded-random'
  readonly seed: number
  /** Of 'random-entry': the chance that a decision wants an entry. */
  readonly entryChance?: number | undefined
  readonly expectedValueMin: number
  /** q must reach q* + margin. */
  readonly margin: number
  readonly kellyFraction: number
  /** Loss at the stop incl. costs, as a part of equity. */
  readonly riskPerTrade: number
  /** Sum of losses at the stops of instruments in one risk group, as a part of equity. */
  readonly riskPerGroup: number
  readonly notionalCap: Amount
  readonly equityShareCap: number
  /** Off unless set: q must reach this too, whatever break-even is. */
  readonly winFloor?: number | undefined
  /** Off unless set: the most that the expected adverse excursion over the whole horizon may be, in average true ranges of the barrier interval. */
  readonly adverseAtrMax?: number | undefined
}

export interface RiskSettings {
  readonly forecastAgeMsMax: number
  readonly markAgeMsMax: number
  readonly candleDelayMsMax: number
  readonly venueAgeMsMax: number
  readonly marginUseWarn: number
  readonly marginUseMax: number
  readonly dailyLossMax: number
  readonly drawdownMax: number
  readonly liquidationStopDistances: number
  readonly liquidationDailyAtrs: number
  readonly fundingAgainstMax: number
  readonly nakedAlarmMs: number
  readonly nakedCloseMs: number
  readonly ordersPerMinuteMax: number
  readonly notionalPerOrderMax: Amount
  readonly notionalPerInstrumentMax: Amount
  readonly notionalTotalMax: Amount
  /** Losses in a row after which size is halved, and after which entries pause for `lossPauseMs`. */
  readonly lossStreakReduce: number
  readonly lossStreakPause: number
  readonly lossPauseMs: number
  /** Entry slippage over the modelled one, as a multiple, averaged over the last `slippageWindow` entries. */
  readonly slippageMultipleMax: number
  readonly slippageWindow: number
  /** From above which multiple on size is halved. Never when absent. */
  readonly slippageMultipleReduce?: number | undefined
  /** How long entries pause after the last one when slippage is above its limit. For good when absent. */
  readonly slippagePauseMs?: number | undefined
  /** What would pay more than `fundingAgainst` allows is closed so long before the settlement. Never when absent. */
  readonly closeBeforeFundingMs?: number | undefined
}
