import type { Amount, Price } from '../../../../src-shared/domain/units.ts'
import { unrealizedOf, accountSums, maintenanceOf } from './margin-sums.ts'
import { bareAverage, bareMoney, barePrice, bareQuantity, priceText } from './traded-symbol.ts'
import { walletOf, type AlgoOrder, type PlainOrder, type Position, type SymbolDesk, type TradingState, type UserTrade } from './trading-state.ts'

/** Of contracts with linear margin. */
const LINEAR = 1

/** What happened to an order. */
export interface Execution {
  readonly x: 'NEW' | 'CANCELED' | 'CALCULATED' | 'EXPIRED' | 'TRADE' | 'AMENDMENT'
  readonly trade?: UserTrade
}

export function tellOrder(state: TradingState, order: PlainOrder, { x, trade }: Execution): void {
  const { desk: { rules } } = order
  state.emit({
    e: 'ORDER_TRADE_UPDATE', E: state.now, T: state.now,
    o: {
      s: rules.symbol, c: order.clientOrderId, S: order.side, o: order.type, f: order.timeInForce, q: bareQuantity(rules, order.quantity), p: barePrice(rules, order.price),
      ap: bareAverage(rules, order.spent, order.executed), x, X: statusText(state, order), i: order.orderId, z: bareQuantity(rules, order.executed), T: state.now,
      ...openNotional(order), R: order.reduceOnly, ot: order.type, ps: order.positionSide, cp: order.closePosition, si: 0, ss: 0,
      V: order.selfTrade, pm: order.priceMatch, gtd: order.goodTillDate, er: String(order.expiryReason), ...(order.modifyId === 0 ? {} : { M: String(order.modifyId) }), st: LINEAR,
      ...(trade ? tradeFields(state, trade) : NO_TRADE), ...triggerFields(order),
    },
  })
}

/** Another word for it where a departure was asked for. */
export const statusText = (state: TradingState, { status }: PlainOrder): string => (status === 'FILLED' && state.isOn('departed-status') ? 'DONE' : status)

const NO_TRADE = { l: '0', L: '0', t: 0, m: false, rp: '0' }

/** Fee and its asset come with an execution only. */
const tradeFields = (state: TradingState, { order: { desk: { rules } }, quantity, price, fee, id, isMaker, realized }: UserTrade): object => ({
  l: bareQuantity(rules, quantity), L: barePrice(rules, price), N: rules.asset, n: told(state, fee), t: id, m: isMaker, rp: bareMoney(realized),
})

const triggerFields = ({ algo, desk: { rules } }: PlainOrder): object => ({ sp: algo ? barePrice(rules, algo.triggerPrice) : '0', wt: algo?.workingType ?? 'CONTRACT_PRICE', pP: algo?.priceProtect ?? false })

function openNotional({ desk, side }: PlainOrder): { readonly b: string; readonly a: string } {
  const open = desk.orders.filter((order) => order.side === side)
  const sum = open.reduce((total, { quantity, executed, price }) => total + Number((BigInt(quantity - executed) * BigInt(price)) / 10n ** BigInt(Math.max(0, desk.rules.version.priceDecimals + desk.rules.version.quantityDecimals - 8))), 0)
  return side === 'BUY' ? { b: bareMoney(sum), a: '0' } : { b: '0', a: bareMoney(sum) }
}

/** Two decimals where a departure was asked for. */
const told = (state: TradingState, amount: Amount): string => bareMoney(state.isOn('departed-amount') ? Math.round(amount / 1e6) * 1e6 : amount)

/** A hint of a fill: quicker, without its fee, and with prices padded as nowhere else in events. */
export function tellHint(state: TradingState, { order, id, price, quantity, isMaker }: UserTrade): void {
  const { desk: { rules } } = order
  state.emit({
    e: 'TRADE_LITE', E: state.now, T: state.now, s: rules.symbol, q: bareQuantity(rules, order.quantity), p: priceText(rules, order.price), m: isMaker, c: order.clientOrderId, S: order.side,
    L: priceText(rules, price), l: bareQuantity(rules, quantity), t: id, i: order.orderId,
  })
}

