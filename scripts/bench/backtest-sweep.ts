import type { ArchivedMarket } from './backtest-market.ts'
import { BacktestProcess } from './backtest-process.ts'
import { median } from './figures.ts'

/** Configurations of one sweep. */
const CONFIGURATIONS = 6

export interface SweepSpeed {
  /** How much sooner two processes are done with the same configurations, by the clock. */
  readonly faster: number
  /** The same if both had a core to themselves all the time: what one process computes over what the busier of two does. */
  readonly fasterAlone: number
}

/** The same configurations in one process, then shared by two; after one run of each that is not counted. */
export async function sweepSpeed(market: ArchivedMarket, runs: number): Promise<SweepSpeed> {
  const processes = [0, 1].map(() => new BacktestProcess('full', market))
  try {
    await Promise.all(processes.map((process) => process.run()))
    const faster: number[] = []
    const fasterAlone: number[] = []
    for (let run = 0; run < runs; run++) {
      const one = await sweep(processes.slice(0, 1))
      const two = await sweep(processes)
      faster.push(one.wallMs / two.wallMs)
      fasterAlone.push(one.cpuMs / two.cpuMs)
    }
    return { faster: median(faster), fasterAlone: median(fasterAlone) }
  } finally {
    for (const process of processes) process.stop()
  }
}

/** Whoever is free takes the next one. `cpuMs` is of the process that computed most. */
async function sweep(processes: readonly BacktestProcess[]): Promise<{ readonly wallMs: number; readonly cpuMs: number }> {
  let next = 0
  const began = performance.now()
  const cpu = await Promise.all(
    processes.map(async (process) => {
      let sum = 0
      while (next < CONFIGURATIONS) sum += (await process.run({ seed: next++ })).cpuMs
      return sum
    }),
  )
  return { wallMs: performance.now() - began, cpuMs: Math.max(...cpu) }
}
