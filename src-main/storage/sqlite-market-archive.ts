import { setImmediate as nextTurn } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { CandleColumns, CandleKind, CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import type { Decision, DecisionPoint } from '../../src-shared/domain/decision.ts'
import type { Instrument, MarginTier } from '../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import { systemClock } from '../base/system-clock.ts'
import type { ArchiveSpan, DecisionSpan, WriteCount } from '../market-data/candle-archive.port.ts'
import type { CandleCorrection, CandleDetail, DataArchive, DatedTiers, KnownGap, OpenInterest, SeriesId, SeriesSource, SeriesSpan } from '../market-data/data-archive.port.ts'
import { BlockCheck, type BlocksFound } from './block-check.ts'
import { CandleStore } from './candle-store.ts'
import { CHUNK, inChunks, newestFirst } from './chunks.ts'
import { openBulk, openToRead } from './connection.ts'
import { marketKind, type Opening } from './database-kind.ts'
import { TierStore } from './dated-tiers.ts'
import { decisionFrom, decisionToRow, pointFrom } from './decision-rows.ts'
import { fromJsonText, toJsonText } from './json-text.ts'
import { KnownGapStore } from './known-gaps.ts'
import { prepareMarketStatements, type MarketStatements, type PointRow } from './market-statements.ts'
import { SeriesStore } from './series-store.ts'
import { SourceStore } from './source-store.ts'

export interface MarketArchiveOptions {
  readonly readOnly?: boolean
  /** Says when a correction was learnt. */
  readonly clock?: Clock
}

/** market.db. Writes are transactions of up to 5,000 rows: when one fails, those before it stay, and writing all again is right. */
export class SqliteMarketArchive implements DataArchive {
  readonly #database: Database.Database
  readonly #statements: MarketStatements
  readonly #candles: CandleStore
  readonly #series: SeriesStore
  readonly #tiers: TierStore
  readonly #sources: SourceStore
  readonly #gaps: KnownGapStore
  readonly #parsed = new Map<string, { readonly payload: string; readonly instrument: Instrument }>()

  /** Makes market.db if it is not there. Throws StorageRefusal for a file that must not be used. */
  constructor(opening: Opening, { readOnly = false, clock = systemClock }: MarketArchiveOptions = {}) {
    this.#database = readOnly ? openToRead(marketKind, opening) : openBulk(marketKind, opening)
    this.#statements = prepareMarketStatements(this.#database)
    this.#candles = new CandleStore(this.#database, clock, marketKind.remedy)
    this.#series = new SeriesStore(this.#database, clock)
    this.#tiers = new TierStore(this.#database)
    this.#sources = new SourceStore(this.#database)
    this.#gaps = new KnownGapStore(this.#database)
  }

  async putInstruments(instruments: readonly Instrument[]): Promise<void> {
    await inChunks(this.#database, instruments, (chunk) => {
      for (const instrument of chunk) this.#statements.putInstrument.run(instrument.instrumentId, toJsonText(instrument))
    })
  }

  instruments(): Promise<readonly Instrument[]> {
    return Promise.resolve(this.#statements.instruments.all().map((payload) => this.#tiers.applied(fromJsonText(payload) as Instrument)))
  }

  putMarginTiers(instrumentId: string, validFrom: TimeMs, tiers: readonly MarginTier[]): Promise<void> {
    return Promise.resolve(this.#tiers.put(instrumentId, validFrom, tiers))
  }

  marginTiers(instrumentId: string): Promise<readonly DatedTiers[]> {
    return Promise.resolve(this.#tiers.of(instrumentId))
  }

  /** Rejects with RangeError for a candle of an instrument that was not put before: its decimals are not known. */
  async putCandles(candles: readonly Candle[], detail: CandleDetail = {}): Promise<WriteCount> {
    const names = new Set(candles.map(({ instrumentId }) => instrumentId))
    return this.#candles.put(candles, detail, new Map([...names].map((name) => [name, this.#instrument(name)])))
  }

  /** Rejects with RangeError when the instrument's present decimals cannot hold its candles exactly, and with StorageRefusal when they are damaged. */
  async candles(instrumentId: string, intervalMs: number, from: TimeMs, to: TimeMs): Promise<readonly Candle[]> {
    const instrument = this.#instrument(instrumentId)
    return instrument ? this.#candles.read.candles({ instrumentId, kind: 'trade', intervalMs }, instrument, from, to) : []
  }

  /** Rejects as `candles` does. */
  async candlesBefore(instrumentId: string, intervalMs: number, before: number, limit: number): Promise<readonly Candle[]> {
    const instrument = this.#instrument(instrumentId)
    return instrument ? this.#candles.read.candlesBefore({ instrumentId, kind: 'trade', intervalMs }, instrument, before, limit) : []
  }

  /** Rejects as `candles` does. */
  async columns(series: CandleSeriesId, from: TimeMs, to: TimeMs): Promise<CandleColumns> {
    return this.#candles.read.columns(series, this.#instrument(series.instrumentId), from, to)
  }

  spans(): Promise<readonly ArchiveSpan[]> {
    return Promise.resolve(this.#spansOf('trade'))
  }

  /** Rejects as `candles` does. */
  async markCandles(instrumentId: string, intervalMs: number, from: TimeMs, to: TimeMs): Promise<readonly Candle[]> {
    const instrument = this.#instrument(instrumentId)
    return instrument ? this.#candles.read.candles({ instrumentId, kind: 'mark', intervalMs }, instrument, from, to) : []
  }

  markSpans(): Promise<readonly ArchiveSpan[]> {
    return Promise.resolve(this.#spansOf('mark'))
  }

  #spansOf(wanted: CandleKind): readonly ArchiveSpan[] {
    const spans = this.#candles.spans().filter(({ kind }) => kind === wanted)
    return spans.map(({ instrumentId, intervalMs, first, last, rows }) => ({ instrumentId, intervalMs, firstOpenTime: first, lastOpenTime: last, candles: rows }))
  }

  series(): Promise<readonly SeriesSpan[]> {
    const all = [...this.#candles.spans(), ...this.#series.spans(), ...this.#tiers.spans()]
    return Promise.resolve(all.toSorted((a, b) => compare(a.instrumentId, b.instrumentId)))
  }

  async corrections(series: CandleSeriesId): Promise<readonly CandleCorrection[]> {
    const instrument = this.#instrument(series.instrumentId)
    return instrument ? this.#candles.corrections(series, instrument) : []
  }

  correctionCount(series: SeriesId): Promise<number> {
    const { instrumentId, kind, intervalMs } = series
    return Promise.resolve(kind === 'trade' || kind === 'mark' ? this.#candles.correctionCount({ instrumentId, kind, intervalMs }) : this.#series.correctionCount(series))
  }

  pack(): Promise<number> {
    return this.#candles.pack()
  }

  /** Reads every packed span and tells which are not what was written. */
  checkBlocks(): Promise<BlocksFound> {
    return new BlockCheck(this.#database).run()
  }

  putFunding(funding: readonly FundingRate[]): Promise<WriteCount> {
    return this.#series.putFunding(funding)
  }

  funding(instrumentId: string, from: TimeMs, to: TimeMs): Promise<readonly FundingRate[]> {
    return this.#series.funding(instrumentId, from, to)
  }

  putOpenInterest(rows: readonly OpenInterest[]): Promise<WriteCount> {
    return this.#series.putOpenInterest(rows)
  }

  openInterest(series: Pick<SeriesId, 'instrumentId' | 'intervalMs'>, from: TimeMs, to: TimeMs): Promise<readonly OpenInterest[]> {
    return this.#series.openInterest(series, from, to)
  }

  putSources(sources: readonly SeriesSource[]): Promise<void> {
    return Promise.resolve(this.#sources.put(sources))
  }

  sources(series: SeriesId): Promise<readonly SeriesSource[]> {
    return Promise.resolve(this.#sources.of(series))
  }

  knownGaps(series: CandleSeriesId): Promise<readonly KnownGap[]> {
    return Promise.resolve(this.#gaps.of(series))
  }

  putKnownGaps(series: CandleSeriesId, gaps: readonly KnownGap[]): Promise<void> {
    return Promise.resolve(this.#gaps.put(series, gaps))
  }

  /** A decision that is there already stays as it is: what was decided is history. */
  async putDecisions(decisions: readonly Decision[]): Promise<void> {
    await inChunks(this.#database, decisions, (chunk) => {
      for (const decision of chunk) this.#statements.putDecision.run(decisionToRow(decision))
    })
  }

  async decisions(from: TimeMs, to: TimeMs): Promise<readonly Decision[]> {
    const decisions: Decision[] = []
    for await (const page of this.decisionPages(from, to)) decisions.push(...page)
    return decisions
  }

  /** As `decisions`, but never more than one page in memory. */
  async *decisionPages(from: TimeMs, to: TimeMs): AsyncGenerator<readonly Decision[]> {
    let after: readonly [asOf: number, decisionId: string] = [from, '']
    for (;;) {
      const page = this.#statements.decisions.all(...after, to, CHUNK)
      if (page.length > 0) yield page.map(({ payload }) => decisionFrom(payload))
      const last = page.at(-1)
      if (!last || page.length < CHUNK) return
      after = [last.as_of, last.decision_id]
      await nextTurn()
    }
  }

  async decisionPoints({ instrumentId, from, to, limit }: DecisionSpan): Promise<readonly DecisionPoint[]> {
    const rows = await newestFirst(limit, (last: PointRow | undefined, count) => this.#statements.decisionPoints.all(instrumentId, from, last?.as_of ?? to, last?.decision_id ?? '', count))
    return rows.toReversed().map(pointFrom)
  }

  decision(asOf: number, decisionId: string): Promise<Decision | undefined> {
    const payload = this.#statements.decision.get(asOf, decisionId)
    return Promise.resolve(payload === undefined ? undefined : decisionFrom(payload))
  }

  close(): void {
    this.#database.close()
  }

  /** For its decimals: without its dated tiers. Read anew each time, since another process may have put it, but taken apart only when it changed. */
  #instrument(instrumentId: string): Instrument | undefined {
    const payload = this.#statements.instrument.get(instrumentId)
    if (payload === undefined) return undefined
    const known = this.#parsed.get(instrumentId)
    if (known?.payload === payload) return known.instrument
    const instrument = fromJsonText(payload) as Instrument
    this.#parsed.set(instrumentId, { payload, instrument })
    return instrument
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
