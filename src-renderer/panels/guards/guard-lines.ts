import type { GuardView, StatusView } from '../../../src-shared/contract/views.ts'
import { measureKind } from '../../format/measure.ts'
import { GUARD_EFFECTS, type GuardEffect } from './catalogue.ts'

type GuardState = 'tripped' | 'unknown' | 'near' | 'holds' | 'per-order' | 'unchecked'

export interface GuardLine {
  readonly guard: string
  readonly effect: GuardEffect
  /** As it would answer now. Undefined: it was not asked. */
  readonly view: GuardView | undefined
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

/** It judges the form of an order, so without one it has nothing to look at. */
const PER_ORDER = 'entry-form'

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

/** All guards as they would answer now, those nearest to their limit first. */
export function guardLines(status: Pick<StatusView, 'guards' | 'limits'>): readonly GuardLine[] {
  const asked = new Map(status.guards.map((view) => [view.guard, view]))
  const names = [...new Set([...Object.keys(GUARD_EFFECTS), ...asked.keys()])]
  const lines = names.map((guard) => lineOf(guard, asked.get(guard), status))
  return lines.toSorted((a, b) => RANKS[a.state] - RANKS[b.state] || (b.used ?? -1) - (a.used ?? -1))
}

const RANKS: Readonly<Record<GuardState, number>> = { tripped: 0, unknown: 1, near: 2, holds: 3, 'per-order': 4, unchecked: 5 }

function lineOf(guard: string, view: GuardView | undefined, { limits }: Pick<StatusView, 'limits'>): GuardLine {
  const used = view ? usedPart(view) : null
  const usual = guard === 'margin-use' ? limits.marginUseWarn / limits.marginUseMax : WARN_AT
  // A guard that warns by itself knows better where that begins.
  const warnAt = view?.verdict === 'warn' && used !== null ? Math.min(usual, used) : usual
  return { guard, effect: GUARD_EFFECTS[guard] ?? 'refuse', view, used, warnAt, headroom: view ? headroomOf(view) : null, state: view ? stateOf(view, used, warnAt) : guard === PER_ORDER ? 'per-order' : 'unchecked' }
}

function stateOf(view: GuardView, used: number | null, warnAt: number): GuardState {
  if (view.value === null) return 'unknown'
  if (view.verdict === 'refuse') return 'tripped'
  return view.verdict === 'warn' || (used !== null && used >= warnAt) ? 'near' : 'holds'
}
