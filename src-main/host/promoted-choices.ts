import type { ModelRow } from '../../src-shared/contract/evaluation-views.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { Clock } from '../base/clock.port.ts'
import type { StrategySettings } from '../engine/strategy-state.ts'
import type { OnnxRuntime } from '../model-runtime/onnx-runtime.ts'
import { strategySettings } from '../modes/configuration.ts'
import type { ModelChoice, ModeModels } from '../modes/model-choices.ts'
import { modelsWanted } from '../modes/open-models.ts'
import { SqliteModelRegistry } from '../storage/model-register.ts'
import { SqliteTrialLedger } from '../storage/trial-ledger.ts'
import type { EnginePlace } from '../supervision/engine-handle.ts'
import type { ModelRegistry } from '../training/model-register.port.ts'
import type { ModeSurroundings } from './open-mode.ts'
import { recordedOpening } from './open-replay.ts'

export interface PromotedParts {
  readonly register: Pick<ModelRegistry, 'promoted'>
  readonly open: ModeModels['open']
  /** Why nobody can. */
  readonly notice: (strategyId: string, told: Told) => void
}

/**
 * Who is to answer for each strategy: the promoted pair, and where there is none its own. Where a promoted one cannot be used, or nobody knows which it is,
 * nobody is: another pair in its place would trade without having been promoted.
 */
export async function promotedChoices(strategies: readonly StrategySettings[], parts: PromotedParts): Promise<readonly ModelChoice[]> {
  const choices: ModelChoice[] = []
  for (const strategy of strategies) choices.push(await choiceOf(strategy, parts))
  return choices
}

/** Of the models that were fitted here. */
export const registerIn = ({ home }: Pick<EnginePlace, 'home'>, clock: Clock): ModelRegistry => new SqliteModelRegistry(recordedOpening(home), clock)

/** Rejects where the chain that the register is written into does not hold: then nobody knows who was promoted. */
export async function refuseBroken({ home }: Pick<EnginePlace, 'home'>, clock: Clock): Promise<void> {
  const broken = await new SqliteTrialLedger(recordedOpening(home), clock).broken()
  if (broken) throw new Error(`Trials and promotions were altered from link ${broken.sequence} on, so nobody knows who was promoted. \`haetae trials verify\` tells more.`)
}

/** The same before a mode begins. Whoever watches the register then says what is wrong. */
export const promotedNow = (configs: readonly StrategyConfig[], runtime: OnnxRuntime, { place, clock }: Pick<ModeSurroundings, 'place' | 'clock'>): Promise<readonly ModelChoice[]> =>
  promotedChoices(configs.map(strategySettings), { register: registerIn(place, clock), notice: () => {}, open: ({ config }, models, artifacts) => refuseBroken(place, clock).then(() => (models === config.models ? undefined : runtime.add(modelsWanted(config, models, artifacts)))) })

async function choiceOf(strategy: StrategySettings, { register, open, notice }: PromotedParts): Promise<ModelChoice> {
  const { config: { strategyId, models }, featureSetHash, labelSpecHash } = strategy
  try {
    const pair = await register.promoted(strategyId, featureSetHash, labelSpecHash)
    // Its own, too: that none is promoted is as good as the register.
    await open(strategy, pair?.modelIds ?? models, pair?.artifacts ?? null)
    return pair ? { strategyId, models: pair.modelIds, instruments: pair.instruments, by: promoterOf(pair) } : { strategyId, models, by: BY }
  } catch (error) {
    notice(strategyId, told('models-unusable', { strategy: strategyId, detail: error instanceof Error ? error.message : String(error) }))
    return { strategyId, models: null, by: BY }
  }
}

const BY = 'register'

const promoterOf = ({ history }: ModelRow): string => history.at(-1)?.by ?? BY
