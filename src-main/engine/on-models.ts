import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { ForecastRequest } from '../../src-shared/domain/forecast.ts'
import type { ModelPair } from '../../src-shared/domain/strategy.ts'
import type { AccountState } from './account-state.ts'
import { flatDecision } from './flat-decision.ts'
import type { Emit } from './settle.ts'
import type { EngineState } from './state.ts'
import type { StrategySettings, StrategyState } from './strategy-state.ts'

/** Who answers a strategy's questions: those of its configuration until others, or none, were chosen. */
export function modelsOf({ models }: AccountState, { config }: StrategySettings): ModelPair | null {
  const chosen = models.get(config.strategyId)
  return chosen === undefined ? config.models : chosen
}

/** Those that were chosen may have been fitted and judged on some instruments: on others nobody knows what their word is worth. */
export function answersFor({ models, modelInstruments }: AccountState, strategyId: string, instrumentId: string): boolean {
  return models.get(strategyId) !== null && modelInstruments.get(strategyId)?.includes(instrumentId) !== false
}

/** A question to the models of the strategy; where it has none for the instrument, a decision that says so. */
export function askModels(state: EngineState, emit: Emit, strategy: StrategyState, { requestId, features }: Pick<ForecastRequest, 'requestId' | 'features'>): void {
  const { time } = state.account
  const modelIds = modelsOf(state.account, strategy)
  if (modelIds && answersFor(state.account, strategy.config.strategyId, features.instrumentId)) return emit({ kind: 'forecast-requested', time, request: { requestId, strategyId: strategy.config.strategyId, modelIds, features } })
  const market = state.market.get(features.instrumentId)
  if (!market) return
  const request: ForecastRequest = { requestId, strategyId: strategy.config.strategyId, modelIds: NOBODY, features }
  emit({ kind: 'decision-made', time, decision: flatDecision(state, { request, strategy, market }, { long: null, short: null, side: null, reason: 'no-model' }) })
}

const NOBODY: ModelPair = { long: '', short: '' }

/**
 * Others answer from now on. What is asked and not answered is asked again, of them: so nothing is lost between two candles, and what is no
 * longer promoted opens nothing. The old answer comes to a question that there is no more.
 */
export function onModels(state: EngineState, emit: Emit, { strategyId, models, instruments, by }: Extract<EngineEvent, { kind: 'models-chosen' }>): void {
  const strategy = state.strategy(strategyId)
  if (!strategy || (areSame(modelsOf(state.account, strategy), models) && areAlike(state.account.modelInstruments.get(strategyId), instruments))) return
  emit({ kind: 'models-chosen', time: state.account.time, strategyId, models, ...(instruments ? { instruments } : {}), by })
  for (const { requestId, features } of state.asked.filter((request) => request.strategyId === strategyId)) askModels(state, emit, strategy, { requestId: `${requestId}+`, features })
}

const areSame = (a: ModelPair | null, b: ModelPair | null): boolean => a?.long === b?.long && a?.short === b?.short
const areAlike = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean => a?.join() === b?.join()
