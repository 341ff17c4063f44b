import { systemClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { startDemo } from '../../src-main/modes/demo.ts'

// A demo engine to be killed: recovers, waits for 'go', then trades as fast as it can until it dies.
const [home = ''] = process.argv.slice(2)
const books = openBooks({ home, accountId: 'sim:demo:7', program: 'test', clock: systemClock })
/** Sure of one side at every candle, so that something is always being opened or closed. */
const runtime: ModelRuntime = { score: async (modelId, vectors) => vectors.map(({ asOf }) => (modelId.endsWith((asOf / 300_000) % 2 === 0 ? 'long' : 'short') ? [0.95, 0.01, 0, 60, 10] : [0.05, 0.01, 0, 60, 10])) }
const mode = await startDemo({
  books, clock: systemClock, timer: systemTimer, runtime, seed: 7, edge: 'trend', speed: 1_000_000, holdUntil: new Promise((go) => process.once('message', go)),
  venueProgram: 'src-main/processes/venue.ts', progress: () => {}, publisher: { publish: () => {} },
})
process.send?.({ kind: 'recovered', status: mode.desk.status() })
process.once('disconnect', () => void mode.stop().then(() => process.exit(0)))
await mode.ended
