import type { EvaluateWish } from '../../../src-shared/contract/evaluation-views.ts'
import type { StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import type { Clock } from '../../base/clock.port.ts'
import { PROGRAM } from '../../base/program.ts'
import { dataHash } from '../../base/text-hash.ts'
import type { MarketReads } from '../../market-data/candle-archive.port.ts'
import type { DataArchive } from '../../market-data/data-archive.port.ts'
import { Checkpoints, stagesFolder } from '../../storage/checkpoints.ts'
import type { Learner } from '../../training/learner.ts'
import { linearLearner } from '../../training/linear-learner.ts'
import type { ModelRegistry } from '../../training/model-register.port.ts'
import type { PolicyRun } from '../../training/policy-run.port.ts'
import type { NewTrial, TrialData, TrialLedger } from '../../training/trial-ledger.port.ts'
import { otherThan } from '../strategy-parameters.ts'
import type { ConfigOf } from './data-set-recipe.ts'
import { configForLearning } from './learning-config.ts'
import { ArchivedPolicyRun } from './policy-run.ts'
import { RememberedArchive } from './remembered-archive.ts'
import { Stages } from './stages.ts'
import { trialDataOf } from './trial-data.ts'

export interface EvaluateParts {
  readonly archive: DataArchive & MarketReads
  /** Of the account: data sets and checkpoints are kept below it. */
  readonly folder: string
  /** Where the fitted pair is put. */
  readonly modelsFolder: string
  readonly accountId: string
  /** The same run again goes on where it was killed. */
  readonly runId: string
  readonly trials: TrialLedger
  readonly models: ModelRegistry
  /** Gives milliseconds; for people only. */
  readonly clock: Clock
  /** 0 to 1. */
  readonly progress?: ((part: number) => void) | undefined
  readonly cancelled?: (() => boolean) | undefined
  /** `configForLearning` unless told. */
  readonly configOf?: ConfigOf | undefined
}

/** A wish, looked at: what is to be done and what with. */
export interface EvaluateTask {
  readonly wish: EvaluateWish
  readonly parts: EvaluateParts
  readonly config: StrategyConfig
  /** Names of what was changed to something else than the strategy trades with. */
  readonly otherNumbers: readonly string[]
  readonly learner: Learner
  /** Of the learner, all of them. */
  readonly parameters: Readonly<Record<string, number>>
  readonly trialData: TrialData
  readonly policyRun: PolicyRun
  readonly stages: Stages
  /** What a run of the same wish has come to; of the same rows, where their content is told. */
  readonly checkpoints: (contentHash?: string) => Checkpoints
  readonly trialOf: (kind: NewTrial['kind'], parameters: NewTrial['parameters']) => NewTrial
}

const LEARNERS: Readonly<Record<EvaluateWish['learner'], Learner>> = { linear: linearLearner }

/** Reads no candle yet. Rejects with a RangeError for what cannot be meant. */
export async function evaluateTask(wish: EvaluateWish, parts: EvaluateParts): Promise<EvaluateTask> {
  const { archive, accountId, folder, runId, cancelled, clock, progress } = parts
  const configOf = parts.configOf ?? configForLearning
  const config = configOf(wish)
  const learner = LEARNERS[wish.learner]
  const unknown = Object.keys(wish.parameters).find((name) => !Object.hasOwn(learner.defaults, name))
  if (unknown !== undefined) throw new RangeError(`the learner '${learner.name}' has no parameter ${unknown}; it has ${Object.keys(learner.defaults).join(', ')}`)
  const trialData = trialDataOf(await archive.spans(), wish)
  const key = dataHash([PROGRAM.version, wish, trialData])
  return {
    wish, parts, config, otherNumbers: otherThan(configOf({ ...wish, changes: {} }), wish.changes), learner, parameters: { ...learner.defaults, ...wish.parameters }, trialData,
    policyRun: new ArchivedPolicyRun({ archive: new RememberedArchive(archive), config, accountId, ...(cancelled ? { cancelled } : {}) }),
    stages: new Stages({ clock, progress, cancelled }),
    checkpoints: (contentHash = '') => new Checkpoints(stagesFolder(folder, runId), `${key}/${contentHash}`),
    trialOf: (kind, parameters) => ({ kind, strategyId: wish.strategyId, data: trialData, parameters: { learner: learner.name, ...(wish.cusum === null ? { every: wish.every } : { cusum: wish.cusum }), folds: wish.folds, ...wish.changes, ...parameters } }),
  }
}
