import { join } from 'node:path'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { Opening } from '../../src-shared/contract/workstation-views.ts'
import { PROGRAM } from '../base/program.ts'
import { SeededRandom, seedOf } from '../base/seeded-random.ts'
import { isoDay } from '../base/system-calendar.ts'
import { monotonicClock } from '../base/system-clock.ts'
import { systemTicker } from '../base/system-ticker.ts'
import { systemTimer } from '../base/system-timer.ts'
import { openBooks, type AccountBooks } from '../modes/account-books.ts'
import { configureAll } from '../modes/configuration.ts'
import { openModelsAt } from '../modes/open-models.ts'
import { paperAccount } from '../modes/paper-account.ts'
import { PaperMarket, type PaperMarketParts } from '../modes/paper-market.ts'
import { newestTime, startPaper, type PaperParts } from '../modes/paper.ts'
import { SegmentRecordWriter } from '../storage/record-writer.ts'
import type { Beginning } from '../supervision/beginning.ts'
import { DEMO_TRADING, localBinance, PRODUCTION, type BinanceEndpoint } from '../venue/binance/endpoints.ts'
import { watchDisk } from './disk-watch.ts'
import type { ModeSurroundings, OpenMode } from './open-mode.ts'
import { promotedNow } from './promoted-choices.ts'
import { startOwnBinance, type OwnBinance } from './own-binance.ts'

export type PaperOpening = Extract<Opening, { mode: 'paper' }>

/** Throws StorageRefusal, ModelRefusal, VenueBehind, and RangeError for what cannot be traded, and then holds nothing. */
export async function openPaper(opening: PaperOpening, { trading, strategyId, dayBoundary, policyId }: Omit<Beginning, 'opening'>, surroundings: ModeSurroundings): Promise<OpenMode> {
  const { place, clock, step, notice, launcher, publisher, past, unwell } = surroundings
  step(told('loading-models', {}), null)
  const strategy = opening.strategyId ?? strategyId
  const configs = configureAll({ instruments: opening.instruments, ...(strategy === undefined ? {} : { strategyId: strategy }), ...(dayBoundary === undefined ? {} : { dayBoundary }), ...(policyId === undefined ? {} : { policyId }) })
  const runtime = await openModelsAt(place, configs)
  const chosen = await promotedNow(configs, runtime, surroundings)
  step(told('opening-books', {}), null)
  const books = openBooks({ home: place.home, accountId: paperAccount(opening.venue), program: PROGRAM.version, clock })
  let own: OwnBinance | undefined
  try {
    if (books.adopted) notice(told('changes-adopted', { changes: books.adopted.adopted, file: books.adopted.archivedAs }))
    if (isOwn(opening)) own = await startOwnBinance({ launcher, folder: books.opening.folder, speed: opening.speed ?? 1, startTime: newestTime(books) ?? clock.now() })
    const endpoint = own ? localBinance(own.port) : endpointOf(opening)
    const market = new PaperMarket(marketParts(opening, endpoint, books, { clock, intervalMs: configs[0].decisionIntervalMs }))
    const mode = await startPaper({
      books, market, configs, runtime, chosen, trading, launcher, unwell, publisher, past, clock, timer: systemTimer, progress: (code, part) => step(told(code, {}), part), ...noticesOf(endpoint, notice),
    })
    const disk = watchDisk(mode, books.opening, clock)
    const close = async (): Promise<void> => {
      disk.stop()
      await mode.stop()
      own?.stop()
      books.close()
    }
    return { mode, books: books.opening, archive: books.opening, close }
  } catch (error) {
    own?.stop()
    books.close()
    throw error
  }
}

const GIGABYTE = 2 ** 30

const isOwn = ({ venue }: PaperOpening): boolean => venue.name === 'local' && venue.port === null

function endpointOf({ venue }: PaperOpening): BinanceEndpoint {
  if (venue.name === 'local') return localBinance(venue.port ?? 0)
  return venue.name === 'demo' ? DEMO_TRADING : PRODUCTION
}

function marketParts({ venue, instruments, speed = 1, clock: time, recordGb }: PaperOpening, endpoint: BinanceEndpoint, books: AccountBooks, { clock, intervalMs }: Pick<ModeSurroundings, 'clock'> & { readonly intervalMs: number }): PaperMarketParts {
  const { accountId, folder } = books.opening
  const random = new SeededRandom(seedOf(books.sessionId))
  return {
    endpoint, archive: books.archive, instruments, intervalMs, isFast: venue.name === 'local' && (time === 'server' || speed > 1), clock: monotonicClock, wallClock: clock, timer: systemTimer, ticker: systemTicker, random: () => random.uniform(),
    record: recordGb === 0 ? null : (feed) => new SegmentRecordWriter(
      { folder: join(folder, 'record'), accountId, recordId: `${isoDay(clock.now())}-${books.sessionId.slice(0, 8)}`, venue: endpoint.name, setup: { feed }, ...(recordGb === undefined ? {} : { bytesMax: recordGb * GIGABYTE }) },
      { clock, timer: systemTimer },
    ),
  }
}

function noticesOf({ name: venue }: BinanceEndpoint, notice: ModeSurroundings['notice']): Pick<PaperParts, 'onUnreached' | 'onMissed'> {
  return {
    onUnreached: (detail) => notice(told('venue-unreached', { venue, detail })),
    onMissed: ({ instruments, from, to, fills }) => notice(told('missed-candles', { instruments: instruments.join(', '), minutes: Math.round((to - from) / 60_000), fills })),
  }
}
