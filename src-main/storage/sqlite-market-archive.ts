import { setImmediate as nextTurn } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { Decision, DecisionPoint } from '../../src-shared/domain/decision.ts'
import { versionAt, type Instrument } from '../../src-shared/domain/instrument.ts'
import type { Rate, TimeMs } from '../../src-shared/domain/units.ts'
import type { ArchiveSpan, DecisionSpan, MarketArchive, WriteCount } from '../market-data/candle-archive.port.ts'
import { candleFromRow, candleToRow, sameCandle, type CandleRow } from './candle-rows.ts'
import { openBulk, openToRead } from './connection.ts'
import { marketKind, type Opening } from './database-kind.ts'
import { decisionFrom, decisionToRow, pointFrom } from './decision-rows.ts'
import { fromJsonText, toJsonText } from './json-text.ts'
import { prepareMarketStatements, type FundingRow, type MarketStatements, type PointRow } from './market-statements.ts'

/** Rows in one transaction or one page. Whoever shares the thread waits no longer than for these. */
const CHUNK = 5_000

type Outcome = keyof WriteCount

/** market.db. Writes are transactions of up to 5,000 rows: when one fails, those before it stay, and writing all again is right. */
export class SqliteMarketArchive implements MarketArchive {
  readonly #database: Database.Database
  readonly #statements: MarketStatements

  /** Makes market.db if it is not there. Throws StorageRefusal for a file that must not be used. */
  constructor(opening: Opening, { readOnly = false }: { readonly readOnly?: boolean } = {}) {
    this.#database = readOnly ? openToRead(marketKind, opening) : openBulk(marketKind, opening)
    this.#statements = prepareMarketStatements(this.#database)
  }

  async putInstruments(instruments: readonly Instrument[]): Promise<void> {
    await this.#inChunks(instruments, (instrument) => this.#statements.putInstrument.run(instrument.instrumentId, toJsonText(instrument)))
  }

  instruments(): Promise<readonly Instrument[]> {
    return Promise.resolve(this.#statements.instruments.all().map((payload) => fromJsonText(payload) as Instrument))
  }

  /** Rejects with RangeError for a candle of an instrument that was not put before: its decimals are not known. */
  async putCandles(candles: readonly Candle[]): Promise<WriteCount> {
    const instruments = await this.#instrumentMap()
    return this.#count(candles, (candle) => this.#putCandle(candle, known(instruments, candle.instrumentId)))
  }

  /** Rejects with RangeError when the instrument's present decimals cannot hold its candles exactly. */
  async candles(instrumentId: string, intervalMs: number, from: TimeMs, to: TimeMs): Promise<readonly Candle[]> {
    const instrument = (await this.#instrumentMap()).get(instrumentId)
    if (!instrument) return []
    const candles: Candle[] = []
    for (let next: number = from; ;) {
      const page = this.#statements.candles.all(instrumentId, intervalMs, next, to, CHUNK)
      for (const row of page) candles.push(candleFromRow(row, versionAt(instrument, row.open_time as TimeMs)))
      const last = page.at(-1)
      if (!last || page.length < CHUNK) return candles
      next = last.open_time + 1
      await nextTurn()
    }
  }

  /** Rejects as `candles` does. */
  async candlesBefore(instrumentId: string, intervalMs: number, before: number, limit: number): Promise<readonly Candle[]> {
    const instrument = (await this.#instrumentMap()).get(instrumentId)
    if (!instrument) return []
    const rows = await newestFirst(limit, (last: CandleRow | undefined, count) => this.#statements.candlesBefore.all(instrumentId, intervalMs, last?.open_time ?? before, count))
    return rows.toReversed().map((row) => candleFromRow(row, versionAt(instrument, row.open_time as TimeMs)))
  }

  spans(): Promise<readonly ArchiveSpan[]> {
    const spans = this.#statements.spans.all().map((row) => ({
      instrumentId: row.instrument_id,
      intervalMs: row.interval_ms,
      firstOpenTime: row.first as TimeMs,
      lastOpenTime: row.last as TimeMs,
      candles: row.candles,
    }))
    return Promise.resolve(spans)
  }

  putFunding(funding: readonly FundingRate[]): Promise<WriteCount> {
    return this.#count(funding, (rate) => this.#putFunding(rate))
  }

  async funding(instrumentId: string, from: TimeMs, to: TimeMs): Promise<readonly FundingRate[]> {
    const rates: FundingRate[] = []
    for (let next: number = from; ;) {
      const page = this.#statements.fundingBetween.all(instrumentId, next, to, CHUNK)
      for (const row of page) rates.push(fundingFromRow(row))
      const last = page.at(-1)
      if (!last || page.length < CHUNK) return rates
      next = last.funding_time + 1
      await nextTurn()
    }
  }

  /** A decision that is there already stays as it is: what was decided is history. */
  async putDecisions(decisions: readonly Decision[]): Promise<void> {
    await this.#inChunks(decisions, (decision) => this.#statements.putDecision.run(decisionToRow(decision)))
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

  async #instrumentMap(): Promise<ReadonlyMap<string, Instrument>> {
    return new Map((await this.instruments()).map((instrument) => [instrument.instrumentId, instrument]))
  }

  #putCandle(candle: Candle, instrument: Instrument): Outcome {
    const row = candleToRow(candle, instrument)
    const { insert, present, update } = this.#statements.candle
    if (insert.run(row).changes > 0) return 'added'
    const old = present.get(row.instrument_id, row.interval_ms, row.open_time)
    if (old && sameCandle(old, row)) return 'unchanged'
    update.run(row)
    return 'corrected'
  }

