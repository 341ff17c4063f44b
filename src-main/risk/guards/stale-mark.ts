import { ageBetween } from '../age-between.ts'
import { atMost, type Guard } from '../verdict.ts'

export const staleMark: Guard = ({ markAsOf, now }, { markAgeMsMax }) =>
  atMost({ guard: 'stale-mark', value: ageBetween(markAsOf, now), limit: markAgeMsMax, unit: 'ms' })
