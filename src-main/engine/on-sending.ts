import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { isClosed } from '../../src-shared/domain/order.ts'
import type { ApprovedOrder } from '../../src-shared/domain/order.ts'
import type { LedgerEntry } from '../../src-shared/domain/position.ts'
import { entryKey } from '../ledger/ledger-state.ts'
import { answersFor } from './on-models.ts'
import type { Emit } from './settle.ts'
import type { EngineState } from './state.ts'

export function onSession(state: EngineState, emit: Emit, event: Extract<EngineEvent, { kind: 'session-started' }>): void {
  const { time, sessionId, mode, configHash, deposit } = event
  emit({ kind: 'session-started', time, sessionId, mode, configHash })
  if (!deposit) return
  const { accountId, strategies: [{ config }] } = state.settings
  const entry: LedgerEntry = { accountId, strategyId: config.strategyId, instrumentId: '', kind: 'transfer', asset: deposit.asset, amount: deposit.amount, time, reference: 'initial-deposit' }
  if (!state.ledger.booked.has(entryKey(entry))) emit({ kind: 'ledger-posted', time, entry })
}

/**
 * The last word before an order leaves. An opening order that has lost its permission since it was decided is dropped here;
 * what protects or reduces always goes.
 */
export function onSending(state: EngineState, emit: Emit, intentId: string): void {
  const { time } = state.account
  const record = state.execution.orders.get(intentId)
  if (!record || record.state !== 'pending') return
  const reason = record.order.purpose === 'open' ? forbidden(state, record.order) : pointless(state, record.order.terms.instrumentId)
  if (reason) emit({ kind: 'order-closed', time, intentId, state: 'abandoned', detail: reason })
  else emit({ kind: 'attempt-sent', time, intentId, attempt: record.attempts + 1 })
}

function forbidden({ account }: EngineState, { strategyId, terms }: ApprovedOrder): string | undefined {
  if (!account.trading) return 'trading-off'
  if (account.latches.size > 0) return 'latch-set'
  // Its models were withdrawn within the same instant.
  if (!answersFor(account, strategyId, terms.instrumentId)) return 'no-model'
  if (account.components.get('journal')?.healthy === false) return 'journal-not-writable'
  return undefined
}

/** What it was for has gone within the same instant. */
const pointless = ({ ledger }: EngineState, instrumentId: string): string | undefined => (ledger.trades.has(instrumentId) ? undefined : 'nothing-held')

export function onUnknown(state: EngineState, emit: Emit, intentId: string, detail: string): void {
  const record = state.execution.orders.get(intentId)
  if (record && !isClosed(record.state)) emit({ kind: 'order-unknown', time: state.account.time, intentId, detail })
}

/** What opens and is not yet written may never leave once the journal fails. */
export function onComponent(state: EngineState, emit: Emit, { component, healthy, detail, time }: Extract<EngineEvent, { kind: 'component-reported' }>): void {
  emit({ kind: 'component-marked', time, component, healthy, detail })
  if (component !== 'journal' || healthy) return
  for (const { order, state: orderState } of state.execution.orders.values()) {
    if (order.purpose === 'open' && orderState === 'pending') emit({ kind: 'order-closed', time, intentId: order.intentId, state: 'abandoned', detail: 'journal-not-writable' })
  }
}
