import type { PersonRequest } from '../../src-shared/domain/event.ts'
import { liveOrders } from '../execution/order-record.ts'
import { instrumentsInCare, type Emit } from './settle.ts'
import type { EngineState } from './state.ts'
import { equity } from './views.ts'

/** What a person asks. Lowering risk always works; raising it needs a reconciled account. */
export function onPerson(state: EngineState, emit: Emit, request: PersonRequest): void {
  const { time } = state.account
  switch (request.kind) {
    case 'start-trading':
      if (!state.account.trading) emit({ kind: 'trading-switched', time, on: true, by: request.by })
      return
    case 'stop-trading':
      if (state.account.trading) emit({ kind: 'trading-switched', time, on: false, by: request.by })
      return
    case 'flatten':
      // Flattening everything and going on to open would be a surprise.
      if (request.instrumentId === null && state.account.trading) emit({ kind: 'trading-switched', time, on: false, by: request.by })
      return exitAll(state, emit, 'flatten', request.instrumentId)
    case 'clear-latch':
      if (!state.account.latches.has(request.latch)) return
      emit({ kind: 'latch-cleared', time, latch: request.latch, by: request.by })
      if (request.latch === 'drawdown') measureAnew(state, emit)
  }
}

/** From the old mark the fall is as deep as before, and would latch again at the next price. */
function measureAnew(state: EngineState, emit: Emit): void {
  const now = equity(state)
  if (now !== null) emit({ kind: 'high-water-raised', time: state.account.time, equity: now })
}

/** Marks every own position, and every entry on its way, as due to be closed. Touches own quantity only: custody reduces by what the fills add up to. */
export function exitAll(state: EngineState, emit: Emit, reason: string, only: string | null = null): void {
  const { time } = state.account
  for (const instrumentId of instrumentsInCare(state)) {
    if (only !== null && instrumentId !== only) continue
    const entry = liveOrders(state.execution, instrumentId).find(({ order }) => order.purpose === 'open')
    const entryId = state.ledger.trades.get(instrumentId)?.position.entryId ?? entry?.order.intentId
    const custody = state.execution.custody.get(instrumentId)
    if (entryId !== undefined && !(custody?.entryId === entryId && custody.exitReason)) emit({ kind: 'exit-due', time, instrumentId, entryId, reason })
  }
}
