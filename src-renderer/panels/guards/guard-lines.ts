import type { GuardView, StatusView } from '../../../src-shared/contract/views.ts'
import { measureKind } from '../../format/measure.ts'
import { GUARD_EFFECTS, type GuardEffect } from './catalogue.ts'
import { liveGuards } from './live-guards.ts'

type GuardState = 'tripped' | 'unknown' | 'near' | 'holds' | 'unchecked'

export interface GuardLine {
  readonly guard: string
  readonly effect: GuardEffect
  /** Undefined: no entry was wanted yet, so it was not asked. */
  readonly view: GuardView | undefined
  /** True when the value is of now; else it is of the newest entry that was wanted. */
  readonly isLive: boolean
  readonly state: GuardState
  /** Used part of the limit; null where there is no more or less. */
  readonly used: number | null
  /** From which used part on it is near. */
  readonly warnAt: number
  /** What is left to the limit, in the guard's unit. */
  readonly headroom: number | null
}

/** Where the strategy has no warning of its own. */
const WARN_AT = 0.8

/** These must not fall below their limit; all others must not rise above it. */
const FLOORS: ReadonlySet<string> = new Set(['liquidation-distance'])

/** How much of the limit is used. A floor is used up when the value has come down to it. */
export function usedPart({ guard, value, limit, unit }: GuardView): number | null {
  if (value === null || limit === null || limit <= 0 || measureKind(unit) === 'switch') return null
  if (FLOORS.has(guard)) return value <= 0 ? 1 : limit / value
  return Math.max(0, value / limit)
}

export function headroomOf({ guard, value, limit, unit }: GuardView): number | null {
  if (value === null || limit === null || limit <= 0 || measureKind(unit) === 'switch') return null
  return FLOORS.has(guard) ? value - limit : limit - value
}

/** All guards, those nearest to their limit first. What the status tells of now goes before what the newest entry was told. */
export function guardLines(status: Pick<StatusView, 'guards'> & StatusView): readonly GuardLine[] {
  const live = new Map(liveGuards(status).map((view) => [view.guard, view]))
  const asked = new Map(status.guards.map((view) => [view.guard, view]))
  const names = [...new Set([...Object.keys(GUARD_EFFECTS), ...asked.keys()])]
  const lines = names.map((guard) => lineOf(guard, live.get(guard) ?? asked.get(guard), live.has(guard), status))
  return lines.toSorted((a, b) => RANKS[a.state] - RANKS[b.state] || (b.used ?? -1) - (a.used ?? -1))
}

const RANKS: Readonly<Record<GuardState, number>> = { tripped: 0, unknown: 1, near: 2, holds: 3, unchecked: 4 }

function lineOf(guard: string, view: GuardView | undefined, isLive: boolean, { limits }: StatusView): GuardLine {
  const used = view ? usedPart(view) : null
  const usual = guard === 'margin-use' ? limits.marginUseWarn / limits.marginUseMax : WARN_AT
  // A guard that warns by itself knows better where that begins.
  const warnAt = view?.verdict === 'warn' && used !== null ? Math.min(usual, used) : usual
  return { guard, effect: GUARD_EFFECTS[guard] ?? 'refuse', view, isLive, used, warnAt, headroom: view ? headroomOf(view) : null, state: stateOf(view, used, warnAt) }
}

function stateOf(view: GuardView | undefined, used: number | null, warnAt: number): GuardState {
  if (!view) return 'unchecked'
  if (view.value === null) return 'unknown'
  if (view.verdict === 'refuse') return 'tripped'
  return view.verdict === 'warn' || (used !== null && used >= warnAt) ? 'near' : 'holds'
}
