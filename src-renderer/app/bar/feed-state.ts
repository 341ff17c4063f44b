/** Fresh, late, dead, or never heard. */
type FeedState = 'fresh' | 'late' | 'dead' | 'unknown'

interface FeedLimits {
  readonly lateMs: number
  readonly deadMs: number
}

export interface Feed {
  readonly id: 'market' | 'venue' | 'journal'
  readonly age: number | null
  readonly state: FeedState
}

export interface FeedFacts {
  readonly market: number | null
  /** Prices of a record come with its candles: their age says nothing. */
  readonly marketIsRecorded?: boolean
  readonly venue: number | null
  readonly journal: number | null
  /** The journal is not written while nothing happens, so its age says nothing; its health does. */
  readonly journalHealthy: boolean
  readonly venueHealthy: boolean
  /** A simulated venue speaks only when it is asked or has something to tell. */
  readonly venueMayBeSilent: boolean
  readonly connected: boolean
}

/** A mark older than 3 s refuses entries; a venue silent for 30 s does. */
const MARKET: FeedLimits = { lateMs: 3_000, deadMs: 10_000 }
const VENUE: FeedLimits = { lateMs: 15_000, deadMs: 30_000 }

function stateOf(age: number | null, { lateMs, deadMs }: FeedLimits): FeedState {
  if (age === null) return 'unknown'
  if (age >= deadMs) return 'dead'
  return age >= lateMs ? 'late' : 'fresh'
}

/** What the window depends on and how old the newest of it is. Without a connection nothing is fresh. */
export function feedsOf({ market, marketIsRecorded = false, venue, journal, journalHealthy, venueHealthy, venueMayBeSilent, connected }: FeedFacts): readonly Feed[] {
  const byHealth = (healthy: boolean): FeedState => (healthy ? 'fresh' : 'dead')
  const lost = (state: FeedState): FeedState => (connected ? state : 'dead')
  return [
    { id: 'market', age: market, state: lost(marketIsRecorded && market !== null ? 'fresh' : stateOf(market, MARKET)) },
    { id: 'venue', age: venue, state: lost(venueMayBeSilent || !venueHealthy ? byHealth(venueHealthy) : stateOf(venue, VENUE)) },
    { id: 'journal', age: journal, state: lost(byHealth(journalHealthy)) },
  ]
}

const ORDER: readonly FeedState[] = ['dead', 'unknown', 'late', 'fresh']

/** The feed that matters most when there is room for one: the worst, of equals the first, which is the market. */
export function worstFeed(feeds: readonly Feed[]): Feed | undefined {
  return feeds.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))[0]
}
