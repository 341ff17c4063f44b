import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import type { WriteCount } from '../market-data/candle-archive.port.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Timer } from '../base/timer.port.ts'
import type { DataArchive, SeriesId, SeriesSpan } from '../market-data/data-archive.port.ts'
import type { BinanceEndpoint } from '../venue/binance/endpoints.ts'
import { klineWeight } from '../venue/binance/market-requests.ts'
import type { ListedSymbol } from '../venue/binance/read-exchange-info.ts'
import { collectCandles } from './collect-candles.ts'
import { fundingOf, putFundingOf } from './collect-funding.ts'
import { collectInstruments, type Found } from './collect-instruments.ts'
import { CollectCount, type CollectState } from './collect-progress.ts'
import { beginOf, planSeries, rowsOf, type SeriesPlan } from './collect-series.ts'
import { collectedSource } from './collect-sources.ts'
import { AnswerRefused, CollectStopped, CollectVenue, VenueUnreachable } from './collect-venue.ts'

export interface CollectWanted {
  readonly endpoint: BinanceEndpoint
  readonly instruments: readonly string[]
  /** Whole days before today, and today up to now. */
  readonly days: number
  readonly intervalsMs: readonly number[]
}

export interface CollectPlace {
  readonly archive: DataArchive
  /** One that cannot be set. */
  readonly clock: Clock
  readonly timer: Timer
  readonly signal: AbortSignal
  readonly progress: (state: CollectState) => void
  /** Part of the venue's weight that may be spent. Default COLLECT_SHARE. */
  readonly share?: number
}

interface CollectedSeries extends CandleSeriesId, WriteCount {
  /** Candles that the venue itself does not have. */
  readonly holes: number
}

export interface CollectReport {
  readonly rows: number
  readonly series: readonly CollectedSeries[]
  readonly funding: readonly ({ readonly instrumentId: string } & WriteCount)[]
  /** What stood in the way, by instrument. */
  readonly problems: readonly { readonly instrumentId: string; readonly told: Told }[]
  /** What ended the whole before its time; what was written until then stays, and the same wish goes on. */
  readonly stopped: Told | null
}

/** The other half is for exits and for whatever else asks from this address. */
export const COLLECT_SHARE = 0.5
/** Brings an archive up to what the venue has. Whatever becomes of it, what was written is right, and the same wish goes on from there. Rejects when the archive is damaged or not ours. */
export function collect(wanted: CollectWanted, place: CollectPlace): Promise<CollectReport> {
  return new Collection(wanted, place).run()
}

class Collection {
  readonly #wanted: CollectWanted
  readonly #place: CollectPlace
  readonly #venue: CollectVenue
  readonly #count: CollectCount
  readonly #series: CollectedSeries[] = []
  /** Before it began. */
  #archived: readonly SeriesSpan[] = []
  readonly #funding: ({ instrumentId: string } & WriteCount)[] = []

  constructor(wanted: CollectWanted, place: CollectPlace) {
    const { clock, timer, signal, share = COLLECT_SHARE } = place
    this.#wanted = wanted
    this.#place = place
    this.#venue = new CollectVenue({ endpoint: wanted.endpoint, clock, timer, signal, share })
    this.#count = new CollectCount(clock, wanted.instruments)
  }

