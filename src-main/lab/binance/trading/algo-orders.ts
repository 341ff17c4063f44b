import { type Price, type Quantity } from '../../../../src-shared/domain/units.ts'
import { reducibleBy } from './book-fill.ts'
import { checkPriceRange, checkQuantity } from './order-checks.ts'
import { clientIdOf, deskOf, flagOf, oneOf, priceOf, quantityOf, required, textOf, type Params } from './params.ts'
import { checkStatus, goodTillOf } from './plain-orders.ts'
import { parseDecimal } from '../../../../src-shared/domain/decimal.ts'
import { invalid, missing, refusal } from './refusal.ts'
import type { AlgoOrder, AlgoTerms, AlgoType, SymbolDesk, TradingState } from './trading-state.ts'
import { tellAlgo } from './user-events.ts'

const TYPES = ['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'] as const
const HIDDEN_MS = 800
const OPEN_MOST = 200
/** Of a percent, so that a rate comes out in the units of rates. */
const PERCENT_DECIMALS = 6
const CALLBACK_LEAST = 100_000
const CALLBACK_MOST = 20_000_000

export const isOpenAlgo = ({ status }: AlgoOrder): boolean => status === 'NEW' || status === 'TRIGGERING'
export const isTrailing = ({ type }: Pick<AlgoTerms, 'type'>): boolean => type === 'TRAILING_STOP_MARKET'
const isLimit = (type: AlgoType): boolean => type === 'STOP' || type === 'TAKE_PROFIT'

/** Places what the parameters of POST algoOrder ask for. No margin is asked for before it triggers. Throws Refusal. */
export function placeAlgo(state: TradingState, params: Params): AlgoOrder {
  const desk = deskOf(state, params)
  if (required(params, 'algoType') !== 'CONDITIONAL') throw invalid('algoType')
  const terms = algoTermsOf(state, desk, params)
  checkAlgo(state, desk, terms)
  state.lastAlgoId++
  const isArmed = isTrailing(terms) && textOf(params, 'activatePrice') === undefined && textOf(params, 'activationPrice') === undefined
  const hidden = state.happens('algo-hidden')
  const hiddenMs = hidden ? (hidden.ms ?? HIDDEN_MS) : state.settings.algoVisibleMs
  const algo: AlgoOrder = {
    ...terms, algoId: state.lastAlgoId, desk, createdAt: state.now, status: 'NEW', updatedAt: state.now, triggeredAt: 0, actual: null, rejection: '', isActivated: false, isGuarding: false, isStuck: false, extreme: 0, visibleFrom: hiddenMs > 0 ? state.now + hiddenMs : 0,
  }
  state.algos.push(algo)
  desk.algos.push(algo)
  expireGone(state, desk)
  tellAlgo(state, algo)
  if (isArmed) activate(state, algo)
  return algo
}

/** A trailing stop begins to follow the price. */
export function activate(state: TradingState, algo: AlgoOrder): void {
  algo.isActivated = true
  algo.extreme = watchedPrice(algo)
  tellAlgo(state, algo)
}

/** The price that an order's condition is about; 0 while there is none. */
export const watchedPrice = ({ desk: { quote }, workingType }: Pick<AlgoOrder, 'desk' | 'workingType'>): Price => (quote ? (workingType === 'MARK_PRICE' ? quote.mark : quote.last) : (0 as Price))

