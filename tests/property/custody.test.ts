import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import type { ApprovedOrder, Fill, RejectionReason } from '../../src-shared/domain/order.ts'
import type { Position } from '../../src-shared/domain/position.ts'
import { alarm } from '../../src-shared/domain/reason.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { applyExecution } from '../../src-main/execution/apply-execution.ts'
import { custodyOf, type CustodyAction, type CustodyView } from '../../src-main/execution/custody.ts'
import { liveOrders, newExecutionState, ordersOfEntry, type ExecutionState } from '../../src-main/execution/order-record.ts'

const ENTRY = 'pe.BTCUSDT.k.o'
const INSTRUMENT = 'BTCUSDT'
const REASONS: readonly RejectionReason[] = ['would-trigger', 'already-protected', 'reduce-only', 'filter', 'throttled', 'not-found']

/** What may happen to the newest live order, or to the position, between two looks. */
type Happening = { readonly what: 'accepted' | 'filled' | 'cancelled' | 'expired' | 'unknown' | 'rejected' | 'exit' | 'nothing'; readonly pick: number; readonly reason: RejectionReason; readonly afterMs: number; readonly quantity: number; readonly foreign: number | null }

const happenings = fc.array(fc.record({
  what: fc.constantFrom<Happening['what']>('accepted', 'accepted', 'filled', 'cancelled', 'expired', 'unknown', 'rejected', 'exit', 'nothing'),
  pick: fc.nat(9), reason: fc.constantFrom(...REASONS), afterMs: fc.nat(15_000), quantity: fc.integer({ min: -300, max: 300 }), foreign: fc.constantFrom(0, 0, 40, -40, null),
}), { minLength: 1, maxLength: 40 })

const positionOf = (quantity: number): Position | undefined => quantity === 0 ? undefined : {
  accountId: 'a', strategyId: 's', instrumentId: INSTRUMENT, entryId: ENTRY, quantity: quantity as Quantity, cost: (quantity * 1_000) as Amount, openedAt: 0 as TimeMs,
  stopPrice: 59_000 as Price, takeProfitPrice: 62_000 as Price, exitTime: 10_000_000 as TimeMs, labelSpecHash: 'x', lossAtStop: 0 as Amount,
}

function viewOf(state: ExecutionState, position: Position | undefined, now: number, foreign: number | null): CustodyView {
  const orders = new Set([...(position ? ordersOfEntry(state, ENTRY) : []), ...liveOrders(state, INSTRUMENT)])
  return { now: now as TimeMs, position, custody: state.custody.get(INSTRUMENT), orders: [...orders], foreignQuantity: foreign as Quantity | null, nakedAlarmMs: 3_000, nakedCloseMs: 8_000 }
}

function changesOf(action: CustodyAction, time: TimeMs): Change[] {
  switch (action.kind) {
    case 'open':
      return [{ kind: 'intent-opened', time, order: action.intent as ApprovedOrder }]
    case 'cancel':
      return [{ kind: 'cancel-requested', time, instrumentId: INSTRUMENT, intentId: action.intentId, reason: action.reason }]
    case 'exit':
      return [{ kind: 'exit-due', time, instrumentId: INSTRUMENT, entryId: ENTRY, reason: action.reason }]
    case 'alarm':
      return [{ kind: 'alarm-raised', time, ...alarm('naked-position', { instrument: INSTRUMENT }) }]
    case 'found':
      return [{ kind: 'order-accepted', time, intentId: action.intentId, venueOrderId: '' }]
    case 'wake':
    case 'reconcile':
      return []
  }
}

function happen(state: ExecutionState, { what, pick, reason }: Happening, time: TimeMs): void {
  const live = liveOrders(state, INSTRUMENT)
  const target = live[pick % Math.max(1, live.length)]
  if (what === 'exit') return applyExecution(state, { kind: 'exit-due', time, instrumentId: INSTRUMENT, entryId: ENTRY, reason: 'flatten' })
  if (!target || what === 'nothing') return
  const { intentId } = target.order
  if (what === 'accepted') applyExecution(state, { kind: 'order-accepted', time, intentId, venueOrderId: intentId })
  else if (what === 'unknown') applyExecution(state, { kind: 'order-unknown', time, intentId, detail: '' })
  else if (what === 'rejected') applyExecution(state, { kind: 'order-rejected', time, intentId, reason, detail: '' })
  else applyExecution(state, { kind: 'order-closed', time, intentId, state: what, detail: '' })
}

const entryFill = (time: TimeMs): Change => {
  const fill: Fill = { venue: 'v', instrumentId: INSTRUMENT, tradeId: '1', venueOrderId: '1', clientOrderId: ENTRY, side: 'buy', quantity: 100 as Quantity, price: 60_000 as Price, fee: 0 as Amount, liquidity: 'taker', time }
  return { kind: 'fill-booked', time, fill, accountId: 'a', strategyId: 's', entryId: ENTRY, realized: 0 as Amount }
}

/** Plays a story and looks after every event; `inspect` sees the view and what custody asked for. */
function play(story: readonly Happening[], inspect: (view: CustodyView, opened: readonly ApprovedOrder[], rounds: number) => void): void {
  const state = newExecutionState()
  let now = 1_000
  applyExecution(state, entryFill(now as TimeMs))
  for (const happening of story) {
    now += happening.afterMs
    const time = now as TimeMs
    happen(state, happening, time)
    const position = positionOf(happening.quantity)
    let rounds = 0
    for (; rounds < 10; rounds++) {
      const view = viewOf(state, position, now, happening.foreign)
      const changes = custodyOf(view).flatMap((action) => changesOf(action, time))
      inspect(view, changes.flatMap((change) => (change.kind === 'intent-opened' ? [change.order] : [])), rounds)
      for (const change of changes) applyExecution(state, change)
      if (changes.length === 0) break
      const pending = liveOrders(state, INSTRUMENT).filter((record) => record.state === 'pending')
      for (const { order } of pending) applyExecution(state, { kind: 'attempt-sent', time, intentId: order.intentId, attempt: 1 })
    }
    expect(rounds).toBeLessThan(10)
  }
}

it('comes to rest: called again after its actions were applied it asks for nothing new', () => {
  fc.assert(fc.property(happenings, (story) => play(story, () => {})), { numRuns: 500 })
})

it('never asks for the same order twice, whatever became of the others', () => {
  fc.assert(fc.property(happenings, (story) => {
    const seen = new Set<string>()
    play(story, (_, opened) => {
      for (const { intentId } of opened) {
        expect(seen.has(intentId), intentId).toBe(false)
        seen.add(intentId)
      }
    })
  }), { numRuns: 500 })
})

it('asks for exits of the own quantity at most, on the own side, and closes all only where all is ours', () => {
  fc.assert(fc.property(happenings, (story) => play(story, ({ position, foreignQuantity }, opened) => {
    for (const { terms, purpose } of opened) {
      expect(purpose).not.toBe('open')
      expect(position).toBeDefined()
      expect(terms.side).toBe(position!.quantity > 0 ? 'sell' : 'buy')
      expect(terms.reduceOnly).toBe(!terms.closePosition)
      if (terms.closePosition) expect(foreignQuantity).toBe(0)
      else expect(terms.quantity).toBeLessThanOrEqual(Math.abs(position!.quantity))
    }
  })), { numRuns: 500 })
})
