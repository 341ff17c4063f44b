import { expect, it } from 'vitest'
import type { VenueReport } from '../../src-shared/domain/venue.ts'
import type { RejectionReason } from '../../src-shared/domain/order.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { venueSettings } from '../../src-main/modes/paper-account.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { Rig } from '../support/desk-rig.ts'
import { HOURS_2, isProtected, rigOf, rigs, through } from '../support/rigs.ts'

// What naive order paths get wrong. tests/unit/traps.test.ts names them all.

const isFillOf = (purpose: string) => (report: VenueReport): boolean => report.kind === 'order-filled' && report.fill.clientOrderId.includes(`.${purpose}`)

it('takes an entry for filled when the venue says so, and not because time has passed', async () => {
  let held = true
  const kept: { readonly receivedAt: TimeMs; readonly report: VenueReport }[] = []
  const rig: Rig = await rigOf({ venue: (venue) => through(venue, {
    advance: (until) => venue.advance(until).filter((timed) => {
      const isKept = held && isFillOf('o')(timed.report)
      if (isKept) kept.push(timed)
      return !isKept
    }),
  }) })
  const isAccepted = (): boolean => rig.of('order-accepted').some(({ intentId }) => intentId.endsWith('.o'))
  expect(await rig.go(HOURS_2, isAccepted)).toBe(true)
  await rig.go(4)
  // Twenty seconds later the venue has filled it, and we know of nothing.
  expect([kept.length > 0, rig.held, rig.of('fill-booked').length, rig.placed.filter(({ purpose }) => purpose !== 'open').length]).toEqual([true, 0, 0, 0])
  held = false
  for (const { report } of kept) rig.push({ kind: 'venue-reported', time: rig.simulation.time, report })
  await rig.go(1)
  expect(rig.of('fill-booked').map(({ fill }) => fill.tradeId)).toEqual(kept.map(({ report }) => report.kind === 'order-filled' && report.fill.tradeId))
  expect(rig.placed.map(({ purpose }) => purpose)).toContain('protect')
})

it('books what was executed while it heard nothing, once, and from the venue’s own list', async () => {
  let isDeaf = false
  const rig: Rig = await rigOf({ venue: (venue) => through(venue, { advance: (until) => venue.advance(until).filter(() => !isDeaf) }) })
  expect(await rig.go(HOURS_2 * 4, isProtected(rig))).toBe(true)
  isDeaf = true
  const open = async (): Promise<readonly string[]> => (await rig.snapshot()).positions.map(({ instrumentId }) => instrumentId)
  const before = [...rig.engine.state.ledger.trades.keys()]
  for (let hours = 0; hours < 60 && (await open()).some((instrumentId) => before.includes(instrumentId)); hours++) await rig.go(HOURS_2 / 2)
  expect((await open()).filter((instrumentId) => before.includes(instrumentId))).toEqual([])
  expect([...rig.engine.state.ledger.trades.keys()]).toEqual(expect.arrayContaining(before))
  isDeaf = false
  rig.simulation.wantReconcile()
  await rig.go(60)
  const { fills, wallet, positions } = await rig.snapshot()
  const booked = rig.of('fill-booked').map(({ fill }) => `${fill.instrumentId}/${fill.tradeId}`)
  expect(booked.toSorted()).toEqual(fills.map((fill) => `${fill.instrumentId}/${fill.tradeId}`).toSorted())
  expect(rig.of('difference-found').map(({ subject }) => subject)).toContain('fill')
  expect([rig.engine.state.ledger.wallets.get('USDT'), [...rig.engine.state.ledger.trades.keys()].toSorted()]).toEqual([wallet, positions.map(({ instrumentId }) => instrumentId).toSorted()])
}, 60_000)

it.each<RejectionReason>(['malformed', 'filter'])('closes what it holds where the venue takes no stop (%s), as one that wants them on another route, and enters no more', async (reason) => {
  const rig: Rig = await rigOf({ venue: (venue) => through(venue, {
    place: (order, sentAt) => {
      if (order.purpose !== 'protect') return venue.place(order, sentAt)
      rig.push({ kind: 'venue-reported', time: (sentAt + 100) as TimeMs, report: { kind: 'order-rejected', clientOrderId: order.intentId, reason, detail: '-4120' } })
    },
  }) })
  expect(await rig.go(HOURS_2, () => rig.of('trade-closed').length > 0)).toBe(true)
  const { trade } = rig.of('trade-closed')[0]!
  expect([trade.exitReason, trade.closedAt - trade.openedAt < 15_000]).toEqual(['unprotected', true])
  expect([...rig.engine.state.account.latches.keys()]).toEqual(['naked-position'])
  const entries = (): number => rig.placed.filter(({ purpose }) => purpose === 'open').length
  const before = entries()
  await rig.go(HOURS_2)
  expect(entries()).toBe(before)
})

it('names a leverage that the venue did not take over, and opens nothing more', async () => {
  const other = new SimulatedVenue(venueSettings(1, 10))
  const rig = new Rig({ venue: () => other })
  rigs.push(rig)
  for (const instrument of rig.market.instruments) other.market({ kind: 'instrument-listed', time: rig.market.time, instrument })
  await rig.start()
  expect(await rig.go(HOURS_2, isProtected(rig))).toBe(true)
  const entries = (): number => rig.placed.filter(({ purpose }) => purpose === 'open').length
  const before = entries()
  await rig.simulation.reconcile()
  expect(rig.of('difference-found').filter(({ subject }) => subject === 'leverage')[0]).toMatchObject({ reason: { code: 'leverage-differs', values: { venue: 10, ours: 3 } } })
  expect(rig.engine.state.account.latches.has('books-differ')).toBe(true)
  await rig.go(HOURS_2 * 2)
  expect(entries()).toBe(before)
}, 60_000)