function algoTermsOf(state: TradingState, desk: SymbolDesk, params: Params): AlgoTerms {
  const side = oneOf(params, 'side', ['BUY', 'SELL'], { code: -1117 })
  const type = oneOf(params, 'type', TYPES, { code: -1116 })
  const closePosition = flagOf(params, 'closePosition')
  const timeInForce = closePosition ? 'GTE_GTC' : oneOf(params, 'timeInForce', ['GTC', 'IOC', 'FOK', 'GTX', 'GTD', 'GTE_GTC'], { otherwise: 'GTC', code: -1115 })
  const workingType = oneOf(params, 'workingType', ['MARK_PRICE', 'CONTRACT_PRICE'], { otherwise: 'CONTRACT_PRICE' })
  const trails = isTrailing({ type })
  const activation = textOf(params, 'activatePrice') === undefined ? 'activationPrice' : 'activatePrice'
  return {
    clientAlgoId: clientIdOf(state, params, 'clientAlgoId'), type, side, positionSide: oneOf(params, 'positionSide', ['BOTH', 'LONG', 'SHORT'], { otherwise: 'BOTH' }), timeInForce,
    quantity: quantityOf(params, 'quantity', desk.rules), price: priceOf(params, 'price', desk.rules), triggerPrice: priceOf(params, 'triggerPrice', desk.rules), workingType,
    priceMatch: textOf(params, 'priceMatch') ?? 'NONE', selfTrade: oneOf(params, 'selfTradePreventionMode', ['EXPIRE_MAKER', 'EXPIRE_TAKER', 'EXPIRE_BOTH', 'NONE'], { otherwise: 'EXPIRE_MAKER' }),
    closePosition, priceProtect: flagOf(params, 'priceProtect'), reduceOnly: flagOf(params, 'reduceOnly'), goodTillDate: goodTillOf(state, params, timeInForce),
    activatePrice: trails ? priceOf(params, activation, desk.rules) || watchedPrice({ desk, workingType }) : (0 as Price), callbackRate: trails ? callbackOf(params) : 0,
  }
}

function callbackOf(params: Params): number {
  const rate = parseDecimal(required(params, 'callbackRate'), PERCENT_DECIMALS)
  if (rate === undefined || rate < CALLBACK_LEAST || rate > CALLBACK_MOST) throw invalid('callbackRate')
  return rate
}

function checkAlgo(state: TradingState, desk: SymbolDesk, terms: AlgoTerms): void {
  checkShape(desk, terms)
  checkStatus(desk, terms)
  if ((terms.positionSide === 'BOTH') === state.dualSide) throw refusal(-4061)
  if (state.dualSide && terms.reduceOnly) throw refusal(-4062)
  if (!terms.reduceOnly && !terms.closePosition && state.happens('order-throttled')) throw refusal(-1008)
  const open = state.algos.filter(isOpenAlgo)
  if (open.length >= OPEN_MOST) throw refusal(-4045)
  if (open.some(({ clientAlgoId }) => clientAlgoId === terms.clientAlgoId)) throw refusal(-4116)
  if (terms.closePosition) checkOneOfAKind(state, desk, terms)
  checkWrongSide(desk, terms)
}

/** Which parameters go together. */
function checkShape(desk: SymbolDesk, terms: AlgoTerms): void {
  const { type, closePosition, quantity, triggerPrice, price } = terms
  const trails = isTrailing(terms)
  if (closePosition) checkClosing(terms)
  else if (quantity === 0) throw missing('quantity')
  else checkQuantity(desk, { type: isLimit(type) ? 'LIMIT' : 'MARKET', quantity })
  if (trails && triggerPrice !== 0) throw refusal(-2021)
  if (!trails && triggerPrice === 0) throw missing('triggerPrice')
  if (isLimit(type)) checkLimit(desk, terms)
  else if (price !== 0) throw refusal(-1106, "Parameter 'price' sent when not required.")
}

function checkClosing(terms: AlgoTerms): void {
  if (isTrailing(terms) || isLimit(terms.type)) throw refusal(-4136)
  if (terms.quantity !== 0) throw refusal(-4137)
  if (terms.reduceOnly) throw refusal(-1106, "Parameter 'reduceonly' sent when not required.")
}

function checkLimit(desk: SymbolDesk, { price, priceMatch }: AlgoTerms): void {
  if (price !== 0) checkPriceRange(desk, price)
  else if (priceMatch === 'NONE') throw missing('price')
}

