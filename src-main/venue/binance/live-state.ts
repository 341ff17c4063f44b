import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { ChannelState, FeedAlarm } from '../market-feed.port.ts'
import type { BinanceEndpoint } from './endpoints.ts'
import type { BinanceFeed } from './feed/binance-feed.ts'
import type { ServerClock } from './server-clock.ts'
import type { WeightBudget } from './weight-budget.ts'

/** How live market data stand: what windows show of them, but for the record. */
export interface LiveState {
  readonly venue: BinanceEndpoint['name']
  readonly phase: 'connecting' | 'filling' | 'fresh' | 'stale' | 'resting'
  /** The venue's time minus what this computer shows, and how far it may be off; null before the first answer. */
  readonly clock: { readonly offsetMs: number; readonly uncertaintyMs: number } | null
  readonly budget: ReturnType<WeightBudget['view']>
  readonly channels: readonly (Omit<ChannelState, 'lastAt'> & { readonly ageMs: number | null })[]
  readonly alarms: readonly FeedAlarm[]
}

interface Seen {
  readonly venue: LiveState['venue']
  readonly now: TimeMs
  /** Null where the messages tell the time. */
  readonly clock: ServerClock['view'] | null
  /** How far the computer's clock is ahead of the one that probes are timed by, which does not jump. */
  readonly wallAheadMs: number
  readonly budget: LiveState['budget']
  readonly feed: BinanceFeed
}

export function liveState({ venue, now, clock, wallAheadMs, budget, feed }: Seen): LiveState {
  const channels = feed.channels().map(({ lastAt, ...channel }) => ({ ...channel, ageMs: lastAt === null ? null : Math.max(0, now - lastAt) }))
  const known = clock ? { offsetMs: clock.offsetMs - wallAheadMs, uncertaintyMs: clock.uncertaintyMs } : null
  return { venue, phase: phaseOf(feed, channels, budget.closedForMs > 0), clock: known, budget, channels, alarms: feed.alarms() }
}

function phaseOf({ trouble }: BinanceFeed, channels: LiveState['channels'], isResting: boolean): LiveState['phase'] {
  if (isResting) return 'resting'
  if (trouble === '') return 'fresh'
  if (trouble === null || channels.every(({ ageMs }) => ageMs === null)) return 'connecting'
  return channels.some(({ state }) => state === 'filling') ? 'filling' : 'stale'
}
