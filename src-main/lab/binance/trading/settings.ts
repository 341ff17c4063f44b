import type { Amount } from '../../../../src-shared/domain/units.ts'
import { initialMargin, notionalMaxAt } from '../../../venue/simulated/margin.ts'
import { isOpenAlgo } from './algo-orders.ts'
import { accountSums, notionalAtMark, sumsOf, unrealizedOf } from './margin-sums.ts'
import { deskOf, integerOf, moneyOf, oneOf, required, type Params } from './params.ts'
import { invalid, refusal } from './refusal.ts'
import { positionsOf, type Position, type SymbolDesk, type TradingState } from './trading-state.ts'
import { tellAccount, tellLeverage, tellMultiAssets } from './user-events.ts'

/** Another leverage; also what a person does elsewhere. Throws Refusal. */
export function setLeverage(state: TradingState, desk: SymbolDesk, leverage: number): void {
  const tiers = desk.rules.version.marginTiers
  if (!Number.isInteger(leverage) || leverage < 1 || leverage > (tiers[0]?.leverageMax ?? 1)) throw refusal(-4028, `Leverage ${leverage} is not valid`)
  const positions = positionsOf(state, desk)
  const isHeld = positions.some(({ quantity }) => quantity !== 0)
  if (desk.marginType === 'ISOLATED' && isHeld && leverage < desk.leverage) throw refusal(-4161)
  if (positions.some((position) => Math.abs(notionalAtMark(desk, position)) > notionalMaxAt(tiers, leverage))) throw refusal(-2027)
  const before = desk.leverage
  const needed = (): number => positions.reduce((sum, position) => sum + sumsOf(desk, position).orderMargin + (desk.marginType === 'CROSSED' ? sumsOf(desk, position).positionMargin : 0), 0)
  const { available } = accountSums(state, desk.rules.asset)
  const had = needed()
  desk.leverage = leverage
  if (leverage < before && needed() - had > available) {
    desk.leverage = before
    throw refusal(-2028)
  }
  tellLeverage(state, desk)
}

export function setMarginType(state: TradingState, params: Params): void {
  const desk = deskOf(state, params)
  const marginType = oneOf(params, 'marginType', ['CROSSED', 'ISOLATED'])
  if (desk.marginType === marginType) throw refusal(-4046)
  if (desk.orders.length > 0 || desk.algos.some(isOpenAlgo)) throw refusal(-4047)
  if (positionsOf(state, desk).some(({ quantity }) => quantity !== 0)) throw refusal(-4048)
  if (marginType === 'ISOLATED' && state.multiAssets) throw refusal(-4168)
  desk.marginType = marginType
  tellAccount(state, 'MARGIN_TYPE_CHANGE', { asset: desk.rules.asset, positions: positionsOf(state, desk).map((position) => [desk, position]) })
}

const booleanOf = (params: Params, name: string): boolean => oneOf(new Map([[name, required(params, name).toLowerCase()]]), name, ['true', 'false']) === 'true'

export function setDualSide(state: TradingState, params: Params): void {
  const dualSide = booleanOf(params, 'dualSidePosition')
  if (dualSide === state.dualSide) throw refusal(-4059)
  refuseWhileBusy(state, { orders: -4067, positions: -4068 })
  state.dualSide = dualSide
}

export function setMultiAssets(state: TradingState, params: Params): void {
  const multiAssets = booleanOf(params, 'multiAssetsMargin')
  if (multiAssets === state.multiAssets) throw refusal(-4171)
  if (multiAssets && [...state.desks.values()].some(({ marginType }) => marginType === 'ISOLATED')) throw refusal(-4167)
  refuseWhileBusy(state, { orders: -4170 })
  state.multiAssets = multiAssets
  tellMultiAssets(state)
}

function refuseWhileBusy(state: TradingState, codes: { readonly orders: number; readonly positions?: number }): void {
  const desks = [...state.desks.values()]
  if (desks.some(({ orders, algos }) => orders.length > 0 || algos.some(isOpenAlgo))) throw refusal(codes.orders)
  if (codes.positions !== undefined && desks.some((desk) => positionsOf(state, desk).some(({ quantity }) => quantity !== 0))) throw refusal(codes.positions)
}

/** Puts money to an isolated position or takes it away; never what its initial margin needs. */
export function moveMargin(state: TradingState, params: Params): { readonly amount: Amount; readonly type: number } {
  const desk = deskOf(state, params)
  const amount = moneyOf(params, 'amount')
  const type = integerOf(params, 'type')
  if (type !== 1 && type !== 2) throw invalid('type')
  const side = oneOf(params, 'positionSide', ['BOTH', 'LONG', 'SHORT'], { otherwise: 'BOTH' })
  if (desk.marginType !== 'ISOLATED') throw refusal(-4049)
  if (amount <= 0) throw refusal(-4055)
  if ((side === 'BOTH') === state.dualSide) throw refusal(-4061)
  const position = desk.positions[side]
  if (position.quantity === 0) throw refusal(-4054)
  if (amount > (type === 1 ? accountSums(state, desk.rules.asset).available : removable(desk, position))) throw refusal(-4051)
  position.isolatedWallet = (position.isolatedWallet + (type === 1 ? amount : -amount)) as Amount
  tellAccount(state, 'MARGIN_TRANSFER', { asset: desk.rules.asset, positions: [[desk, position]] })
  return { amount, type }
}

function removable(desk: SymbolDesk, position: Position): number {
  const loss = Math.min(0, unrealizedOf(desk, position))
  return Math.max(0, position.isolatedWallet + loss - initialMargin(notionalAtMark(desk, position), desk.leverage))
}

/** As leverageBracket and symbolConfig tell: what a position may be worth. */
export const maxNotionalOf = ({ rules, leverage }: SymbolDesk): Amount => notionalMaxAt(rules.version.marginTiers, leverage)
