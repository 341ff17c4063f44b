import type { LearnSpan } from '../../../src-shared/contract/learning-views.ts'
import type { StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import { configure } from '../configuration.ts'
import { withFittedParameter } from '../strategy-parameters.ts'

/** The strategy as it is to be learnt, its barriers included. Throws a RangeError that names what cannot be meant and what can. */
export function learnConfig({ strategyId, instruments, changes }: Pick<LearnSpan, 'strategyId' | 'instruments' | 'changes'>): StrategyConfig {
  if (instruments.length === 0) throw new RangeError('no instrument is named')
  if (new Set(instruments).size !== instruments.length) throw new RangeError(`an instrument is named twice: ${instruments.join(', ')}`)
  return Object.entries(changes).reduce((config, [name, value]) => withFittedParameter(config, name, value), configure({ strategyId, instruments }))
}
