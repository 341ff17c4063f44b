import { formatDecimal } from '../../../src-shared/domain/decimal.ts'
import { notionalOf, tickAt, type InstrumentVersion } from '../../../src-shared/domain/instrument.ts'
import type { OrderTerms } from '../../../src-shared/domain/order.ts'
import { MONEY_DECIMALS, type Price, type Quantity } from '../../../src-shared/domain/units.ts'

/** The rule that an order breaks, with its numbers; undefined when it keeps them all. */
export function brokenFilter(version: InstrumentVersion, terms: OrderTerms, mark: Price): string | undefined {
  return brokenQuantity(version, terms) ?? brokenPrice(version, 'trigger', terms.triggerPrice) ?? brokenPrice(version, 'limit', terms.limitPrice) ?? brokenNotional(version, terms, mark)
}

function brokenQuantity({ rules, quantityDecimals }: InstrumentVersion, { quantity, type }: OrderTerms): string | undefined {
  if (quantity === undefined) return undefined
  const says = (rule: string, limit: Quantity): string => `${rule} ${formatDecimal(limit, quantityDecimals, true)}: quantity ${formatDecimal(quantity, quantityDecimals, true)}`
  if (quantity % rules.quantityStep !== 0) return says('quantityStep', rules.quantityStep)
  if (quantity < rules.quantityMin) return says('quantityMin', rules.quantityMin)
  if (quantity > rules.quantityMax) return says('quantityMax', rules.quantityMax)
  if (type === 'market' && quantity > rules.marketQuantityMax) return says('marketQuantityMax', rules.marketQuantityMax)
  return undefined
}

function brokenPrice({ rules, priceDecimals }: InstrumentVersion, name: 'trigger' | 'limit', price: Price | undefined): string | undefined {
  if (price === undefined) return undefined
  const says = (rule: string, limit: Price): string => `${rule} ${formatDecimal(limit, priceDecimals, true)}: ${name} ${formatDecimal(price, priceDecimals, true)}`
  const tick = tickAt(rules, price)
  if (price < rules.priceMin) return says('priceMin', rules.priceMin)
  if (price > rules.priceMax) return says('priceMax', rules.priceMax)
  return price % tick === 0 ? undefined : says('tick', tick)
}

function brokenNotional(version: InstrumentVersion, { quantity, triggerPrice, limitPrice, reduceOnly }: OrderTerms, mark: Price): string | undefined {
  if (quantity === undefined || reduceOnly) return undefined
  const notional = notionalOf(version, triggerPrice ?? limitPrice ?? mark, quantity)
  const money = (amount: number): string => formatDecimal(amount, MONEY_DECIMALS, true)
  return notional < version.rules.notionalMin ? `notionalMin ${money(version.rules.notionalMin)}: notional ${money(notional)}` : undefined
}
