import { multiplyDivideCut } from '../../../../src-shared/domain/decimal.ts'
import { roundQuantityDown, tickAt } from '../../../../src-shared/domain/instrument.ts'
import { ONE_RATE, type Price, type Quantity } from '../../../../src-shared/domain/units.ts'
import { bookFill, positionFor, reducibleBy, signOf } from './book-fill.ts'
import { endOrder } from './end-order.ts'
import { isOpenOrder, type MarketQuote, type OrderSide, type PlainOrder, type SymbolDesk, type TradingState } from './trading-state.ts'

/** Beyond so many levels nothing is offered. */
const LEVELS = 20

interface Level {
  readonly price: Price
  readonly quantity: Quantity
}

/** What is offered to a taker, best first. Each level behind the best is a tick worse and holds as much. */
function offered({ rules: { version }, quote }: SymbolDesk, side: OrderSide): readonly Level[] {
  if (!quote) return []
  const best = side === 'BUY' ? quote.ask : quote.bid
  const held = side === 'BUY' ? quote.askQuantity : quote.bidQuantity
  if (held === undefined) return [{ price: best, quantity: Number.MAX_SAFE_INTEGER as Quantity }]
  const tick = signOf(side) * tickAt(version.rules, best)
  return Array.from({ length: LEVELS }, (_, depth) => ({ price: (best + depth * tick) as Price, quantity: held })).filter(({ price }) => price > 0)
}

const isWithin = (side: OrderSide, price: Price, limit: Price): boolean => signOf(side) * price <= signOf(side) * limit

/** The worst price an order may take: its own, or as far from the mark as market orders go. */
function limitOf({ desk: { quote, rules }, side, type, price }: Pick<PlainOrder, 'desk' | 'side' | 'type' | 'price'>): Price {
  if (type === 'LIMIT') return price
  const mark = quote?.mark ?? (0 as Price)
  return (mark + signOf(side) * multiplyDivideCut(mark, rules.version.rules.marketDistanceMax, ONE_RATE)) as Price
}

/** What an order would find at once. */
export function takeable(order: Pick<PlainOrder, 'desk' | 'side' | 'type' | 'price'>): number {
  const limit = limitOf(order)
  return offered(order.desk, order.side).reduce((sum, { price, quantity }) => (isWithin(order.side, price, limit) ? Math.min(Number.MAX_SAFE_INTEGER, sum + quantity) : sum), 0)
}

/** A new order takes what it can; what is left of it rests or ends. */
export function enter(state: TradingState, order: PlainOrder): void {
  const { desk } = order
  take(state, order)
  if (!desk.orders.includes(order)) return
  if (order.reduceOnly && allowed(order) <= 0) endOrder(state, order, { status: 'EXPIRED', reason: 4 })
  else if (order.type === 'MARKET') endOrder(state, order, { status: 'EXPIRED', reason: 9 })
  else if (order.timeInForce === 'IOC' || order.timeInForce === 'FOK') endOrder(state, order, { status: 'EXPIRED', reason: 2 })
}

function take(state: TradingState, order: PlainOrder): void {
  const limit = limitOf(order)
  let room = order.type === 'MARKET' && state.happens('partial-expiry') ? roundQuantityDown(order.desk.rules.version.rules, Math.trunc(order.quantity / 2) as Quantity) : order.quantity
  for (const { price, quantity } of offered(order.desk, order.side)) {
    const wanted = Math.min(room, allowed(order), quantity) as Quantity
    if (wanted <= 0 || !isWithin(order.side, price, limit)) break
    meetOwn(state, order, price)
    if (!isOpenOrder(order)) return
    bookFill(state, order, { quantity: wanted, price, isMaker: false })
    room = (room - wanted) as Quantity
  }
  if (isOpenOrder(order) && room > 0) meetOwn(state, order, limit)
}

/** What is left of an order; never more than there is to reduce where it must not open. */
function allowed(order: PlainOrder): number {
  const rest = order.quantity - order.executed
  return order.reduceOnly || order.closePosition ? Math.min(rest, reducibleBy(positionFor(order), order.side)) : rest
}

/** Own orders on the other side that an order comes to on its way do not trade with it. */
function meetOwn(state: TradingState, order: PlainOrder, limit: Price): void {
  if (order.selfTrade === 'NONE') return
  for (const other of order.desk.orders.filter(({ side, price, type }) => side !== order.side && type === 'LIMIT' && isWithin(order.side, price, limit))) {
    if (order.selfTrade !== 'EXPIRE_TAKER') endOrder(state, other, { status: 'EXPIRED_IN_MATCH', reason: 1 })
    if (order.selfTrade !== 'EXPIRE_MAKER') endOrder(state, order, { status: 'EXPIRED_IN_MATCH', reason: 1 })
    if (!isOpenOrder(order)) return
  }
}

/** The other side has come to its price, or a trade has just gone through it. */
function isMet({ ask, bid, printed }: MarketQuote, { side, price }: PlainOrder): boolean {
  if (side === 'BUY') return ask <= price || (printed !== undefined && printed < price)
  return bid >= price || (printed !== undefined && printed > price)
}

/** Resting orders that the market has come to, or traded through, are filled at their own price. */
export function fillResting(state: TradingState, desk: SymbolDesk): void {
  const { quote } = desk
  if (!quote) return
  const left = { BUY: quote.askQuantity ?? Number.MAX_SAFE_INTEGER, SELL: quote.bidQuantity ?? Number.MAX_SAFE_INTEGER }
  for (const order of desk.orders) {
    const { side, price } = order
    if (!isMet(quote, order) || !desk.orders.includes(order)) continue
    const quantity = Math.min(allowed(order), left[side]) as Quantity
    left[side] -= quantity
    if (quantity > 0) bookFill(state, order, { quantity, price, isMaker: true })
    else if (allowed(order) <= 0) endOrder(state, order, { status: 'EXPIRED', reason: 4 })
  }
}
