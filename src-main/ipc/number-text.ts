import { formatDecimal, multiplyDivideCut, powerOfTen } from '../../src-shared/domain/decimal.ts'
import { tickAt, type Instrument, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, type Amount, type Price, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'

export const moneyText = (amount: Amount): string => formatDecimal(amount, MONEY_DECIMALS, true)

/** Writes the numbers of one instrument by the rules of one time. */
export class InstrumentText {
  readonly #version: InstrumentVersion

  /** A time before the first known rules is written by the first. */
  constructor(instrument: Instrument, time: TimeMs) {
    const version = instrument.versions.findLast(({ validFrom }) => validFrom <= time) ?? instrument.versions[0]
    if (!version) throw new RangeError(`${instrument.instrumentId} has no rules at all`)
    this.#version = version
  }

  readonly price = (price: Price): string => formatDecimal(price, this.#version.priceDecimals, true)
  readonly quantity = (quantity: Quantity): string => formatDecimal(Math.abs(quantity), this.#version.quantityDecimals, true)

  /** The price at which a quantity has a cost, cut at the instrument's decimals. 0 for no quantity. */
  average(cost: Amount, quantity: Quantity): Price {
    if (quantity === 0) return 0 as Price
    const excess = this.#version.priceDecimals + this.#version.quantityDecimals - MONEY_DECIMALS
    const [scale, divisor] = excess >= 0 ? [powerOfTen(excess), 1] : [1, powerOfTen(-excess)]
    return Math.abs(multiplyDivideCut(cost, scale, quantity * divisor)) as Price
  }

  /** How many decimals the tick at a price has: those people read. */
  decimalsAt(price: Price): number {
    const tick = formatDecimal(tickAt(this.#version.rules, price), this.#version.priceDecimals, true)
    return tick.split('.')[1]?.length ?? 0
  }
}
