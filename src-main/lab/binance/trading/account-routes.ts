import { ORDER_LIMITS } from '../limits.ts'
import { accountConfig, accountV2, accountV3, balances, bracketRow, commissionRow, heldOf, incomeRow, riskV2, riskV3, symbolConfig } from './account-shapes.ts'
import { deskOf, integerOf, required, textOf, type Params } from './params.ts'
import { missing } from './refusal.ts'
import { maxNotionalOf, moveMargin, setDualSide, setLeverage, setMarginType, setMultiAssets } from './settings.ts'
import { bareMoney } from './traded-symbol.ts'
import type { SymbolDesk, TradingState } from './trading-state.ts'
import { signed, type TradingRoute, type TradingVenue } from './trading-venue.ts'
import { inWindow, listLimit } from './windows.ts'

const DONE = { code: 200, msg: 'success' }
const QUARTER_MS = 92 * 86_400_000

function changeLeverage({ state }: TradingVenue, params: Params): unknown {
  const desk = deskOf(state, params)
  required(params, 'leverage')
  setLeverage(state, desk, integerOf(params, 'leverage') ?? 0)
  return { leverage: desk.leverage, maxNotionalValue: bareMoney(maxNotionalOf(desk)), symbol: desk.rules.symbol }
}

function changeMargin({ state }: TradingVenue, params: Params): unknown {
  const { amount, type } = moveMargin(state, params)
  return { amount: Number(bareMoney(amount)), code: 200, msg: 'Successfully modify position margin.', type }
}

const done = (deed: (state: TradingState, params: Params) => void) => ({ state }: TradingVenue, params: Params): unknown => {
  deed(state, params)
  return DONE
}

/** Of one symbol where it is named, else of all. */
const desksOf = (state: TradingState, params: Params): readonly SymbolDesk[] => (textOf(params, 'symbol') === undefined ? [...state.desks.values()] : [deskOf(state, params)])

const ofSymbol = <Row extends Readonly<Record<string, unknown>>>(rows: readonly Row[], params: Params): readonly Row[] => rows.filter(({ symbol }) => (textOf(params, 'symbol') ?? symbol) === symbol)

function income({ state }: TradingVenue, params: Params): unknown {
  const [symbol, type, page] = [textOf(params, 'symbol'), textOf(params, 'incomeType'), integerOf(params, 'page') ?? 1]
  const isIn = inWindow(params, state.now, textOf(params, 'startTime') === undefined ? undefined : QUARTER_MS)
  const limit = listLimit(params, { otherwise: 100, most: 1_000 })
  const wanted = state.income.filter((row) => (symbol === undefined || row.symbol === symbol) && (type === undefined || row.type === type) && isIn(row.time))
  return wanted.slice((page - 1) * limit, page * limit).map(incomeRow)
}

const adl = ({ state }: TradingVenue, params: Params): unknown => heldOf(state).filter(([desk, { quantity }]) => quantity !== 0 && (textOf(params, 'symbol') ?? desk.rules.symbol) === desk.rules.symbol)
  .map(([desk, { side }]) => ({ symbol: desk.rules.symbol, adlQuantile: side === 'BOTH' ? { LONG: 0, SHORT: 0, BOTH: 1 } : { LONG: 1, SHORT: 1, HEDGE: 0 } }))

const limits = [['SECOND', 10, ORDER_LIMITS.tenSeconds], ['MINUTE', 1, ORDER_LIMITS.minute]].map(([interval, intervalNum, limit]) => ({ rateLimitType: 'ORDERS', interval, intervalNum, limit }))

function commission({ state }: TradingVenue, params: Params): unknown {
  if (textOf(params, 'symbol') === undefined) throw missing('symbol')
  return commissionRow(deskOf(state, params))
}

export const accountRoutes: readonly TradingRoute[] = [
  signed('GET', '/fapi/v3/account', 5, ({ state }) => accountV3(state)), signed('GET', '/fapi/v2/account', 5, ({ state }) => accountV2(state)),
  signed('GET', '/fapi/v3/balance', 5, ({ state }) => balances(state)), signed('GET', '/fapi/v2/balance', 5, ({ state }) => balances(state)),
  signed('GET', '/fapi/v3/positionRisk', 5, ({ state }, params) => ofSymbol(riskV3(state), params)), signed('GET', '/fapi/v2/positionRisk', 5, ({ state }, params) => ofSymbol(riskV2(state), params)),
  signed('GET', '/fapi/v1/accountConfig', 5, ({ state }) => accountConfig(state)), signed('GET', '/fapi/v1/symbolConfig', 5, ({ state }, params) => desksOf(state, params).map(symbolConfig)),
  signed('GET', '/fapi/v1/leverageBracket', 1, ({ state }, params) => desksOf(state, params).map(bracketRow)), signed('GET', '/fapi/v1/commissionRate', 20, commission),
  signed('GET', '/fapi/v1/income', 30, income), signed('GET', '/fapi/v1/adlQuantile', 5, adl), signed('GET', '/fapi/v1/rateLimit/order', 1, () => limits),
  signed('POST', '/fapi/v1/leverage', 1, changeLeverage), signed('POST', '/fapi/v1/marginType', 1, done(setMarginType)), signed('POST', '/fapi/v1/positionMargin', 1, changeMargin),
  signed('POST', '/fapi/v1/positionSide/dual', 1, done(setDualSide)), signed('GET', '/fapi/v1/positionSide/dual', 30, ({ state }) => ({ dualSidePosition: state.dualSide })),
  signed('POST', '/fapi/v1/multiAssetsMargin', 1, done(setMultiAssets)), signed('GET', '/fapi/v1/multiAssetsMargin', 30, ({ state }) => ({ multiAssetsMargin: state.multiAssets })),
]
