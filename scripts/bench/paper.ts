import { systemClock, monotonicClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import type { Change } from '../../src-shared/domain/change.ts'
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

async function run(home: string): Promise<BenchResult> {
  const [{ instruments }] = STRATEGIES
  const kinds = new Map<string, number>()
  let unhealthy = 0
  const count = (changes: readonly Change[]): void => {
    for (const change of changes) {
      kinds.set(change.kind, (kinds.get(change.kind) ?? 0) + 1)
      if (change.kind === 'component-marked' && change.component === 'market-data' && !change.healthy) unhealthy++
    }
  }
  const launcher = nodeLauncher(ROOT)
  const opened = await openPaper({ mode: 'paper', venue: { name: 'local', port: null }, instruments, speed: SPEED }, { trading: true }, {
    place: { home, root: ROOT }, clock: systemClock, launcher, publisher: { publish: count }, past: { publish: () => {} }, unwell: [], step: () => {}, notice: (told) => console.log(told.code),
  })
  const { mode } = opened
  const [began, from] = [monotonicClock.now(), mode.desk.status().time]
  const seconds = (): number => (monotonicClock.now() - began) / 1_000
  const simulated = (): number => (mode.desk.status().time - from) / 1_000
  while (simulated() < DAY_MS / 1_000) {
    await Promise.race([systemTimer.after(LOOK_MS).done, mode.ended])
    console.log(`${(simulated() / 3_600).toFixed(1)} h in ${seconds().toFixed(0)} s, ${(simulated() / seconds()).toFixed(0)} times real time; ${kinds.get('decision-made') ?? 0} decisions, ${kinds.get('fill-booked') ?? 0} fills, ${mode.feed?.().phase ?? ''}`)
  }
  const times = simulated() / seconds()
  const record = mode.feed?.().record
  const figures = {
    instruments: instruments.length, hours: simulated() / 3_600, seconds: seconds(), timesRealTime: times, candles: kinds.get('candle-accepted') ?? 0, gaps: kinds.get('gap-found') ?? 0,
    decisions: kinds.get('decision-made') ?? 0, fills: kinds.get('fill-booked') ?? 0, trades: kinds.get('trade-closed') ?? 0, unhealthy, messages: record?.messages ?? 0, recordMb: (record?.bytes ?? 0) / 2 ** 20,
  }
  await opened.close()
  return {
    name: 'paper', figures,
    targets: [atLeast('simulated time, times real time', times, TIMES_REAL_TIME, 'x'), atLeast('closed candles of the day', figures.candles, CANDLES_A_DAY * instruments.length, 'candles')],
  }
}
