import { expect, it } from 'vitest'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { JournalUnavailable } from '../../src-main/engine/journal.port.ts'
import { LinkDown } from '../../src-main/venue/remote/link.ts'
import { type Rig, STEPS_PER_CANDLE } from '../support/desk-rig.ts'
import { HOURS_2, isProtected, rigOf, through } from '../support/rigs.ts'

async function heldPosition(rig: Rig) {
  expect(await rig.go(HOURS_2, isProtected(rig))).toBe(true)
  return [...rig.engine.state.ledger.trades.values()][0]!.position
}

it('sees that a person has closed our position elsewhere, books it, and is flat with the venue', async () => {
  const rig = await rigOf()
  const { instrumentId, quantity } = await heldPosition(rig)
  rig.book.tradeByHand({ instrumentId, side: quantity > 0 ? 'sell' : 'buy', quantity: Math.abs(quantity) as Quantity, time: rig.simulation.time })
  expect(await rig.go(3, () => rig.of('trade-closed').length > 0)).toBe(true)
  expect(rig.of('trade-closed')[0]!.trade).toMatchObject({ instrumentId, exitReason: 'by-hand' })
  await rig.go(5)
  expect(rig.engine.state.ledger.foreign.has(instrumentId)).toBe(false)
  expect(rig.engine.state.ledger.wallets.get('USDT')).toBe((await rig.snapshot()).wallet)
})

it('replaces a stop that closes everything once part of the position is not ours', async () => {
  const rig = await rigOf()
  const { instrumentId, quantity } = await heldPosition(rig)
  rig.book.tradeByHand({ instrumentId, side: quantity > 0 ? 'buy' : 'sell', quantity: 50 as Quantity, time: rig.simulation.time })
  await rig.go(4)
  const resting = (await rig.snapshot()).openOrders.filter(({ terms }) => terms.instrumentId === instrumentId)
  expect(resting.map(({ terms }) => [terms.type, terms.quantity, terms.closePosition])).toEqual(expect.arrayContaining([['stop-market', Math.abs(quantity), false], ['take-profit-market', Math.abs(quantity), false]]))
  expect(resting).toHaveLength(2)
})

it('does not close the next trade for the reason that an entry which never filled was to be closed for', async () => {
  let flattened = false
  const rig: Rig = await rigOf({ venue: (venue) => through(venue, {
    place: (order, sentAt) => {
      if (flattened) return venue.place(order, sentAt)
      flattened = true
      rig.push({ kind: 'person-asked', time: (sentAt + 10) as TimeMs, request: { kind: 'flatten', by: 'test', instrumentId: order.terms.instrumentId } })
      rig.push({ kind: 'venue-reported', time: (sentAt + 20) as TimeMs, report: { kind: 'order-rejected', clientOrderId: order.intentId, reason: 'throttled', detail: '' } })
    },
  }) })
  expect(await rig.go(HOURS_2, () => rig.of('order-rejected').length > 0)).toBe(true)
  const { intentId } = rig.of('order-rejected')[0]!
  const instrumentId = intentId.split('.')[1]!
  expect(rig.of('exit-due')).toHaveLength(1)
  expect(await rig.go(HOURS_2, () => rig.of('order-accepted').some((change) => change.intentId.startsWith(`pe.${instrumentId}.`) && change.intentId.endsWith('.t1')))).toBe(true)
  await rig.go(6)
  expect(rig.placed.filter(({ purpose, terms }) => purpose === 'reduce' && terms.instrumentId === instrumentId)).toEqual([])
})

it('lets the right one of two stops rest whose answers were lost', async () => {
  let stops = 0
  const rig: Rig = await rigOf({ venue: (venue) => through(venue, {
    place: (order, sentAt) => {
      const number = order.purpose === 'protect' ? ++stops : 0
      if (number !== 2) venue.place(order, sentAt)
      if (number === 1 || number === 2) rig.push({ kind: 'order-outcome-unknown', time: (sentAt + 5) as TimeMs, intentId: order.intentId, detail: '' })
    },
    advance: (until) => venue.advance(until).filter(({ report }) => !(report.kind === 'order-accepted' && report.clientOrderId.endsWith('.s1'))),
  }) })
  expect(await rig.go(HOURS_2, () => rig.of('order-rejected').some(({ reason }) => reason === 'already-protected'))).toBe(true)
  const { instrumentId } = [...rig.engine.state.ledger.trades.values()][0]!.position
  await rig.go(5)
  const resting = (await rig.snapshot()).openOrders.filter(({ terms }) => terms.instrumentId === instrumentId && terms.type === 'stop-market')
  expect(resting.map(({ clientOrderId }) => clientOrderId.split('.')[3])).toEqual(['s1'])
  expect(rig.held).toBeGreaterThan(0)
})

