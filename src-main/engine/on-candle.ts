import type { Candle } from '../../src-shared/domain/candle.ts'
import type { FeatureVector } from '../../src-shared/domain/forecast.ts'
import { DAY_MS, type Amount, type TimeMs } from '../../src-shared/domain/units.ts'
import { unrealizedOf } from '../ledger/equity.ts'
import { judgeCandle } from '../market-data/market-state.ts'
import { dayOf } from './account-state.ts'
import type { Emit } from './settle.ts'
import type { EngineState } from './state.ts'
import { equity } from './views.ts'

/** A closed candle: the market goes on, a new day may begin, and questions to the models arise. */
export function onCandle(state: EngineState, emit: Emit, candle: Candle): void {
  const { time } = state.account
  const judged = judgeCandle(state.market, candle)
  if (typeof judged === 'string') return emit({ kind: 'candle-refused', time, candle, reason: judged })
  if (judged > 0) emit({ kind: 'gap-found', time, instrumentId: candle.instrumentId, missing: judged })
  emit({ kind: 'candle-accepted', time, candle })
  openDay(state, emit)
  raiseHighWater(state, emit)
  for (const vector of state.completed) ask(state, emit, vector)
}

/** A question to the models, where this is a decision's time. */
function ask(state: EngineState, emit: Emit, features: FeatureVector): void {
  const { instrumentId, asOf } = features
  const { config } = state.settings
  const intervalMs = state.market.get(instrumentId)?.lastCandle?.intervalMs
  if (intervalMs !== config.decisionIntervalMs || !config.instruments.includes(instrumentId)) return
  const requestId = `${config.strategyId}/${instrumentId}/${asOf}`
  emit({ kind: 'forecast-requested', time: state.account.time, request: { requestId, modelIds: config.models, features } })
}

/**
 * The equity that the day's loss is measured from. At the boundary it is the equity of the moment; later it is worked back from what was
 * booked since, and where that cannot be known it stays unknown, which refuses entries.
 */
export function openDay(state: EngineState, emit: Emit): void {
  const { account } = state
  const day = dayOf(account.time)
  if (day === account.day || !account.reconciled) return
  const openingEquity = equityAt(state, (day * DAY_MS) as TimeMs)
  if (openingEquity !== null) emit({ kind: 'day-opened', time: account.time, day, openingEquity })
}

function equityAt(state: EngineState, boundary: TimeMs): Amount | null {
  const { account, ledger, settings } = state
  if (account.carriedDay === dayOf(boundary)) return null
  const income = account.incomeDay === dayOf(boundary) ? account.dayIncome : 0
  let sum = (ledger.wallets.get(settings.asset) ?? 0) - income
  for (const { position, openedAt, realized } of ledger.trades.values()) {
    if (openedAt >= boundary) continue
    const market = state.market.get(position.instrumentId)
    // Partly closed since: what was held at the boundary is not what is held now.
    if (!market?.dayOpen || market.dayOpen.time !== boundary || realized !== 0) return null
    sum += unrealizedOf(position, market.version, market.dayOpen.price)
  }
  return sum as Amount
}

function raiseHighWater(state: EngineState, emit: Emit): void {
  const now = state.account.reconciled ? equity(state) : null
  if (now !== null && now > (state.account.highWater ?? 0)) emit({ kind: 'high-water-raised', time: state.account.time, equity: now })
}
