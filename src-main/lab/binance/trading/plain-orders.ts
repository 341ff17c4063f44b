import type { Price, Quantity } from '../../../../src-shared/domain/units.ts'
import { reducibleBy, signOf } from './book-fill.ts'
import { endOrder } from './end-order.ts'
import { enter } from './matching.ts'
import { checkBook, checkFilters, checkMargin, checkQuantity, checkSide } from './order-checks.ts'
import { clientIdOf, deskOf, flagOf, integerOf, oneOf, priceOf, quantityOf, required, textOf, type Params } from './params.ts'
import { invalid, missing, refusal } from './refusal.ts'
import { isOpenOrder, schedule, type AlgoOrder, type PlainOrder, type PlainTerms, type SymbolDesk, type TimeInForce, type TradingState } from './trading-state.ts'
import { tellOrder } from './user-events.ts'

const CONDITIONAL = new Set(['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'])
const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'] as const
const PRICE_MATCHES = new Map([['OPPONENT', 0], ['OPPONENT_5', 4], ['QUEUE', 0], ['QUEUE_5', 4], ['QUEUE_10', 9], ['QUEUE_20', 19]])
const SELF_TRADES = ['EXPIRE_MAKER', 'EXPIRE_TAKER', 'EXPIRE_BOTH', 'NONE'] as const
const GOOD_TILL_LEAST_MS = 600_000
const GOOD_TILL_MOST = 253_402_300_799_000
const HIDDEN_MS = 5_000
/** Nothing may be opened; nothing at all may be placed. */
const NO_OPENING = -4140
const CLOSED = -4141

/** Places what the parameters of POST order ask for. `acknowledged` sees the order before it meets the market. Throws Refusal. */
export function placeOrder(state: TradingState, params: Params, acknowledged: (order: PlainOrder) => void = () => undefined): PlainOrder {
  const desk = deskOf(state, params)
  const terms = orderTermsOf(state, desk, params)
  checkOrder(state, desk, terms)
  return admit(state, desk, terms, { acknowledged })
}

/** What an order asks for; throws Refusal for what cannot be meant. Says nothing of the account or the market. */
export function orderTermsOf(state: TradingState, desk: SymbolDesk, params: Params): PlainTerms {
  const side = oneOf(params, 'side', ['BUY', 'SELL'], { code: -1117 })
  if (CONDITIONAL.has(required(params, 'type'))) throw refusal(-4120)
  const type = oneOf(params, 'type', ['LIMIT', 'MARKET'], { code: -1116 })
  const positionSide = oneOf(params, 'positionSide', ['BOTH', 'LONG', 'SHORT'], { otherwise: 'BOTH' })
  if (state.dualSide && textOf(params, 'reduceOnly') !== undefined) throw refusal(-1106, "Parameter 'reduceonly' sent when not required.")
  if (type === 'LIMIT') required(params, 'timeInForce')
  const timeInForce: TimeInForce = type === 'MARKET' ? 'GTC' : oneOf(params, 'timeInForce', TIMES_IN_FORCE, { code: -1115 })
  required(params, 'quantity')
  const quantity = quantityOf(params, 'quantity', desk.rules)
  const closesHedge = state.dualSide && (positionSide === 'LONG') === (side === 'SELL')
  return {
    clientOrderId: clientIdOf(state, params, 'newClientOrderId'), side, positionSide, type, timeInForce, quantity, price: limitPriceOf(desk, params, type), reduceOnly: closesHedge || flagOf(params, 'reduceOnly'),
    closePosition: false, priceMatch: textOf(params, 'priceMatch') ?? 'NONE', selfTrade: oneOf(params, 'selfTradePreventionMode', SELF_TRADES, { otherwise: 'EXPIRE_MAKER' }),
    goodTillDate: goodTillOf(state, params, timeInForce),
  }
}

/** The price that was sent, or the one that priceMatch makes of the book. */
export function limitPriceOf(desk: SymbolDesk, params: Params, type: PlainTerms['type']): Price {
  const match = textOf(params, 'priceMatch')
  const isSent = textOf(params, 'price') !== undefined
  if (type === 'MARKET') {
    if (isSent) throw refusal(-1106, "Parameter 'price' sent when not required.")
    return 0 as Price
  }
  if (match === undefined || match === 'NONE') {
    if (!isSent) throw missing('price')
    return priceOf(params, 'price', desk.rules)
  }
  const depth = PRICE_MATCHES.get(match)
  if (depth === undefined) throw invalid('priceMatch')
  if (isSent) throw refusal(-1106, "Parameter 'price' sent when not required.")
  return matchedPrice(desk, { match, depth, side: oneOf(params, 'side', ['BUY', 'SELL']) })
}

function matchedPrice({ quote, rules }: SymbolDesk, { match, depth, side }: { readonly match: string; readonly depth: number; readonly side: PlainTerms['side'] }): Price {
  if (!quote) throw refusal(-4131)
  const tick = rules.version.rules.priceLadder[0]?.tick ?? 1
  const isOpponent = match.startsWith('OPPONENT')
  const best = isOpponent === (side === 'BUY') ? quote.ask : quote.bid
  return (best + (isOpponent ? 1 : -1) * signOf(side) * depth * tick) as Price
}

