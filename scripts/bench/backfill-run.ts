import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Clock } from '../../src-main/base/clock.port.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import type { Timer } from '../../src-main/base/timer.port.ts'
import { COLLECT_SHARE, collect, type CollectReport } from '../../src-main/modes/collect.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { localBinance } from '../../src-main/venue/binance/endpoints.ts'
import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { BackfillVenueWanted } from './backfill-venue.ts'

export interface BackfillWanted extends BackfillVenueWanted {
  readonly home: string
  readonly accountId: string
  /** Default COLLECT_SHARE. */
  readonly share?: number
  readonly signal?: AbortSignal
}

export interface Backfill {
  readonly report: CollectReport
  readonly seconds: number
  readonly cpuSeconds: number
  /** Weight that was spent in each minute of the venue, the first that was met being 0. */
  readonly weightByMinute: readonly number[]
  readonly weightLimit: number
}

/** A venue in a process of its own, and a collection of all that it has. */
export async function backfill({ home, accountId, share = COLLECT_SHARE, signal = new AbortController().signal, ...wanted }: BackfillWanted): Promise<Backfill> {
  const { venue, port, names } = await startVenue(wanted)
  const archive = new SqliteMarketArchive({ folder: openAccountFolder(home, accountId), accountId, program: 'bench' }, { clock: systemClock })
  const { clock, timer } = faster(wanted.speed)
  const weightByMinute: number[] = []
  let weightLimit = 0
  const began = { at: clock.now(), cpu: process.cpuUsage(), real: performance.now() }
  try {
    const report = await collect({ endpoint: localBinance(port), instruments: names, days: wanted.days, intervalsMs: [5 * MINUTE_MS] }, {
      archive, clock, timer, signal, share,
      progress: ({ budget }) => {
        if (!budget) return
        const minute = Math.floor((clock.now() - began.at) / MINUTE_MS)
        weightByMinute[minute] = Math.max(weightByMinute[minute] ?? 0, budget.used)
        weightLimit = budget.limit
      },
    })
    const { user, system } = process.cpuUsage(began.cpu)
    return { report, seconds: (performance.now() - began.real) / 1_000, cpuSeconds: (user + system) / 1e6, weightByMinute, weightLimit }
  } finally {
    archive.close()
    venue.kill()
  }
}

async function startVenue(wanted: BackfillVenueWanted): Promise<{ readonly venue: ChildProcess; readonly port: number; readonly names: readonly string[] }> {
  const venue = fork(join(import.meta.dirname, 'backfill-venue.ts'), [JSON.stringify({ instruments: wanted.instruments, days: wanted.days, speed: wanted.speed, isUnlimited: wanted.isUnlimited })])
  const [{ port, names }] = (await once(venue, 'message')) as [{ port: number; names: readonly string[] }]
  return { venue, port, names }
}

/** Time that goes so many times as fast as real time, as the venue's does. */
function faster(speed: number): { readonly clock: Clock; readonly timer: Timer } {
  return { clock: { now: () => (monotonicClock.now() * speed) as TimeMs }, timer: { after: (delayMs) => systemTimer.after(delayMs / speed) } }
}
