import type { Decision } from '../../src-shared/domain/decision.ts'
import type { Forecast, ForecastAnswer, ForecastRequest } from '../../src-shared/domain/forecast.ts'
import type { OrderIntent } from '../../src-shared/domain/order.ts'
import { entryIdOf } from '../execution/order-ids.ts'
import { assemble } from '../inference/assemble.ts'
import { decide } from '../policy/decide.ts'
import type { PolicyEntry, PolicyOutcome } from '../policy/policy-input.ts'
import { checkEntry } from '../risk/risk-gate.ts'
import { DecisionView, riskContext } from './decision-views.ts'
import { flatDecision, type Question } from './flat-decision.ts'
import type { Emit } from './settle.ts'
import type { EngineState } from './state.ts'
import type { StrategyState } from './strategy-state.ts'

/** The answer to a question: one decision, whatever comes of it. `answer` is undefined when the models failed. */
export function onForecast(state: EngineState, emit: Emit, requestId: string, answer: ForecastAnswer | undefined): void {
  const { time } = state.account
  const request = questionOf(state.asked, requestId)
  const market = request && state.market.get(request.features.instrumentId)
  const strategy = request && state.strategy(request.strategyId)
  if (!request || !market || !strategy) return emit({ kind: 'forecast-refused', time, requestId, reason: 'unknown-request' })
  const forecast = answer ? assemble(request, answer, { now: time, ageMsMax: state.settings.risk.forecastAgeMsMax }) : 'model-failed'
  if (typeof forecast === 'string') {
    emit({ kind: 'forecast-refused', time, requestId, reason: forecast })
    return emit({ kind: 'decision-made', time, decision: flatDecision(state, { request, strategy, market }, { long: null, short: null, side: null, reason: `forecast-${forecast}` }) })
  }
  onUsableForecast(state, emit, forecast, { request, strategy, market })
}

function questionOf(asked: readonly ForecastRequest[], requestId: string): ForecastRequest | undefined {
  for (let index = 0; index < asked.length; index++) if (asked[index]!.requestId === requestId) return asked[index]
  return undefined
}

function onUsableForecast(state: EngineState, emit: Emit, forecast: Forecast, question: Question): void {
  const { strategy, market } = question
  const { time } = state.account
  const outcome = decide(new DecisionView(state, strategy, market, forecast))
  const decision = flatDecision(state, question, outcome)
  const { entry } = outcome
  if (!entry) return emit({ kind: 'decision-made', time, decision })
  const intent = intentOf(state, strategy, decision, entry)
  // The signal of a candle that was decided before a restart: what came of it then is in the books.
  if (state.execution.orders.has(intent.intentId)) return emit({ kind: 'decision-made', time, decision: { ...decision, reason: 'decided-before' } })
  const { order, verdicts } = checkEntry(intent, riskContext(state, strategy, market, { ...entry, holdMinutes: forecast[entry.side].holdMinutes }), state.settings.risk)
  const action = order ? (entry.side === 'long' ? 'LONG' : 'SHORT') : 'FLAT'
  emit({ kind: 'decision-made', time, decision: { ...decision, ...planned(entry, outcome), action, reason: order ? outcome.reason : 'refused', guards: verdicts } })
  if (order) emit({ kind: 'intent-opened', time, order })
}

function planned({ quantity, notional, stopPrice, takeProfitPrice, exitTime }: PolicyEntry, { side }: PolicyOutcome): Pick<Decision, 'quantity' | 'notional' | 'stopPrice' | 'takeProfitPrice' | 'exitTime' | 'side'> {
  return { quantity, notional, stopPrice, takeProfitPrice, exitTime, side }
}

function intentOf({ settings: { accountId }, account }: EngineState, { config, labelSpecHash }: StrategyState, decision: Decision, entry: PolicyEntry): OrderIntent {
  const { side, quantity, stopPrice, takeProfitPrice, exitTime, lossAtStop } = entry
  return {
    intentId: entryIdOf(config.orderTag, decision.instrumentId, decision.asOf), accountId, strategyId: config.strategyId, purpose: 'open',
    terms: { instrumentId: decision.instrumentId, side: side === 'long' ? 'buy' : 'sell', type: 'market', quantity, reduceOnly: false, closePosition: false },
    decisionId: decision.decisionId, reason: decision.reason, exitPlan: { stopPrice, takeProfitPrice, exitTime, labelSpecHash },
    lossAtStop, referencePrice: decision.markPrice, createdAt: account.time,
  }
}
