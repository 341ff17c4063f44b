import type { Change } from '../../src-shared/domain/change.ts'
import type { Reason } from '../../src-shared/domain/reason.ts'
import { dayOf, type DayBoundary } from '../../src-shared/domain/day.ts'
import type { ModelPair } from '../../src-shared/domain/strategy.ts'
import type { Amount, TimeMs } from '../../src-shared/domain/units.ts'

interface ComponentHealth {
  readonly healthy: boolean
  readonly detail: string
  readonly heardAt: TimeMs
}

/** How many trades in a row a strategy has lost, and when the last loss was. */
export interface Streak {
  readonly lossStreak: number
  readonly lastLossAt: TimeMs | null
}

/** Of a strategy that has closed no trade. */
export const NO_STREAK: Streak = { lossStreak: 0, lastLossAt: null }

/** What concerns the account as a whole: permissions, latches, the day, streaks. */
export interface AccountState {
  time: TimeMs
  sessionId: string
  mode: string
  configHash: string
  /** The person's switch. */
  trading: boolean
  /** True when the books were compared with the venue in this session. */
  reconciled: boolean
  readonly latches: Map<string, { readonly reason: Reason; readonly setAt: TimeMs }>
  readonly components: Map<string, ComponentHealth>
  readonly dayBoundary: DayBoundary
  /** The day that openingEquity belongs to; −1 before the first. */
  day: number
  openingEquity: Amount | null
  /** Income that is not a transfer, booked since the start of `incomeDay`. */
  incomeDay: number
  dayIncome: Amount
  /** The last day on which a trade of an earlier day was closed: what it was worth at the boundary is not kept. */
  carriedDay: number
  highWater: Amount | null
  /** Of each strategy that has closed a trade. */
  readonly streaks: Map<string, Streak>
  /** Of each strategy for which some were chosen, or none: null. All others have those of their configuration. */
  readonly models: Map<string, ModelPair | null>
  /** Of each strategy whose chosen ones answer for some instruments only. */
  readonly modelInstruments: Map<string, readonly string[]>
  venueHeardAt: TimeMs | null
  /** Send times of orders, newest last; only the last minute matters. */
  readonly sentTimes: TimeMs[]
}

export const newAccountState = (dayBoundary: DayBoundary): AccountState => ({
  dayBoundary, time: 0 as TimeMs, sessionId: '', mode: '', configHash: '', trading: false, reconciled: false, latches: new Map(), components: new Map(),
  day: -1, openingEquity: null, incomeDay: -1, dayIncome: 0 as Amount, carriedDay: -1, highWater: null, streaks: new Map(), models: new Map(), modelInstruments: new Map(), venueHeardAt: null, sentTimes: [],
})

const MINUTE_MS = 60_000

/** Folds one change into the account. The only writer of AccountState. */
export function applyAccount(state: AccountState, change: Change): void {
  state.time = Math.max(state.time, change.time) as TimeMs
  switch (change.kind) {
    case 'session-started':
      Object.assign(state, { sessionId: change.sessionId, mode: change.mode, configHash: change.configHash, reconciled: false })
      return
    case 'trading-switched':
      state.trading = change.on
      return
    case 'models-chosen':
      return choose(state, change)
    case 'reconciled':
      state.reconciled = true
      return
    case 'latch-set':
      if (!state.latches.has(change.latch)) state.latches.set(change.latch, { reason: change.reason, setAt: change.time })
      return
    case 'latch-cleared':
      state.latches.delete(change.latch)
      return
    case 'component-marked':
      state.components.set(change.component, { healthy: change.healthy, detail: change.detail, heardAt: change.time })
      return
    case 'day-opened':
      // A day by another calendar has begun at another instant, and what it began with says nothing about this one.
      if (change.boundary !== state.dayBoundary) return
      state.day = change.day
      state.openingEquity = change.openingEquity
      return
    case 'high-water-raised':
      state.highWater = change.equity
      return
    case 'venue-heard':
      state.venueHeardAt = change.time
      return
    case 'attempt-sent':
      return sent(state, change.time)
    case 'ledger-posted':
      return post(state, change.entry)
    case 'trade-closed':
      return streak(state, change.trade)
    default:
  }
}

function choose({ models, modelInstruments }: AccountState, { strategyId, models: chosen, instruments }: Extract<Change, { kind: 'models-chosen' }>): void {
  models.set(strategyId, chosen)
  if (instruments) modelInstruments.set(strategyId, instruments)
  else modelInstruments.delete(strategyId)
}

function sent(state: AccountState, time: TimeMs): void {
  state.sentTimes.push(time)
  while (state.sentTimes.length > 0 && state.sentTimes[0]! <= time - MINUTE_MS) state.sentTimes.shift()
}

/** A transfer is no profit: the marks that losses are measured from move with it. */
function post(state: AccountState, entry: Extract<Change, { kind: 'ledger-posted' }>['entry']): void {
  if (entry.kind === 'transfer') {
    if (state.openingEquity !== null) state.openingEquity = (state.openingEquity + entry.amount) as Amount
    if (state.highWater !== null) state.highWater = (state.highWater + entry.amount) as Amount
    return
  }
  const day = dayOf(entry.time, state.dayBoundary)
  if (day < state.incomeDay) return
  state.dayIncome = ((day > state.incomeDay ? 0 : state.dayIncome) + entry.amount) as Amount
  state.incomeDay = day
}

function streak(state: AccountState, { strategyId, realized, fees, funding, openedAt, closedAt }: Extract<Change, { kind: 'trade-closed' }>['trade']): void {
  const closedDay = dayOf(closedAt, state.dayBoundary)
  if (dayOf(openedAt, state.dayBoundary) < closedDay) state.carriedDay = closedDay
  const net = realized + fees + funding
  const { lossStreak, lastLossAt } = state.streaks.get(strategyId) ?? NO_STREAK
  state.streaks.set(strategyId, net < 0 ? { lossStreak: lossStreak + 1, lastLossAt: closedAt } : { lossStreak: 0, lastLossAt })
}
