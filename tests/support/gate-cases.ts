import type { Check } from '../../src-shared/contract/evaluation-views.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import type { GateEvidence } from '../../src-main/training/gate/gate-evidence.ts'
import type { DailyReturns } from '../../src-main/training/trial-ledger.port.ts'
import { recipes } from './normals.ts'

const START = 1_700_006_400_000

export const daysOf = (net: ArrayLike<number>, from = 0): DailyReturns => ({ day: Array.from(net, (_, place) => START + (from + place) * DAY_MS), net: Array.from(net) })
export const PASSED: Check = { name: 'null-test', passed: true, value: 0, limit: 0.2 }

/** Trades that win 2 or lose 1, with so much on average. */
export function tradesOf(seed: number, count: number, mean: number): readonly number[] {
  const random = new SeededRandom(seed)
  return Array.from({ length: count }, () => (random.uniform() < (mean + 0.01) / 0.03 ? 0.02 : -0.01))
}

/** A recipe among neighbours that share most with it, all of the same true annual Sharpe ratio, and a trade a day. */
export function evidenceOf(seed: number, annual: number, { days = 730, alike = 0.8, neighbours = 15 } = {}): GateEvidence {
  const columns = recipes(seed, days, { alike, annual: Array<number>(neighbours + 1).fill(annual) })
  const trials = columns.map((net, place) => ({ trialId: `t${place}`, days: daysOf(net) }))
  const mean = columns[0]!.reduce((sum, value) => sum + value, 0) / days
  // Of one deviation more than a day's, so that they are as sure.
  return { trialId: 't0', days: trials[0]!.days!, netPerTrade: tradesOf(seed, days, 1.4 * mean), trials, checks: [PASSED] }
}
