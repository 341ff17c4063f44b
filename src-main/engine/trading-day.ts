import { dayOf, dayStart } from '../../src-shared/domain/day.ts'
import type { Amount, TimeMs } from '../../src-shared/domain/units.ts'
import { unrealizedOf } from '../ledger/equity.ts'
import type { Emit } from './settle.ts'
import type { EngineState } from './state.ts'
import { equity } from './views.ts'

/**
 * The equity that the day's loss is measured from: what the wallet held when the day began and what was open then was worth. Worked back
 * from what was booked since, so that it is the same at the boundary, later, and after a restart; where that cannot be known it stays
 * unknown, which refuses entries.
 */
export function openDay(state: EngineState, emit: Emit): void {
  const { account } = state
  const day = dayOf(account.time, account.dayBoundary)
  if (day === account.day || !account.reconciled) return
  const openingEquity = equityAt(state, day)
  if (openingEquity !== null) emit({ kind: 'day-opened', time: account.time, day, boundary: account.dayBoundary, openingEquity })
}

function equityAt(state: EngineState, day: number): Amount | null {
  const { account, ledger, settings } = state
  // What a trade that has been closed since was worth at the boundary is not kept.
  if (account.carriedDay === day) return null
  const income = account.incomeDay === day ? account.dayIncome : 0
  const boundary = dayStart(day, account.dayBoundary)
  let sum = (ledger.wallets.get(settings.asset) ?? 0) - income
  for (const { position, openedAt, realized } of ledger.trades.values()) {
    if (openedAt >= boundary) continue
    const worth = worthAt(state, boundary, position)
    // Partly closed since: what was held at the boundary is not what is held now.
    if (worth === null || realized !== 0) return null
    sum += worth
  }
  return sum as Amount
}

function worthAt({ market }: EngineState, boundary: TimeMs, position: Parameters<typeof unrealizedOf>[0]): Amount | null {
  const held = market.get(position.instrumentId)
  return held?.dayOpen?.time === boundary ? unrealizedOf(position, held.version, held.dayOpen.price) : null
}

/** What the drawdown is measured from. Looked at when candles close and when the books were compared: each rise is written. */
export function raiseHighWater(state: EngineState, emit: Emit): void {
  const now = state.account.reconciled ? equity(state) : null
  if (now !== null && now > (state.account.highWater ?? 0)) emit({ kind: 'high-water-raised', time: state.account.time, equity: now })
}
