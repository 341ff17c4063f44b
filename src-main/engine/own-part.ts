import type { Fill } from '../../src-shared/domain/order.ts'
import type { Quantity } from '../../src-shared/domain/units.ts'
import type { EngineState } from './state.ts'

/**
 * How much of a fill moves our own position. A one-way venue holds one sum for all: what somebody else closes beyond what is theirs was ours,
 * and what our exits or a liquidation close beyond ours was theirs. `entryId` is of our trade; absent for a fill of somebody else.
 */
export function ownPart({ ledger }: EngineState, { instrumentId, side, quantity, clientOrderId }: Fill, entryId: string | undefined): Quantity {
  if (clientOrderId === entryId) return quantity
  const sign = side === 'buy' ? 1 : -1
  const ours = Math.max(0, -sign * (ledger.trades.get(instrumentId)?.position.quantity ?? 0))
  const theirs = Math.max(0, -sign * (ledger.foreign.get(instrumentId) ?? 0))
  if (entryId === undefined) return Math.min(ours, Math.max(0, quantity - theirs)) as Quantity
  return (quantity - Math.min(theirs, Math.max(0, quantity - ours))) as Quantity
}
