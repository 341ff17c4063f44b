import { mkdirSync } from 'node:fs'
import type { CollectWish } from '../../src-shared/contract/data-views.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import { systemTimer } from '../base/system-timer.ts'
import { collect } from '../modes/collect.ts'
import type { CollectState } from '../modes/collect-progress.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { DEMO_TRADING, localBinance, PRODUCTION, type BinanceEndpoint } from '../venue/binance/endpoints.ts'
import type { CollectWork, JobMessage } from './job-messages.ts'

/** What strategies decide on. */
const INTERVALS_MS = [5 * MINUTE_MS]
const TELL_EVERY_MS = 250

/** Collects, and tells how far it is. The last message is 'done' or 'failed'; its process may be killed at any time, since what is written is right. */
export async function runCollectJob({ jobId, opening, wish }: CollectWork, { clock, wall, tell }: { readonly clock: Clock; readonly wall: Clock; readonly tell: (message: JobMessage) => void }): Promise<JobMessage> {
  mkdirSync(opening.folder, { recursive: true, mode: 0o700 })
  const archive = new SqliteMarketArchive(opening, { clock: wall })
  let toldAt = Number.NEGATIVE_INFINITY
  let last: CollectState | undefined
  const say = ({ part, secondsLeft, ...view }: CollectState): void => {
    tell({ kind: 'collect', view: { jobId, ...view } })
    tell({ kind: 'progress', part, secondsLeft, told: null })
  }
  const progress = (state: CollectState): void => {
    last = state
    if (clock.now() - toldAt < TELL_EVERY_MS) return
    toldAt = clock.now()
    say(state)
  }
  try {
    const { stopped } = await collect({ endpoint: endpointOf(wish.venue), instruments: wish.instruments, days: wish.days, intervalsMs: INTERVALS_MS }, { archive, clock, timer: systemTimer, signal: new AbortController().signal, progress })
    if (last) say(last)
    return stopped ? { kind: 'failed', told: stopped } : { kind: 'done', runId: null }
  } finally {
    archive.close()
  }
}

/** Throws RangeError for a local one that is not said where. */
function endpointOf(venue: CollectWish['venue']): BinanceEndpoint {
  if (venue.name !== 'local') return venue.name === 'production' ? PRODUCTION : DEMO_TRADING
  if (venue.port === null) throw new RangeError('a venue on this computer is collected from only where it listens: give its port')
  return localBinance(venue.port)
}

export const refusalOfCollect = ({ venue }: CollectWish): ReturnType<typeof told> | undefined => (venue.name === 'local' && venue.port === null ? told('collect-port-missing', {}) : undefined)
