import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { Decision, DecisionPoint } from '../../src-shared/domain/decision.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

export interface ArchiveSpan {
  readonly instrumentId: string
  readonly intervalMs: number
  readonly firstOpenTime: TimeMs
  readonly lastOpenTime: TimeMs
  readonly candles: number
}

/** What was written and what was there before. Equal rows count as unchanged, rows that differ replace the old ones and count as corrected. */
export interface WriteCount {
  readonly added: number
  readonly unchanged: number
  readonly corrected: number
}

/** The newest `limit` decisions of one instrument with from ≤ asOf < to. */
export interface DecisionSpan {
  readonly instrumentId: string
  readonly from: number
  readonly to: number
  readonly limit: number
}

/** What runs over a record read of it. */
export type MarketReads = Pick<MarketArchive, 'instruments' | 'candles' | 'candlesBefore' | 'spans' | 'markCandles' | 'markSpans' | 'funding'>

/** Market data at rest. Asynchronous, so that it may live in another thread or on another machine. */
export interface MarketArchive {
  putInstruments(instruments: readonly Instrument[]): Promise<void>
  instruments(): Promise<readonly Instrument[]>
  putCandles(candles: readonly Candle[]): Promise<WriteCount>
  /** Ascending by openTime; from ≤ openTime < to. */
  candles(instrumentId: string, intervalMs: number, from: TimeMs, to: TimeMs): Promise<readonly Candle[]>
  /** The newest `limit` that opened before a time, ascending. */
  candlesBefore(instrumentId: string, intervalMs: number, before: number, limit: number): Promise<readonly Candle[]>
  spans(): Promise<readonly ArchiveSpan[]>
  /** As `candles` and `spans`, of the venue's mark price. */
  markCandles(instrumentId: string, intervalMs: number, from: TimeMs, to: TimeMs): Promise<readonly Candle[]>
  markSpans(): Promise<readonly ArchiveSpan[]>
  putFunding(funding: readonly FundingRate[]): Promise<WriteCount>
  /** Ascending by fundingTime; from ≤ fundingTime < to. */
  funding(instrumentId: string, from: TimeMs, to: TimeMs): Promise<readonly FundingRate[]>
  putDecisions(decisions: readonly Decision[]): Promise<void>
  /** Ascending by asOf; from ≤ asOf < to. */
  decisions(from: TimeMs, to: TimeMs): Promise<readonly Decision[]>
  /** Ascending by asOf. */
  decisionPoints(span: DecisionSpan): Promise<readonly DecisionPoint[]>
  decision(asOf: number, decisionId: string): Promise<Decision | undefined>
}
