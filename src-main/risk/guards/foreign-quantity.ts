import { atMost, type Guard } from '../verdict.ts'

/** Where somebody else holds something, stops and exits could touch it. */
export const foreignQuantity: Guard = ({ foreignQuantity: foreign }) =>
  atMost({ guard: 'foreign-quantity', value: foreign === null ? null : Math.abs(foreign), limit: 0, unit: 'smallest quantity units' })
