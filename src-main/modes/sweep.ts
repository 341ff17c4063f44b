import type { BacktestReport, BacktestWish, SweepRow, SweepWish } from '../../src-shared/contract/backtest-report.ts'

/** The values of each back-test, in the order of `vary`; the first parameter changes slowest. */
export function combinationsOf({ vary }: Pick<SweepWish, 'vary'>): readonly (readonly number[])[] {
  return Object.values(vary).reduce<readonly (readonly number[])[]>((before, values) => before.flatMap((begun) => values.map((value) => [...begun, value])), [[]])
}

/** How many there are, without making them: a person may ask for any number. */
export const combinationCount = ({ vary }: Pick<SweepWish, 'vary'>): number => Object.values(vary).reduce((count, values) => count * values.length, 1)

/** What one back-test of a sweep is asked. It has no rivals: they would be the same for all. */
export function wishOf({ vary, ...wish }: SweepWish, values: readonly number[]): BacktestWish {
  const changed = Object.fromEntries(Object.keys(vary).map((name, i) => [name, values[i]!]))
  return { ...wish, changes: { ...wish.changes, ...changed }, rivals: 0 }
}

export function sweepRow(values: readonly number[], { hashes, summary }: BacktestReport): SweepRow {
  const { net, netReturn, sharpe, drawdown, trades, won } = summary
  return { values, orderHash: hashes.orders, net, netReturn, sharpe, drawdown, trades, won }
}
