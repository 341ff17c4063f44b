import { told } from '../../src-shared/contract/told-codes.ts'
import type { Opening } from '../../src-shared/contract/workstation-views.ts'
import { PROGRAM } from '../base/program.ts'
import { monotonicClock } from '../base/system-clock.ts'
import { systemTimer } from '../base/system-timer.ts'
import { openBooks } from '../modes/account-books.ts'
import { configureAll } from '../modes/configuration.ts'
import { startDemo } from '../modes/demo.ts'
import { openModelsAt } from '../modes/open-models.ts'
import { MarketPacer } from '../modes/pacer.ts'
import type { Beginning } from '../supervision/beginning.ts'
import { watchDisk } from './disk-watch.ts'
import { promotedNow } from './promoted-choices.ts'
import type { ModeSurroundings, OpenMode } from './open-mode.ts'

type DemoOpening = Extract<Opening, { mode: 'demo' }>

/** Each market has an account of its own. */
const demoAccount = ({ seed, edge }: DemoOpening): string => (edge === 'none' ? `sim:demo:${seed}:no-edge` : `sim:demo:${seed}`)

/** Throws StorageRefusal and ModelRefusal, and then holds nothing. */
export async function openDemo(opening: DemoOpening, { trading, paused = false, strategyId, dayBoundary }: Omit<Beginning, 'opening'>, surroundings: ModeSurroundings): Promise<OpenMode> {
  const { place, clock, step, notice, launcher, publisher, past, unwell } = surroundings
  step(told('loading-models', {}), null)
  const overrides = { ...(strategyId === undefined ? {} : { strategyId }), ...(dayBoundary === undefined ? {} : { dayBoundary }) }
  const configs = configureAll(overrides)
  const runtime = await openModelsAt(place, configs)
  const chosen = await promotedNow(configs, runtime, surroundings)
  step(told('opening-books', {}), null)
  const books = openBooks({ home: place.home, accountId: demoAccount(opening), program: PROGRAM.version, clock })
  try {
    if (books.adopted) notice(told('changes-adopted', { changes: books.adopted.adopted, file: books.adopted.archivedAs }))
    const pacer = new MarketPacer(monotonicClock, systemTimer, opening.speed, paused)
    const mode = await startDemo({
      books, clock, pacer, publisher, past, runtime, chosen, overrides, seed: opening.seed, edge: opening.edge, trading, launcher, unwell, progress: (code, part) => step(told(code, {}), part),
    })
    const disk = watchDisk(mode, books.opening, clock)
    const close = async (): Promise<void> => {
      disk.stop()
      await mode.stop()
      books.close()
    }
    return { mode, books: books.opening, archive: books.opening, close }
  } catch (error) {
    books.close()
    throw error
  }
}
