import { openModels } from '../../src-main/commands/recorded-account.ts'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { startDemo } from '../../src-main/modes/demo.ts'

// A demo engine to be killed: recovers, waits for 'go', then trades as fast as it can until it dies.
const [home = '', speed = '1000000'] = process.argv.slice(2)
const books = openBooks({ home, accountId: 'sim:demo:7', program: 'test', clock: systemClock })
const mode = await startDemo({
  books, clock: systemClock, timer: systemTimer, runtime: await openModels('.', configure()), seed: 7, edge: 'trend', speed: Number(speed), holdUntil: new Promise((go) => process.once('message', go)),
  overrides: { policyId: 'seeded-random', seed: 7 }, venueProgram: 'src-main/processes/venue.ts', progress: () => {}, publisher: { publish: () => {} },
})
process.send?.({ kind: 'recovered', status: mode.desk.status() })
process.once('disconnect', () => void mode.stop().then(() => process.exit(0)))
await mode.ended
