import type { FeedView, RecordingView } from '../../src-shared/contract/data-views.ts'
import type { VenueEvent } from '../../src-shared/domain/event.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Ticker } from '../base/ticker.port.ts'
import type { Timer } from '../base/timer.port.ts'
import type { DataArchive } from '../market-data/data-archive.port.ts'
import type { BinanceEndpoint } from '../venue/binance/endpoints.ts'
import { streamsOf, type FeedInstrument, type FeedSettings } from '../venue/binance/feed/feed-settings.ts'
import { venueName } from '../venue/binance/instruments.ts'
import { LiveSource } from '../venue/binance/live-source.ts'
import type { LiveState } from '../venue/binance/live-state.ts'
import { intervalName } from '../venue/binance/market-requests.ts'
import { BinanceStreams } from '../venue/binance/streams/binance-streams.ts'
import type { RawMessage, RecordWriter } from '../venue/market-feed.port.ts'
import { connectBinance, meetVenue, type BinanceConnection } from './binance-connection.ts'
import { collect } from './collect.ts'
import { askMissed, missedEvents, type MissedSpan } from './missed-candles.ts'
import type { PaperNote } from './paper-notes.ts'
import { MISSED } from './recorded-events.ts'

/** Records what comes. */
export interface PaperRecord extends RecordWriter {
  /** What else the engine was given, as JSON. */
  note(text: string): void
  view(): RecordingView
  close(): Promise<void>
}

export interface PaperMarketParts {
  readonly endpoint: BinanceEndpoint
  readonly archive: DataArchive
  /** As a person chose them. */
  readonly instruments: readonly string[]
  readonly intervalMs: number
  /** Its time runs faster than ours, and is told by its messages. */
  readonly isFast: boolean
  /** One that cannot be set. */
  readonly clock: Clock
  readonly wallClock: Clock
  readonly timer: Timer
  readonly ticker: Ticker
  readonly random: () => number
  /** Begins a record of what follows from these settings on; null: nothing is kept. */
  readonly record: ((feed: FeedSettings) => PaperRecord) | null
}

/** Averages begin from 4,000 candles before midnight, the daily range needs fifteen days, funding is judged by its last thirty. */
const PAST_DAYS = 31

/** A Binance whose prices are traded on paper: what was there before, what was missed, and what comes. */
export class PaperMarket {
  readonly #parts: PaperMarketParts
  readonly #connection: BinanceConnection
  readonly #stopping = new AbortController()
  #live: LiveSource | undefined
  #record: PaperRecord | undefined
  /** What is to be noted at the beginning of the record. */
  readonly #notes: string[] = []
  /** When the last message came that was recorded. */
  #lastAt = 0 as TimeMs

  constructor(parts: PaperMarketParts) {
    this.#parts = parts
    this.#connection = connectBinance(parts.endpoint, parts.clock, parts.timer)
  }

  get stopped(): boolean {
    return this.#stopping.signal.aborted
  }

  get name(): BinanceEndpoint['name'] {
    return this.#parts.endpoint.name
  }

  /** The venue's time; undefined before it was reached. */
  get now(): TimeMs | undefined {
    return this.#connection.serverClock.now()
  }

  /** Brings the archive up to now. In words why that was not possible; undefined when it was. Rejects when the archive fails. */
  async fill(progress: (part: number) => void): Promise<string | undefined> {
    const { endpoint, archive, instruments, intervalMs, clock, timer } = this.#parts
    const { signal } = this.#stopping
    const unmet = await meetVenue(this.#connection, clock, signal)
    if (unmet !== undefined) return unmet
    const { stopped, problems } = await collect({ endpoint, instruments, days: PAST_DAYS, intervalsMs: [intervalMs] }, { archive, clock, timer, signal, progress: ({ part }) => progress(part) })
    if (stopped) return detailOf(stopped)
    const known = new Set((await archive.instruments()).map(({ instrumentId }) => instrumentId))
    const unknown = problems.find(({ instrumentId }) => !known.has(instrumentId))
    if (unknown) throw new RangeError(`${unknown.instrumentId}: ${detailOf(unknown.told)}`)
    return meetVenue(this.#connection, clock, signal)
  }

  /** What a simulated venue did not see. What cannot be had is left out. */
  async missed(span: MissedSpan): Promise<readonly VenueEvent[]> {
    const { client } = this.#connection
    const answers = await askMissed(span, async (request) => {
      const reply = await client.fetch(request, this.#stopping.signal)
      return typeof reply === 'string' ? `0 ${reply}` : `${reply.status} ${reply.body}`
    })
    this.#add('link', MISSED, `open ${JSON.stringify(span)}`, span.to)
    for (const { about, text } of answers) this.#add('answer', about, text, span.to)
    this.#add('link', MISSED, 'closed', span.to)
    return missedEvents(span, answers)
  }

  /** What comes from now on, of these instruments and of what they were known to be. */
  open(known: readonly FeedInstrument[]): LiveSource {
    const { endpoint, intervalMs, isFast, clock, wallClock, timer, ticker, random, record } = this.#parts
    const feed: FeedSettings = { venue: venueName(endpoint.name), instruments: known, intervals: [intervalMs], depth: !isFast }
    this.#record = record?.(feed)
    for (const note of this.#notes.splice(0)) this.#record?.note(note)
    const keeping: RecordWriter = { append: (message) => this.#keep(message) }
    const recording = this.#record
    this.#live = new LiveSource({
      ...this.#connection, feed, clock, wallClock, timer, ticker, record: recording ? keeping : null, time: isFast ? 'messages' : 'venue',
      streams: (listeners) => new BinanceStreams({ endpoint, channels: streamsOf(feed, intervalName), timer, random, ...listeners }),
    })
    return this.#live
  }

  view(): FeedView {
    const { endpoint, clock } = this.#parts
    const { budget } = this.#connection
    const record = this.#record?.view() ?? null
    const idle: LiveState = { venue: endpoint.name, phase: 'connecting', clock: null, budget: budget.view(this.now ?? clock.now()), channels: [], alarms: [] }
    return { ...(this.#live?.state() ?? idle), record }
  }

  /** What else the engine is given, for whoever runs the session again. */
  note(note: PaperNote): void {
    const text = JSON.stringify(note)
    if (this.#record) this.#record.note(text)
    else if (this.#parts.record) this.#notes.push(text)
  }

  /** Ends what was opened, and whatever waits for the venue. The record may still be noted in. */
  stop(): void {
    this.#stopping.abort()
    this.#live?.stop()
  }

  async closeRecord(): Promise<void> {
    await this.#record?.close()
  }

  #add(kind: RawMessage['kind'], about: string, text: string, time: TimeMs): void {
    this.#keep({ receivedAt: Math.max(this.#lastAt, time) as TimeMs, kind, about, text })
  }

  #keep(message: RawMessage): void {
    this.#lastAt = message.receivedAt
    this.#record?.append(message)
  }
}

const detailOf = ({ code, values }: { readonly code: string; readonly values: Readonly<Record<string, string | number>> }): string => String(values['detail'] ?? code)
