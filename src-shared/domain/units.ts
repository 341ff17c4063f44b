declare const unit: unique symbol
/** A number that cannot be mixed up with another unit. */
type Unit<Name extends string> = number & { readonly [unit]: Name }

/** Milliseconds since the Unix epoch, UTC. */
export type TimeMs = Unit<'TimeMs'>
/** A safe integer: price × 10^priceDecimals of the instrument's version. */
export type Price = Unit<'Price'>
/** A safe integer: quantity × 10^quantityDecimals of the instrument's version. Signed where it is a position. */
export type Quantity = Unit<'Quantity'>
/** A safe integer: money × 10^MONEY_DECIMALS. Always beside the asset it is counted in. */
export type Amount = Unit<'Amount'>
/** A safe integer: a rate (fee, funding, maintenance margin) × 10^RATE_DECIMALS. */
export type Rate = Unit<'Rate'>

/** An exact sum of one asset. */
export interface Money {
  readonly asset: string
  readonly amount: Amount
}

/** Venues keep eight decimals of money and cut the rest. */
export const MONEY_DECIMALS = 8
export const RATE_DECIMALS = 8
export const ONE_RATE: Rate = 100_000_000 as Rate

export const MINUTE_MS = 60_000
export const HOUR_MS: number = 60 * MINUTE_MS
export const DAY_MS: number = 24 * HOUR_MS
