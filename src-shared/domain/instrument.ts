import { multiplyDivideCut, powerOfTen } from './decimal.ts'
import { MONEY_DECIMALS, ONE_RATE, type Amount, type Price, type Quantity, type Rate, type TimeMs } from './units.ts'

/** What can be traded. Everything that venues change during a life stands in dated versions. */
export interface Instrument {
  /** Unique in one account, as 'BTCUSDT'. */
  readonly instrumentId: string
  readonly venue: string
  /** The venue's own text for it. */
  readonly symbol: string
  readonly kind: 'linear-perpetual'
  readonly baseAsset: string
  /** Profit, fees and margin are counted in this asset. */
  readonly settleAsset: string
  /** Instruments of one group share a risk budget. */
  readonly riskGroup: string
  /** Assumed slippage per side until it is measured. */
  readonly slippage: Rate
  /** Ascending by validFrom, at least one. */
  readonly versions: readonly InstrumentVersion[]
}

export interface InstrumentVersion {
  readonly validFrom: TimeMs
  readonly priceDecimals: number
  readonly quantityDecimals: number
  readonly rules: OrderRules
  readonly fees: { readonly maker: Rate; readonly taker: Rate; readonly liquidation: Rate }
  /** 0 for an instrument without settlements. */
  readonly fundingIntervalMs: number
  /** Trading when absent. */
  readonly status?: 'trading' | 'halted'
  /** Ascending by floor, the first from 0. */
  readonly marginTiers: readonly MarginTier[]
}

/** Checked when an order is made; never the unit of storage. */
export interface OrderRules {
  /** The tick that holds from a price up; ascending, the first from 0. One entry for venues without a ladder. */
  readonly priceLadder: readonly { readonly from: Price; readonly tick: Price }[]
  readonly priceMin: Price
  readonly priceMax: Price
  readonly quantityStep: Quantity
  readonly quantityMin: Quantity
  readonly quantityMax: Quantity
  readonly marketQuantityMax: Quantity
  /** Smallest notional of an opening order. Orders that only reduce are exempt. */
  readonly notionalMin: Amount
  /** How far the execution price of a market order may be from the mark price. */
  readonly marketDistanceMax: Rate
}

/** Maintenance margin = notional × rate − deduction, while floor < notional ≤ cap. */
export interface MarginTier {
  readonly floor: Amount
  readonly cap: Amount
  readonly maintenanceRate: Rate
  readonly deduction: Amount
  readonly leverageMax: number
}

/** The version in force at a time. Throws for a time before the first: nothing is known then. */
export function versionAt(instrument: Instrument, time: TimeMs): InstrumentVersion {
  for (let index = instrument.versions.length - 1; index >= 0; index--) if (instrument.versions[index]!.validFrom <= time) return instrument.versions[index]!
  throw new RangeError(`${instrument.instrumentId} has no rules for ${time}: its first version begins later`)
}

/** Price × quantity as money, cut at eight decimals. Signed as the quantity is. */
export function notionalOf(version: InstrumentVersion, price: Price, quantity: Quantity): Amount {
  const excess = version.priceDecimals + version.quantityDecimals - MONEY_DECIMALS
  if (excess >= 0) return multiplyDivideCut(price, quantity, powerOfTen(excess)) as Amount
  return (multiplyDivideCut(price, quantity, 1) * powerOfTen(-excess)) as Amount
}

/** Amount × rate, cut at eight decimals. */
export function rateOf(amount: Amount, rate: Rate): Amount {
  return multiplyDivideCut(amount, rate, ONE_RATE) as Amount
}

/** The tick that holds at a price. */
export function tickAt(rules: OrderRules, price: Price): Price {
  const step = rules.priceLadder.findLast(({ from }) => from <= price) ?? rules.priceLadder[0]
  if (!step) throw new RangeError('a price ladder needs at least one step')
  return step.tick
}

/** The nearest allowed price at or below (down) or at or above (up). */
export function roundToTick(rules: OrderRules, price: Price, direction: 'down' | 'up'): Price {
  const tick = tickAt(rules, price)
  const rest = price % tick
  if (rest === 0) return price
  return (direction === 'down' ? price - rest : price - rest + tick) as Price
}

export function roundQuantityDown(rules: OrderRules, quantity: Quantity): Quantity {
  return (quantity - (quantity % rules.quantityStep)) as Quantity
}

/** A sum as a binary float. For features, models and reports only, never for an order. */
export const amountAsFloat = (amount: Amount): number => amount / powerOfTen(MONEY_DECIMALS)
export const rateAsFloat = (rate: Rate): number => rate / ONE_RATE
