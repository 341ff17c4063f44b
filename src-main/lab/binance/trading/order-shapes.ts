import { formatDecimal } from '../../../../src-shared/domain/decimal.ts'
import { averageText, moneyText, priceText, quantityText } from './traded-symbol.ts'
import type { AlgoOrder, Amendment, PlainOrder, TradingState, UserTrade } from './trading-state.ts'
import type { Amount, Price, Quantity } from '../../../../src-shared/domain/units.ts'
import { statusText } from './user-events.ts'

type Row = Readonly<Record<string, unknown>>

/** What placing, changing and cancelling answer. They say nothing of prices paid since July 2026, unless the old shape is asked for. */
export function orderAcknowledged(state: TradingState, order: PlainOrder): Row {
  const { desk: { rules } } = order
  const quantities = state.isOn('departed-field') ? {} : { executedQty: quantityText(rules, order.executed) }
  const old = state.settings.oldAcknowledgements ? { avgPrice: averageText(rules, order.spent, order.executed), cumQuote: moneyText(order.spent), cumBase: quantityText(rules, order.executed) } : {}
  return { ...common(state, order), ...quantities, cumQty: quantityText(rules, order.executed), ...old }
}

const common = (state: TradingState, order: PlainOrder): Row => {
  const { desk: { rules }, algo } = order
  return {
    orderId: order.orderId, symbol: rules.symbol, status: statusText(state, order), clientOrderId: order.clientOrderId, price: priceText(rules, order.price), origQty: quantityText(rules, order.quantity),
    timeInForce: order.timeInForce, type: order.type, reduceOnly: order.reduceOnly, closePosition: order.closePosition, side: order.side, positionSide: order.positionSide,
    stopPrice: priceText(rules, algo?.triggerPrice ?? (0 as Price)), workingType: algo?.workingType ?? 'CONTRACT_PRICE', priceProtect: algo?.priceProtect ?? false, origType: order.type, priceMatch: order.priceMatch,
    selfTradePreventionMode: order.selfTrade, goodTillDate: order.goodTillDate, updateTime: order.updatedAt,
  }
}

/** What queries answer. */
export function orderRow(state: TradingState, order: PlainOrder): Row {
  const { desk: { rules } } = order
  return {
    ...common(state, order), executedQty: quantityText(rules, order.executed), avgPrice: averageText(rules, order.spent, order.executed), cumQuote: moneyText(order.spent), time: order.createdAt,
  }
}

const pairOf = ({ desk: { rules } }: Pick<PlainOrder, 'desk'>): string => rules.symbol

/** As allOrders and forceOrders list it. */
export const listedOrder = (state: TradingState, order: PlainOrder): Row => ({ ...orderRow(state, order), pair: pairOf(order), cumBase: quantityText(order.desk.rules, order.executed) })

export const amendedOrder = (state: TradingState, order: PlainOrder): Row => ({ ...orderAcknowledged(state, order), pair: pairOf(order), modifyId: order.modifyId })

export function amendmentRow({ id, order, time, before, after, count, modifyId }: Amendment): Row {
  const { rules } = order.desk
  return {
    amendmentId: id, symbol: rules.symbol, pair: pairOf(order), orderId: order.orderId, clientOrderId: order.clientOrderId, time,
    amendment: {
      price: { before: priceText(rules, before.price), after: priceText(rules, after.price) }, origQty: { before: quantityText(rules, before.quantity), after: quantityText(rules, after.quantity) }, count, modifyId,
    },
  }
}

/** Two decimals where a departure was asked for. */
export const toldMoney = (state: TradingState, amount: Amount): string => (state.isOn('departed-amount') ? formatDecimal(Math.round(amount / 1e6), 2) : moneyText(amount))

export function tradeRow(state: TradingState, { order, id, price, quantity, notional, realized, fee, time, isMaker }: UserTrade): Row {
  const { rules } = order.desk
  return {
    symbol: rules.symbol, pair: pairOf(order), id, orderId: order.orderId, side: order.side, price: priceText(rules, price), qty: quantityText(rules, quantity), quoteQty: moneyText(notional), baseQty: quantityText(rules, quantity),
    realizedPnl: moneyText(realized), marginAsset: rules.asset, commission: toldMoney(state, fee), commissionAsset: rules.asset, time, positionSide: order.positionSide, buyer: order.side === 'BUY', maker: isMaker,
  }
}

function algoCommon(algo: AlgoOrder): Row {
  const { desk: { rules } } = algo
  return {
    algoId: algo.algoId, clientAlgoId: algo.clientAlgoId, algoType: 'CONDITIONAL', orderType: algo.type, symbol: rules.symbol, side: algo.side, positionSide: algo.positionSide, timeInForce: algo.timeInForce,
    quantity: algo.closePosition ? '0' : quantityText(rules, algo.quantity), algoStatus: algo.status, triggerPrice: priceText(rules, algo.triggerPrice), price: priceText(rules, algo.price), icebergQuantity: null,
    selfTradePreventionMode: algo.selfTrade, workingType: algo.workingType, priceMatch: algo.priceMatch, closePosition: algo.closePosition, priceProtect: algo.priceProtect, reduceOnly: algo.reduceOnly,
    createTime: algo.createdAt, updateTime: algo.updatedAt, triggerTime: algo.triggeredAt, goodTillDate: algo.goodTillDate,
  }
}

/** What placing a conditional order answers. */
export function algoAcknowledged(algo: AlgoOrder): Row {
  const { desk: { rules }, activatePrice, callbackRate } = algo
  return { ...algoCommon(algo), activatePrice: activatePrice === 0 ? '' : priceText(rules, activatePrice), callbackRate: callbackRate === 0 ? '' : formatDecimal(callbackRate, 6, true) }
}

/** What a query answers: with what came of it, once something did. */
export function algoRow(algo: AlgoOrder): Row {
  const { desk: { rules }, actual } = algo
  const done = actual ? { actualOrderId: String(actual.orderId), actualPrice: averageText(rules, actual.spent, actual.executed), actualQty: quantityText(rules, actual.executed), actualType: actual.type } : { actualOrderId: '', actualPrice: averageText(rules, 0 as Amount, 0 as Quantity) }
  return { ...algoCommon(algo), ...done, tpOrderType: '' }
}

/** Lists still carry what the single query dropped. */
export const listedAlgo = (algo: AlgoOrder): Row => ({ ...algoRow(algo), tpTriggerPrice: '0', tpPrice: '0', slTriggerPrice: '0', slPrice: '0' })