/** A stop and a take-profit may stand side by side. */
const kindOf = ({ side, positionSide, type }: Pick<AlgoTerms, 'side' | 'positionSide' | 'type'>): string => `${side}/${positionSide}/${type.startsWith('TAKE') ? 'take' : 'stop'}`

function checkOneOfAKind(state: TradingState, desk: SymbolDesk, terms: AlgoTerms): void {
  const kind = kindOf(terms)
  if (desk.algos.some((algo) => algo.closePosition && isOpenAlgo(algo) && kindOf(algo) === kind) || (desk.blocked.get(kind) ?? 0) > state.now) throw refusal(-4130)
}

function checkWrongSide(desk: SymbolDesk, terms: AlgoTerms): void {
  const price = watchedPrice({ desk, workingType: terms.workingType })
  if (price === 0) return
  if (!isTrailing(terms)) {
    if (isReached(terms, price)) throw refusal(-2021)
    return
  }
  const { activatePrice, side } = terms
  if (activatePrice !== price && (side === 'BUY' ? activatePrice > price : activatePrice < price)) throw refusal(-2021)
}

/** True when the price is where a stop or take-profit waits for it. */
export function isReached({ type, side, triggerPrice }: Pick<AlgoTerms, 'type' | 'side' | 'triggerPrice'>, price: Price): boolean {
  const waitsForRise = type.startsWith('TAKE') ? side === 'SELL' : side === 'BUY'
  return waitsForRise ? price >= triggerPrice : price <= triggerPrice
}

/** The conditional order that algoId or clientAlgoId names. Undefined when none can be seen. */
export function findAlgo(state: TradingState, { algoId, clientAlgoId }: { readonly algoId: bigint | undefined; readonly clientAlgoId: string | undefined }): AlgoOrder | undefined {
  if (algoId === undefined && clientAlgoId === undefined) throw missing('algoId')
  const isMeant = (algo: AlgoOrder): boolean => state.now >= algo.visibleFrom && (algoId === undefined ? algo.clientAlgoId === clientAlgoId : algo.algoId === algoId)
  return state.algos.findLast((algo) => isMeant(algo) && isOpenAlgo(algo)) ?? state.algos.findLast(isMeant)
}

/** Throws -2011 when there is nothing to cancel; -4117 while it is being triggered. */
export function cancelAlgo(state: TradingState, algo: AlgoOrder | undefined): AlgoOrder {
  if (!algo || !isOpenAlgo(algo) || state.happens('cancel-refused')) throw refusal(-2011)
  if (algo.status === 'TRIGGERING') throw refusal(algo.isStuck ? -2011 : -4117)
  endAlgo(state, algo, { status: 'CANCELED' })
  return algo
}

export function endAlgo(state: TradingState, algo: AlgoOrder, { status, rejection = '' }: { readonly status: Extract<AlgoOrder['status'], 'CANCELED' | 'EXPIRED' | 'REJECTED' | 'FINISHED'>; readonly rejection?: string }): void {
  const { desk } = algo
  Object.assign(algo, { status, rejection, updatedAt: state.now })
  desk.algos = desk.algos.filter((other) => other !== algo)
  if (algo.closePosition && status === 'CANCELED') desk.blocked.set(kindOf(algo), state.now + state.settings.closePositionLagMs)
  tellAlgo(state, algo)
}

/** Orders that live as long as the position end with it. */
export function expireGone(state: TradingState, desk: SymbolDesk): void {
  for (const algo of desk.algos.filter(({ timeInForce, status }) => timeInForce === 'GTE_GTC' && status === 'NEW')) {
    if (reducibleBy(desk.positions[algo.positionSide], algo.side) > 0) algo.isGuarding = true
    else if (algo.isGuarding) endAlgo(state, algo, { status: 'EXPIRED' })
  }
}

/** What a triggered order closes or sells. */
export const triggeredQuantity = ({ closePosition, quantity, desk, positionSide, side }: AlgoOrder): Quantity => (closePosition ? reducibleBy(desk.positions[positionSide], side) : quantity)
