import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Decision, DecisionPoint } from '../../src-shared/domain/decision.ts'
import type { LinearExplanation } from '../../src-shared/domain/forecast.ts'
import type { DecisionSpan } from '../market-data/candle-archive.port.ts'

/** What windows may read of the past. Nothing that the engine has not lived through yet is given, whatever the archive holds. */
export interface DeskData {
  /** Of the decision interval, that opened before a time; oldest first, the newest `limit` of them. */
  candles(instrumentId: string, before: number, limit: number): Promise<readonly Candle[]>
  /** Oldest first. */
  decisions(span: DecisionSpan): Promise<readonly DecisionPoint[]>
  decision(instrumentId: string, decisionId: string, asOf: number): Promise<Decision | undefined>
  /** Undefined for a model that cannot tell. */
  explanation(modelId: string): LinearExplanation | undefined
}
