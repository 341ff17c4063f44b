import type { Change } from '../../src-shared/domain/change.ts'
import { DAY_MS, HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { PROGRAM } from '../../src-main/base/program.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { DemoMarket } from '../../src-main/modes/demo-market.ts'
import { startDemo } from '../../src-main/modes/demo.ts'
import { openModels } from '../../src-main/modes/open-models.ts'
import { MarketPacer } from '../../src-main/modes/pacer.ts'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'
import { ROOT } from '../bench/workplace.ts'

/** The day on which prepared markets begin, so that what is seen does not depend on the day somebody looks. */
export const PREPARED_DAY: TimeMs = Date.UTC(2026, 10, 20) as TimeMs

export interface Preparation {
  readonly home: string
  readonly seed: number
  readonly instruments: number
  /** Of simulated time that are lived through. */
  readonly hours: number
  /** It goes on until so many positions are open, for at most a day. */
  readonly positions: number
}

/**
 * Lives through the first hours of a demo with the engine that trades, as fast as it goes, and leaves its account for the program to go
 * on with. The same preparation gives the same account, whenever it is made.
 */
export async function prepareDemo({ home, seed, instruments, hours, positions }: Preparation): Promise<void> {
  const runtime = await openModels(ROOT, configure())
  const books = openBooks({ home, accountId: `sim:demo:${seed}`, program: PROGRAM.version, clock: systemClock })
  try {
    await DemoMarket.open({ folder: books.opening.folder, archive: books.archive, seed, edge: 'trend', instruments, now: PREPARED_DAY })
    const pacer = new MarketPacer(monotonicClock, systemTimer, null)
    const begun = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    let open = (): number => 0
    const stop = stopAt({ time: (PREPARED_DAY + hours * HOUR_MS) as TimeMs, instruments, positions, open: () => open() })
    const publisher = {
      publish: (changes: readonly Change[]) => {
        if (!changes.some((change) => stop(change))) return
        pacer.wish({ kind: 'pause' })
        reached.resolve()
      },
    }
    const mode = await startDemo({ books, clock: systemClock, pacer, publisher, runtime, seed, edge: 'trend', trading: true, launcher: nodeLauncher(ROOT), progress: () => {}, holdUntil: begun.promise })
    open = () => mode.desk.positions().length
    begun.resolve()
    await Promise.race([reached.promise, mode.ended])
    await mode.stop()
  } finally {
    books.close()
  }
}

interface StopWanted {
  readonly time: TimeMs
  readonly instruments: number
  readonly positions: number
  readonly open: () => number
}

/** True at the last decision of the first candle close, from a time on, at which enough is held. */
function stopAt({ time, instruments, positions, open }: StopWanted): (change: Change) => boolean {
  let asOf: TimeMs | undefined
  let decided = 0
  return (change) => {
    if (change.kind !== 'decision-made' || change.decision.asOf < time) return false
    if (change.decision.asOf !== asOf) decided = 0
    asOf = change.decision.asOf
    decided++
    return decided === instruments && (open() >= positions || asOf >= time + DAY_MS)
  }
}
