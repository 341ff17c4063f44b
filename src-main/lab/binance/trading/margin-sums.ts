import { notionalOf } from '../../../../src-shared/domain/instrument.ts'
import { liquidationPrice } from '../../../../src-shared/domain/margin.ts'
import type { Amount, Price } from '../../../../src-shared/domain/units.ts'
import { initialMargin, maintenanceMargin } from '../../../venue/simulated/margin.ts'
import { positionsOf, walletOf, type OrderSide, type PlainOrder, type Position, type PositionSide, type SymbolDesk, type TradingState } from './trading-state.ts'

/** What stands behind one position and the orders beside it. */
export interface PositionSums {
  /** Signed. */
  readonly notional: Amount
  readonly unrealized: Amount
  readonly maintenance: Amount
  readonly positionMargin: Amount
  readonly orderMargin: Amount
  readonly bidNotional: Amount
  readonly askNotional: Amount
}

const markOf = ({ quote }: SymbolDesk): Price => quote?.mark ?? (0 as Price)

export const notionalAtMark = (desk: SymbolDesk, { quantity }: Position): Amount => notionalOf(desk.rules.version, markOf(desk), quantity)

/** Nothing while there is no mark. */
export const unrealizedOf = (desk: SymbolDesk, position: Position): Amount => (position.quantity === 0 || !desk.quote ? 0 : notionalAtMark(desk, position) - position.cost) as Amount

export const maintenanceOf = (desk: SymbolDesk, position: Position): Amount => (position.quantity === 0 ? (0 as Amount) : maintenanceMargin(desk.rules.version.marginTiers, Math.abs(notionalAtMark(desk, position)) as Amount))

/** An order that is being thought about. */
export interface Proposal {
  readonly side: OrderSide
  readonly positionSide: PositionSide
  readonly notional: Amount
}

const restOf = ({ desk, quantity, executed, price }: PlainOrder): number => notionalOf(desk.rules.version, price, (quantity - executed) as typeof quantity)

/** Initial margin is by the mark, of the larger of what the position would be with all bids and with all asks. Reduce-only orders need none. */
export function sumsOf(desk: SymbolDesk, position: Position, proposal?: Proposal): PositionSums {
  const sums = { BUY: 0, SELL: 0 }
  for (const order of desk.orders) if (order.positionSide === position.side && !order.reduceOnly) sums[order.side] += restOf(order)
  if (proposal?.positionSide === position.side) sums[proposal.side] += proposal.notional
  const notional = notionalAtMark(desk, position)
  const bids = position.side === 'SHORT' ? 0 : sums.BUY
  const asks = position.side === 'LONG' ? 0 : sums.SELL
  const whole = initialMargin(Math.max(Math.abs(notional + bids), Math.abs(notional - asks)) as Amount, desk.leverage)
  const positionMargin = initialMargin(notional, desk.leverage)
  return {
    notional, unrealized: unrealizedOf(desk, position), maintenance: maintenanceOf(desk, position), positionMargin,
    orderMargin: Math.max(0, whole - positionMargin) as Amount, bidNotional: sums.BUY as Amount, askNotional: sums.SELL as Amount,
  }
}

/** The account in one asset. */
export interface AssetSums {
  readonly wallet: Amount
  /** What is not tied to isolated positions. */
  readonly crossWallet: Amount
  readonly unrealized: Amount
  readonly crossUnrealized: Amount
  readonly maintenance: Amount
  readonly crossMaintenance: Amount
  readonly positionMargin: Amount
  readonly orderMargin: Amount
  readonly available: Amount
}

export function accountSums(state: TradingState, asset: string = state.settings.asset, proposal?: Proposal & { readonly desk: SymbolDesk }): AssetSums {
  const wallet = walletOf(state, asset)
  const total = { isolated: 0, unrealized: 0, crossUnrealized: 0, maintenance: 0, crossMaintenance: 0, positionMargin: 0, crossMargin: 0, orderMargin: 0 }
  for (const desk of state.desks.values()) {
    if (desk.rules.asset !== asset) continue
    for (const position of positionsOf(state, desk)) {
      const sums = sumsOf(desk, position, proposal?.desk === desk ? proposal : undefined)
      total.unrealized += sums.unrealized
      total.maintenance += sums.maintenance
      total.positionMargin += sums.positionMargin
      total.orderMargin += sums.orderMargin
      total.isolated += position.isolatedWallet
      if (desk.marginType === 'ISOLATED') continue
      total.crossUnrealized += sums.unrealized
      total.crossMaintenance += sums.maintenance
      total.crossMargin += sums.positionMargin
    }
  }
  const crossWallet = wallet - total.isolated
  const available = Math.max(0, crossWallet + total.crossUnrealized - total.crossMargin - total.orderMargin)
  return {
    wallet, crossWallet: crossWallet as Amount, unrealized: total.unrealized as Amount, crossUnrealized: total.crossUnrealized as Amount, maintenance: total.maintenance as Amount,
    crossMaintenance: total.crossMaintenance as Amount, positionMargin: total.positionMargin as Amount, orderMargin: total.orderMargin as Amount, available: available as Amount,
  }
}

/** What carries a position: its isolated wallet, or the cross wallet with what the other cross positions make and need. */
export function carriedBy(state: TradingState, desk: SymbolDesk, position: Position): Amount {
  if (desk.marginType === 'ISOLATED') return position.isolatedWallet
  const { crossWallet, crossUnrealized, crossMaintenance } = accountSums(state, desk.rules.asset)
  return (crossWallet + crossUnrealized - unrealizedOf(desk, position) - (crossMaintenance - maintenanceOf(desk, position))) as Amount
}

/** The mark at which the position is liquidated while nothing else moves; 0 when there is none. */
export function liquidationPriceOf(state: TradingState, desk: SymbolDesk, position: Position): Price {
  if (position.quantity === 0) return 0 as Price
  return liquidationPrice(desk.rules.version, { quantity: position.quantity, cost: position.cost, isolatedWallet: carriedBy(state, desk, position) })
}
