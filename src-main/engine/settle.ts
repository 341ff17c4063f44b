import type { Change } from '../../src-shared/domain/change.ts'
import { alarm, reason } from '../../src-shared/domain/reason.ts'
import type { Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { custodyOf, type CustodyAction, type CustodyView } from '../execution/custody.ts'
import { liveOrders, ordersOfEntry } from '../execution/order-record.ts'
import { approveExit } from '../risk/risk-gate.ts'
import type { EngineState } from './state.ts'
import { foreignQuantityOf } from './views.ts'

export type Emit = (change: Change) => void

/** Custody asks for at most two orders and a few cancels at once, so it comes to rest within this many rounds, or something is wrong. */
const ROUNDS_MAX = 10
const RECONCILE_DISTANCE_MS = 5_000

/** Lets the guardian act on one instrument until nothing is missing. */
export function settle(state: EngineState, emit: Emit, instrumentId: string): void {
  const { time } = state.account
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const changes = custodyOf(viewOf(state, instrumentId, time)).flatMap((action) => changesOf(state, instrumentId, action))
    for (const change of changes) emit(change)
    if (changes.every(({ kind }) => kind === 'wake-requested' || kind === 'reconcile-requested')) return
  }
  emit({ kind: 'alarm-raised', time, ...alarm('custody-restless', { instrument: instrumentId }) })
}

/** What could not be protected once will not be the next time either, and each try costs a way in and out. */
function latchUnprotected({ account: { time, latches } }: EngineState, instrumentId: string, exitReason: string): Change[] {
  if ((exitReason !== 'naked' && exitReason !== 'unprotected') || latches.has('naked-position')) return []
  return [{ kind: 'latch-set', time, latch: 'naked-position', reason: reason('closed-unprotected', { instrument: instrumentId }) }]
}

/** Instruments that custody has to look at: where something is held or any order lives. */
export function instrumentsInCare({ ledger, execution }: EngineState): Set<string> {
  const cared = new Set(ledger.trades.keys())
  for (const [instrumentId, live] of execution.live) if (live.size > 0) cared.add(instrumentId)
  return cared
}

export const isInCare = ({ ledger, execution }: EngineState, instrumentId: string): boolean => ledger.trades.has(instrumentId) || (execution.live.get(instrumentId)?.size ?? 0) > 0

function viewOf(state: EngineState, instrumentId: string, now: TimeMs): CustodyView {
  const { execution, ledger, settings } = state
  const position = ledger.trades.get(instrumentId)?.position
  const orders = position ? ordersOfEntry(execution, position.entryId) : []
  for (const record of liveOrders(execution, instrumentId)) if (!orders.includes(record)) orders.push(record)
  const { nakedAlarmMs, nakedCloseMs } = settings.risk
  return { now, position, custody: execution.custody.get(instrumentId), orders, foreignQuantity: foreignQuantityOf(state, instrumentId), nakedAlarmMs, nakedCloseMs }
}

function changesOf(state: EngineState, instrumentId: string, action: CustodyAction): Change[] {
  const { time } = state.account
  switch (action.kind) {
    case 'open': {
      const own = state.ledger.trades.get(instrumentId)?.position.quantity ?? (0 as Quantity)
      const verdict = approveExit(action.intent, own, foreignQuantityOf(state, instrumentId))
      if ('refusal' in verdict) return [{ kind: 'alarm-raised', time, ...alarm('exit-refused', { order: action.intent.intentId, refusal: verdict.refusal }) }]
      return [{ kind: 'intent-opened', time, order: verdict.order }]
    }
    case 'cancel':
      return [{ kind: 'cancel-requested', time, instrumentId, intentId: action.intentId, reason: action.reason }]
    case 'exit':
      return [{ kind: 'exit-due', time, instrumentId, entryId: state.ledger.trades.get(instrumentId)?.position.entryId ?? '', reason: action.reason }, ...latchUnprotected(state, instrumentId, action.reason)]
    case 'alarm':
      return [{ kind: 'alarm-raised', time, ...alarm('naked-position', { instrument: instrumentId }) }]
    case 'found':
      return [{ kind: 'order-accepted', time, intentId: action.intentId, venueOrderId: '' }]
    case 'reconcile':
      if (time < state.reconcileAskedAt + RECONCILE_DISTANCE_MS) return []
      return [{ kind: 'reconcile-requested', time, reason: action.reason }]
    case 'wake':
      return action.at < state.wakeAt ? [{ kind: 'wake-requested', time, wakeAt: action.at }] : []
  }
}
