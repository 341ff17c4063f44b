import type { TimeMs } from '../../../../src-shared/domain/units.ts'
import type { ChannelState } from '../../market-feed.port.ts'

/** Routes of connections: 'market/3' is the third of its route. */
const routeOf = (connection: string): string => connection.slice(0, connection.indexOf('/'))

/** Which connections are open, by route. */
export class Links {
  readonly #open = new Map<string, Set<string>>()
  readonly #openSince = new Map<string, TimeMs>()
  #why = 'there is no connection yet'

  /** True when a route has come back that was not there. */
  take(connection: string, text: string, time: TimeMs): boolean {
    const route = routeOf(connection)
    const open = this.#open.get(route) ?? new Set()
    this.#open.set(route, open)
    const wasOpen = open.size > 0
    if (text === 'open') {
      open.add(connection)
      if (!wasOpen) this.#openSince.set(route, time)
      return !wasOpen
    }
    open.delete(connection)
    if (open.size === 0) this.#why = text
    return false
  }

  /** When a route was opened, after a time without; Infinity while it is not. */
  since(route: string): number {
    return (this.#open.get(route)?.size ?? 0) > 0 ? this.#openSince.get(route)! : Number.POSITIVE_INFINITY
  }

  get why(): string {
    return this.#why
  }
}

export interface ChannelSettings {
  readonly instrumentId: string
  readonly channel: string
  readonly route: 'market' | 'public'
  readonly silentAfterMs: number
}

/** One kind of data of one instrument. */
export class Channel {
  readonly settings: ChannelSettings
  #lastAt: TimeMs | null = null
  #messages = 0

  constructor(settings: ChannelSettings) {
    this.settings = settings
  }

  get lastAt(): TimeMs | null {
    return this.#lastAt
  }

  heard(time: TimeMs): void {
    this.#lastAt = time
    this.#messages++
  }

  /** Messages of before the link's last interruption do not count. */
  state(time: TimeMs, links: Links): ChannelState['state'] {
    const since = links.since(this.settings.route)
    if (this.#lastAt === null) return 'waiting'
    if (since === Number.POSITIVE_INFINITY || time - this.#lastAt > this.settings.silentAfterMs) return 'silent'
    return this.#lastAt < since ? 'waiting' : 'fresh'
  }

  view(state: ChannelState['state'], gaps: number): ChannelState {
    const { instrumentId, channel, silentAfterMs } = this.settings
    return { instrumentId, channel, lastAt: this.#lastAt, silentAfterMs, state, messages: this.#messages, gaps }
  }
}
