import { formatDecimal, powerOfTen } from '../../../../src-shared/domain/decimal.ts'
import { RATE_DECIMALS } from '../../../../src-shared/domain/units.ts'
import { accountSums, liquidationPriceOf, sumsOf, type AssetSums } from './margin-sums.ts'
import { toldMoney } from './order-shapes.ts'
import { maxNotionalOf } from './settings.ts'
import { bareAverage, bareMoney, moneyText, quantityText } from './traded-symbol.ts'
import { positionsOf, type IncomeRow, type Position, type SymbolDesk, type TradingState } from './trading-state.ts'

type Row = Readonly<Record<string, unknown>>
type Held = readonly [SymbolDesk, Position]

const ALIAS = 'SgsRlab'
const moneyOrZero = (amount: number): string => (amount === 0 ? '0' : moneyText(amount))

const everything = (state: TradingState): readonly Held[] => [...state.desks.values()].flatMap((desk) => positionsOf(state, desk).map((position): Held => [desk, position]))

/** Only where there is a position or an order that might become one. */
export const heldOf = (state: TradingState): readonly Held[] => everything(state).filter(([desk, position]) => position.quantity !== 0 || desk.orders.some(({ positionSide }) => positionSide === position.side))

const totals = (state: TradingState, sums: AssetSums): Row => ({
  initialMargin: toldMoney(state, (sums.positionMargin + sums.orderMargin) as AssetSums['orderMargin']), maintMargin: toldMoney(state, sums.maintenance), walletBalance: moneyText(sums.wallet), unrealizedProfit: moneyText(sums.unrealized),
  marginBalance: moneyText(sums.wallet + sums.unrealized), positionInitialMargin: toldMoney(state, sums.positionMargin), openOrderInitialMargin: moneyText(sums.orderMargin), crossWalletBalance: moneyText(sums.crossWallet),
  crossUnPnl: moneyText(sums.crossUnrealized), availableBalance: moneyText(sums.available), maxWithdrawAmount: moneyText(Math.max(0, Math.min(sums.available, sums.crossWallet))),
})

const TOTAL_NAMES = ['initialMargin', 'maintMargin', 'walletBalance', 'unrealizedProfit', 'marginBalance', 'positionInitialMargin', 'openOrderInitialMargin', 'crossWalletBalance', 'crossUnPnl'] as const

function accountTotals(state: TradingState): Row {
  const sums = totals(state, accountSums(state))
  const named = TOTAL_NAMES.map((name): [string, unknown] => [`total${name.charAt(0).toUpperCase()}${name.slice(1)}`, sums[name]])
  return { ...Object.fromEntries(named), availableBalance: sums['availableBalance'], maxWithdrawAmount: sums['maxWithdrawAmount'] }
}

const assetRow = (state: TradingState, asset: string): Row => ({ asset, ...totals(state, accountSums(state, asset)), updateTime: state.now })

/** GET /fapi/v3/account. */
export const accountV3 = (state: TradingState): Row => ({
  ...accountTotals(state), assets: [...state.wallets.keys()].map((asset) => assetRow(state, asset)),
  positions: heldOf(state).map(([desk, position]) => {
    const sums = sumsOf(desk, position)
    return {
      symbol: desk.rules.symbol, positionSide: position.side, positionAmt: quantityText(desk.rules, position.quantity), unrealizedProfit: moneyText(sums.unrealized), isolatedMargin: isolatedMargin(desk, position),
      notional: moneyOrZero(sums.notional), isolatedWallet: moneyOrZero(position.isolatedWallet), initialMargin: toldMoney(state, (sums.positionMargin + sums.orderMargin) as typeof sums.orderMargin), maintMargin: toldMoney(state, sums.maintenance), updateTime: position.updateTime,
    }
  }),
})

const isolatedMargin = (desk: SymbolDesk, position: Position): string => (desk.marginType === 'CROSSED' ? '0' : moneyOrZero(position.isolatedWallet + sumsOf(desk, position).unrealized))

const settingsRow = (state: TradingState): Row => ({ feeTier: 0, canTrade: true, canDeposit: true, canWithdraw: true, updateTime: 0, multiAssetsMargin: state.multiAssets, tradeGroupId: -1 })

/** GET /fapi/v2/account: all symbols, and the settings too. */
export const accountV2 = (state: TradingState): Row => ({
  ...settingsRow(state), feeBurn: false, ...accountTotals(state), assets: [...state.wallets.keys()].map((asset) => ({ ...assetRow(state, asset), marginAvailable: true })),
  positions: everything(state).map(([desk, position]) => {
    const sums = sumsOf(desk, position)
    return {
      symbol: desk.rules.symbol, initialMargin: moneyText(sums.positionMargin + sums.orderMargin), maintMargin: moneyText(sums.maintenance), unrealizedProfit: moneyText(sums.unrealized), positionInitialMargin: moneyText(sums.positionMargin),
      openOrderInitialMargin: moneyText(sums.orderMargin), leverage: String(desk.leverage), isolated: desk.marginType === 'ISOLATED', entryPrice: bareAverage(desk.rules, position.cost, position.quantity), maxNotional: bareMoney(maxNotionalOf(desk)),
      bidNotional: moneyOrZero(sums.bidNotional), askNotional: moneyOrZero(sums.askNotional), positionSide: position.side, positionAmt: quantityText(desk.rules, position.quantity), updateTime: position.updateTime,
    }
  }),
})

