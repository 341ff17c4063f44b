import { cancelAlgo, endAlgo, findAlgo, isOpenAlgo, placeAlgo } from './algo-orders.ts'
import { underFaults } from './order-faults.ts'
import { algoAcknowledged, algoRow, listedAlgo } from './order-shapes.ts'
import { deskOf, idOf, textOf, type Params } from './params.ts'
import { refusal } from './refusal.ts'
import type { AlgoOrder, TradingState } from './trading-state.ts'
import { ordering, signed, type TradingRoute, type TradingVenue } from './trading-venue.ts'
import { inWindow, listLimit } from './windows.ts'

/** No code that anybody has heard of. */
const UNHEARD_OF = -4999

export function placeConditional(venue: TradingVenue, params: Params): unknown {
  if (venue.state.happens('algo-moved')) throw refusal(UNHEARD_OF, 'Conditional orders have moved.')
  return underFaults(venue, () => algoAcknowledged(placeAlgo(venue.state, params)))
}

const named = (state: TradingState, params: Params): AlgoOrder | undefined => findAlgo(state, { algoId: idOf(params, 'algoId'), clientAlgoId: textOf(params, 'clientAlgoId') })

/** The code is a text here, and a number nearly everywhere else. */
export function cancelConditional({ state }: TradingVenue, params: Params): unknown {
  const { algoId, clientAlgoId } = cancelAlgo(state, named(state, params))
  return { algoId, clientAlgoId, code: '200', msg: 'success' }
}

function queryConditional({ state }: TradingVenue, params: Params): unknown {
  const algo = named(state, params)
  if (!algo) throw refusal(-2013)
  return algoRow(algo)
}

function openConditional({ state }: TradingVenue, params: Params): unknown {
  const desk = textOf(params, 'symbol') === undefined ? undefined : deskOf(state, params)
  const algoId = idOf(params, 'algoId')
  const wanted = state.algos.filter((algo) => isOpenAlgo(algo) && state.now >= algo.visibleFrom && (desk === undefined || algo.desk === desk) && (algoId === undefined || algo.algoId === algoId))
  return wanted.map(listedAlgo)
}

function allConditional({ state }: TradingVenue, params: Params): unknown {
  const desk = deskOf(state, params)
  const from = idOf(params, 'algoId') ?? 0n
  const isIn = inWindow(params, state.now)
  const wanted = state.algos.filter((algo) => algo.desk === desk && algo.algoId >= from && isIn(algo.createdAt) && state.now >= algo.visibleFrom)
  return wanted.slice(-listLimit(params, { otherwise: 500, most: 1_000 })).map(listedAlgo)
}

function cancelAllConditional({ state }: TradingVenue, params: Params): unknown {
  for (const algo of deskOf(state, params).algos) if (algo.status === 'NEW') endAlgo(state, algo, { status: 'CANCELED' })
  return { code: 200, msg: 'The operation of cancel all open order is done.' }
}

export const algoRoutes: readonly TradingRoute[] = [
  ordering(signed('POST', '/fapi/v1/algoOrder', 0, placeConditional)), signed('GET', '/fapi/v1/algoOrder', 1, queryConditional), signed('DELETE', '/fapi/v1/algoOrder', 1, cancelConditional),
  signed('GET', '/fapi/v1/openAlgoOrders', (params) => (textOf(params, 'symbol') === undefined ? 40 : 1), openConditional), signed('GET', '/fapi/v1/allAlgoOrders', 5, allConditional),
  signed('DELETE', '/fapi/v1/algoOpenOrders', 1, cancelAllConditional),
]
