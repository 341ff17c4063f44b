import { atMost, type Guard } from '../verdict.ts'

/** An order with an unknown outcome may already be a position. */
export const unresolvedOrder: Guard = ({ unresolvedOnInstrument }) =>
  atMost({ guard: 'unresolved-order', value: unresolvedOnInstrument, limit: 0, unit: 'orders' })
