import { DAY_MS, type Quantity } from '../../../../src-shared/domain/units.ts'
import { bookFill } from './book-fill.ts'
import { notFound } from '../replies.ts'
import { endOrder } from './end-order.ts'
import { underFaults } from './order-faults.ts'
import { amendedOrder, amendmentRow, listedOrder, orderAcknowledged, orderRow, tradeRow } from './order-shapes.ts'
import { deskOf, idOf, integerOf, oneOf, quantityOf, required, textOf, type Params } from './params.ts'
import { amendOrder, cancelOrder, checkOrder, findOrder, limitPriceOf, orderTermsOf, placeOrder } from './plain-orders.ts'
import { invalid, missing, Refusal, refusal } from './refusal.ts'
import { refusedWith } from './security.ts'
import { isOpenOrder, type PlainOrder, type TradingState } from './trading-state.ts'
import { FaultReply, ordering, signed, type TradingRoute, type TradingVenue } from './trading-venue.ts'
import { inWindow, listLimit } from './windows.ts'

const BATCH_MOST = 5
/** Trades are told for three months. */
const KEPT_MS = 92 * DAY_MS
const IDS_MOST = 10
/** One well-known client writes them all in lower case. */
const ID_LISTS = ['orderIdList', 'orderidlist', 'origClientOrderIdList', 'origclientorderidlist']

/** Places an order; ACK tells it as it was before it met the market, RESULT as it is afterwards. */
export function place(venue: TradingVenue, params: Params): unknown {
  const { state } = venue
  const isResult = oneOf(params, 'newOrderRespType', ['ACK', 'RESULT'], { otherwise: 'ACK' }) === 'RESULT'
  return underFaults(venue, () => {
    let acknowledged: unknown
    const order = placeOrder(state, params, (one) => (acknowledged = orderAcknowledged(state, one)))
    return isResult ? orderAcknowledged(state, order) : acknowledged
  })
}

function namedOrder(state: TradingState, params: Params): PlainOrder | undefined {
  return findOrder(state, deskOf(state, params), { orderId: idOf(params, 'orderId'), clientOrderId: textOf(params, 'origClientOrderId') })
}

/** Throws -2011 for what cannot be cancelled, though it may be there. */
export function cancel({ state }: TradingVenue, params: Params): unknown {
  const order = namedOrder(state, params)
  if (order && isOpenOrder(order) && order.type === 'LIMIT' && state.happens('cancel-too-late')) bookFill(state, order, { quantity: (order.quantity - order.executed) as Quantity, price: order.price, isMaker: true })
  return orderAcknowledged(state, cancelOrder(state, order))
}

export function query({ state }: TradingVenue, params: Params): unknown {
  const order = namedOrder(state, params)
  if (!order || isForgotten(state, order)) throw refusal(-2013)
  return orderRow(state, order)
}

/** What ended without a fill is kept three days, everything else ninety. */
function isForgotten({ now }: TradingState, order: PlainOrder): boolean {
  const days = (now - order.updatedAt) / DAY_MS
  return !isOpenOrder(order) && days > (order.executed === 0 ? 3 : 90)
}

export function amend(venue: TradingVenue, params: Params): unknown {
  const { state } = venue
  const order = namedOrder(state, params)
  required(params, 'side')
  required(params, 'quantity')
  if (textOf(params, 'priceMatch') === undefined) required(params, 'price')
  if (!order || !isOpenOrder(order)) throw refusal(-2013)
  if (order.type !== 'LIMIT' || order.side !== textOf(params, 'side')) throw invalid('side')
  if (textOf(params, 'reduceOnly') === 'true' && !order.reduceOnly) throw refusal(-5047)
  const { rules } = order.desk
  const price = limitPriceOf(order.desk, params, 'LIMIT')
  return underFaults(venue, () => amendedOrder(state, amendOrder(state, order, { price, quantity: quantityOf(params, 'quantity', rules), modifyId: integerOf(params, 'modifyId') ?? 0 })))
}

/** Each in order; those that are refused say so in their place. */
function each(list: readonly Params[], deed: (params: Params) => unknown): readonly unknown[] {
  return list.map((params) => {
    try {
      return deed(params)
    } catch (error) {
      if (error instanceof Refusal) return refusedWith(error).body
      throw error
    }
  })
}

/** A list of orders as JSON text. */
function batchOf(params: Params): readonly Params[] {
  const list = jsonOf(params, 'batchOrders')
  if (list.length === 0 || list.length > BATCH_MOST) throw invalid('batchOrders')
  return list.map((one) => {
    if (typeof one !== 'object' || one === null) throw invalid('batchOrders')
    return new Map(Object.entries(one).map(([name, value]) => [name, String(value)]))
  })
}

function jsonOf(params: Params, name: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(required(params, name), (_key, value: unknown, { source }: { readonly source?: string } = {}) => (typeof value === 'number' && source !== undefined ? source : value))
    if (Array.isArray(list)) return list as readonly unknown[]
  } catch (error) {
    if (error instanceof Refusal) throw error
  }
  throw invalid(name)
}

function cancelBatch(venue: TradingVenue, params: Params): unknown {
  const symbol = required(params, 'symbol')
  const name = ID_LISTS.find((one) => textOf(params, one) !== undefined)
  if (name === undefined) throw missing('orderIdList')
  const ids = jsonOf(params, name)
  if (ids.length === 0 || ids.length > IDS_MOST) throw invalid(name)
  const id = name.startsWith('orig') ? 'origClientOrderId' : 'orderId'
  return each(ids.map((one) => new Map([['symbol', symbol], [id, String(one)]])), (one) => cancel(venue, one))
}

