import { multiplyDivideCut, formatDecimal } from '../../../../src-shared/domain/decimal.ts'
import { notionalOf, tickAt } from '../../../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, ONE_RATE, type Price, type Quantity } from '../../../../src-shared/domain/units.ts'
import { notionalMaxAt } from '../../../venue/simulated/margin.ts'
import { reducibleBy, signOf } from './book-fill.ts'
import { accountSums, sumsOf } from './margin-sums.ts'
import { takeable } from './matching.ts'
import { refusal } from './refusal.ts'
import type { MarketQuote, PlainTerms, SymbolDesk, TradingState } from './trading-state.ts'

/** A market purchase is reckoned so much above the best ask. */
const ASSUMED_SLIPPAGE = 50_000

/** The filters, in the venue's order. Throws Refusal. */
export function checkFilters(desk: SymbolDesk, terms: Pick<PlainTerms, 'type' | 'quantity' | 'price' | 'closePosition' | 'reduceOnly' | 'side'>): void {
  const { rules } = desk.rules.version
  if (!terms.closePosition) checkQuantity(desk, terms)
  if (terms.type === 'LIMIT') checkLimitPrice(desk, terms)
  const price = terms.type === 'LIMIT' ? terms.price : (desk.quote?.mark ?? (0 as Price))
  if (terms.reduceOnly || terms.closePosition || notionalOf(desk.rules.version, price, terms.quantity) >= rules.notionalMin) return
  throw refusal(-4164, `Order's notional must be no smaller than ${formatDecimal(rules.notionalMin, MONEY_DECIMALS, true)} (unless you choose reduce only).`)
}

export function checkQuantity({ rules: { version: { rules } } }: SymbolDesk, { type, quantity }: Pick<PlainTerms, 'type' | 'quantity'>): void {
  if (quantity <= 0) throw refusal(-4003)
  if (quantity < rules.quantityMin) throw refusal(-4004)
  if (quantity > (type === 'MARKET' ? rules.marketQuantityMax : rules.quantityMax)) throw refusal(-4005)
  if (quantity % rules.quantityStep !== 0) throw refusal(-4023)
}

/** Bounds and tick. */
export function checkPriceRange({ rules: { version: { rules } } }: SymbolDesk, price: Price): void {
  if (price > rules.priceMax) throw refusal(-4002)
  if (price < rules.priceMin) throw refusal(-4013)
  if (price % tickAt(rules, price) !== 0) throw refusal(-4014)
}

function checkLimitPrice(desk: SymbolDesk, { price, side }: Pick<PlainTerms, 'price' | 'side'>): void {
  checkPriceRange(desk, price)
  const mark = desk.quote?.mark ?? (0 as Price)
  if (side === 'BUY' && price > multiplyDivideCut(mark, desk.rules.percentUp, ONE_RATE)) throw refusal(-4016)
  if (side === 'SELL' && price < multiplyDivideCut(mark, desk.rules.percentDown, ONE_RATE)) throw refusal(-4024)
}

/** Position mode, and orders that may only reduce. Throws Refusal. */
export function checkSide(state: TradingState, desk: SymbolDesk, { side, positionSide, quantity, reduceOnly }: Pick<PlainTerms, 'side' | 'positionSide' | 'quantity' | 'reduceOnly'>): void {
  if ((positionSide === 'BOTH') === state.dualSide) throw refusal(-4061)
  const closes = state.dualSide ? (positionSide === 'LONG') === (side === 'SELL') : reduceOnly
  if (!closes) return
  const reducible = reducibleBy(desk.positions[positionSide], side)
  const waiting = desk.orders.filter((order) => order.side === side && order.positionSide === positionSide && order.reduceOnly)
  const asked = waiting.reduce((sum, order) => sum + order.quantity - order.executed, 0)
  if (reducible === 0 || asked >= reducible || (state.dualSide && asked + quantity > reducible)) throw refusal(-2022)
}

/** What the time in force demands of the book. Throws Refusal. */
export function checkBook(desk: SymbolDesk, terms: PlainTerms): void {
  const { quote, rules } = desk
  if (!quote) throw refusal(-4131)
  const now = takeable({ ...terms, desk })
  if (terms.timeInForce === 'GTX' && now > 0) throw refusal(-5022)
  if (terms.timeInForce === 'FOK' && now < terms.quantity) throw refusal(-5021)
  if (terms.type !== 'MARKET') return
  const best = terms.side === 'BUY' ? quote.ask : quote.bid
  const bound = multiplyDivideCut(quote.mark, terms.side === 'BUY' ? rules.percentUp : rules.percentDown, ONE_RATE)
  if (signOf(terms.side) * (best - bound) > 0) throw refusal(-4131)
}

function assumedPrice({ ask, bid, mark }: MarketQuote, side: PlainTerms['side']): Price {
  return (side === 'BUY' ? multiplyDivideCut(ask, ONE_RATE + ASSUMED_SLIPPAGE, ONE_RATE) : Math.max(bid, mark)) as Price
}

/** What opens must be paid for: its margin by the mark and what it would lose at once. Throws Refusal. */
export function checkMargin(state: TradingState, desk: SymbolDesk, terms: Pick<PlainTerms, 'side' | 'positionSide' | 'type' | 'price' | 'quantity' | 'reduceOnly' | 'closePosition'>): void {
  const { quote, rules: { version, asset } } = desk
  if (!quote || terms.reduceOnly || terms.closePosition) return
  const { side, positionSide, quantity } = terms
  const position = desk.positions[positionSide]
  const opening = (state.dualSide && (positionSide === 'LONG') !== (side === 'BUY') ? 0 : Math.max(0, quantity - reducibleBy(position, side))) as Quantity
  if (opening === 0) return
  const price = terms.type === 'LIMIT' ? terms.price : assumedPrice(quote, side)
  const notional = notionalOf(version, price, quantity)
  const before = sumsOf(desk, position)
  const signed = side === 'BUY' ? before.notional + before.bidNotional + notional : before.notional - before.askNotional - notional
  if (Math.abs(signed) > notionalMaxAt(version.marginTiers, desk.leverage)) throw refusal(-2027)
  const after = sumsOf(desk, position, { side, positionSide, notional })
  const openLoss = Math.max(0, signOf(side) * notionalOf(version, (price - quote.mark) as Price, opening))
  if (accountSums(state, asset).available - (after.orderMargin - before.orderMargin) - openLoss < 0) throw refusal(-2019)
}
