import type { TimeMs } from '../../../../src-shared/domain/units.ts'
import type { ChannelState, FeedAlarm, FeedEvent, FeedQuestion, MarketFeed, RawMessage } from '../../market-feed.port.ts'
import type { ExchangeInfo } from '../read-exchange-info.ts'
import type { FundingInfo } from '../read-market.ts'
import { Links } from './channel.ts'
import type { FeedSettings } from './feed-settings.ts'
import { FrameReader } from './frame-reader.ts'
import { Health, statesOf } from './health.ts'
import { InstrumentFeed } from './instrument-feed.ts'
import { Listing } from './listing.ts'
import { Telling } from './telling.ts'

/** What is due is looked for so often. */
const LOOKED_EVERY_MS = 250

/** Binance's market data: what came, in its order, becomes what happened. The same messages give the same events. */
export class BinanceFeed implements MarketFeed {
  readonly #telling = new Telling()
  readonly #links = new Links()
  readonly #instruments: ReadonlyMap<string, InstrumentFeed>
  readonly #listing: Listing
  readonly #health: Health
  readonly #frames: FrameReader
  #lookedAt = Number.NEGATIVE_INFINITY
  #weightLimit: number | null = null
  /** When the rules were last seen. */
  #seenAt: TimeMs | null = null

  constructor(settings: FeedSettings) {
    this.#instruments = new Map(settings.instruments.map((known) => [known.symbol, new InstrumentFeed(this.#telling, settings, known)]))
    this.#listing = new Listing(this.#telling, (info, funding) => this.#list(info, funding))
    this.#health = new Health(this.#telling)
    this.#frames = new FrameReader({ telling: this.#telling, instruments: this.#instruments, health: this.#health, renew: () => this.#listing.renew() })
  }

  take({ receivedAt, kind, about, text }: RawMessage): readonly FeedEvent[] {
    this.#telling.begin(receivedAt)
    if (kind === 'frame') this.#frames.take(text)
    else if (kind === 'answer') this.#answer(about, text)
    else if (kind === 'link') this.#link(about, text)
    this.#look(kind === 'frame')
    if (kind === 'tick') this.#telling.tell({ kind: 'woken', time: this.#telling.time })
    return this.#telling.end()
  }

  questions(): readonly FeedQuestion[] {
    return this.#telling.questions.fetch()
  }

  channels(): readonly ChannelState[] {
    return [...this.#instruments.values()].flatMap((instrument) => statesOf(instrument, this.#telling.time, this.#links))
  }

  alarms(): readonly FeedAlarm[] {
    return this.#telling.alarms.list()
  }

  /** Why nothing may be opened on these data; empty = nothing is wrong, null = not looked at yet. */
  get trouble(): string | null {
    return this.#health.said
  }

  /** The venue's time should be asked for. */
  get isClockDoubtful(): boolean {
    return this.#health.isClockDoubtful
  }

  /** Weight of requests in a minute, as the venue says; null before it was asked. */
  get weightLimit(): number | null {
    return this.#weightLimit
  }

  /** Of an instrument with a book. */
  book(symbol: string): InstrumentFeed['depth'] {
    return this.#instruments.get(symbol)?.depth ?? null
  }

  #answer(about: string, text: string): void {
    if (this.#telling.questions.answer(about, text)) this.#listing.settle()
  }

  #link(connection: string, text: string): void {
    if (this.#links.take(connection, text, this.#telling.time)) for (const instrument of this.#instruments.values()) instrument.look(this.#links, true)
  }

  #look(isFrame: boolean): void {
    const { time } = this.#telling
    if (time >= this.#lookedAt + LOOKED_EVERY_MS) {
      this.#lookedAt = time
      this.#listing.look()
      for (const instrument of this.#instruments.values()) instrument.look(this.#links, false)
    }
    this.#health.look(this.#instruments.values(), this.#links, isFrame)
  }

  #list({ listed, unreadable, weightLimit }: ExchangeInfo, funding: readonly FundingInfo[]): void {
    this.#weightLimit = weightLimit
    const seenAt = this.#seenAt
    this.#seenAt = this.#telling.time
    for (const [symbol, instrument] of this.#instruments) {
      const found = listed.find((one) => one.symbol === symbol)
      if (found) {
        instrument.list(found, funding, seenAt)
        continue
      }
      const wrong = unreadable.find((one) => one.symbol === symbol)
      this.#telling.warn(wrong ? 'unreadable' : 'unknown-instrument', wrong ? `${symbol}: ${wrong.reason}` : `${symbol} is not a perpetual of this venue`)
      instrument.halt()
    }
  }

}