it('goes on trying to leave an instrument that is halted for half a day, and never repeats an order id', async () => {
  let isHalted = false
  const rig: Rig = await rigOf({ venue: (venue) => through(venue, {
    place: (order, sentAt) => {
      if (!isHalted || order.purpose === 'open') return venue.place(order, sentAt)
      rig.push({ kind: 'venue-reported', time: (sentAt + 50) as TimeMs, report: { kind: 'order-rejected', clientOrderId: order.intentId, reason: 'instrument-closed', detail: '' } })
    },
  }) })
  await heldPosition(rig)
  isHalted = true
  for (const { clientOrderId, terms } of (await rig.snapshot()).openOrders) rig.book.cancel(terms.instrumentId, clientOrderId, rig.simulation.time)
  rig.ask({ kind: 'flatten', by: 'test', instrumentId: null })
  await rig.go(STEPS_PER_CANDLE * 12 * 10)
  expect(rig.held).toBeGreaterThan(0)
  expect(rig.placed.filter(({ purpose }) => purpose === 'reduce').length).toBeGreaterThan(1_000)
  expect(new Set(rig.placed.map(({ intentId }) => intentId)).size).toBe(rig.placed.length)
})

it('writes down that an entry was withheld when its second commit failed', async () => {
  const rig = await rigOf()
  const append = rig.journal.append.bind(rig.journal)
  let failed = false
  rig.journal.append = (changes) => {
    const isSending = changes.some((change) => change.kind === 'attempt-sent' && change.intentId.endsWith('.o'))
    if (!isSending || failed) return append(changes)
    failed = true
    throw new JournalUnavailable('by the test')
  }
  expect(await rig.go(HOURS_2, () => failed)).toBe(true)
  await rig.go(STEPS_PER_CANDLE * 2)
  const withheld = rig.of('order-closed').find(({ detail }) => detail === 'journal-not-writable')!
  expect([...rig.journal.read()].filter((change) => change.kind === 'order-closed' && change.intentId === withheld.intentId)).toHaveLength(1)
  expect(rig.placed.map(({ intentId }) => intentId)).not.toContain(withheld.intentId)
})

it('compares the books when it is asked to, though nothing else is due', async () => {
  const rig = await rigOf({ side: () => 'none' })
  await rig.go(2)
  const counts: number[] = []
  await rig.go(4, () => {
    if (counts.push(rig.of('reconciled').length) === 1) rig.simulation.wantReconcile()
    return false
  })
  expect(counts).toEqual([1, 2, 2, 2])
})

it('lives on when the link goes down just as the books are to be compared', async () => {
  let isDown = false
  const rig = await rigOf({ venue: (venue) => through(venue, { snapshot: () => (isDown ? Promise.reject(new LinkDown('by the test')) : venue.snapshot()) }) })
  isDown = true
  rig.simulation.wantReconcile()
  await rig.go(3)
  isDown = false
  const before = rig.of('reconciled').length
  rig.simulation.wantReconcile()
  await rig.go(3)
  expect(rig.of('reconciled')).toHaveLength(before + 1)
})

const shallow = (config: StrategyConfig): StrategyConfig => ({ ...config, risk: { ...config.risk, dailyLossMax: 0.5, drawdownMax: 0.003 } })

it('lets a person clear the drawdown latch for good: the fall is measured anew', async () => {
  const rig = await rigOf({ config: shallow })
  expect(await rig.go(HOURS_2 * 60, () => rig.of('latch-set').some(({ latch }) => latch === 'drawdown'))).toBe(true)
  await rig.go(STEPS_PER_CANDLE)
  expect(rig.held).toBe(0)
  rig.ask({ kind: 'clear-latch', by: 'test', latch: 'drawdown' })
  rig.ask({ kind: 'start-trading', by: 'test' })
  const placed = rig.placed.length
  expect(await rig.go(HOURS_2 * 12, () => rig.placed.slice(placed).some(({ purpose }) => purpose === 'open'))).toBe(true)
})
