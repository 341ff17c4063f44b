import type { Instrument } from '../../../../src-shared/domain/instrument.ts'
import type { Rate, TimeMs } from '../../../../src-shared/domain/units.ts'

/** At most one trade a second. */
export const TRADES_MAX = 60

/** What happened in one minute of one instrument. Prices are whole units of its price precision, quantities of its quantity precision. */
export class Minute {
  /** How many trades; 0 when nobody traded. */
  count = 0
  /** Number of its first trade. */
  firstTrade = 0
  /** Milliseconds since the minute began, ascending. */
  readonly offset: Int32Array = new Int32Array(TRADES_MAX)
  readonly price: Float64Array = new Float64Array(TRADES_MAX)
  readonly quantity: Float64Array = new Float64Array(TRADES_MAX)
  /** 1 when the seller took. */
  readonly isBuyerMaker: Uint8Array = new Uint8Array(TRADES_MAX)
  /** The best bid when the trade came. */
  readonly bid: Float64Array = new Float64Array(TRADES_MAX)
  /** The mark price at the end of each second, at eight decimals. */
  readonly mark: Float64Array = new Float64Array(60)
}

/** An instrument as the lab has it. */
export interface LabSymbol {
  readonly symbol: string
  readonly instrument: Instrument
  readonly pricePrecision: number
  readonly quantityPrecision: number
  /** In units of the price precision. */
  readonly tick: number
  readonly fundingHours: number
  readonly onboardDate: TimeMs
}

/** Where prices come from: what happened in any minute, the same whenever and however often it is asked. */
export interface MinuteSource {
  readonly symbols: readonly LabSymbol[]
  /** `minute` counts from 1970. */
  fill(index: number, minute: number, into: Minute): void
  /** Paid at that settlement; undefined when there was none. */
  fundingRate(index: number, settlement: TimeMs): Rate | undefined
}

/** A trade that the stream calls aggregate is made of one to four: which single ones follows from its number. */
const SINGLES = [1, 2, 1, 4]
const BEFORE = [0, 1, 3, 4]

export const firstSingle = (trade: number): number => Math.floor(trade / 4) * 8 + BEFORE[trade % 4]!
export const singlesOf = (trade: number): number => SINGLES[trade % 4]!