export function goodTillOf(state: TradingState, params: Params, timeInForce: string): number {
  const date = integerOf(params, 'goodTillDate')
  if (timeInForce !== 'GTD') return 0
  if (date === undefined) throw missing('goodTillDate')
  if (date <= state.now + GOOD_TILL_LEAST_MS || date >= GOOD_TILL_MOST) throw invalid('goodTillDate')
  return date - (date % 1_000)
}

/** Everything that may stand against an order. Throws Refusal. */
export function checkOrder(state: TradingState, desk: SymbolDesk, terms: PlainTerms): void {
  if (desk.orders.some(({ clientOrderId }) => clientOrderId === terms.clientOrderId)) throw refusal(-4116)
  if (desk.orders.length >= desk.rules.ordersMax) throw refusal(-2025)
  if (!terms.reduceOnly && !terms.closePosition && state.happens('order-throttled')) throw refusal(-1008)
  checkStatus(desk, terms)
  checkSide(state, desk, terms)
  checkFilters(desk, terms)
  checkBook(desk, terms)
  checkMargin(state, desk, terms)
}

/** A symbol that is not traded takes no orders; why depends on what the order is for. */
export function checkStatus({ status }: SymbolDesk, { reduceOnly, closePosition }: Pick<PlainTerms, 'reduceOnly' | 'closePosition'>): void {
  if (status !== 'TRADING') throw refusal(reduceOnly || closePosition ? CLOSED : NO_OPENING)
}

/** Puts an order into the book and lets it meet the market. */
export function admit(state: TradingState, desk: SymbolDesk, terms: PlainTerms, { algo = null, acknowledged = () => undefined }: { readonly algo?: AlgoOrder | null; readonly acknowledged?: (order: PlainOrder) => void } = {}): PlainOrder {
  desk.lastOrderId++
  const hidden = state.happens('order-hidden')
  const order: PlainOrder = {
    ...terms, orderId: desk.lastOrderId, desk, createdAt: state.now, status: 'NEW', executed: 0 as Quantity, spent: 0 as PlainOrder['spent'], updatedAt: state.now, expiryReason: 0,
    amendments: 0, modifyId: 0, algo, visibleFrom: hidden ? state.now + (hidden.ms ?? HIDDEN_MS) : 0,
  }
  state.orders.push(order)
  desk.orders.push(order)
  tellOrder(state, order, { x: 'NEW' })
  acknowledged(order)
  enter(state, order)
  if (order.goodTillDate > 0) schedule(state, order.goodTillDate, () => isOpenOrder(order) && endOrder(state, order, { status: 'EXPIRED' }))
  return order
}

/** The order that orderId or origClientOrderId names: the open one, else the newest. Undefined when there is none to be seen. */
export function findOrder(state: TradingState, desk: SymbolDesk, { orderId, clientOrderId }: { readonly orderId: bigint | undefined; readonly clientOrderId: string | undefined }): PlainOrder | undefined {
  if (orderId === undefined && clientOrderId === undefined) throw missing('orderId')
  const isMeant = (order: PlainOrder): boolean => order.desk === desk && state.now >= order.visibleFrom && (orderId === undefined ? order.clientOrderId === clientOrderId : order.orderId === orderId)
  return desk.orders.find(isMeant) ?? state.orders.findLast(isMeant)
}

/** Throws -2011 when there is nothing to cancel. */
export function cancelOrder(state: TradingState, order: PlainOrder | undefined): PlainOrder {
  if (!order || !isOpenOrder(order) || state.happens('cancel-refused')) throw refusal(-2011)
  endOrder(state, order, { status: 'CANCELED' })
  return order
}

/** Another price or quantity: the order loses its place, and goes when nothing of it would be left. Throws Refusal. */
export function amendOrder(state: TradingState, order: PlainOrder, { price, quantity, modifyId }: { readonly price: Price; readonly quantity: Quantity; readonly modifyId: number }): PlainOrder {
  const { desk } = order
  if (price === order.price && quantity === order.quantity) throw refusal(-5027)
  if (order.amendments >= 10_000) throw refusal(-5026)
  checkQuantity(desk, { type: 'LIMIT', quantity })
  desk.orders = desk.orders.filter((other) => other !== order)
  const before = { price: order.price, quantity: order.quantity }
  try {
    const rest: PlainTerms = { ...order, price, quantity: (quantity - order.executed) as Quantity }
    if (quantity <= order.executed) return gone(state, order)
    checkFilters(desk, { ...rest, quantity })
    if (order.reduceOnly && reducibleBy(desk.positions[order.positionSide], order.side) === 0) throw refusal(-2022)
    checkMargin(state, desk, rest)
    if (order.timeInForce === 'GTX') checkBook(desk, rest)
  } catch (error) {
    if ((error as { readonly code?: number }).code === -5022) return gone(state, order)
    desk.orders.push(order)
    throw error
  }
  Object.assign(order, { price, quantity, modifyId, amendments: order.amendments + 1, updatedAt: state.now })
  desk.orders.push(order)
  state.amendments.push({ id: state.amendments.length + 1, order, time: state.now, before, after: { price, quantity }, count: order.amendments, modifyId })
  tellOrder(state, order, { x: 'AMENDMENT' })
  enter(state, order)
  return order
}

function gone(state: TradingState, order: PlainOrder): PlainOrder {
  endOrder(state, order, { status: 'CANCELED' })
  return order
}
