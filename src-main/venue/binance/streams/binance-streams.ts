import type { Timer } from '../../../base/timer.port.ts'
import type { BinanceEndpoint } from '../endpoints.ts'
import { DialGate } from './dial-gate.ts'
import { StreamKeeper } from './stream-keeper.ts'
import { routeOf, type StreamRoute } from './stream-names.ts'
import { Waits } from './waits.ts'

export interface StreamsParts {
  readonly endpoint: Pick<BinanceEndpoint, 'streamUrl'>
  /** Names as the venue has them: 'btcusdt@kline_5m', '!contractInfo'. */
  readonly channels: readonly string[]
  readonly timer: Timer
  /** 0 ≤ x < 1, for the jitter of reconnecting. */
  readonly random: () => number
  /** Each frame as it came, but for acknowledgements. Names are 'market/1', 'public/1'; each new connection of a route has the next number. */
  readonly onMessage: (connection: string, text: string) => void
  /**
   * 'open': everything that was asked for comes from now on (some of it may have come before); 'closed' or 'silent', a blank and why. A connection that is replaced
   * closes only after the new one is open, so what follows it can be had without a gap: twice for some seconds.
   */
  readonly onLink: (connection: string, text: string) => void
}

/** The venue's limit for one connection. */
const STREAMS_MAX = 1_024

/**
 * Market data as they are sent: one connection for each route, kept open. It gives frames and says how the connections are; it reads nothing.
 * The venue acknowledges a stream that it does not have, and may lose a subscription: one that should speak steadily and does not is subscribed to anew. Whether the
 * others speak is for the reader to notice.
 */
export class BinanceStreams {
  readonly #waits: Waits
  readonly #keepers: readonly StreamKeeper[]

  /** Throws RangeError for a channel that is not known here. */
  constructor(parts: StreamsParts) {
    this.#waits = new Waits(parts.timer)
    const gate = new DialGate(this.#waits)
    const routes = Map.groupBy(new Set(parts.channels), routeOf)
    this.#keepers = [...routes].flatMap(([route, names]) => {
      const newName = numbered(route)
      return groupsOf(names, STREAMS_MAX).map((group) => new StreamKeeper({ ...parts, url: `${parts.endpoint.streamUrl}/${route}/stream`, names: group, gate, newName }))
    })
  }

  start(): void {
    for (const keeper of this.#keepers) keeper.start()
  }

  /** For good: nothing comes any more. */
  stop(): void {
    this.#waits.stop()
    for (const keeper of this.#keepers) keeper.stop()
  }
}

function numbered(route: StreamRoute): () => string {
  let number = 0
  return () => `${route}/${++number}`
}

function groupsOf(names: readonly string[], most: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(names.length / most) }, (_, index) => names.slice(index * most, (index + 1) * most))
}
