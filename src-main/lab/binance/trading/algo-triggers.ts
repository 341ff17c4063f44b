import { multiplyDivideCut } from '../../../../src-shared/domain/decimal.ts'
import { ONE_RATE, type Price } from '../../../../src-shared/domain/units.ts'
import { activate, endAlgo, expireGone, isReached, isTrailing, triggeredQuantity, watchedPrice } from './algo-orders.ts'
import { admit, checkOrder } from './plain-orders.ts'
import { Refusal } from './refusal.ts'
import { isOpenOrder, schedule, type AlgoOrder, type PlainTerms, type SymbolDesk, type TradingState } from './trading-state.ts'
import { tellAlgo } from './user-events.ts'

/** Looks at all that waits for a price of this symbol, oldest first. */
export function trigger(state: TradingState, desk: SymbolDesk): void {
  expireGone(state, desk)
  for (const algo of desk.algos) {
    if (algo.status !== 'NEW') continue
    if (algo.goodTillDate > 0 && state.now >= algo.goodTillDate) endAlgo(state, algo, { status: 'EXPIRED' })
    else if (isDue(state, algo) && !isProtected(algo)) begin(state, algo)
  }
}

function isDue(state: TradingState, algo: AlgoOrder): boolean {
  const price = watchedPrice(algo)
  if (price === 0) return false
  return isTrailing(algo) ? trails(state, algo, price) : isReached(algo, price)
}

/** Follows the price; true when it has come back by the callback rate. */
function trails(state: TradingState, algo: AlgoOrder, price: Price): boolean {
  const isBuy = algo.side === 'BUY'
  if (!algo.isActivated) {
    if (isBuy ? price > algo.activatePrice : price < algo.activatePrice) return false
    activate(state, algo)
    return false
  }
  algo.extreme = isBuy ? Math.min(algo.extreme, price) : Math.max(algo.extreme, price)
  const level = multiplyDivideCut(algo.extreme, isBuy ? ONE_RATE + algo.callbackRate : ONE_RATE - algo.callbackRate, ONE_RATE)
  return isBuy ? price >= level : price <= level
}

/** Where mark and last are too far apart, a protected order waits. */
function isProtected({ priceProtect, desk: { quote, rules } }: AlgoOrder): boolean {
  if (!priceProtect || !quote) return false
  return multiplyDivideCut(Math.abs(quote.mark - quote.last), ONE_RATE, quote.mark) > rules.triggerProtect
}

function begin(state: TradingState, algo: AlgoOrder): void {
  Object.assign(algo, { status: 'TRIGGERING', triggeredAt: state.now, updatedAt: state.now })
  tellAlgo(state, algo)
  algo.isStuck = state.happens('algo-stuck') !== undefined
  if (!algo.isStuck) schedule(state, state.now + state.settings.triggerMs, () => enterEngine(state, algo))
}

/** The engine gets a plain order with an id of its own and the client's id of the conditional one; or it refuses. */
function enterEngine(state: TradingState, algo: AlgoOrder): void {
  const { desk } = algo
  if (algo.status !== 'TRIGGERING') return
  const quantity = triggeredQuantity(algo)
  if (quantity === 0) return endAlgo(state, algo, { status: 'EXPIRED' })
  const isLimit = algo.type === 'STOP' || algo.type === 'TAKE_PROFIT'
  const terms: PlainTerms = {
    clientOrderId: algo.clientAlgoId, side: algo.side, positionSide: algo.positionSide, type: isLimit ? 'LIMIT' : 'MARKET', timeInForce: isLimit && algo.timeInForce !== 'GTE_GTC' ? algo.timeInForce : 'GTC',
    quantity, price: isLimit ? algo.price : (0 as Price), reduceOnly: algo.reduceOnly || (state.dualSide && (algo.positionSide === 'LONG') === (algo.side === 'SELL')), closePosition: algo.closePosition,
    priceMatch: algo.priceMatch, selfTrade: algo.selfTrade, goodTillDate: algo.goodTillDate,
  }
  try {
    checkOrder(state, desk, terms)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return endAlgo(state, algo, { status: 'REJECTED', rejection: error.message })
  }
  desk.algos = desk.algos.filter((other) => other !== algo)
  admit(state, desk, terms, {
    algo, acknowledged: (order) => {
      Object.assign(algo, { actual: order, status: 'TRIGGERED', updatedAt: state.now })
      tellAlgo(state, algo)
    },
  })
  state.followed.push(algo)
}

/** Filled or cancelled in the engine: the conditional order says FINISHED a millisecond after. */
export function finishFollowed(state: TradingState): void {
  const ended = state.followed.filter(({ actual }) => actual && !isOpenOrder(actual))
  if (ended.length === 0) return
  state.followed = state.followed.filter((algo) => !ended.includes(algo))
  for (const algo of ended) schedule(state, state.now + 1, () => endAlgo(state, algo, { status: 'FINISHED' }))
}