  #putFunding({ instrumentId, fundingTime, rate, intervalMs }: FundingRate): Outcome {
    const row: FundingRow = { instrument_id: instrumentId, funding_time: fundingTime, rate, interval_ms: intervalMs }
    const { insert, present, update } = this.#statements.funding
    if (insert.run(row).changes > 0) return 'added'
    const old = present.get(instrumentId, fundingTime)
    if (old?.rate === rate && old.interval_ms === intervalMs) return 'unchanged'
    update.run(row)
    return 'corrected'
  }

  async #count<Item>(items: readonly Item[], put: (item: Item) => Outcome): Promise<WriteCount> {
    const count = { added: 0, unchanged: 0, corrected: 0 }
    await this.#inChunks(items, (item) => count[put(item)]++)
    return count
  }

  async #inChunks<Item>(items: readonly Item[], put: (item: Item) => void): Promise<void> {
    const commit = this.#database.transaction((chunk: readonly Item[]) => {
      for (const item of chunk) put(item)
    })
    for (let start = 0; start < items.length; start += CHUNK) {
      if (start > 0) await nextTurn()
      commit.immediate(items.slice(start, start + CHUNK))
    }
  }
}

function known(instruments: ReadonlyMap<string, Instrument>, instrumentId: string): Instrument {
  const instrument = instruments.get(instrumentId)
  if (!instrument) throw new RangeError(`the archive does not know ${instrumentId}: put the instrument before its candles`)
  return instrument
}

const fundingFromRow = (row: FundingRow): FundingRate => ({
  instrumentId: row.instrument_id,
  fundingTime: row.funding_time as TimeMs,
  rate: row.rate as Rate,
  intervalMs: row.interval_ms,
})

/** Up to `limit` rows, page by page; `page` gives those that come after the last one had. */
async function newestFirst<Row>(limit: number, page: (last: Row | undefined, count: number) => Row[]): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const wanted = Math.min(CHUNK, limit - rows.length)
    const more = page(rows.at(-1), wanted)
    rows.push(...more)
    if (more.length < wanted || rows.length >= limit) return rows
    await nextTurn()
  }
}