function openOrders({ state }: TradingVenue, params: Params): unknown {
  if (state.happens('departed-route')) throw new FaultReply(notFound)
  const desks = textOf(params, 'symbol') === undefined ? [...state.desks.values()] : [deskOf(state, params)]
  return desks.flatMap(({ orders }) => orders.filter(({ visibleFrom }) => state.now >= visibleFrom).map((order) => orderRow(state, order)))
}

function openOrder(venue: TradingVenue, params: Params): unknown {
  const order = namedOrder(venue.state, params)
  if (!order || !isOpenOrder(order)) throw refusal(-2013)
  return orderRow(venue.state, order)
}

function allOrders({ state }: TradingVenue, params: Params): unknown {
  const desk = textOf(params, 'symbol') === undefined ? undefined : deskOf(state, params)
  const from = idOf(params, 'orderId') ?? 0n
  const isIn = inWindow(params, state.now)
  const wanted = state.orders.filter((order) => (desk === undefined || order.desk === desk) && order.orderId >= from && isIn(order.createdAt) && !isForgotten(state, order) && state.now >= order.visibleFrom)
  return wanted.slice(-listLimit(params, { otherwise: 500, most: 1_000 })).map((order) => listedOrder(state, order))
}

function cancelAll({ state }: TradingVenue, params: Params): unknown {
  for (const order of deskOf(state, params).orders) endOrder(state, order, { status: 'CANCELED' })
  return { code: 200, msg: 'The operation of cancel all open order is done.' }
}

function countdown({ state, account }: TradingVenue, params: Params): unknown {
  const desk = deskOf(state, params)
  const countdownTime = required(params, 'countdownTime')
  account.countdown(desk, integerOf(params, 'countdownTime') ?? 0)
  return { symbol: desk.rules.symbol, countdownTime }
}

function userTrades({ state }: TradingVenue, params: Params): unknown {
  const desk = deskOf(state, params)
  const fromId = integerOf(params, 'fromId')
  if (fromId !== undefined && (textOf(params, 'startTime') ?? textOf(params, 'endTime')) !== undefined) throw refusal(-1128)
  const orderId = idOf(params, 'orderId')
  const isIn = fromId === undefined && orderId === undefined ? inWindow(params, state.now) : () => true
  const wanted = state.trades.filter(({ order, id, time }) => order.desk === desk && state.now - time <= KEPT_MS && (orderId === undefined || order.orderId === orderId) && id >= (fromId ?? 0) && isIn(time))
  const limit = listLimit(params, { otherwise: 500, most: 1_000 })
  return (fromId === undefined ? wanted.slice(-limit) : wanted.slice(0, limit)).map((trade) => tradeRow(state, trade))
}

function forceOrders({ state }: TradingVenue, params: Params): unknown {
  const symbol = textOf(params, 'symbol')
  const isIn = inWindow(params, state.now)
  const type = textOf(params, 'autoCloseType') === undefined ? undefined : oneOf(params, 'autoCloseType', ['LIQUIDATION', 'ADL'])
  const begins = type === 'ADL' ? /^adl_/ : type === 'LIQUIDATION' ? /^autoclose-/ : /^adl_|^autoclose-/
  const forced = state.orders.filter((order) => begins.test(order.clientOrderId) && (symbol === undefined || order.desk.rules.symbol === symbol) && isIn(order.createdAt))
  return forced.slice(-listLimit(params, { otherwise: 50, most: 100 })).map((order) => listedOrder(state, order))
}

function amendments({ state }: TradingVenue, params: Params): unknown {
  const order = namedOrder(state, params)
  return state.amendments.filter((one) => one.order === order).map(amendmentRow)
}

function testOrder({ state }: TradingVenue, params: Params): unknown {
  const desk = deskOf(state, params)
  checkOrder(state, desk, orderTermsOf(state, desk, params))
  return {}
}

const bySymbol = (one: number, all: number) => (params: Params): number => (textOf(params, 'symbol') === undefined ? all : one)

export const orderRoutes: readonly TradingRoute[] = [
  ordering(signed('POST', '/fapi/v1/order', 0, place)), ordering(signed('PUT', '/fapi/v1/order', 0, amend)), signed('GET', '/fapi/v1/order', 1, query), signed('DELETE', '/fapi/v1/order', 1, cancel),
  ordering(signed('POST', '/fapi/v1/order/test', 0, testOrder)),
  ordering(signed('POST', '/fapi/v1/batchOrders', 5, (venue, params) => each(batchOf(params), (one) => place(venue, one))), 5),
  ordering(signed('PUT', '/fapi/v1/batchOrders', 5, (venue, params) => each(batchOf(params), (one) => amend(venue, one))), 5), signed('DELETE', '/fapi/v1/batchOrders', 1, cancelBatch),
  signed('GET', '/fapi/v1/openOrder', 1, openOrder), signed('GET', '/fapi/v1/openOrders', bySymbol(1, 40), openOrders), signed('GET', '/fapi/v1/allOrders', 5, allOrders), signed('DELETE', '/fapi/v1/allOpenOrders', 1, cancelAll),
  signed('POST', '/fapi/v1/countdownCancelAll', 10, countdown), signed('GET', '/fapi/v1/userTrades', 5, userTrades), signed('GET', '/fapi/v1/forceOrders', bySymbol(20, 50), forceOrders), signed('GET', '/fapi/v1/orderAmendment', 1, amendments),
]
