import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { startDemo } from '../../src-main/modes/demo.ts'
import { MarketPacer } from '../../src-main/modes/pacer.ts'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'

// A demo engine to be killed: recovers, waits for 'go', then trades as fast as it can until it dies.
const [home = '', seed = ''] = process.argv.slice(2)
const books = openBooks({ home, accountId: 'sim:demo:7', program: 'test', clock: systemClock })
if (seed !== '') dieAtACommit(Number(seed))

/** Dies right before or right after a commit of some ten changes from here: around orders and fills, where it hurts. */
function dieAtACommit(chosen: number): void {
  const random = new SeededRandom(chosen)
  const append = books.journal.append.bind(books.journal)
  let left = 4 + random.below(12)
  Object.defineProperty(books.journal, 'append', {
    value: (changes: Parameters<typeof append>[0]) => {
      const last = changes.some(({ kind }) => kind === 'fill-booked' || kind === 'attempt-sent' || kind === 'intent-opened') && --left <= 0
      if (last && random.below(2) === 0) process.kill(process.pid, 'SIGKILL')
      append(changes)
      if (last) process.kill(process.pid, 'SIGKILL')
    },
  })
}

/** Sure of one side at every candle, so that something is always being opened or closed. */
const runtime: ModelRuntime = { score: async (modelId, vectors) => vectors.map(({ asOf }) => (modelId.endsWith((asOf / 300_000) % 2 === 0 ? 'long' : 'short') ? [0.95, 0.01, 0, 60, 10] : [0.05, 0.01, 0, 60, 10])) }
const mode = await startDemo({
  books, clock: systemClock, pacer: new MarketPacer(monotonicClock, systemTimer, 1_000_000), runtime, seed: 7, edge: 'trend', trading: true,
  holdUntil: new Promise((go) => process.once('message', go)), launcher: nodeLauncher('.'), progress: () => {}, publisher: { publish: () => {} },
})
process.send?.({ kind: 'recovered', status: mode.desk.status() })
process.once('disconnect', () => void mode.stop().then(() => process.exit(0)))
await mode.ended
