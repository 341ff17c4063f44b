import type { Check } from '../../src-shared/contract/evaluation-views.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { meanOf } from '../../src-main/statistics/moments.ts'
import type { GateEvidence } from '../../src-main/training/gate/gate-evidence.ts'
import type { DailyReturns } from '../../src-main/training/trial-ledger.port.ts'

const START = 1_700_006_400_000

export const daysOf = (net: ArrayLike<number>, from = 0): DailyReturns => ({ day: Array.from(net, (_, place) => START + (from + place) * DAY_MS), net: Array.from(net) })
export const PASSED: Check = { name: 'null-test', passed: true, value: 0, limit: 0.2 }

/** Daily returns with a deviation of 1 % of recipes that share `alike` of their variance; `annual` their true Sharpe ratios. */
export function recipes(seed: number, days: number, { alike, annual }: { readonly alike: number; readonly annual: readonly number[] }): readonly Float64Array[] {
  const random = new SeededRandom(seed)
  const columns = annual.map(() => new Float64Array(days))
  for (let day = 0; day < days; day++) {
    const common = Math.sqrt(alike) * random.normal()
    annual.forEach((ratio, recipe) => (columns[recipe]![day] = 0.01 * (common + Math.sqrt(1 - alike) * random.normal() + ratio / Math.sqrt(365))))
  }
  return columns
}

/** Trades that win 2 or lose 1, with so much on average. */
export function tradesOf(seed: number, count: number, mean: number): readonly number[] {
  const random = new SeededRandom(seed)
  return Array.from({ length: count }, () => (random.uniform() < (mean + 0.01) / 0.03 ? 0.02 : -0.01))
}

export interface Recipes {
  readonly days: number
  /** Part of their variance that they share. */
  readonly alike: number
  readonly count: number
}

/** The first of the recipes, or the best of them, judged among all; all have the same true annual Sharpe ratio, and a trade a day. */
export function evidenceOf(seed: number, annual: number, { days = 730, alike = 0.8, count = 16, best = false }: Partial<Recipes> & { readonly best?: boolean } = {}): GateEvidence {
  const columns = recipes(seed, days, { alike, annual: Array<number>(count).fill(annual) })
  const trials = columns.map((net, place) => ({ trialId: `t${place}`, days: daysOf(net) }))
  const means = columns.map(meanOf)
  const judged = best ? means.indexOf(Math.max(...means)) : 0
  // Of one deviation more than a day's, so that they are as sure.
  return { trialId: `t${judged}`, days: trials[judged]!.days, netPerTrade: tradesOf(seed, days, 1.4 * means[judged]!), trials, checks: [PASSED] }
}