/** Balances and the positions that changed. `change` is what is neither profit nor fee. */
export function tellAccount(state: TradingState, reason: string, { asset, change = 0 as Amount, positions = [], symbol }: { readonly asset: string; readonly change?: Amount; readonly positions?: readonly (readonly [SymbolDesk, Position])[]; readonly symbol?: string }): void {
  const { crossWallet } = accountSums(state, asset)
  state.emit({
    e: 'ACCOUNT_UPDATE', E: state.now, T: state.now,
    a: {
      m: reason, B: [{ a: asset, wb: told(state, walletOf(state, asset)), cw: told(state, crossWallet), bc: bareMoney(change) }],
      P: positions.map(([desk, position]) => positionEvent(desk, position)), ...(symbol === undefined ? {} : { S: symbol }),
    },
  })
}

const positionEvent = (desk: SymbolDesk, position: Position): object => ({
  s: desk.rules.symbol, pa: bareQuantity(desk.rules, position.quantity), ep: bareAverage(desk.rules, position.cost, position.quantity), bep: bareAverage(desk.rules, position.cost + position.burden, position.quantity),
  cr: bareMoney(position.realized), up: bareMoney(unrealizedOf(desk, position)), mt: desk.marginType === 'ISOLATED' ? 'isolated' : 'cross', iw: bareMoney(position.isolatedWallet), ps: position.side, ma: desk.rules.asset,
})

export function tellAlgo(state: TradingState, algo: AlgoOrder): void {
  const { desk: { rules }, actual } = algo
  const isTriggered = actual !== null && algo.status !== 'TRIGGERING'
  state.emit({
    e: 'ALGO_UPDATE', T: state.now, E: state.now,
    o: {
      caid: algo.clientAlgoId, aid: algo.algoId, at: 'CONDITIONAL', o: algo.type, s: rules.symbol, S: algo.side, ps: algo.positionSide, f: algo.timeInForce, q: bareQuantity(rules, algo.quantity), X: algo.status,
      ai: isTriggered ? String(actual.orderId) : '',
      ...(isTriggered ? { ap: bareAverage(rules, actual.spent, actual.executed), aq: bareQuantity(rules, actual.executed), act: actual.type } : {}),
      tp: barePrice(rules, algo.triggerPrice), p: barePrice(rules, algo.price), V: algo.selfTrade, wt: algo.workingType, pm: algo.priceMatch, cp: algo.closePosition, pP: algo.priceProtect, R: algo.reduceOnly || algo.closePosition,
      tt: algo.triggeredAt, gtd: algo.goodTillDate, ...(algo.rejection === '' ? {} : { rm: algo.rejection }), ia: algo.isActivated,
    },
  })
}

export const tellLeverage = (state: TradingState, { rules, leverage }: SymbolDesk): void => state.emit({ e: 'ACCOUNT_CONFIG_UPDATE', E: state.now, T: state.now, ac: { s: rules.symbol, l: leverage } })

export const tellMultiAssets = (state: TradingState): void => state.emit({ e: 'ACCOUNT_CONFIG_UPDATE', E: state.now, T: state.now, ai: { j: state.multiAssets } })

export function tellMarginCall(state: TradingState, called: readonly (readonly [SymbolDesk, Position])[]): void {
  state.emit({
    e: 'MARGIN_CALL', E: state.now, ...(called.some(([{ marginType }]) => marginType === 'CROSSED') ? { cw: bareMoney(accountSums(state).crossWallet) } : {}),
    p: called.map(([desk, position]) => ({
      s: desk.rules.symbol, ps: position.side, pa: bareQuantity(desk.rules, position.quantity), mt: desk.marginType, iw: bareMoney(position.isolatedWallet), mp: barePrice(desk.rules, desk.quote?.mark ?? (0 as Price)),
      up: bareMoney(unrealizedOf(desk, position)), mm: bareMoney(maintenanceOf(desk, position)),
    })),
  })
}
