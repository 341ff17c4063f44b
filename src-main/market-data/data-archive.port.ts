import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandleColumns, CandleKind, CandleSeriesId, Turnover } from '../../src-shared/domain/candle-columns.ts'
import type { MarginTier } from '../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { MarketArchive, WriteCount } from './candle-archive.port.ts'

/** Contracts that were open at a time, and what they were worth: plain decimals as texts, since neither fits a safe integer. */
export interface OpenInterest {
  readonly instrumentId: string
  readonly intervalMs: number
  readonly time: TimeMs
  readonly contracts: string
  readonly value: string
}

/** Margin tiers that hold from a time on. */
export interface DatedTiers {
  readonly validFrom: TimeMs
  readonly tiers: readonly MarginTier[]
}

export type SeriesKind = CandleKind | 'funding' | 'open-interest' | 'margin-tiers'

/** One series of any kind. `intervalMs` is 0 where its rows have no grid. */
export interface SeriesId {
  readonly instrumentId: string
  readonly kind: SeriesKind
  readonly intervalMs: number
}

export interface SeriesSpan extends SeriesId {
  readonly first: TimeMs
  readonly last: TimeMs
  readonly rows: number
}

/** A candle that said something else before. `learntAt` is null for what an older version of the program wrote down. */
export interface CandleCorrection {
  readonly openTime: TimeMs
  readonly old: Candle
  readonly new: Candle
  readonly learntAt: TimeMs | null
}

/** Candles that the venue itself does not have: from ≤ openTime < to. */
export interface KnownGap {
  readonly from: TimeMs
  readonly to: TimeMs
  /** When it was asked for them last, and how often by then. */
  readonly askedAt: TimeMs
  readonly times: number
}

/** What came from one file for one series. */
export interface SeriesSource extends SeriesId {
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  readonly importedAt: TimeMs
  readonly taken: number
  readonly refused: number
  readonly first: TimeMs
  readonly last: TimeMs
}

/** What is said of candles beyond themselves. */
export interface CandleDetail {
  /** Default 'trade'. */
  readonly kind?: CandleKind
  /** Of the candle at the same place. */
  readonly turnover?: readonly (Turnover | null)[]
}

/** What an archive knows beyond what the engine asks for. */
export interface DataArchive extends Omit<MarketArchive, 'putCandles'> {
  putCandles(candles: readonly Candle[], detail?: CandleDetail): Promise<WriteCount>
  /** from ≤ openTime < to. The decimals are the finest that the instrument had in that time. Without rows for an instrument that is not known. */
  columns(series: CandleSeriesId, from: TimeMs, to: TimeMs): Promise<CandleColumns>
  /** Ascending by instrument, kind and interval. */
  series(): Promise<readonly SeriesSpan[]>
  /** Ascending by openTime, and for one candle in the order they were learnt. */
  corrections(series: CandleSeriesId): Promise<readonly CandleCorrection[]>
  /** How many rows of a series were replaced by others. */
  correctionCount(series: SeriesId): Promise<number>
  putOpenInterest(rows: readonly OpenInterest[]): Promise<WriteCount>
  /** Ascending; from ≤ time < to. */
  openInterest(series: Pick<SeriesId, 'instrumentId' | 'intervalMs'>, from: TimeMs, to: TimeMs): Promise<readonly OpenInterest[]>
  /** From that time on until the next tiers. They take the place of those in the instrument's own description. */
  putMarginTiers(instrumentId: string, validFrom: TimeMs, tiers: readonly MarginTier[]): Promise<void>
  /** Ascending by validFrom. */
  marginTiers(instrumentId: string): Promise<readonly DatedTiers[]>
  putSources(sources: readonly SeriesSource[]): Promise<void>
  /** Ascending by importedAt. */
  sources(series: SeriesId): Promise<readonly SeriesSource[]>
  /** Ascending. */
  knownGaps(series: CandleSeriesId): Promise<readonly KnownGap[]>
  /** In place of those that were known. */
  putKnownGaps(series: CandleSeriesId, gaps: readonly KnownGap[]): Promise<void>
  /** Packs closed spans that an older version of the program left as rows, and answers how many. Written candles are packed by themselves. */
  pack(): Promise<number>
}
