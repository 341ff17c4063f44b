import type { LearnWish } from '../../src-shared/contract/evaluation-views.ts'
import type { LearnSpan } from '../../src-shared/contract/learning-views.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { configForLearning, learningAs } from '../modes/learning/learning-config.ts'
import type { Opening } from '../storage/database-kind.ts'
import { toldOf } from './refusals.ts'
import { refusalOfSpan, refusalOfValues } from './wish-checks.ts'

/** Why a piece of learning cannot be done, with what to do; undefined when it can be. */
export async function refusalOfLearning({ wish }: LearnWish, opening: Opening): Promise<Told | undefined> {
  try {
    return refusalOfLearnValues(wish) ?? (await refusalOfSpan(learningAs(wish), opening))
  } catch (error) {
    return toldOf(error)
  }
}

/** As `refusalOfLearning`, without a look at the archive. Throws RangeError for values that do not go together. */
export const refusalOfLearnValues = (wish: LearnSpan): Told | undefined => refusalOfValues(learningAs(wish)) ?? void configForLearning(wish)