export const accountConfig = (state: TradingState): Row => ({ ...settingsRow(state), dualSidePosition: state.dualSide })

export const balances = (state: TradingState): readonly Row[] => [...state.wallets.keys()].map((asset) => {
  const sums = accountSums(state, asset)
  return {
    accountAlias: ALIAS, asset, balance: moneyText(sums.wallet), crossWalletBalance: moneyText(sums.crossWallet), crossUnPnl: moneyText(sums.crossUnrealized), availableBalance: moneyText(sums.available),
    maxWithdrawAmount: moneyText(Math.max(0, Math.min(sums.available, sums.crossWallet))), marginAvailable: true, updateTime: state.now,
  }
})

const eightDecimals = ({ rules: { version: { priceDecimals } }, quote }: SymbolDesk): string => formatDecimal((quote?.mark ?? 0) * powerOfTen(8 - priceDecimals), 8)

function riskCommon(state: TradingState, [desk, position]: Held): Row {
  const sums = sumsOf(desk, position)
  const { rules } = desk
  return {
    symbol: rules.symbol, positionSide: position.side, positionAmt: quantityText(rules, position.quantity), entryPrice: bareAverage(rules, position.cost, position.quantity),
    breakEvenPrice: bareAverage(rules, position.cost + position.burden, position.quantity), markPrice: eightDecimals(desk),
    unRealizedProfit: moneyText(sums.unrealized), liquidationPrice: formatDecimal(liquidationPriceOf(state, desk, position), rules.version.priceDecimals, true), isolatedMargin: isolatedMargin(desk, position), notional: moneyOrZero(sums.notional),
    isolatedWallet: moneyOrZero(position.isolatedWallet), updateTime: position.updateTime,
  }
}

/** GET /fapi/v3/positionRisk: flat symbols without orders are absent. */
export const riskV3 = (state: TradingState): readonly Row[] => heldOf(state).map((held) => {
  const sums = sumsOf(...held)
  return {
    ...riskCommon(state, held), marginAsset: held[0].rules.asset, initialMargin: toldMoney(state, (sums.positionMargin + sums.orderMargin) as typeof sums.orderMargin), maintMargin: toldMoney(state, sums.maintenance),
    positionInitialMargin: toldMoney(state, sums.positionMargin), openOrderInitialMargin: moneyOrZero(sums.orderMargin), adl: held[1].quantity === 0 ? 0 : 1, bidNotional: moneyOrZero(sums.bidNotional), askNotional: moneyOrZero(sums.askNotional),
  }
})

/** GET /fapi/v2/positionRisk: every symbol, with leverage and margin type in a spelling of their own. */
export const riskV2 = (state: TradingState): readonly Row[] => everything(state).map((held) => ({
  ...riskCommon(state, held), marginType: held[0].marginType === 'ISOLATED' ? 'isolated' : 'cross', isAutoAddMargin: 'false', leverage: String(held[0].leverage), maxNotionalValue: bareMoney(maxNotionalOf(held[0])),
}))

export const symbolConfig = (desk: SymbolDesk): Row => ({ symbol: desk.rules.symbol, marginType: desk.marginType, isAutoAddMargin: false, leverage: desk.leverage, maxNotionalValue: bareMoney(maxNotionalOf(desk)) })

/** Numbers here, not texts. */
export const bracketRow = ({ rules: { symbol, version } }: SymbolDesk): Row => ({
  symbol, notionalCoef: 1,
  brackets: version.marginTiers.map(({ floor, cap, maintenanceRate, deduction, leverageMax }, index) => ({
    bracket: index + 1, initialLeverage: leverageMax, notionalCap: Number(bareMoney(cap)), notionalFloor: Number(bareMoney(floor)), maintMarginRatio: Number(formatDecimal(maintenanceRate, RATE_DECIMALS)), cum: Number(bareMoney(deduction)),
  })),
})

export const commissionRow = ({ rules: { symbol, version: { fees } } }: SymbolDesk): Row => {
  const rate = (value: number): string => formatDecimal(value, RATE_DECIMALS, true)
  return { symbol, makerCommissionRate: rate(fees.maker), takerCommissionRate: rate(fees.taker), rpiCommissionRate: rate(0) }
}

export const incomeRow = ({ symbol, type, amount, asset, info, time, tranId, tradeId }: IncomeRow): Row => ({ symbol, incomeType: type, income: moneyText(amount), asset, info, time, tranId, tradeId })
