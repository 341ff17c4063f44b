import { multiplyDivideCut } from '../../../../src-shared/domain/decimal.ts'
import { notionalOf, rateOf } from '../../../../src-shared/domain/instrument.ts'
import type { Amount, Price, Quantity } from '../../../../src-shared/domain/units.ts'
import { initialMargin } from '../../../venue/simulated/margin.ts'
import { bookIncome, type PlainOrder, type Position, type SymbolDesk, type TradingState, type UserTrade } from './trading-state.ts'
import { tellAccount, tellHint, tellOrder } from './user-events.ts'

export interface FillTerms {
  readonly quantity: Quantity
  readonly price: Price
  readonly isMaker: boolean
  /** Liquidations pay none here: theirs goes to the insurance fund. */
  readonly isFree?: boolean
}

export const signOf = (side: PlainOrder['side']): 1 | -1 => (side === 'BUY' ? 1 : -1)

export const positionFor = ({ desk, positionSide }: Pick<PlainOrder, 'desk' | 'positionSide'>): Position => desk.positions[positionSide]

/** How much an order of this side could take off the position. */
export const reducibleBy = ({ quantity }: Position, side: PlainOrder['side']): Quantity => Math.max(0, -signOf(side) * quantity) as Quantity

/** Books one execution of an order: position, profit, fee, history, and what the stream tells. */
export function bookFill(state: TradingState, order: PlainOrder, terms: FillTerms): UserTrade {
  const { desk } = order
  const { rules } = desk
  const { quantity, price } = terms
  const position = positionFor(order)
  const side = Math.sign(position.quantity)
  const realized = movePosition(desk, position, { signed: (signOf(order.side) * quantity) as Quantity, price })
  const notional = notionalOf(rules.version, price, quantity)
  const fee = terms.isFree === true ? (0 as Amount) : rateOf(notional, terms.isMaker ? rules.version.fees.maker : rules.version.fees.taker)
  position.burden = burdenAfter(position, { side, fee, realized, quantity })
  position.realized = (position.realized + realized) as Amount
  position.updateTime = state.now
  if (position.quantity === 0) position.isCalled = false
  desk.lastTradeId++
  const trade: UserTrade = { order, id: desk.lastTradeId, price, quantity, notional, realized, fee, time: state.now, isMaker: terms.isMaker }
  state.trades.push(trade)
  bookIncome(state, desk, { type: 'REALIZED_PNL', amount: realized, info: String(trade.id), tradeId: String(trade.id) })
  bookIncome(state, desk, { type: 'COMMISSION', amount: (0 - fee) as Amount, info: String(trade.id), tradeId: String(trade.id) })
  order.executed = (order.executed + quantity) as Quantity
  order.spent = (order.spent + notional) as Amount
  order.updatedAt = state.now
  order.status = order.executed >= order.quantity ? 'FILLED' : 'PARTIALLY_FILLED'
  if (order.status === 'FILLED') desk.orders = desk.orders.filter((other) => other !== order)
  tellFill(state, trade, terms.isFree === true)
  return trade
}

/** A position that a trade opened, or turned round, begins with its own part of the fee. */
function burdenAfter(position: Position, { side, fee, realized, quantity }: { readonly side: number; readonly fee: Amount; readonly realized: Amount; readonly quantity: Quantity }): Amount {
  const held = Math.abs(position.quantity)
  if (held === 0) return 0 as Amount
  const isNew = Math.sign(position.quantity) !== side
  return (isNew ? multiplyDivideCut(fee, held, quantity) : position.burden + fee - realized) as Amount
}

/** The hint comes first; between account and order nothing is promised. */
function tellFill(state: TradingState, trade: UserTrade, isForced: boolean): void {
  const { order } = trade
  if (state.happens('event-lost')) return
  const account = (): void => tellAccount(state, 'ORDER', { asset: order.desk.rules.asset, positions: [[order.desk, positionFor(order)]] })
  const execution = (): void => tellOrder(state, order, { x: isForced ? 'CALCULATED' : 'TRADE', trade })
  const steps = [() => tellHint(state, trade), account, execution]
  for (const step of state.happens('event-reordered') ? steps.toReversed() : steps) step()
}

/** A part that closes realises profit and frees its margin; what opens ties margin. A flip is both, at one price. */
function movePosition(desk: SymbolDesk, position: Position, { signed, price }: { readonly signed: Quantity; readonly price: Price }): Amount {
  const held = Math.abs(position.quantity)
  const isClosing = held > 0 && Math.sign(signed) !== Math.sign(position.quantity)
  const closed = isClosing ? Math.min(held, Math.abs(signed)) : 0
  const realized = closed > 0 ? closePart(desk, position, { closed, price }) : (0 as Amount)
  const opened = (signed - Math.sign(signed) * closed) as Quantity
  if (opened === 0) return realized
  const cost = notionalOf(desk.rules.version, price, opened)
  position.quantity = (position.quantity + opened) as Quantity
  position.cost = (position.cost + cost) as Amount
  if (desk.marginType === 'ISOLATED') position.isolatedWallet = (position.isolatedWallet + initialMargin(cost, desk.leverage)) as Amount
  return realized
}

function closePart({ rules }: SymbolDesk, position: Position, { closed, price }: { readonly closed: number; readonly price: Price }): Amount {
  const held = Math.abs(position.quantity)
  const part = (whole: Amount): number => (closed === held ? whole : multiplyDivideCut(whole, closed, held))
  const signed = (Math.sign(position.quantity) * closed) as Quantity
  const cost = part(position.cost)
  position.cost = (position.cost - cost) as Amount
  position.isolatedWallet = (position.isolatedWallet - part(position.isolatedWallet)) as Amount
  position.quantity = (position.quantity - signed) as Quantity
  return (notionalOf(rules.version, price, signed) - cost) as Amount
}
