import type { LearnWish } from '../../src-shared/contract/evaluation-views.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { refuseScales } from '../modes/learning/feasibility-run.ts'
import { configForLearning, learningAs } from '../modes/learning/learning-config.ts'
import type { Opening } from '../storage/database-kind.ts'
import { toldOf } from './refusals.ts'
import { refusalOfSpan, refusalOfValues } from './wish-checks.ts'

/** Why a piece of learning cannot be done, with what to do; undefined when it can be. */
export async function refusalOfLearning(wanted: LearnWish, opening: Opening): Promise<Told | undefined> {
  try {
    return refusalOfLearnValues(wanted) ?? (await refusalOfSpan(learningAs(wanted.wish), opening))
  } catch (error) {
    return toldOf(error)
  }
}

/** As `refusalOfLearning`, without a look at the archive. Throws RangeError for values that do not go together. */
export function refusalOfLearnValues({ kind, wish }: LearnWish): Told | undefined {
  const refused = refusalOfValues(learningAs(wish))
  if (refused) return refused
  const config = configForLearning(wish)
  if (kind === 'feasibility') refuseScales(wish, config)
  return undefined
}
