import { join } from 'node:path'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { systemTicker } from '../../src-main/base/system-ticker.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { configureAll } from '../../src-main/modes/configuration.ts'
import { PaperMarket } from '../../src-main/modes/paper-market.ts'
import { startPaper } from '../../src-main/modes/paper.ts'
import { SegmentRecordWriter } from '../../src-main/storage/record-writer.ts'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'
import { localBinance } from '../../src-main/venue/binance/endpoints.ts'
import { eagerRuntime, PAPER_ACCOUNT, PAPER_INSTRUMENTS } from './paper-rig.ts'

// A paper engine to be killed, on a Binance of this computer. Tells what it does; stops in peace when it is told to.
const [home = '', port = '', recordId = ''] = process.argv.slice(2)
const books = openBooks({ home, accountId: PAPER_ACCOUNT, program: 'test', clock: systemClock })
const configs = configureAll({ instruments: PAPER_INSTRUMENTS })
const endpoint = localBinance(Number(port))
const market = new PaperMarket({
  endpoint, archive: books.archive, instruments: PAPER_INSTRUMENTS, intervalMs: configs[0].decisionIntervalMs, isFast: true, clock: monotonicClock, wallClock: systemClock, timer: systemTimer,
  ticker: systemTicker, random: () => 0.5,
  record: (feed) => new SegmentRecordWriter({ folder: join(books.opening.folder, 'record'), accountId: PAPER_ACCOUNT, recordId, venue: 'local', setup: { feed } }, { clock: systemClock, timer: systemTimer }),
})
const tell = (message: object): void => void process.send?.(message)
const mode = await startPaper({
  books, market, configs, runtime: eagerRuntime, trading: true, launcher: nodeLauncher('.'), unwell: [], past: { publish: () => {} }, clock: systemClock, timer: systemTimer, progress: () => {},
  publisher: { publish: (changes) => changes.forEach((change) => {
    if (change.kind === 'fill-booked' || change.kind === 'decision-made' || change.kind === 'order-accepted' || change.kind === 'latch-set') tell({ kind: change.kind })
  }) },
  onUnreached: (detail) => tell({ kind: 'unreached', detail }), onMissed: (missed) => tell({ kind: 'missed', missed }),
})
tell({ kind: 'started', status: mode.desk.status(), positions: mode.desk.positions().length })
process.once('message', () => void mode.stop().then(() => {
  books.close()
  process.exit(0)
}))
mode.ended.catch((error: unknown) => {
  process.stderr.write(String(error))
  process.exit(1)
})
