import { median } from './figures.ts'

/** By the clock, and what this process computed on all its threads: on a busy computer the clock counts what others do. */
export interface Times {
  readonly wall: number
  readonly cpu: number
}

/** In milliseconds. */
export function timed(work: () => unknown): Times {
  const stop = started()
  work()
  return stop()
}

/** The same of work that has to be waited for. */
export async function timedUntil(work: () => Promise<unknown>): Promise<Times> {
  const stop = started()
  await work()
  return stop()
}

function started(): () => Times {
  const [cpu, began] = [process.cpuUsage(), performance.now()]
  return () => {
    const wall = performance.now() - began
    const { user, system } = process.cpuUsage(cpu)
    return { wall, cpu: (user + system) / 1_000 }
  }
}

export const medianTimes = (runs: readonly Times[]): Times => ({ wall: median(runs.map(({ wall }) => wall)), cpu: median(runs.map(({ cpu }) => cpu)) })
