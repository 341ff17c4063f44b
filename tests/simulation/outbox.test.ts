import { afterEach, expect, it } from 'vitest'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { Rig, STEPS_PER_CANDLE } from '../support/desk-rig.ts'

const rigs: Rig[] = []
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close()
})

it('hands the venue no order before the journal holds it and its sending', async () => {
  const early: string[] = []
  const isOf = (intentId: string) => (change: JournalledChange) =>
    (change.kind === 'intent-opened' && change.order.intentId === intentId) || (change.kind === 'attempt-sent' && change.intentId === intentId)
  const rig: Rig = new Rig({ venue: (venue) => ({
    capabilities: venue.capabilities, market: (event) => venue.market(event), nextTime: () => venue.nextTime(), advance: (until) => venue.advance(until),
    snapshot: () => venue.snapshot(), cancel: (...args) => venue.cancel(...args),
    place: (order, sentAt) => {
      const written = [...rig.journal.read()].filter(isOf(order.intentId)).map(({ kind }) => kind)
      if (written.join() !== 'intent-opened,attempt-sent') early.push(`${order.intentId}: ${written.join()}`)
      venue.place(order, sentAt)
    },
  }) })
  rigs.push(rig)
  await rig.start()
  expect(await rig.go(24 * 20 * STEPS_PER_CANDLE, () => rig.of('trade-closed').length >= 2)).toBe(true)
  expect(new Set(rig.placed.map(({ purpose }) => purpose))).toEqual(new Set(['open', 'protect', 'take-profit']))
  expect(early).toEqual([])
})
