import { multiplyDivideCut } from '../../../../src-shared/domain/decimal.ts'
import { rateOf, roundQuantityDown } from '../../../../src-shared/domain/instrument.ts'
import type { Amount, Price, Quantity } from '../../../../src-shared/domain/units.ts'
import { bankruptcyPrice } from '../../../venue/simulated/margin.ts'
import { endAlgo } from './algo-orders.ts'
import { bookFill } from './book-fill.ts'
import { endOrder } from './end-order.ts'
import { accountSums, carriedBy, maintenanceOf, notionalAtMark, unrealizedOf, type AssetSums } from './margin-sums.ts'
import { bookIncome, positionsOf, type PlainOrder, type Position, type SymbolDesk, type TradingState } from './trading-state.ts'
import { tellAccount, tellMarginCall, tellOrder } from './user-events.ts'

/** A call is sent once when this part of the margin, in percent, is needed for maintenance. */
const CALL_PERCENT = 80
/** Brackets are gone down one by one; no symbol has more. */
const STEPS_MOST = 20
/** What the venue calls an order that takes a position away for somebody else's sake. */
const ADL_ID = 'adl_autoclose'

type Held = readonly [SymbolDesk, Position]

const marginOf = (state: TradingState, desk: SymbolDesk, position: Position): number => carriedBy(state, desk, position) + unrealizedOf(desk, position)

/** Liquidates what the mark of this symbol no longer carries, and warns of what is near it. In cross margin all positions stand together. */
export function watchMargins(state: TradingState, desk: SymbolDesk): void {
  if (desk.marginType === 'ISOLATED') for (const position of positionsOf(state, desk)) watchIsolated(state, [desk, position])
  else watchCross(state, desk.rules.asset)
}

function watchIsolated(state: TradingState, held: Held): void {
  const margin = (): number => marginOf(state, ...held)
  const isHeld = (): boolean => held[1].quantity !== 0
  for (let step = 0; step < STEPS_MOST && isHeld() && margin() <= maintenanceOf(...held); step++) closeStep(state, held)
  warn(state, [held], isHeld() && isNear(maintenanceOf(...held), margin()))
}

function watchCross(state: TradingState, asset: string): void {
  const balance = ({ crossWallet, crossUnrealized }: AssetSums): number => crossWallet + crossUnrealized
  let all = crossPositions(state, asset)
  if (all.length === 0) return
  let sums = accountSums(state, asset)
  for (let step = 0; step < STEPS_MOST * state.desks.size && all.length > 0 && balance(sums) <= sums.crossMaintenance; step++) {
    closeStep(state, worstOf(all))
    all = crossPositions(state, asset)
    sums = accountSums(state, asset)
  }
  warn(state, all, isNear(sums.crossMaintenance, balance(sums)))
}

const isNear = (needed: number, margin: number): boolean => needed * 100 >= margin * CALL_PERCENT

/** Once when it comes near, and again after it was far. */
function warn(state: TradingState, all: readonly Held[], near: boolean): void {
  const called = near ? all.filter(([, { isCalled }]) => !isCalled) : []
  for (const [, position] of all) position.isCalled = near
  if (called.length > 0) tellMarginCall(state, called)
}

function crossPositions(state: TradingState, asset: string): readonly Held[] {
  const all: Held[] = []
  for (const desk of state.desks.values()) {
    if (desk.marginType !== 'CROSSED' || !desk.quote || desk.rules.asset !== asset) continue
    for (const position of positionsOf(state, desk)) if (position.quantity !== 0) all.push([desk, position])
  }
  return all
}

/** The position that loses most goes first. */
const worstOf = (all: readonly Held[]): Held => all.reduce((worst, one) => (unrealizedOf(...one) < unrealizedOf(...worst) ? one : worst))

/** Closes a position by force, whatever its margin. */
export function liquidateNow(state: TradingState, desk: SymbolDesk, position: Position): void {
  if (position.quantity !== 0) closeStep(state, [desk, position], true)
}

/** Takes a part of a position away to close somebody else's: at the mark, without a fee, whatever its own margin. */
export function deleverage(state: TradingState, desk: SymbolDesk, position: Position): void {
  const { quantityStep } = desk.rules.version.rules
  const half = roundQuantityDown(desk.rules.version.rules, Math.trunc(Math.abs(position.quantity) / 2) as Quantity)
  if (position.quantity === 0 || !desk.quote) return
  const quantity = Math.max(half, quantityStep) as Quantity
  const order = forcedOrder(state, desk, { position, quantity, price: desk.quote.mark, clientOrderId: ADL_ID })
  bookFill(state, order, { quantity, price: desk.quote.mark, isMaker: false, isFree: true })
}

