import { join } from 'node:path'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { systemTicker } from '../../src-main/base/system-ticker.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { PaperMarket } from '../../src-main/modes/paper-market.ts'
import type { Missed } from '../../src-main/modes/paper-source.ts'
import { startPaper } from '../../src-main/modes/paper.ts'
import type { RunningMode } from '../../src-main/modes/running-mode.ts'
import type { Opening } from '../../src-main/storage/database-kind.ts'
import { SegmentRecordWriter } from '../../src-main/storage/record-writer.ts'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'
import { localBinance } from '../../src-main/venue/binance/endpoints.ts'
import type { Change } from '../../src-shared/domain/change.ts'

export const PAPER_ACCOUNT = 'sim:paper:binance:local'

/** Sure of one side at every candle, so that something is always being opened or closed. */
export const sureRuntime: ModelRuntime = { score: async (modelId, vectors) => vectors.map(({ asOf }) => (modelId.endsWith((asOf / 300_000) % 2 === 0 ? 'long' : 'short') ? [0.95, 0.01, 0, 60, 10] : [0.05, 0.01, 0, 60, 10])) }

export interface PaperSession {
  readonly mode: RunningMode
  readonly opening: Opening
  readonly changes: readonly Change[]
  /** How often resting orders went through what was missed. */
  readonly missed: () => number
  close(): Promise<void>
}

/** Hears of it as it happens. */
interface PaperListener {
  readonly publish?: (changes: readonly Change[]) => void
  readonly onMissed?: (missed: Missed) => void
  /** Unless told, a venue that cannot be reached is an error. */
  readonly onUnreached?: (detail: string) => void
}

/** A session on paper at a Binance on this computer whose time runs fast, recorded as `recordId`, with the venue's process and books on disk. */
export async function paperSession(home: string, recordId: string, venue: { readonly port: number; readonly symbols: readonly string[] }, told: PaperListener = {}): Promise<PaperSession> {
  const config = configure({ instruments: venue.symbols })
  const books = openBooks({ home, accountId: PAPER_ACCOUNT, program: 'test', clock: systemClock })
  const random = new SeededRandom(1)
  const changes: Change[] = []
  let missed = 0
  const market = new PaperMarket({
    endpoint: localBinance(venue.port), archive: books.archive, instruments: venue.symbols, intervalMs: config.decisionIntervalMs, isFast: true,
    clock: monotonicClock, wallClock: systemClock, timer: systemTimer, ticker: systemTicker, random: () => random.uniform(),
    record: (feed) => new SegmentRecordWriter({ folder: join(books.opening.folder, 'record'), accountId: PAPER_ACCOUNT, recordId, venue: 'local', setup: { feed } }, { clock: systemClock, timer: systemTimer }),
  })
  const mode = await startPaper({
    books, market, configs: [config], runtime: sureRuntime, trading: true, launcher: nodeLauncher('.'), unwell: [], clock: systemClock, timer: systemTimer,
    publisher: { publish: (more) => (changes.push(...more), told.publish?.(more)) }, past: { publish: () => {} }, progress: () => {}, onUnreached: told.onUnreached ?? ((detail) => { throw new Error(detail) }),
    onMissed: (one) => (missed++, told.onMissed?.(one)),
  })
  return { mode, opening: books.opening, changes, missed: () => missed, close: async () => (await mode.stop(), books.close()) }
}
