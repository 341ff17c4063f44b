import { formatDecimal, multiplyDivideCut, powerOfTen } from '../../../../src-shared/domain/decimal.ts'
import type { Instrument, InstrumentVersion } from '../../../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, type Amount, type Price, type Quantity, type Rate } from '../../../../src-shared/domain/units.ts'

/** One contract as the trading side sees it. */
export interface TradedSymbol {
  readonly symbol: string
  /** Margin, profit and fees are counted in it. */
  readonly asset: string
  readonly version: InstrumentVersion
  /** Most decimals a price may have; more than the tick has on some. */
  readonly pricePrecision: number
  readonly quantityPrecision: number
  /** Limit prices stay within these of the mark, as 1.05 and 0.95. */
  readonly percentUp: Rate
  readonly percentDown: Rate
  /** How far mark and last may be apart for a protected trigger. */
  readonly triggerProtect: Rate
  readonly ordersMax: number
}

const DEFAULTS = { percentUp: 105_000_000 as Rate, percentDown: 95_000_000 as Rate, triggerProtect: 5_000_000 as Rate, ordersMax: 200 }

/** The rules of the newest version. `more` replaces what is read from it. */
export function tradedSymbol(instrument: Instrument, more: Partial<TradedSymbol> = {}): TradedSymbol {
  const version = instrument.versions.at(-1)
  if (!version) throw new RangeError(`${instrument.instrumentId} has no rules`)
  const tick = version.rules.priceLadder[0]?.tick ?? 1
  const tickDecimals = (formatDecimal(tick, version.priceDecimals, true).split('.')[1] ?? '').length
  const pricePrecision = Math.min(version.priceDecimals, instrument.symbol === 'BTCUSDT' ? Math.max(2, tickDecimals) : tickDecimals)
  return { symbol: instrument.symbol, asset: instrument.settleAsset, version, pricePrecision, quantityPrecision: version.quantityDecimals, ...DEFAULTS, ...more }
}

/** As REST writes it: padded to the symbol's precision. */
export function priceText({ version: { priceDecimals }, pricePrecision }: TradedSymbol, price: Price): string {
  const scale = powerOfTen(priceDecimals - pricePrecision)
  return price % scale === 0 ? formatDecimal(price / scale, pricePrecision) : formatDecimal(price, priceDecimals, true)
}

export const quantityText = ({ version: { quantityDecimals } }: TradedSymbol, quantity: Quantity): string => formatDecimal(quantity, quantityDecimals)

/** As events write it: nothing behind the last digit that counts. */
export const barePrice = ({ version: { priceDecimals } }: TradedSymbol, price: Price): string => formatDecimal(price, priceDecimals, true)
export const bareQuantity = ({ version: { quantityDecimals } }: TradedSymbol, quantity: Quantity): string => formatDecimal(quantity, quantityDecimals, true)
export const bareMoney = (amount: number): string => formatDecimal(amount, MONEY_DECIMALS, true)
export const moneyText = (amount: number): string => formatDecimal(amount, MONEY_DECIMALS)

/** Cost ÷ quantity with eight decimals, cut; 0 for nothing. */
export const averageOf = ({ version: { quantityDecimals } }: TradedSymbol, cost: number, quantity: number): number => (quantity === 0 ? 0 : multiplyDivideCut(cost, powerOfTen(quantityDecimals), quantity))

/** An average in REST has a few decimals more than a price. */
export function averageText(symbol: TradedSymbol, cost: Amount, quantity: Quantity): string {
  const decimals = Math.min(MONEY_DECIMALS, symbol.pricePrecision + 3)
  return formatDecimal(Math.trunc(averageOf(symbol, cost, quantity) / powerOfTen(MONEY_DECIMALS - decimals)), decimals)
}

/** An average as events write it. */
export const bareAverage = (symbol: TradedSymbol, cost: number, quantity: number): string => formatDecimal(averageOf(symbol, cost, quantity), MONEY_DECIMALS, true)
