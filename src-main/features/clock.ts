import { HOUR_MS } from '../../src-shared/domain/units.ts'
import { CANDLES, type Base, type Feature } from './feature.ts'

const SOURCE = `close time of ${CANDLES}`
/** 1970-01-01 was a Thursday, 3 days after a Monday. */
const FIRST_WEEKDAY = 3
const ASIAN_HOURS = 8

/** Whole hours since 1970, as machine integers: the remainder of a float is slow. */
const hours: Base = ({ candles: { closeTime }, from, count, hours: out }) => {
  for (let row = 0; row < count; row++) out[row] = closeTime[from + row]! / HOUR_MS
}

export const CLOCK: readonly Feature[] = [
  {
    name: 'hour', definition: 'hour of the close, UTC', window: 1, unit: '0 to 23', source: SOURCE, missing: 'never', revision: 1, use: 'input', bases: [hours],
    fill: ({ hours: at, count }, out) => {
      for (let row = 0; row < count; row++) out[row] = at[row]! % 24
    },
  },
  {
    name: 'weekday', definition: 'day of the week of the close, UTC', window: 1, unit: '0 Monday to 6 Sunday', source: SOURCE, missing: 'never', revision: 1, use: 'input', bases: [hours],
    fill: ({ hours: at, count }, out) => {
      for (let row = 0; row < count; row++) out[row] = (((at[row]! / 24) | 0) + FIRST_WEEKDAY) % 7
    },
  },
  {
    name: 'is_asian_session', definition: '1 from 00:00 to 08:00 UTC, else 0', window: 1, unit: '0 or 1', source: SOURCE, missing: 'never', revision: 1, use: 'input', bases: [hours],
    fill: ({ hours: at, count }, out) => {
      for (let row = 0; row < count; row++) out[row] = at[row]! % 24 < ASIAN_HOURS ? 1 : 0
    },
  },
]
