import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicClock } from '../../src-main/base/system-clock.ts'
import { systemTicker } from '../../src-main/base/system-ticker.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { openModels } from '../../src-main/modes/open-models.ts'
import { systemTerminal } from '../../src-main/commands/system-terminal.ts'
import { DeskTopics } from '../../src-main/ipc/desk-topics.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { startDemo } from '../../src-main/modes/demo.ts'
import { MarketPacer } from '../../src-main/modes/pacer.ts'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'
import type { Publisher } from '../../src-main/engine/publisher.port.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'

// Runs what is in the engine's process without holding time back, and says as JSON lines how much memory they take as simulated days pass.
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

const log = new TopicLog('idle')
const topics = new DeskTopics(log)
const mode = await startDemo({
  books, clock: terminal.clock, pacer: new MarketPacer(monotonicClock, systemTimer, null), publisher: counted(topics), past: topics, runtime, seed: SEED, edge: 'trend', trading: true,
  launcher: nodeLauncher(terminal.root), progress: () => {},
})
const ticking = topics.attach(mode.desk, systemTicker)
const { desk } = mode
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
ticking.stop()
await mode.stop()
books.close()
