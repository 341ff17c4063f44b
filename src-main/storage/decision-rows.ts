import type { Decision, DecisionPoint, SideValue } from '../../src-shared/domain/decision.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { fromJsonText, toJsonText } from './json-text.ts'
import type { DecisionRow, PointRow } from './market-statements.ts'

export const decisionToRow = (decision: Decision): DecisionRow => ({
  decision_id: decision.decisionId,
  account_id: decision.accountId,
  strategy_id: decision.strategyId,
  instrument_id: decision.instrumentId,
  as_of: decision.asOf,
  action: decision.action,
  reason: decision.reason,
  payload: toJsonText(decision),
})

/** What was not kept yet when the decision was written is not known. */
const PARTS: Pick<SideValue, 'grossValue' | 'feeCost' | 'slippageCost'> = { grossValue: null, feeCost: null, slippageCost: null }

export function decisionFrom(payload: string): Decision {
  const decision = fromJsonText(payload) as Decision
  const whole = (side: SideValue | null): SideValue | null => (side === null || side.grossValue !== undefined ? side : { ...side, ...PARTS })
  return { ...decision, long: whole(decision.long), short: whole(decision.short) }
}

export const pointFrom = ({ as_of, decision_id, action, reason, long, short }: PointRow): DecisionPoint => ({
  decisionId: decision_id, asOf: as_of as TimeMs, long: numberFrom(long), short: numberFrom(short), action: action as DecisionPoint['action'], reason,
})

function numberFrom(text: string | null): number | null {
  const value = text === null ? null : fromJsonText(text)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
