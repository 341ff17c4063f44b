import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandleSeriesId, Turnover } from '../../src-shared/domain/candle-columns.ts'
import { versionAt, type Instrument } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { WriteCount } from '../market-data/candle-archive.port.ts'
import type { DataArchive, KnownGap, SeriesId, SeriesSpan } from '../market-data/data-archive.port.ts'
import { explainKlines } from '../venue/binance/explain-klines.ts'
import { KLINES_CHEAPEST, klines, klineWeight } from '../venue/binance/market-requests.ts'
import type { Kline, KlineSeries } from '../venue/binance/read-klines.ts'
import { gapsAfter, missingSpans, pagesOf, wantedSpans, type Span } from './collect-plan.ts'
import { AnswerRefused, type CollectVenue } from './collect-venue.ts'

/** One series, and the pages that are to be asked for. */
export interface SeriesPlan {
  readonly series: CandleSeriesId
  readonly instrument: Instrument
  readonly pages: readonly Span[]
  readonly weight: number
}

/** A candle is taken some seconds after it closed: its last trades may still be counted. */
const CLOSED_FOR_MS = 5_000
/** Rows written at once, in one transaction. A process that is killed loses no more, and asks for them again. */
const ROWS_AT_ONCE = 9 * KLINES_CHEAPEST

/** What of whole days up to now the archive does not have. What it holds is all that is remembered of earlier collections. */
export async function planSeries(archive: DataArchive, series: CandleSeriesId, instrument: Instrument, { from, now }: { readonly from: number; readonly now: number }): Promise<SeriesPlan> {
  const { intervalMs } = series
  const grid = (time: number): number => Math.floor(time / intervalMs) * intervalMs
  const whole = { from: Math.max(grid(from), instrument.versions[0]?.validFrom ?? 0), to: grid(now - CLOSED_FOR_MS) }
  const { openTime } = await archive.columns(series, whole.from as TimeMs, whole.to as TimeMs)
  const spans = wantedSpans(openTime, whole, await archive.knownGaps(series), { intervalMs, now })
  const pages = pagesOf(spans, intervalMs, KLINES_CHEAPEST, decimalChanges(instrument))
  return { series, instrument, pages, weight: pages.reduce((sum, page) => sum + klineWeight(rowsOf(page, intervalMs)), 0) }
}

/** Whole days before today, at most from its listing on. What the archive has of it already ends where this begins or later: no hole is left between. */
export function beginOf(archived: readonly SeriesSpan[], { instrumentId, kind, intervalMs }: SeriesId, { onboardDate, days, now }: { readonly onboardDate: number; readonly days: number; readonly now: number }): number {
  const wanted = now - (now % DAY_MS) - days * DAY_MS
  const held = archived.find((span) => span.instrumentId === instrumentId && span.kind === kind && span.intervalMs === intervalMs)
  return Math.max(onboardDate, Math.min(wanted, held ? held.last + intervalMs : wanted))
}

export const rowsOf = ({ from, to }: Span, intervalMs: number): number => Math.round((to - from) / intervalMs)

function decimalChanges({ versions }: Instrument): readonly number[] {
  return versions.filter((version, i) => {
    const before = versions[i - 1]
    return before && (before.priceDecimals !== version.priceDecimals || before.quantityDecimals !== version.quantityDecimals)
  }).map(({ validFrom }) => validFrom)
}

/** The candles of a page. Rejects with AnswerRefused when one of them is not what it should be: nothing of such an answer is used. */
export async function fetchPage(venue: CollectVenue, { series, instrument }: SeriesPlan, page: Span): Promise<readonly Kline[]> {
  const { intervalMs } = series
  const wanted: KlineSeries = { ...series, version: versionAt(instrument, page.from as TimeMs) }
  const request = klines(instrument.symbol, wanted, { startTime: page.from, endTime: page.to - 1, limit: rowsOf(page, intervalMs) })
  const found = await venue.ask({ ...request, read: (body) => request.read(body) ?? explainKlines(body, wanted) })
  if (typeof found === 'string') throw new AnswerRefused(found)
  if (found.some(({ candle }) => candle.openTime < page.from || candle.openTime >= page.to)) throw new AnswerRefused('it answered with candles that were not asked for')
  return found
}

/** Takes pages of one series in their order and writes them some thousand rows at a time; remembers what the venue itself does not have. */
export class SeriesWriter {
  readonly #archive: DataArchive
  readonly #plan: SeriesPlan
  readonly #candles: Candle[] = []
  readonly #turnover: (Turnover | null)[] = []
  #gaps: readonly KnownGap[] | undefined
  #asked: { readonly page: Span; readonly holes: readonly Span[] }[] = []
  readonly count: { -readonly [Name in keyof WriteCount]: number } = { added: 0, unchanged: 0, corrected: 0 }
  holes = 0

  constructor(archive: DataArchive, plan: SeriesPlan) {
    this.#archive = archive
    this.#plan = plan
  }

  async take(page: Span, rows: readonly Kline[], now: TimeMs): Promise<void> {
    for (const { candle, turnover } of rows) {
      this.#candles.push(candle)
      this.#turnover.push(turnover)
    }
    const { intervalMs } = this.#plan.series
    const holes = missingSpans(rows.map(({ candle }) => candle.openTime), page, intervalMs)
    this.#asked.push({ page, holes })
    this.holes += holes.reduce((sum, hole) => sum + rowsOf(hole, intervalMs), 0)
    if (this.#candles.length >= ROWS_AT_ONCE) await this.flush(now)
  }

  /** Writes what was taken so far. */
  async flush(now: TimeMs): Promise<void> {
    const { series } = this.#plan
    if (this.#candles.length > 0) {
      const written = await this.#archive.putCandles(this.#candles.splice(0), { kind: series.kind, turnover: this.#turnover.splice(0) })
      for (const name of ['added', 'unchanged', 'corrected'] as const) this.count[name] += written[name]
    }
    await this.#remember(now)
  }

  async #remember(now: TimeMs): Promise<void> {
    const { series } = this.#plan
    const before = this.#gaps ?? (await this.#archive.knownGaps(series))
    this.#gaps = this.#asked.reduce((gaps, { page, holes }) => gapsAfter(gaps, page, holes, now), before)
    this.#asked = []
    if (this.#gaps.length > 0 || before.length > 0) await this.#archive.putKnownGaps(series, this.#gaps)
  }
}
