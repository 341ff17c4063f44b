import type { SweepWish } from '../../src-shared/contract/backtest-report.ts'
import { Sweep } from '../../src-main/host/sweep-pool.ts'
import { programPath } from '../../src-main/supervision/program-path.ts'
import { openingIn, type ArchivedMarket } from './backtest-market.ts'
import { median } from './figures.ts'
import { timedUntil, type Times } from './stopwatch.ts'
import { ROOT } from './workplace.ts'

/** One back-test each. */
const STOPS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5]

export interface SweepSpeed {
  readonly configurations: number
  /** How much sooner two workers are done with the same configurations, by the clock. */
  readonly faster: number
  /** The same if both had a core to themselves all the time: twice what one worker computes, over what two compute together. */
  readonly fasterAlone: number
}

/** A sweep of the program as it is, with one worker and with two, in turn. */
export async function sweepSpeed(market: ArchivedMarket, runs: number): Promise<SweepSpeed> {
  const pairs: (readonly [one: Times, two: Times])[] = []
  for (let run = 0; run < runs; run++) pairs.push([await sweep(market, 1), await sweep(market, 2)])
  return { configurations: STOPS.length, faster: median(pairs.map(([one, two]) => one.wall / two.wall)), fasterAlone: median(pairs.map(([one, two]) => (2 * one.cpu) / two.cpu)) }
}

function sweep({ home, instruments }: ArchivedMarket, workers: number): Promise<Times> {
  const wish: SweepWish = {
    strategyId: 'perp-ev', instruments, from: null, to: null, policyId: 'random-entry', seed: 1, changes: { 'risk.dailyLossMax': 1, 'risk.drawdownMax': 1 }, rivals: 0, vary: { 'labelSpec.stopAtr': STOPS },
  }
  const parts = { opening: openingIn(home), root: ROOT, runId: 'bench', program: programPath(ROOT, 'jobs'), workers, progress: () => {} }
  return timedUntil(() => new Sweep(wish, parts).done)
}
