import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { Clock } from '../../base/clock.port.ts'
import type { Ticker } from '../../base/ticker.port.ts'
import type { Timer } from '../../base/timer.port.ts'
import type { FeedEvent, FeedQuestion, RawMessage, RecordWriter } from '../market-feed.port.ts'
import type { BinanceEndpoint } from './endpoints.ts'
import { BinanceFeed } from './feed/binance-feed.ts'
import type { FeedSettings } from './feed/feed-settings.ts'
import { aboutOf } from './feed/questions.ts'
import { FrameOrder } from './frame-order.ts'
import { liveState, type LiveState } from './live-state.ts'
import { serverTime } from './market-requests.ts'
import type { RestClient } from './rest-client.ts'
import type { ServerClock } from './server-clock.ts'
import type { WeightBudget } from './weight-budget.ts'

/** Who hears what comes by the streams: as `BinanceStreams` has it. */
export interface StreamListeners {
  readonly onMessage: (connection: string, text: string) => void
  readonly onLink: (connection: string, text: string) => void
}

export interface LiveParts {
  readonly endpoint: BinanceEndpoint
  readonly feed: FeedSettings
  /** Makes the connections; they are started once. */
  readonly streams: (listeners: StreamListeners) => { start(): void; stop(): void }
  readonly client: RestClient
  readonly serverClock: ServerClock
  readonly budget: WeightBudget
  /** One that does not jump: the same that `serverClock` has. */
  readonly clock: Clock
  /** One that goes on while the computer sleeps, however often somebody sets it. */
  readonly wallClock: Clock
  readonly timer: Timer
  readonly ticker: Ticker
  /** Is given everything before anybody acts on it; null: nothing is kept. */
  readonly record: RecordWriter | null
  /** 'messages': the newest time that the venue has named is now. For a venue on this computer whose time runs faster than ours. */
  readonly time?: 'venue' | 'messages'
}

const TICK_MS = 250
const PROBE_MS = 30_000
/** The first estimate is the best of so many. */
const FIRST_PROBES = 3
const RETRY_MS = 2_000
const CONFIRM_MS = 100
/** The two clocks have drifted apart by more than anybody's correction: this computer slept, or somebody set its clock. */
const JUMP_MS = 1_000
/** So fast a venue's time may run that its clock has to be asked more often. */
const FAST_PROBE_MS = 1_000
/** Calls that the venue counts by themselves. */
const FUNDING_PATHS: ReadonlySet<string> = new Set(['/fapi/v1/fundingRate', '/fapi/v1/fundingInfo'])

