import type { Candle } from '../../src-shared/domain/candle.ts'
import type { FeatureVector } from '../../src-shared/domain/forecast.ts'
import { judgeCandle } from '../market-data/market-state.ts'
import { askModels } from './on-models.ts'
import type { Emit } from './settle.ts'
import type { EngineState } from './state.ts'
import type { StrategyState } from './strategy-state.ts'
import { openDay, raiseHighWater } from './trading-day.ts'

/** A closed candle: the market goes on, a new day may begin, and questions to the models arise. */
export function onCandle(state: EngineState, emit: Emit, candle: Candle): void {
  const { time } = state.account
  const judged = judgeCandle(state.market, candle)
  if (typeof judged === 'string') return emit({ kind: 'candle-refused', time, candle, reason: judged })
  if (judged > 0) emit({ kind: 'gap-found', time, instrumentId: candle.instrumentId, missing: judged })
  emit({ kind: 'candle-accepted', time, candle })
  openDay(state, emit)
  raiseHighWater(state, emit)
  for (const strategy of state.strategies) for (const vector of strategy.lane.completed) ask(state, emit, strategy, vector)
}

/** A question to the models, where this is a decision's time. */
function ask(state: EngineState, emit: Emit, strategy: StrategyState, features: FeatureVector): void {
  const { config } = strategy
  const { instrumentId, asOf } = features
  const intervalMs = state.market.get(instrumentId)?.lastCandle?.intervalMs
  if (intervalMs !== config.decisionIntervalMs || !config.instruments.includes(instrumentId)) return
  askModels(state, emit, strategy, { requestId: `${config.strategyId}/${instrumentId}/${asOf}`, features })
}
