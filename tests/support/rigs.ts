import { afterEach } from 'vitest'
import type { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import type { TimedVenue } from '../../src-main/venue/timed-venue.port.ts'
import { Rig, STEPS_PER_CANDLE, type RigOptions } from './desk-rig.ts'

/** Rigs of the present test; they are closed after it. */
export const rigs: Rig[] = []
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close()
})

export async function rigOf(options: RigOptions = {}): Promise<Rig> {
  const rig = new Rig(options)
  rigs.push(rig)
  return rig.start()
}

export const HOURS_2 = 24 * STEPS_PER_CANDLE
export const isProtected = (rig: Rig) => () => rig.of('order-accepted').some(({ intentId }) => intentId.endsWith('.t1'))

/** A venue that does some things differently from the real one behind it. */
export const through = (venue: SimulatedVenue, changed: Partial<TimedVenue>): TimedVenue => ({
  capabilities: venue.capabilities, market: (event) => venue.market(event), nextTime: () => venue.nextTime(), advance: (until) => venue.advance(until),
  snapshot: () => venue.snapshot(), cancel: (...args) => venue.cancel(...args), place: (...args) => venue.place(...args), ...changed,
})