/** Live market data of Binance as a source of events: every message is stamped, recorded, and only then taken. */
export class LiveSource {
  readonly #parts: LiveParts
  readonly #feed: BinanceFeed
  readonly #streams: ReturnType<LiveParts['streams']>
  #pending: FeedEvent[] = []
  #news = Promise.withResolvers<void>()
  /** Of the last message, and of the last event that was handed over. */
  #stamped = Number.NEGATIVE_INFINITY
  #handedOver = Number.NEGATIVE_INFINITY
  /** The newest time that the venue has named. */
  #named = Number.NEGATIVE_INFINITY
  readonly #order = new FrameOrder(({ connection, text, sentAt }) => {
    this.#hasSpoken = true
    this.#name(sentAt)
    this.#take('frame', connection, text)
  })
  /** Some connection has, since the venue was last asked for its time. */
  #hasSpoken = false
  #probedAt = Number.NEGATIVE_INFINITY
  #isProbing = false
  /** How far a first answer was from what we took the time for: it counts when a second one agrees. */
  #far: number | undefined
  #drift: number | undefined
  #ticks: { stop(): void } | undefined
  #stopped = false

  constructor(parts: LiveParts) {
    this.#parts = parts
    this.#feed = new BinanceFeed(parts.feed)
    this.#streams = parts.streams({ onMessage: (connection, text) => this.#frame(connection, text), onLink: (connection, text) => this.#link(connection, text) })
  }

  get feed(): BinanceFeed {
    return this.#feed
  }

  /** Connects as soon as the venue's time is known; until then nothing is told. Comes back at once. */
  start(): void {
    void this.#begin()
  }

  /** For good. The events end. */
  stop(): void {
    this.#stopped = true
    this.#ticks?.stop()
    this.#streams.stop()
    this.#news.resolve()
  }

  /** Arrays of events, ascending by time; each ends with the last event of an instant. Can be read once. */
  async *events(): AsyncGenerator<readonly FeedEvent[], void, undefined> {
    while (!this.#stopped) {
      if (this.#pending.length === 0) {
        await this.#news.promise
        continue
      }
      // Whatever else comes in this millisecond belongs to it.
      if (this.#parts.time !== 'messages' && (this.#now() ?? Infinity) <= this.#pending.at(-1)!.time) await this.#parts.timer.after(1).done
      const events = this.#pending
      this.#pending = []
      this.#news = Promise.withResolvers()
      this.#handedOver = events.at(-1)!.time
      yield events
    }
  }

  state(): LiveState {
    const { endpoint, serverClock, budget, clock, wallClock, time } = this.#parts
    const now = this.#now() ?? clock.now()
    return liveState({ venue: endpoint.name, now, clock: time === 'messages' ? null : serverClock.view, wallAheadMs: wallClock.now() - clock.now(), budget: budget.view(serverClock.now() ?? now), feed: this.#feed })
  }

  async #begin(): Promise<void> {
    for (let probes = 0; probes < FIRST_PROBES && !this.#stopped;) {
      if (await this.#probe()) probes++
      else await this.#parts.timer.after(this.#far === undefined ? RETRY_MS : CONFIRM_MS).done
    }
    if (this.#stopped) return
    this.#ticks = this.#parts.ticker.every(TICK_MS, () => this.#tick())
    this.#tick()
    this.#streams.start()
  }

  #frame(connection: string, text: string): void {
    if (this.#parts.time === 'messages') this.#order.add(connection, text)
    else this.#take('frame', connection, text)
  }

  #link(connection: string, text: string): void {
    if (text !== 'open') this.#order.close(connection)
    else if (this.#parts.time === 'messages') this.#order.open(connection)
    this.#take('link', connection, text)
  }

  #tick(): void {
    this.#order.look()
    this.#take('tick', '', '')
    const { clock, wallClock, time } = this.#parts
    const drift = wallClock.now() - clock.now()
    const hasJumped = this.#drift !== undefined && Math.abs(drift - this.#drift) > JUMP_MS
    this.#drift = drift
    const age = clock.now() - this.#probedAt
    const isDoubtful = (this.#far !== undefined || this.#feed.isClockDoubtful || time === 'messages') && age >= FAST_PROBE_MS
    if (hasJumped || isDoubtful || age >= PROBE_MS) void this.#probe()
  }

  /** True when the venue has told its time. */
  async #probe(): Promise<boolean> {
    if (this.#isProbing) return false
    this.#isProbing = true
    const { clock, client, serverClock } = this.#parts
    const askedAt = clock.now()
    const answer = await client.get(serverTime)
    const answeredAt = clock.now()
    this.#isProbing = false
    this.#probedAt = answeredAt
    if (answer.outcome !== 'ok' || !this.#isBelieved(answer.value, answeredAt - askedAt)) return false
    serverClock.take({ askedAt, answeredAt, serverTime: answer.value as TimeMs })
    // What has come is behind the answer by as long as it took: only while nothing comes does time go by answers.
    if (!this.#hasSpoken) this.#name(answer.value)
    this.#hasSpoken = false
    return true
  }

  /** A time that differs much from ours may be right, since our clock may have jumped; but then the next answer says the same. */
  #isBelieved(told: number, roundTripMs: number): boolean {
    const { serverClock, wallClock, time } = this.#parts
    const far = told - (serverClock.now() ?? wallClock.now())
    if (time === 'messages' || Math.abs(far) <= JUMP_MS + roundTripMs) {
      this.#far = undefined
      return true
    }
    const isSaidTwice = this.#far !== undefined && Math.abs(far - this.#far) <= JUMP_MS + roundTripMs
    this.#far = isSaidTwice ? undefined : far
    return isSaidTwice
  }

  #name(time: number): void {
    if (time > this.#named) this.#named = time
  }

  /** The venue's time; undefined before it was asked. */
  #now(): TimeMs | undefined {
    const { time, serverClock } = this.#parts
    if (time === 'messages') return this.#named > 0 ? (this.#named as TimeMs) : undefined
    return serverClock.now()
  }

  #take(kind: RawMessage['kind'], about: string, text: string): void {
    const now = this.#now()
    if (now === undefined || this.#stopped) return
    // No instant goes on after it was handed over.
    this.#stamped = Math.max(now, this.#stamped, this.#handedOver + 1)
    const message: RawMessage = { receivedAt: this.#stamped as TimeMs, kind, about, text }
    this.#parts.record?.append(message)
    for (const event of this.#feed.take(message)) this.#pending.push(event)
    if (this.#pending.length > 0) this.#news.resolve()
    for (const question of this.#feed.questions()) void this.#ask(question)
  }

  #obeyLimit(): void {
    const { weightLimit } = this.#feed
    if (weightLimit !== null) this.#parts.budget.limit = weightLimit
  }

  async #ask(question: FeedQuestion): Promise<void> {
    const { client } = this.#parts
    const reply = await client.fetch(FUNDING_PATHS.has(question.path) ? { ...question, pool: 'funding' } : question)
    this.#take('answer', aboutOf(question), typeof reply === 'string' ? `0 ${reply}` : `${reply.status} ${reply.body}`)
    this.#obeyLimit()
  }
}
