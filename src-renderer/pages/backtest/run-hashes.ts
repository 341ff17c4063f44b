import type { RunRow } from '../../../src-shared/contract/backtest-report.ts'

/** Hashes of orders that more than one run has, each with how many. */
export function sharedHashes(runs: readonly RunRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { orderHash } of runs) if (orderHash !== null) counts.set(orderHash, (counts.get(orderHash) ?? 0) + 1)
  return new Map([...counts].filter(([, count]) => count > 1))
}
