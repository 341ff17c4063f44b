/** What stands under the top bar, one at a time: the first of this list that holds. */
export type Banner =
  | { readonly kind: 'locked' }
  | { readonly kind: 'lost'; readonly lostMs: number; readonly stops: number }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'unprotected'; readonly instruments: readonly string[]; readonly nakedMs: number }
  | { readonly kind: 'exits-only'; readonly crashes: number }
  | { readonly kind: 'frozen'; readonly ageMs: number; readonly stops: number }
  | { readonly kind: 'latched'; readonly latches: readonly string[] }
  | { readonly kind: 'ended' }
  | { readonly kind: 'invite' }

export interface BannerFacts {
  readonly connection: 'open' | 'connecting' | 'lost' | 'locked'
  /** How long the connection has been as it is. */
  readonly connectionMs: number
  readonly exitsOnly: boolean
  readonly recentCrashes: number
  readonly latches: readonly string[]
  /** Age of the newest price, null when none is known. */
  readonly marketMs: number | null
  /** Positions with a stop that was last known to rest. */
  readonly stops: number
  /** The record is at its end. */
  readonly ended: boolean
  /** Trading was never started in this session, and could be. */
  readonly inviting: boolean
  readonly unprotected: readonly { readonly instrumentId: string; readonly nakedMs: number; readonly seenMs: number }[]
}

/** A first connection takes no longer than this. */
const PATIENCE_MS = 2_000
/** Every position is without a stop for the moment until the venue answers. */
const GRACE_MS = 1_000
/** Prices older than this lose their colour. A refusal of entries comes far earlier. */
export const FROZEN_MS = 10_000

export const SEVERITY: Readonly<Record<Banner['kind'], 'danger' | 'warn' | 'info'>> = {
  locked: 'danger', lost: 'danger', connecting: 'info', unprotected: 'danger', 'exits-only': 'danger', frozen: 'danger', latched: 'warn', ended: 'info', invite: 'info',
}

/** Without the engine nothing else that was heard is news any more. */
export function chooseBanner(facts: BannerFacts): Banner | null {
  const { connection, connectionMs } = facts
  if (connection === 'locked') return { kind: 'locked' }
  if (connection === 'lost') return { kind: 'lost', lostMs: connectionMs, stops: facts.stops }
  if (connection === 'connecting') return connectionMs > PATIENCE_MS ? { kind: 'connecting' } : null
  return ofEngine(facts)
}

function ofEngine(facts: BannerFacts): Banner | null {
  const { exitsOnly, recentCrashes, marketMs, stops } = facts
  const naked = facts.unprotected.filter(({ seenMs }) => seenMs >= GRACE_MS)
  if (naked.length > 0) return { kind: 'unprotected', instruments: naked.map(({ instrumentId }) => instrumentId), nakedMs: Math.max(...naked.map(({ nakedMs }) => nakedMs)) }
  if (exitsOnly) return { kind: 'exits-only', crashes: recentCrashes }
  if (marketMs !== null && marketMs >= FROZEN_MS) return { kind: 'frozen', ageMs: marketMs, stops }
  return ofPerson(facts)
}

/** Nothing is wrong with the machine; something waits for a person. */
function ofPerson({ latches, ended, inviting }: BannerFacts): Banner | null {
  if (latches.length > 0) return { kind: 'latched', latches }
  if (ended) return { kind: 'ended' }
  return inviting ? { kind: 'invite' } : null
}

/** Whether values may look fresh: not while what they came from is gone or old. */
export const isFrozen = ({ connection, marketMs }: Pick<BannerFacts, 'connection' | 'marketMs'>): boolean => connection !== 'open' || (marketMs !== null && marketMs >= FROZEN_MS)
