import { liquidationLimit } from '../liquidation-limit.ts'
import { atLeast, type Guard } from '../verdict.ts'

/** The stop must be hit long before the venue liquidates, and so must a day's usual range. */
export const liquidationDistance: Guard = ({ liquidationDistance: distance, stopDistance, dailyAtr }, settings) =>
  atLeast({ guard: 'liquidation-distance', value: distance, limit: liquidationLimit(stopDistance, dailyAtr, settings), unit: 'part of the mark price (limit from the 1-day ATR)' })
