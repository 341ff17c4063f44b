import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Engine } from '../../src-main/engine/engine.ts'
import { SCORING_MS } from '../../src-main/modes/paper-account.ts'
import type { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'
import { warmEngine } from './demo-feed.ts'
import { median } from './figures.ts'

/** What a model without an opinion says: every decision is made in full and comes out flat. */
const NO_OPINION = [0.3, 0.1, 0, 240, 20] as const

export interface EngineSpeed {
  readonly events: number
  readonly eventsPerSecond: number
  readonly decisionsPerSecond: number
}

/** The engine alone, in one thread and without any surroundings: closed candles, a mark price and a forecast each, over `days` of `instruments`. */
export function engineSpeed(instruments: number, days: number, runs: number): EngineSpeed {
  const measured = Array.from({ length: runs + 1 }, () => oneRun(instruments, days)).slice(1)
  const rate = (count: (run: Run) => number): number => median(measured.map((run) => (1_000 * count(run)) / run.ms))
  return { events: measured[0]!.events, eventsPerSecond: rate(({ events }) => events), decisionsPerSecond: rate(({ decisions }) => decisions) }
}

interface Run {
  readonly events: number
  readonly decisions: number
  readonly ms: number
}

function oneRun(instruments: number, days: number): Run {
  const { engine, market } = warmEngine(instruments, 'sim:bench:1')
  const closes = closesOf(market, days)
  const run = { events: 0, decisions: 0 }
  const began = performance.now()
  for (const events of closes) {
    const answers = events.flatMap((event) => forecasts(step(engine, event, run)))
    for (const answer of answers) step(engine, answer, run)
  }
  return { ...run, ms: performance.now() - began }
}

function step(engine: Engine, event: EngineEvent, run: { events: number; decisions: number }): readonly Change[] {
  const changes = engine.step(event)
  run.events++
  for (const { kind } of changes) if (kind === 'decision-made') run.decisions++
  return changes
}

function forecasts(changes: readonly Change[]): EngineEvent[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'forecast-requested') return []
    const { requestId, modelIds, features } = change.request
    return [{ kind: 'forecast-arrived', time: (features.asOf + SCORING_MS) as TimeMs, answer: { requestId, modelIds, long: NO_OPINION, short: NO_OPINION } }]
  })
}

/** The events of each instant at which candles close. */
function closesOf(market: SeededMarket, days: number): EngineEvent[][] {
  const closes: EngineEvent[][] = []
  const end = market.time + days * DAY_MS
  while (market.time < end) {
    const events = market.step()
    if (events.some(({ kind }) => kind === 'candle-closed')) closes.push([...events])
  }
  return closes
}
