import type { Candidate, ModelAsk, ModelMove, MovedStatus, RegisteredPair } from '../training/model-register.port.ts'
import type { Link } from './trial-links.ts'

/** Why a status changed: somebody asked for it, another was promoted in its place, or somebody went back. */
type MoveCause = 'asked' | 'replaced' | 'rolled-back'

export interface MovePayload extends ModelMove {
  readonly status: MovedStatus
  readonly cause: MoveCause
}

/** Who was promoted for a strategy, one after the other; the last one is now. Null: its own pair. */
export type Promotions = readonly (string | null)[]

export interface Standing {
  /** In the order of their first registration. */
  readonly pairs: ReadonlyMap<string, RegisteredPair>
  readonly promotions: ReadonlyMap<string, Promotions>
}

/** What links of models, oldest first, have come to. */
export function standingOf(links: readonly Link[]): Standing {
  const pairs = new Map<string, RegisteredPair>()
  const promotions = new Map<string, Promotions>()
  for (const { kind, subject, time, payload } of links) {
    const known = pairs.get(subject)
    if (kind === 'model-registered') pairs.set(subject, registered(payload as Candidate, known, time))
    else if (kind === 'model-moved' && known) {
      const { status, by, reason, override, cause } = payload as MovePayload
      pairs.set(subject, { ...known, status, history: [...known.history, { time, status, by, reason, override }] })
      promotions.set(known.strategyId, promotionsAfter(promotions.get(known.strategyId) ?? [], subject, status, cause))
    }
  }
  return { pairs, promotions }
}

function registered(candidate: Candidate, known: RegisteredPair | undefined, time: number): RegisteredPair {
  const { status, createdAt, history } = known ?? { status: 'trained' as const, createdAt: time, history: [{ time, status: 'trained' as const, by: 'evaluation', reason: null, override: false }] }
  return { ...candidate, status, shipped: false, createdAt, history }
}

function promotionsAfter(before: Promotions, candidateId: string, status: MovedStatus, cause: MoveCause): Promotions {
  if (cause === 'replaced') return before
  if (cause === 'rolled-back') return status === 'promoted' ? before.slice(0, before.lastIndexOf(candidateId) + 1) : before.slice(0, -1)
  if (status === 'promoted') return [...before, candidateId]
  // Whoever takes a pair out of use does not want it back by going back.
  const others = before.filter((other) => other !== candidateId)
  return before.at(-1) === candidateId ? [...others, null] : others
}

/** Who is promoted after going back, and undefined where there is nothing to go back to. */
export function promotedBefore(promotions: Promotions): string | null | undefined {
  const now = promotions.at(-1) ?? null
  const before = promotions.slice(0, -1).findLast((one) => one !== now)
  return before === undefined && now === null ? undefined : (before ?? null)
}

export const moved = (status: MovedStatus, { by, reason }: ModelAsk, cause: MoveCause, override = false): MovePayload => ({ status, by, reason, override, cause })
