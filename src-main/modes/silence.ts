import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { FeedEvent } from '../venue/market-feed.port.ts'

/** A market that was silent for longer is asked for what it did meanwhile. */
const SILENCE_MS_MAX = MINUTE_MS

/** Events of before a silence and of after it. */
interface Broken {
  readonly before: readonly FeedEvent[]
  readonly after: readonly FeedEvent[]
  readonly from: TimeMs
  readonly to: TimeMs
}

/** Finds where prices were missing, the same in a live market and in the record of it. */
export class Silence {
  #pricedAt: TimeMs | undefined

  /** Until then the market is known, though no price has come yet. */
  knownUntil(time: TimeMs): void {
    this.#pricedAt ??= time
  }

  /** Undefined where nothing is missing before or within these. What comes after a silence has to be asked about again. */
  find(events: readonly FeedEvent[]): Broken | undefined {
    for (const { kind, time: to } of events) {
      if (kind !== 'price-marked') continue
      const from = this.#pricedAt
      this.#pricedAt = to
      if (from === undefined || to <= from + SILENCE_MS_MAX) continue
      const index = events.findIndex(({ time }) => time === to)
      return { before: events.slice(0, index), after: events.slice(index), from, to }
    }
    return undefined
  }
}
