import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { ArchivedSpan, Opening } from '../../src-shared/contract/workstation-views.ts'
import { PROGRAM } from '../base/program.ts'
import { monotonicClock } from '../base/system-clock.ts'
import { systemTimer } from '../base/system-timer.ts'
import { archivedInstruments, firstTime, lastTime, RECORDED_ACCOUNT } from '../modes/archived-record.ts'
import { configure, configureAll } from '../modes/configuration.ts'
import { existingArchive } from '../modes/existing-books.ts'
import { openModels } from '../modes/open-models.ts'
import { MarketPacer } from '../modes/pacer.ts'
import { countedReplay } from '../modes/counted-replay.ts'
import { startReplay, type RecordedRun } from '../modes/recorded-run.ts'
import { replayBooks } from '../modes/replay-books.ts'
import { accountFolderName, openAccountFolder } from '../storage/account-folder.ts'
import type { Opening as Account } from '../storage/database-kind.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { SqliteTrialLedger } from '../storage/trial-ledger.ts'
import type { Beginning } from '../supervision/beginning.ts'
import type { ModeSurroundings, OpenMode } from './open-mode.ts'

export type ReplayOpening = Extract<Opening, { mode: 'replay' }>

/** There is no candle to replay. */
export class NothingRecorded extends Error {
  override readonly name = 'NothingRecorded'
  readonly instruments: string

  constructor(instruments: readonly string[]) {
    super(`there is no candle of ${instruments.join(', ')} in that time`)
    this.instruments = instruments.join(', ')
  }
}

/** Throws StorageRefusal, ModelRefusal, UnknownInstrument and NothingRecorded, and then holds nothing. */
export async function openReplay(opening: ReplayOpening, { trading, paused = false, accountId = RECORDED_ACCOUNT, strategyId, policyId }: Omit<Beginning, 'opening'>, surroundings: ModeSurroundings): Promise<OpenMode> {
  const { place, step, publisher, unwell } = surroundings
  step(told('opening-books', {}), null)
  const archived = { folder: openAccountFolder(place.home, accountId), accountId, program: PROGRAM.version }
  const archive = new SqliteMarketArchive(archived)
  const books = replayBooks(archived)
  const close = (): void => {
    books.close()
    archive.close()
  }
  try {
    const instruments = await archivedInstruments(archive, opening.instruments)
    const spans = await archive.spans()
    const [from, to] = [firstTime(spans, opening.instruments, opening.from ?? 0), lastTime(spans, opening.instruments, opening.to ?? Number.MAX_SAFE_INTEGER)]
    if (from >= to) throw new NothingRecorded(opening.instruments)
    const wantedStrategy = opening.strategyId ?? strategyId
    const [config, ...alongside] = configureAll({ instruments: opening.instruments, ...(wantedStrategy === undefined ? {} : { strategyId: wantedStrategy }), ...(policyId ? { policyId } : {}) })
    step(told('loading-models', {}), null)
    const runtime = await openModels(place.root, config, ...alongside)
    const pacer = new MarketPacer(monotonicClock, systemTimer, opening.speed, paused)
    const run: RecordedRun = { archive, instruments, config, alongside, runtime, from, to, accountId, sessionId: randomUUID(), publisher, mode: 'replay', trading, unwell }
    const trials = new SqliteTrialLedger(archived, surroundings.clock)
    const mode = await countedReplay(run, trials, (counted) => startReplay(counted, books, pacer))
    return { mode, books: books.opening, archive: archived, close: () => mode.stop().finally(close) }
  } catch (error) {
    close()
    throw error
  }
}

/** Where imported market data and the runs on them are, whether it is there or not. */
export const recordedOpening = (home: string): Account => ({ folder: join(home, accountFolderName(RECORDED_ACCOUNT)), accountId: RECORDED_ACCOUNT, program: PROGRAM.version })

/** Archived candles of the interval that decisions are made at. */
export async function archivedSpans(home: string): Promise<readonly ArchivedSpan[]> {
  const archive = existingArchive(recordedOpening(home))
  if (!archive) return []
  try {
    const spans = (await archive.spans()).filter(({ intervalMs }) => intervalMs === configure().decisionIntervalMs)
    return spans.map(({ instrumentId, intervalMs, firstOpenTime, lastOpenTime, candles }) => ({ instrumentId, intervalMs, from: firstOpenTime, to: lastOpenTime + intervalMs, candles }))
  } finally {
    archive.close()
  }
}
