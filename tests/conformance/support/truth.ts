import type { World } from './world.ts'

/** The instrument that the script trades, as the venue and as ccxt name it. */
export const SYMBOL = 'BTCUSDT'
export const UNIFIED = 'BTC/USDT:USDT'

/** Text of a whole number of units, padded. */
export function scaled(value: number, decimals: number, shown: number = decimals): string {
  const digits = BigInt(value) * 10n ** BigInt(Math.max(0, shown - decimals)) / 10n ** BigInt(Math.max(0, decimals - shown))
  const text = (digits < 0n ? -digits : digits).toString().padStart(shown + 1, '0')
  return `${digits < 0n ? '-' : ''}${shown === 0 ? text : `${text.slice(0, -shown)}.${text.slice(-shown)}`}`
}

export interface SymbolRules {
  readonly tick: string
  readonly step: string
  readonly quantityMin: string
  readonly notionalMin: string
  readonly pricePrecision: number
  readonly quantityPrecision: number
  readonly priceDecimals: number
  readonly quantityDecimals: number
}

/** What the server's own market says of a symbol. */
export function rulesOf(world: World, symbol: string): SymbolRules {
  const { rules, priceDecimals, quantityDecimals } = world.market.instrument(symbol)!.versions.at(-1)!
  const { pricePrecision, quantityPrecision } = world.precisions(symbol)
  return {
    tick: scaled(rules.priceLadder[0]!.tick, priceDecimals), step: scaled(rules.quantityStep, quantityDecimals), quantityMin: scaled(rules.quantityMin, quantityDecimals), notionalMin: scaled(rules.notionalMin, 8),
    pricePrecision, quantityPrecision, priceDecimals, quantityDecimals,
  }
}

export const priceOf = (world: World, price: number, shown: number = rulesOf(world, SYMBOL).pricePrecision): string => scaled(price, rulesOf(world, SYMBOL).priceDecimals, shown)
export const quantityOf = (world: World, quantity: number): string => scaled(quantity, rulesOf(world, SYMBOL).quantityDecimals)
