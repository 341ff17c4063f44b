import type { Decision } from '../../src-shared/domain/decision.ts'
import type { ForecastRequest } from '../../src-shared/domain/forecast.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import type { InstrumentMarket } from '../market-data/market-state.ts'
import type { PolicyOutcome } from '../policy/policy-input.ts'
import type { EngineState } from './state.ts'
import type { StrategyState } from './strategy-state.ts'

/** Who has asked, and about what. */
export interface Question {
  readonly request: ForecastRequest
  readonly strategy: StrategyState
  readonly market: InstrumentMarket
}

type Judged = Pick<PolicyOutcome, 'long' | 'short' | 'side' | 'reason'>

/** A decision that opens nothing yet. Made in one piece, as it is for nearly every candle. */
export function flatDecision({ settings: { accountId } }: EngineState, { request: { features, modelIds, requestId }, strategy, market: { mark } }: Question, { long, short, side, reason }: Judged): Decision {
  const { config, configHash, featureSetHash } = strategy
  return {
    decisionId: requestId, accountId, strategyId: config.strategyId, instrumentId: features.instrumentId, asOf: features.asOf, action: 'FLAT', reason,
    long, short, side, markPrice: mark?.mark ?? (0 as Price), quantity: 0 as Quantity, notional: 0 as Amount, stopPrice: 0 as Price,
    takeProfitPrice: 0 as Price, exitTime: 0 as TimeMs, guards: NO_GUARDS, features: listOf(features.values), modelIds, featureSetHash, configHash,
  }
}

const NO_GUARDS: Decision['guards'] = []

/** Several times as fast as Array.from. */
function listOf(values: Float64Array): number[] {
  const list: number[] = []
  for (let index = 0; index < values.length; index++) list.push(values[index]!)
  return list
}
