import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import type { TimedVenue } from '../../src-main/venue/timed-venue.port.ts'
import type { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { Rig, STEPS_PER_CANDLE } from '../support/desk-rig.ts'
import { HOURS_2, isProtected, rigOf, rigs, through } from '../support/rigs.ts'

const purposes = (rig: Rig) => rig.placed.map(({ purpose }) => purpose)

const tampered = (venue: SimulatedVenue, place: TimedVenue['place']): TimedVenue => through(venue, { place })

it('goes from entry to stop to take-profit to a closed trade, with every row in the books', async () => {
  const rig = await rigOf()
  expect(await rig.go(HOURS_2 * 20, () => rig.of('trade-closed').length >= 4)).toBe(true)
  expect(purposes(rig).slice(0, 3)).toContain('protect')
  const { trade } = rig.of('trade-closed')[0]!
  const fills = rig.of('fill-booked').filter(({ entryId }) => entryId === trade.entryId)
  expect(fills.length).toBeGreaterThanOrEqual(2)
  expect(rig.of('ledger-posted').filter(({ entry }) => entry.kind === 'fee' && fills.some(({ fill }) => fill.tradeId === entry.reference))).toHaveLength(fills.length)
  expect(trade.decisionId).toMatch(/^perp-ev\/[A-Z]+\/\d+$/)
  expect(rig.of('intent-opened').some(({ order }) => order.entryId === trade.entryId && order.purpose === 'protect')).toBe(true)
})

it('adds up to the venue to the last unit, and finds nothing to correct', async () => {
  const rig = await rigOf()
  // Beyond the settlement at the end, whose reports are on their way.
  await rig.go(HOURS_2 * 12 + 5)
  await rig.simulation.reconcile()
  const { wallet, positions } = await rig.snapshot()
  expect(rig.engine.state.ledger.wallets.get('USDT')).toBe(wallet)
  expect(positions.filter(({ quantity }) => quantity !== 0)).toHaveLength(rig.held)
  expect(rig.of('difference-found')).toEqual([])
})

it('recovers by folding the journal to the state it had, and decides nothing again', async () => {
  const first = new Rig()
  await first.start()
  await first.go(HOURS_2 * 6)
  const { execution, ledger, account } = first.engine.state
  const sequence = first.journal.lastSequence
  first.close(true)
  const second = new Rig({ folder: first.folder, sequel: first })
  rigs.push(second)
  expect([...second.engine.state.ledger.trades]).toEqual([...ledger.trades])
  expect(second.engine.state.ledger.wallets).toEqual(ledger.wallets)
  expect([...second.engine.state.execution.orders.values()].map(({ order, state, filled }) => [order.intentId, state, filled])).toEqual([...execution.orders.values()].map(({ order, state, filled }) => [order.intentId, state, filled]))
  expect(second.engine.state.account).toMatchObject({ openingEquity: account.openingEquity, highWater: account.highWater, streaks: account.streaks, trading: true })
  expect(second.journal.lastSequence).toBe(sequence)
  expect(second.placed).toEqual([])
})

it('never sends an entry again whose outcome was lost, and drops the signal when the venue does not know it', async () => {
  let lost = 0
  const rig: Rig = await rigOf({ venue: (venue) => tampered(venue, (order, sentAt) => {
    if (order.purpose !== 'open' || lost++ > 0) return venue.place(order, sentAt)
    rig.push({ kind: 'order-outcome-unknown', time: (sentAt + 100) as TimeMs, intentId: order.intentId, detail: 'the answer was lost' })
  }) })
  expect(await rig.go(HOURS_2, () => rig.of('order-closed').some(({ state }) => state === 'abandoned'))).toBe(true)
  const { intentId } = rig.of('order-closed').find(({ state }) => state === 'abandoned')!
  expect(rig.placed.filter((order) => order.intentId === intentId)).toHaveLength(1)
  expect(rig.of('order-unknown')).toHaveLength(1)
})

it('finds an entry that was executed though every answer to it was lost, books its fill and protects it', async () => {
  let lost: string | undefined
  const rig: Rig = await rigOf({ venue: (venue) => ({
    ...tampered(venue, (order, sentAt) => {
      venue.place(order, sentAt)
      if (order.purpose !== 'open' || lost !== undefined) return
      lost = order.intentId
      rig.push({ kind: 'order-outcome-unknown', time: (sentAt + 30) as TimeMs, intentId: lost, detail: 'the answer was lost' })
    }),
    advance: (until) => venue.advance(until).filter(({ report }) => !(report.kind === 'order-accepted' && report.clientOrderId === lost) && !(report.kind === 'order-filled' && report.fill.clientOrderId === lost)),
  }) })
  const protectedNow = () => rig.of('order-accepted').some(({ intentId }) => lost !== undefined && intentId === lost.replace(/o$/, 's1'))
  expect(await rig.go(HOURS_2, protectedNow)).toBe(true)
  expect(rig.of('difference-found').map(({ subject }) => subject)).toContain('fill')
  expect(rig.placed.filter(({ intentId }) => intentId === lost)).toHaveLength(1)
})

it('raises an alarm at 3 s without a stop, closes at market at 8 s, and says so', async () => {
  const rig = await rigOf({ venue: (venue) => tampered(venue, (order, sentAt) => (order.purpose === 'protect' ? undefined : venue.place(order, sentAt))) })
  expect(await rig.go(HOURS_2, () => rig.of('trade-closed').length > 0)).toBe(true)
  const { trade } = rig.of('trade-closed')[0]!
  expect(rig.of('alarm-raised')[0]).toMatchObject({ code: 'naked-position' })
  expect(trade.exitReason).toBe('naked')
  expect(trade.closedAt - trade.openedAt).toBeGreaterThanOrEqual(8_000)
  expect(trade.closedAt - trade.openedAt).toBeLessThan(9_000)
  expect(purposes(rig)).toContain('emergency')
})

it('flattens own quantity and leaves what is not ours', async () => {
  const rig = await rigOf()
  expect(await rig.go(HOURS_2, isProtected(rig))).toBe(true)
  const { position } = [...rig.engine.state.ledger.trades.values()][0]!
  const { instrumentId } = position
  rig.book.tradeByHand({ instrumentId, side: position.quantity > 0 ? 'buy' : 'sell', quantity: 50 as Quantity, time: rig.simulation.time })
  await rig.go(2)
  expect(rig.engine.state.ledger.foreign.get(instrumentId)).toBe(Math.sign(position.quantity) * 50)
  rig.ask({ kind: 'flatten', by: 'test', instrumentId: null })
  expect(await rig.go(60, () => rig.held === 0)).toBe(true)
  await rig.go(10)
  const { positions } = await rig.snapshot()
  expect(positions.find((one) => one.instrumentId === instrumentId)?.quantity).toBe(Math.sign(position.quantity) * 50)
  expect(rig.engine.state.account.trading).toBe(false)
})

it('uses a forecast only while it is fresh', async () => {
  const rig = await rigOf({ scoringMs: 60_001 })
  await rig.go(HOURS_2 / 4)
  expect(rig.placed).toEqual([])
  expect(new Set(rig.of('decision-made').map(({ decision }) => decision.reason))).toEqual(new Set(['forecast-stale']))
})

const strict = (config: StrategyConfig): StrategyConfig => ({ ...config, risk: { ...config.risk, dailyLossMax: 0.004 } })

it('latches at the daily limit, flattens, and stays latched through a restart and a new day until a person clears it', async () => {
  const rig = new Rig({ config: strict })
  await rig.start()
  expect(await rig.go(HOURS_2 * 60, () => rig.of('latch-set').length > 0)).toBe(true)
  await rig.go(STEPS_PER_CANDLE)
  expect(rig.held).toBe(0)
  rig.close(true)
  const second = new Rig({ config: strict, folder: rig.folder, sequel: rig })
  rigs.push(second)
  await second.start()
  await second.go(26 * 12 * STEPS_PER_CANDLE)
  expect(second.engine.state.account.latches.has('daily-loss')).toBe(true)
  expect(second.of('day-opened').length).toBeGreaterThan(0)
  expect(purposes(second)).not.toContain('open')
  second.ask({ kind: 'clear-latch', by: 'test', latch: 'daily-loss' })
  second.ask({ kind: 'start-trading', by: 'test' })
  expect(await second.go(HOURS_2, () => purposes(second).includes('open'))).toBe(true)
})

it('on a full disk sends no opening order and still reduces', async () => {
  const pages = await (async () => {
    const rig = new Rig()
    await rig.start()
    await rig.go(HOURS_2, isProtected(rig))
    rig.journal.close()
    rig.fallback.close()
    return { folder: rig.folder, count: Math.ceil(statSync(join(rig.folder, 'journal.db')).size / 4096) }
  })()
  const rig = await rigOf({ pageLimit: pages.count + 1 })
  expect(await rig.go(HOURS_2 * 30, () => rig.engine.state.account.components.get('journal')?.healthy === false)).toBe(true)
  await rig.go(2)
  const before = rig.placed.length
  rig.ask({ kind: 'flatten', by: 'test', instrumentId: null })
  rig.ask({ kind: 'start-trading', by: 'test' })
  await rig.go(HOURS_2)
  const after = rig.placed.slice(before)
  expect(after.map(({ purpose }) => purpose)).not.toContain('open')
  expect(rig.held).toBe(0)
  expect((await rig.snapshot()).positions.filter(({ quantity }) => quantity !== 0)).toEqual([])
  expect(after.map(({ purpose }) => purpose)).toContain('reduce')
})
