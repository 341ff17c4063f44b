import type { CandleRow } from '../../src-shared/contract/market-views.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { formatDecimal, multiplyDivideCut, powerOfTen } from '../../src-shared/domain/decimal.ts'
import { tickAt, type Instrument, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, type Amount, type Price, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'

export const moneyText = (amount: Amount): string => formatDecimal(amount, MONEY_DECIMALS, true)

/** Writes the numbers of one instrument by the rules of one time. */
export class InstrumentText {
  readonly #version: InstrumentVersion

  constructor(instrument: Instrument, time: TimeMs) {
    this.#version = rulesAt(instrument, time)
  }

  /** The price of a float that a chart shows. */
  readonly nearest = (value: number): Price => Math.round(value * powerOfTen(this.#version.priceDecimals)) as Price
  /** For charts. */
  readonly float = (price: Price): number => price / powerOfTen(this.#version.priceDecimals)
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

/** Candles of one instrument as they are drawn. */
export class CandleFloats {
  readonly #instrument: Instrument
  #version: InstrumentVersion | undefined
  #prices = 1
  #quantities = 1

  constructor(instrument: Instrument) {
    this.#instrument = instrument
  }

  /** Fastest for candles in order of time. */
  of({ instrumentId, intervalMs, openTime, open, high, low, close, volume }: Candle): CandleRow {
    this.#scaleAt(openTime)
    const [prices, quantities] = [this.#prices, this.#quantities]
    return { instrumentId, intervalMs, openTime, open: open / prices, high: high / prices, low: low / prices, close: close / prices, volume: volume / quantities }
  }

  #scaleAt(time: TimeMs): void {
    const version = rulesAt(this.#instrument, time)
    if (version === this.#version) return
    this.#version = version
    this.#prices = powerOfTen(version.priceDecimals)
    this.#quantities = powerOfTen(version.quantityDecimals)
  }
}

/** A time before the first known rules has the first. */
function rulesAt(instrument: Instrument, time: TimeMs): InstrumentVersion {
  const version = instrument.versions.findLast(({ validFrom }) => validFrom <= time) ?? instrument.versions[0]
  if (!version) throw new RangeError(`${instrument.instrumentId} has no rules at all`)
  return version
}
