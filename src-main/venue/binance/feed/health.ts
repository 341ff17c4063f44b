import type { TimeMs } from '../../../../src-shared/domain/units.ts'
import type { ChannelState } from '../../market-feed.port.ts'
import type { Links } from './channel.ts'
import type { InstrumentFeed } from './instrument-feed.ts'
import type { Telling } from './telling.ts'

/** After something unreadable nothing is trusted for so long. */
const UNREADABLE_MS = 60_000
/** The venue's clock may seem to be so far ahead of what we take for it. */
const AHEAD_MAX_MS = 1_000
/** Messages may be so late. */
const LATE_MAX_MS = 5_000
const LOOKED_EVERY_MS = 250

const PROBLEMS: ReadonlySet<ChannelState['state']> = new Set(['waiting', 'filling', 'silent'])

/** Says whether market data can be traded on, and when that changes. */
export class Health {
  readonly #telling: Telling
  #unreadableUntil = Number.NEGATIVE_INFINITY
  /** How late the newest mark price was, and when. */
  #late = { ms: 0, at: 0 as TimeMs }
  #lookedAt = Number.NEGATIVE_INFINITY
  #said: string | null = null

  constructor(telling: Telling) {
    this.#telling = telling
  }

  /** The last thing that was said: null = nothing yet, empty = healthy. */
  get said(): string | null {
    return this.#said
  }

  get isClockDoubtful(): boolean {
    return -this.#late.ms > AHEAD_MAX_MS || this.#late.ms > LATE_MAX_MS
  }

  unreadable(what: string): void {
    this.#telling.warn('unreadable', what)
    this.#unreadableUntil = this.#telling.time + UNREADABLE_MS
    this.#lookedAt = Number.NEGATIVE_INFINITY
  }

  /** The venue's time in a message. */
  clock(asOf: TimeMs): void {
    const { time } = this.#telling
    this.#late = { ms: time - asOf, at: time }
    if (-this.#late.ms > AHEAD_MAX_MS) this.#telling.warn('clock', 'messages come from the future: the venue’s clock is not what we take it for')
  }

  /** Frames come often: among them it looks only now and then. */
  look(instruments: Iterable<InstrumentFeed>, links: Links, isFrame: boolean): void {
    const { time } = this.#telling
    if (isFrame && time < this.#lookedAt + LOOKED_EVERY_MS) return
    this.#lookedAt = time
    const why = this.#why(instruments, links) ?? ''
    if (why === this.#said) return
    this.#said = why
    this.#telling.tell({ kind: 'component-reported', time, component: 'market-data', healthy: why === '', detail: why })
  }

  #why(instruments: Iterable<InstrumentFeed>, links: Links): string | undefined {
    const { time, alarms } = this.#telling
    if (alarms.isStrange) return 'the venue sends fields that are not known here'
    if (time < this.#unreadableUntil) return 'a message could not be read'
    if (links.since('market') === Infinity || links.since('public') === Infinity) return links.why
    if (-this.#late.ms > AHEAD_MAX_MS) return 'the venue’s clock is not known'
    if (this.#late.ms > LATE_MAX_MS) return 'messages come late'
    for (const instrument of instruments) {
      const wrong = problemOf(instrument, time, links)
      if (wrong) return wrong
    }
    return undefined
  }
}

function problemOf(instrument: InstrumentFeed, time: TimeMs, links: Links): string | undefined {
  if (!instrument.instrument) return `${instrument.symbol} is not listed`
  if (!instrument.isTrading) return undefined
  if (instrument.price.isDiverging) return `${instrument.symbol} mark price is far from index or best prices`
  for (const { channel, state } of statesOf(instrument, time, links)) if (isNeeded(channel, state)) return `${instrument.symbol} ${channel} is ${state}`
  return undefined
}

/** Nobody may trade for a while, and a book is only looked at; but candles must be whole, and prices must come. */
function isNeeded(channel: string, state: ChannelState['state']): boolean {
  if (channel === 'aggTrade' || channel === 'depth') return false
  return channel.startsWith('kline') ? state === 'filling' : PROBLEMS.has(state)
}

export function statesOf(instrument: InstrumentFeed, time: TimeMs, links: Links): readonly ChannelState[] {
  return [...instrument.channels.values()].map((channel) => channel.view(stateOf(instrument, channel.settings.channel, channel.state(time, links)), instrument.gapsOf(channel.settings.channel)))
}

/** What comes may still have a hole before it. */
function stateOf(instrument: InstrumentFeed, channel: string, state: ChannelState['state']): ChannelState['state'] {
  const candles = instrument.candles.get(channel.replace('kline_', ''))
  if (candles && !candles.isWhole) return 'filling'
  if (channel === 'depth' && state === 'fresh' && !instrument.depth?.isReady) return 'filling'
  return state
}
