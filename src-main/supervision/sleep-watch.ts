import type { Clock } from '../base/clock.port.ts'
import type { Ticker } from '../base/ticker.port.ts'

const LOOK_EVERY_MS = 1_000
const GAP_MS_MAX = 5_000

export interface SleepWatchParts {
  /** What people set, and what goes on while the computer sleeps. */
  readonly wall: Clock
  /** What stands still meanwhile. */
  readonly monotonic: Clock
  readonly ticker: Ticker
}

/**
 * Calls back when wall time has run ahead of the time this process has lived through: the computer slept. On Windows both go on while it
 * sleeps, so there only the desktop shell is told of it.
 */
export function watchSleep({ wall, monotonic, ticker }: SleepWatchParts, onResume: (gapMs: number) => void): { stop(): void } {
  let ahead = wall.now() - monotonic.now()
  return ticker.every(LOOK_EVERY_MS, () => {
    const now = wall.now() - monotonic.now()
    const gap = now - ahead
    ahead = now
    if (gap > GAP_MS_MAX) onResume(gap)
  })
}