/**
 * One step of a forced close. What is open on the symbol goes, in cross margin on all of them. A position in a higher bracket is reduced to the
 * next lower one, in the lowest it is closed; no worse than at the bankruptcy price. What is left of its margin pays the fee to the insurance fund.
 */
function closeStep(state: TradingState, held: Held, whole = false): void {
  const [desk, position] = held
  cancelAround(state, desk)
  const size = Math.abs(position.quantity)
  const part = (whole ? size : size - keptOf(state, desk, position)) as Quantity
  const order = forcedOrder(state, desk, { position, quantity: part, price: forcedPrice(state, desk, position), clientOrderId: autocloseId(state) })
  const isolatedBefore = position.isolatedWallet
  const trade = bookFill(state, order, { quantity: part, price: order.price, isMaker: false, isFree: true })
  const isKept = position.quantity !== 0 && desk.marginType === 'ISOLATED'
  if (isKept) position.isolatedWallet = (isolatedBefore + trade.realized) as Amount
  const left = leftOf(state, held, isolatedBefore + trade.realized)
  const fee = Math.min(rateOf(trade.notional, desk.rules.version.fees.liquidation), Math.max(0, left)) as Amount
  if (fee === 0) return
  if (isKept) position.isolatedWallet = (position.isolatedWallet - fee) as Amount
  bookIncome(state, desk, { type: 'INSURANCE_CLEAR', amount: -fee as Amount, info: order.clientOrderId })
  tellAccount(state, 'INSURANCE_CLEAR', { asset: desk.rules.asset, change: -fee as Amount, positions: [[desk, position]] })
}

function cancelAround(state: TradingState, desk: SymbolDesk): void {
  const desks = desk.marginType === 'ISOLATED' ? [desk] : [...state.desks.values()].filter(({ marginType }) => marginType === 'CROSSED')
  for (const { orders, algos } of desks) {
    for (const order of orders) endOrder(state, order, { status: 'EXPIRED', reason: 5 })
    for (const algo of algos) if (algo.status === 'NEW') endAlgo(state, algo, { status: 'EXPIRED' })
  }
}

/** What of the margin is there to pay with after a step. */
function leftOf(state: TradingState, [desk, position]: Held, isolated: number): number {
  if (position.quantity !== 0) return marginOf(state, desk, position)
  if (desk.marginType === 'ISOLATED') return isolated
  const { crossWallet, crossUnrealized } = accountSums(state, desk.rules.asset)
  return crossWallet + crossUnrealized
}

/** What the next lower bracket holds at the mark; nothing in the lowest, and where no margin is left to hold it with. */
function keptOf(state: TradingState, desk: SymbolDesk, position: Position): number {
  if (marginOf(state, desk, position) <= 0) return 0
  const { marginTiers, rules } = desk.rules.version
  const notional = Math.abs(notionalAtMark(desk, position))
  const floor = (marginTiers.find(({ cap }) => notional <= cap) ?? marginTiers.at(-1))?.floor ?? 0
  return floor === 0 ? 0 : roundQuantityDown(rules, multiplyDivideCut(Math.abs(position.quantity), floor, notional) as Quantity)
}

/** The quote's other side, but never past the price at which the margin is gone. */
function forcedPrice(state: TradingState, desk: SymbolDesk, position: Position): Price {
  const { quantity, cost } = position
  const bound = bankruptcyPrice(desk.rules.version, { quantity, cost, isolatedWallet: carriedBy(state, desk, position) })
  const { bid = bound, ask = bound } = desk.quote ?? {}
  return (quantity > 0 ? Math.max(bound, bid) : Math.min(bound, ask)) as Price
}

function autocloseId(state: TradingState): string {
  state.autocloses++
  return `autoclose-${state.now}${String(state.autocloses).padStart(3, '0')}`
}

function forcedOrder(state: TradingState, desk: SymbolDesk, { position, quantity, price, clientOrderId }: { readonly position: Position; readonly quantity: Quantity; readonly price: Price; readonly clientOrderId: string }): PlainOrder {
  desk.lastOrderId++
  const order: PlainOrder = {
    orderId: desk.lastOrderId, desk, clientOrderId, side: position.quantity > 0 ? 'SELL' : 'BUY', positionSide: position.side, type: 'LIMIT', timeInForce: 'IOC', quantity, price,
    reduceOnly: true, closePosition: false, priceMatch: 'NONE', selfTrade: 'NONE', goodTillDate: 0, createdAt: state.now, status: 'NEW', executed: 0 as Quantity, spent: 0 as Amount, updatedAt: state.now, expiryReason: 0, amendments: 0, modifyId: 0, algo: null, visibleFrom: 0,
  }
  state.orders.push(order)
  desk.orders.push(order)
  tellOrder(state, order, { x: 'NEW' })
  return order
}