  async run(): Promise<CollectReport> {
    const stopped = await this.#work().then(() => null, (error: unknown) => this.#whyStopped(error))
    const problems = this.#wanted.instruments.flatMap((instrumentId) => {
      const reason = this.#count.toldOf(instrumentId)
      return reason ? [{ instrumentId, told: reason }] : []
    })
    return { rows: this.#count.state(null).rows, series: this.#series, funding: this.#funding, problems, stopped }
  }

  #whyStopped(error: unknown): Told {
    const { name } = this.#wanted.endpoint
    if (error instanceof CollectStopped) return told('collect-stopped', {})
    if (error instanceof VenueUnreachable) return told('collect-unreachable', { venue: name, detail: error.message })
    if (isOfTheDisk(error)) return told('collect-not-written', { detail: error.message })
    if (error instanceof AnswerRefused) return told('collect-refused', { instrument: name, detail: error.message })
    throw error
  }

  async #work(): Promise<void> {
    const { archive } = this.#place
    await this.#venue.meet()
    const found = await collectInstruments(this.#venue, archive, this.#wanted.instruments)
    this.#archived = await archive.series()
    const plans: SeriesPlan[] = []
    for (const [instrumentId, one] of found) plans.push(...(await this.#planned(instrumentId, one)))
    this.#tell()
    await this.#candles(plans)
    for (const [instrumentId, one] of found) if (typeof one !== 'string') await this.#settlements(instrumentId, one.listed)
    this.#tell()
  }

  async #planned(instrumentId: string, one: Found): Promise<readonly SeriesPlan[]> {
    if (typeof one === 'string') {
      this.#refuse(instrumentId, one)
      return []
    }
    if (one.listed.status === 'halted') this.#count.tell(instrumentId, told('collect-halted', { instrument: instrumentId }))
    const plans: SeriesPlan[] = []
    for (const intervalMs of this.#wanted.intervalsMs) {
      for (const kind of ['trade', 'mark'] as const) {
        if (this.#place.signal.aborted) throw new CollectStopped('the collection was stopped')
        const series = { instrumentId, kind, intervalMs }
        const plan = await planSeries(this.#place.archive, series, one.instrument, { from: this.#begin(series, one.listed), now: this.#venue.now })
        this.#count.plan(instrumentId, plan.weight)
        plans.push(plan)
      }
    }
    return plans
  }

  #candles(plans: readonly SeriesPlan[]): Promise<void> {
    return collectCandles(plans, {
      venue: this.#venue, archive: this.#place.archive,
      onPage: ({ series }, page, rows) => {
        this.#count.did(series.instrumentId, klineWeight(rowsOf(page, series.intervalMs)), rows)
        this.#tell()
      },
      onRefused: ({ series: { instrumentId, kind } }, { message }) => this.#refuse(instrumentId, `${kind === 'mark' ? 'mark prices' : 'candles'}: ${message}`),
      onSeries: async ({ series }, written) => {
        this.#series.push({ ...series, ...written })
        await this.#remember(series, written.added + written.corrected)
      },
    })
  }

  #refuse(instrumentId: string, detail: string): void {
    this.#count.tell(instrumentId, told('collect-refused', { instrument: instrumentId, detail }))
  }

  #begin(series: SeriesId, { onboardDate }: ListedSymbol): number {
    return beginOf(this.#archived, series, { onboardDate, days: this.#wanted.days, now: this.#venue.now })
  }

  async #settlements(instrumentId: string, listed: ListedSymbol): Promise<void> {
    const { archive } = this.#place
    const now = this.#venue.now
    try {
      const settlements = await fundingOf(this.#venue, instrumentId, { from: this.#begin({ instrumentId, kind: 'funding', intervalMs: 0 }, listed), to: now })
      const usualMs = (await archive.instruments()).find((one) => one.instrumentId === instrumentId)?.versions.at(-1)?.fundingIntervalMs ?? 0
      const written = await putFundingOf(archive, instrumentId, settlements, usualMs)
      this.#funding.push({ instrumentId, ...written })
      this.#count.did(instrumentId, 0, settlements.length)
      await this.#remember({ instrumentId, kind: 'funding', intervalMs: 0 }, written.added + written.corrected)
    } catch (error) {
      if (!(error instanceof AnswerRefused)) throw error
      this.#refuse(instrumentId, `funding: ${error.message}`)
    }
  }

  /** Where the rows came from, for the passport. */
  async #remember(series: SeriesId, taken: number): Promise<void> {
    if (taken > 0) await this.#place.archive.putSources([await collectedSource(this.#place.archive, series, { endpoint: this.#wanted.endpoint, taken, at: this.#venue.now })])
  }

  #tell(): void {
    this.#place.progress(this.#count.state(this.#venue.budget))
  }
}

/** Full, failing, or taken by somebody for a while: later it may go. */
const OF_THE_DISK = /^SQLITE_(?:FULL|IOERR|BUSY)/

const isOfTheDisk = (error: unknown): error is Error => error instanceof Error && 'code' in error && typeof error.code === 'string' && OF_THE_DISK.test(error.code)
