import { notionalOf, roundQuantityDown, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import { multiplyDivideCapped, powerOfTen } from '../../src-shared/domain/decimal.ts'
import type { PolicySettings } from '../../src-shared/domain/strategy.ts'
import { MONEY_DECIMALS, ONE_RATE, type Amount, type Price, type Quantity, type Rate } from '../../src-shared/domain/units.ts'
import type { SizeBound } from './policy-input.ts'

interface SizingInput {
  readonly equity: Amount
  readonly freeMargin: Amount
  readonly groupLossAtStop: Amount
  readonly lossBudgetLeft: Amount
  readonly sizeFactor: number
  readonly leverage: number
  /** Stop distance plus the costs of the round trip. */
  readonly lossRate: Rate
  /** Fees and slippage of the round trip. */
  readonly costRate: Rate
  /** f*; null = not a limit of this policy. */
  readonly growthFraction: number | null
  readonly settings: PolicySettings
}

interface Size {
  readonly quantity: Quantity
  readonly notional: Amount
  readonly boundBy: SizeBound
}

/** The largest quantity that every limit allows, in exact integers and rounded down; null when the venue would not take so little. */
export function sizeOf(input: SizingInput, version: InstrumentVersion, mark: Price): { readonly size: Size | null; readonly boundBy: SizeBound } {
  const { amount, boundBy } = smallestLimit(input)
  const { rules } = version
  const wanted = quantityFor(version, mark, scaled(amount, rateFloor(Math.min(1, input.sizeFactor)), ONE_RATE))
  const venueMax = Math.min(rules.quantityMax, rules.marketQuantityMax)
  const bound = wanted > venueMax ? 'venue-maximum' : boundBy
  const quantity = roundQuantityDown(rules, Math.min(wanted, venueMax) as Quantity)
  if (quantity <= 0 || quantity < rules.quantityMin) return { size: null, boundBy: bound }
  const notional = notionalOf(version, mark, quantity)
  if (notional < rules.notionalMin) return { size: null, boundBy: bound }
  return { size: { quantity, notional, boundBy: bound }, boundBy: bound }
}

/** Amount × rate, rounded up: what may be lost is never counted too small. */
export function rateOfUp(amount: Amount, rate: Rate): Amount {
  const product = BigInt(amount) * BigInt(rate)
  const one = BigInt(ONE_RATE)
  return Number((product + one - 1n) / one) as Amount
}

function smallestLimit(input: SizingInput): { amount: Amount; boundBy: SizeBound } {
  let smallest: { amount: Amount; boundBy: SizeBound } | null = null
  for (const [boundBy, amount] of limitsOf(input)) {
    if (smallest === null || amount < smallest.amount) smallest = { amount, boundBy }
  }
  if (smallest === null) throw new Error('there is always a limit')
  return smallest
}

function limitsOf(input: SizingInput): readonly (readonly [SizeBound, Amount])[] {
  const { equity, settings, lossRate, costRate, growthFraction } = input
  const leverage = Math.floor(input.leverage)
  const notionalForLoss = (loss: number): Amount => scaled(loss as Amount, ONE_RATE, lossRate)
  const groupBudget = scaled(equity, rateNearest(settings.riskPerGroup), ONE_RATE) - input.groupLossAtStop
  return [
    ...(growthFraction === null ? [] : [['growth', scaled(equity, rateFloor(settings.kellyFraction * growthFraction), ONE_RATE)] as const]),
    ['risk-per-trade', notionalForLoss(scaled(equity, rateNearest(settings.riskPerTrade), ONE_RATE))],
    ['notional-cap', settings.notionalCap],
    ['equity-share', scaled(equity, rateNearest(settings.equityShareCap), ONE_RATE)],
    ['risk-per-group', notionalForLoss(groupBudget)],
    ['loss-budget', notionalForLoss(input.lossBudgetLeft)],
    // Initial margin and the costs of the round trip must both be paid: notional × (1/leverage + costs) ≤ free margin.
    ['free-margin', scaled(input.freeMargin, leverage * ONE_RATE, ONE_RATE + leverage * costRate)],
  ]
}

/** The quantity that a notional buys, cut to the unit of storage. */
function quantityFor(version: InstrumentVersion, price: Price, notional: Amount): number {
  const excess = version.priceDecimals + version.quantityDecimals - MONEY_DECIMALS
  if (excess >= 0) return scaled(notional, powerOfTen(excess), price)
  return Math.floor(scaled(notional, 1, price) / powerOfTen(-excess))
}

/** a × b ÷ divisor, cut, never below 0. A limit that is too large for an amount binds nothing, so it stops at the largest one. */
function scaled(amount: Amount, factor: number, divisor: number): Amount {
  if (!(amount > 0 && factor > 0)) return 0 as Amount
  return multiplyDivideCapped(amount, factor, divisor) as Amount
}

/** A setting such as .0025 stands for the nearest rate; its binary float is not quite that number. */
const rateNearest = (fraction: number): Rate => wholeRate(Math.round(fraction * ONE_RATE))

/** A computed fraction becomes the next smaller rate. */
const rateFloor = (fraction: number): Rate => wholeRate(Math.floor(fraction * ONE_RATE))

/** What is not a number allows nothing. */
function wholeRate(value: number): Rate {
  if (Number.isNaN(value)) return 0 as Rate
  return Math.min(value, Number.MAX_SAFE_INTEGER) as Rate
}
