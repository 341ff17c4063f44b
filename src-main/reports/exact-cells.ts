import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { versionAt, type Instrument } from '../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, type TimeMs } from '../../src-shared/domain/units.ts'
import { isoTime } from '../base/system-calendar.ts'
import { exact, type Exact } from './export-row.ts'

/** What a table cannot know by itself. */
export interface TableContext {
  /** Throws for one that is not known: without its decimals no price can be written. */
  readonly instrumentOf: (instrumentId: string) => Instrument
  /** from ≤ time < to. */
  readonly from: number
  readonly to: number
}

export const isWithin = ({ from, to }: TableContext, time: number): boolean => time >= from && time < to

export const money = (amount: number): Exact => exact(formatDecimal(amount, MONEY_DECIMALS))
export const count = (value: number): Exact => exact(String(value))

/** '2023-05-01T12:00:00.000Z'; nothing for a time that is not set. */
export const when = (time: number): string | null => (time === 0 ? null : isoTime(time))

/** Writes prices and quantities with the decimals that were in force; nothing for what is absent. */
export interface Scale {
  price(value: number | undefined): Exact | null
  quantity(value: number | undefined): Exact | null
}

export function scaleOf({ instrumentOf }: TableContext, instrumentId: string, time: TimeMs): Scale {
  const { priceDecimals, quantityDecimals } = versionAt(instrumentOf(instrumentId), time)
  return {
    price: (value) => (value === undefined ? null : exact(formatDecimal(value, priceDecimals))),
    quantity: (value) => (value === undefined ? null : exact(formatDecimal(value, quantityDecimals))),
  }
}
