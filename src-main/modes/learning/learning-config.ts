import type { BacktestWish } from '../../../src-shared/contract/backtest-report.ts'
import type { LearnSpan } from '../../../src-shared/contract/learning-views.ts'
import type { StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import { configFor } from '../backtest-run.ts'

/** The back-test that asks for the same: of a policy that asks no fitted model, since learning fits its own and so may have any barriers. */
export const learningAs = ({ strategyId, instruments, from, to, changes }: LearnSpan): BacktestWish => ({ strategyId, instruments, from, to, changes, policyId: 'random-entry', seed: 0, rivals: 0 })

/** The strategy that is learnt for, with its numbers as wished. Throws a RangeError that names the parameter and its range. */
export function configForLearning(wish: LearnSpan): StrategyConfig {
  const twice = wish.instruments.find((name, i) => wish.instruments.indexOf(name) !== i)
  if (twice !== undefined) throw new RangeError(`${twice} is named twice among the instruments`)
  if ('policy.entryChance' in wish.changes) throw new RangeError('policy.entryChance belongs to entries by chance: leave it out, learning has none')
  const { policy, ...config } = configFor(learningAs(wish))
  const { entryChance: _, ...own } = policy
  return { ...config, policy: { ...own, policyId: 'expected-value' } }
}
