import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { openHost } from '../../src-main/commands/host.ts'
import { openModels } from '../../src-main/commands/recorded-account.ts'
import { systemTerminal } from '../../src-main/commands/system-terminal.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { startDemo } from '../../src-main/modes/demo.ts'
import type { Publisher } from '../../src-main/engine/publisher.port.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'

// Runs the parts of the headless demo without holding time back, and says as JSON lines how much memory they take as simulated days pass.
const days = Number(process.argv[2])
const POLL_MS = 100
const SEED = 7
const terminal = systemTerminal(import.meta.dirname)
const runtime = await openModels(terminal.root, configure())
const books = openBooks({ home: terminal.home, accountId: `sim:demo:${SEED}`, program: terminal.program, clock: terminal.clock })
const counts = { turns: 0, changes: 0, decisions: 0, fills: 0 }

const counted = (windows: Publisher): Publisher => ({
  publish: (changes) => {
    counts.turns++
    counts.changes += changes.length
    for (const { kind } of changes) {
      if (kind === 'decision-made') counts.decisions++
      if (kind === 'fill-booked') counts.fills++
    }
    windows.publish(changes)
  },
})

const host = await openHost({
  port: 0,
  start: (windows) => startDemo({
    books, clock: terminal.clock, timer: systemTimer, publisher: counted(windows), runtime, seed: SEED, edge: 'trend', speed: Number.POSITIVE_INFINITY,
    venueProgram: join(terminal.root, 'src-main/processes/venue.ts'), progress: () => {},
  }),
}, terminal)

const { desk } = host.mode
const began = { simulated: desk.status().time, real: performance.now() }
const tell = (): void => {
  const { rss, heapUsed, external } = process.memoryUsage()
  terminal.out(JSON.stringify({ day: (desk.status().time - began.simulated) / DAY_MS, seconds: (performance.now() - began.real) / 1_000, rss, heapUsed, external, ...counts, trades: desk.status().tradeCount }))
}

tell()
for (let next = 1; next <= days;) {
  await sleep(POLL_MS)
  if (desk.status().time < began.simulated + next * DAY_MS) continue
  tell()
  next++
}
await host.close()
books.close()
