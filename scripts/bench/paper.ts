import { systemClock, monotonicClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import type { RecordingView } from '../../src-shared/contract/data-views.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Publisher } from '../../src-main/engine/publisher.port.ts'
import { openPaper } from '../../src-main/host/open-paper.ts'
import { STRATEGIES } from '../../src-main/strategies/strategies.ts'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'
import { atLeast, type BenchResult } from './figures.ts'
import { inFolder, ROOT } from './workplace.ts'

/** As `npm start -- --headless --mode paper --venue local --speed 120`, but for the page. */
const SPEED = 120
const TIMES_REAL_TIME = 60
const LOOK_MS = 10_000
const CANDLES_A_DAY = 288

/** A simulated day on paper: a Binance of this computer, streams, record, archive, engine and simulated venue, in the processes that they have. */
export const benchPaper = (): Promise<BenchResult> => inFolder(run)

/** What the engine came to. */
class Counts implements Publisher {
  readonly #kinds = new Map<string, number>()
  /** How often market data became such that nothing may be opened. */
  unhealthy = 0

  publish(changes: readonly Change[]): void {
    for (const change of changes) {
      this.#kinds.set(change.kind, this.of(change.kind) + 1)
      if (change.kind === 'component-marked' && change.component === 'market-data' && !change.healthy) this.unhealthy++
    }
  }

  of(kind: Change['kind']): number {
    return this.#kinds.get(kind) ?? 0
  }
}

async function run(home: string): Promise<BenchResult> {
  const [{ instruments }] = STRATEGIES
  const counts = new Counts()
  const opened = await openPaper({ mode: 'paper', venue: { name: 'local', port: null }, instruments, speed: SPEED }, { trading: true }, {
    place: { home, root: ROOT }, clock: systemClock, launcher: nodeLauncher(ROOT), publisher: counts, past: { publish: () => {} }, unwell: [], step: () => {}, notice: ({ code }) => console.log(code),
  })
  const { mode } = opened
  const [began, from] = [monotonicClock.now(), mode.desk.status().time]
  const seconds = (): number => (monotonicClock.now() - began) / 1_000
  const simulated = (): number => (mode.desk.status().time - from) / 1_000
  while (simulated() < DAY_MS / 1_000) {
    await Promise.race([systemTimer.after(LOOK_MS).done, mode.ended])
    console.log(`${(simulated() / 3_600).toFixed(1)} h in ${seconds().toFixed(0)} s, ${(simulated() / seconds()).toFixed(0)} times real time; ${counts.of('decision-made')} decisions, ${counts.of('fill-booked')} fills`)
  }
  const times = simulated() / seconds()
  const candles = counts.of('candle-accepted')
  const figures = {
    instruments: instruments.length, hours: simulated() / 3_600, seconds: seconds(), timesRealTime: times, candles, gaps: counts.of('gap-found'), decisions: counts.of('decision-made'),
    fills: counts.of('fill-booked'), trades: counts.of('trade-closed'), unhealthy: counts.unhealthy, ...recordOf(mode.feed?.().record ?? null),
  }
  await opened.close()
  return { name: 'paper', figures, targets: [atLeast('simulated time, times real time', times, TIMES_REAL_TIME, 'x'), atLeast('closed candles of the day', candles, CANDLES_A_DAY * instruments.length, 'candles')] }
}

const recordOf = (record: RecordingView | null): { readonly messages: number; readonly recordMb: number } => ({ messages: record?.messages ?? 0, recordMb: (record?.bytes ?? 0) / 2 ** 20 })
