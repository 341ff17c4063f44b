import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { ModelPair } from '../../src-shared/domain/strategy.ts'
import type { Engine } from '../engine/engine.ts'
import { modelsOf } from '../engine/on-models.ts'
import type { StrategySettings } from '../engine/strategy-state.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import { modelsWanted } from './open-models.ts'

/** Who is to answer a strategy's questions from now on. Null: nobody, and it opens nothing. */
export interface ModelChoice {
  readonly strategyId: string
  readonly models: ModelPair | null
  /** Told where they answer for these only. */
  readonly instruments?: readonly string[]
  readonly by: string
}

/** The models of the strategies that trade here. */
export interface ModeModels {
  readonly strategies: readonly StrategySettings[]
  /** Who answers now. */
  chosen(strategyId: string): ModelPair | null
  /** Makes a pair ready to answer; `artifacts` as in `modelsWanted`. Rejects with ModelRefusal where it cannot answer for this strategy. */
  open(strategy: StrategySettings, models: ModelPair, artifacts: ModelPair | null): Promise<void>
  /** Resolves when the engine has taken it. The pair is open. */
  choose(choice: ModelChoice): Promise<void>
}

/** `push` resolves when the engine has taken the event. */
export function modeModels(engine: Engine, runtime: ModelRuntime, push: (event: EngineEvent) => Promise<void>): ModeModels {
  return {
    strategies: engine.state.settings.strategies,
    chosen: (strategyId) => {
      const strategy = engine.state.strategy(strategyId)
      return strategy ? modelsOf(engine.state.account, strategy) : null
    },
    open: async ({ config }, models, artifacts) => runtime.add?.(modelsWanted(config, models, artifacts)),
    choose: (choice) => push({ kind: 'models-chosen', time: engine.state.account.time, ...choice }),
  }
}
