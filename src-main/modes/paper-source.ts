import type { VenueEvent } from '../../src-shared/domain/event.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Timer } from '../base/timer.port.ts'
import type { Engine } from '../engine/engine.ts'
import { instrumentsInCare } from '../engine/settle.ts'
import type { MarketArchive } from '../market-data/candle-archive.port.ts'
import type { FeedInstrument } from '../venue/binance/feed/feed-settings.ts'
import type { FeedEvent } from '../venue/market-feed.port.ts'
import { keepMarket } from './keep-market.ts'
import type { SourceEvent } from './market-source.ts'
import type { PaperMarket } from './paper-market.ts'
import { Silence } from './silence.ts'

/** Resting orders went through what nobody had seen. */
export interface Missed {
  readonly instruments: readonly string[]
  readonly from: TimeMs
  readonly to: TimeMs
  readonly fills: number
}

export interface PaperSourceParts {
  readonly market: PaperMarket
  readonly engine: Engine
  /** Where live candles, settlements and rules are kept. */
  readonly archive: Pick<MarketArchive, 'putCandles' | 'putFunding' | 'putInstruments'>
  readonly timer: Timer
  /** Why the venue could not be reached before; undefined when it was, and the engine knows the market up to now. */
  readonly unreached: string | undefined
  /** Lets the engine know the market, once it could be reached. */
  readonly learn: (now: TimeMs) => Promise<void>
  /** How far the simulated venue has come. */
  readonly venueTime: () => TimeMs
  /** How many fills were booked so far. */
  readonly fills: () => number
  readonly onMissed: (missed: Missed) => void
  readonly onArchiveFailure: (error: unknown) => void
}

const RETRY_MS = 2_000
const RETRY_MS_MAX = 60_000

/** A live market as the loop takes it: first what was missed, then what comes. While the venue is not reached, time stands still. */
export class PaperSource {
  readonly #parts: PaperSourceParts
  #wait: { cancel(): void } | undefined

  constructor(parts: PaperSourceParts) {
    this.#parts = parts
  }

  async *events(): AsyncGenerator<readonly SourceEvent[]> {
    const { market, venueTime } = this.#parts
    yield* this.#reach()
    const { now } = market
    if (market.stopped || now === undefined) return
    const live = market.open(this.#known())
    const silence = new Silence()
    if (venueTime() > 0) {
      yield* this.#missed(venueTime(), now)
      silence.knownUntil(now)
    }
    live.start()
    for await (const all of live.events()) {
      let events = all
      for (let broken = silence.find(events); broken; broken = silence.find(events)) {
        yield* this.#told(broken.before)
        yield* this.#missed(broken.from, broken.to)
        events = broken.after
      }
      yield* this.#told(events)
    }
  }

  async *#told(events: readonly FeedEvent[]): AsyncGenerator<readonly FeedEvent[]> {
    if (events.length === 0) return
    await this.#keep(events)
    yield events
  }

  stop(): void {
    this.#parts.market.stop()
    this.#wait?.cancel()
  }

  /** Tries again and again, and says so; at once when there is nothing to try. */
  async *#reach(): AsyncGenerator<readonly SourceEvent[]> {
    const { market, engine, timer, learn } = this.#parts
    let why = this.#parts.unreached
    let said: string | undefined
    for (let retryMs = RETRY_MS; why !== undefined && !market.stopped; retryMs = Math.min(2 * retryMs, RETRY_MS_MAX)) {
      if (why !== said) yield [{ kind: 'component-reported', time: engine.state.account.time, component: 'market-data', healthy: false, detail: why }]
      said = why
      const wait = timer.after(retryMs)
      this.#wait = wait
      await wait.done
      if (!market.stopped) why = await market.fill(() => {})
      if (why === undefined && market.now !== undefined) await learn(market.now)
    }
  }

  /** Of what is held or ordered; nothing else can have come of it. */
  async *#missed(from: TimeMs, to: TimeMs): AsyncGenerator<readonly VenueEvent[]> {
    const { engine, market, fills, onMissed } = this.#parts
    const { state } = engine
    const instruments = [...instrumentsInCare(state)].flatMap((instrumentId) => state.market.get(instrumentId)?.instrument ?? [])
    const events = await market.missed({ instruments, from, to })
    if (events.length === 0) return
    const before = fills()
    yield events
    onMissed({ instruments: instruments.map(({ instrumentId }) => instrumentId), from, to, fills: fills() - before })
  }

  #known(): readonly FeedInstrument[] {
    const { state } = this.#parts.engine
    const wanted = new Set([...state.settings.strategies.flatMap(({ config }) => config.instruments), ...instrumentsInCare(state)])
    return [...wanted].map((symbol) => {
      const market = state.market.get(symbol)
      return { symbol, known: market?.instrument ?? null, candlesUntil: market?.lastCandle?.closeTime ?? null, fundingUntil: market?.funding?.fundingTime ?? null }
    })
  }

  /** In the archive before anybody hears of it: a start after a death knows what was decided on. */
  async #keep(events: readonly FeedEvent[]): Promise<void> {
    const { archive, onArchiveFailure } = this.#parts
    try {
      await keepMarket(archive, events)
    } catch (error) {
      onArchiveFailure(error)
    }
  }
}
