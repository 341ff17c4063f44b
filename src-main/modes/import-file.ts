import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandleKind, Turnover } from '../../src-shared/domain/candle-columns.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { WriteCount } from '../market-data/candle-archive.port.ts'
import type { DataArchive } from '../market-data/data-archive.port.ts'
import { readMarketCsv } from '../venue/recorded/candle-csv.ts'
import type { CsvReport } from '../venue/recorded/csv-report.ts'
import { ImportInstruments } from './import-instruments.ts'
import { SeriesTally } from './series-tally.ts'

export interface ImportWanted {
  readonly path: string
  /** As the archive will remember the file. */
  readonly name: string
  /** Null for a panel, whose rows each name their own. */
  readonly instrumentId: string | null
  /** Null where the file does not tell, and need not: five minutes. */
  readonly intervalMs: number | null
  readonly candles: CandleKind
  readonly definition?: Instrument
  readonly repairNoise: boolean
}

export interface ImportPlace {
  readonly archive: DataArchive
  readonly clock: Clock
  readonly progress: (bytesRead: number, bytesTotal: number) => void
  readonly cancelled: () => boolean
}

export interface RowsReport extends CsvReport, WriteCount {
  /** Null for a panel. */
  readonly instrumentId: string | null
  readonly path: string
  /** How many instruments there are rows of. */
  readonly instruments: number
  /** Instruments whose decimals were taken from the file, since nobody gave their rules. Nothing is opened on them. */
  readonly derived: readonly string[]
}

/** The instrument of a file cannot be told. */
export class UnknownSymbol extends Error {
  override readonly name = 'UnknownSymbol'
}

/** Puts a file's rows into the archive. Stopping it, or a failure, keeps what was written: importing the file again is right. Rejects with UnknownSymbol. */
export async function importFile(wanted: ImportWanted, place: ImportPlace): Promise<RowsReport> {
  const { path, instrumentId, candles, definition, repairNoise } = wanted
  const { archive, clock, progress, cancelled } = place
  const instruments = await ImportInstruments.of(archive, { path, repairNoise }, instrumentId, definition)
  const own = instrumentId === null ? undefined : instruments.find(instrumentId)
  if (typeof own === 'string') throw new UnknownSymbol(own)
  const sink = new ArchiveSink(archive, candles, instruments)
  if (own && instruments.derived.length === 0) await archive.putInstruments([own])
  const rules = own ? { instrument: own } : { panel: (symbol: string) => instrumentOrNothing(instruments, symbol), refused: (symbol: string) => sink.tally.refuse(symbol) }
  const report = await readMarketCsv({ path, ...rules, candles, repairNoise, intervalMs: wanted.intervalMs ?? 5 * MINUTE_MS, now: clock.now(), sink, progress, cancelled })
  if (own) sink.tally.refuse(own.instrumentId, report.rows - report.accepted)
  if (sink.tally.series.length > 0) await archive.putSources(await sourcesOf(wanted, sink.tally, clock.now()))
  return { instrumentId, path, ...report, ...sink.count, instruments: new Set(sink.tally.series.map((one) => one.instrumentId)).size, derived: instruments.derived }
}

function instrumentOrNothing(instruments: ImportInstruments, symbol: string): Instrument | undefined {
  const found = instruments.find(symbol)
  return typeof found === 'string' ? undefined : found
}

/** Takes batches to the archive and counts what becomes of them. */
class ArchiveSink {
  readonly tally = new SeriesTally()
  readonly count = { added: 0, unchanged: 0, corrected: 0 }
  readonly #archive: DataArchive
  readonly #kind: CandleKind
  readonly #instruments: ImportInstruments
  readonly #known = new Set<string>()

  constructor(archive: DataArchive, kind: CandleKind, instruments: ImportInstruments) {
    this.#archive = archive
    this.#kind = kind
    this.#instruments = instruments
  }

  async candles(batch: readonly Candle[], turnover?: readonly (Turnover | null)[]): Promise<void> {
    await this.#make(batch)
    this.#add(await this.#archive.putCandles(batch, { kind: this.#kind, ...(turnover ? { turnover } : {}) }))
    for (const { instrumentId, intervalMs, openTime } of batch) this.tally.take({ instrumentId, kind: this.#kind, intervalMs }, openTime)
  }

  async funding(batch: Parameters<DataArchive['putFunding']>[0]): Promise<void> {
    this.#add(await this.#archive.putFunding(batch))
    for (const { instrumentId, fundingTime } of batch) this.tally.take({ instrumentId, kind: 'funding', intervalMs: 0 }, fundingTime)
  }

  async openInterest(batch: Parameters<DataArchive['putOpenInterest']>[0]): Promise<void> {
    this.#add(await this.#archive.putOpenInterest(batch))
    for (const { instrumentId, intervalMs, time } of batch) this.tally.take({ instrumentId, kind: 'open-interest', intervalMs }, time)
  }

  /** Candles need the decimals of their instrument; funding and open interest do not. */
  async #make(batch: readonly Candle[]): Promise<void> {
    const names = [...new Set(batch.map(({ instrumentId }) => instrumentId))].filter((name) => !this.#known.has(name))
    const found = names.map((name) => this.#instruments.find(name)).filter((instrument) => typeof instrument !== 'string')
    if (found.length > 0) await this.#archive.putInstruments(found)
    for (const name of names) this.#known.add(name)
  }

  #add(written: WriteCount): void {
    for (const name of ['added', 'unchanged', 'corrected'] as const) this.count[name] += written[name]
  }
}

async function sourcesOf({ path, name }: ImportWanted, tally: SeriesTally, importedAt: TimeMs): Promise<Parameters<DataArchive['putSources']>[0]> {
  const file = { name, sha256: await hashOf(path), bytes: (await stat(path)).size, importedAt }
  return tally.series.map((series) => ({ ...series, ...file }))
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

