import { amountAsFloat } from '../../src-shared/domain/instrument.ts'
import type { GuardVerdict } from '../../src-shared/domain/decision.ts'
import type { RiskSettings } from '../../src-shared/domain/strategy.ts'
import type { Amount } from '../../src-shared/domain/units.ts'
import type { Fall } from './losses.ts'
import type { RiskContext } from './risk-context.ts'

/** Judges one thing about an entry. Never throws; what it needs and does not know refuses. */
export type Guard = (context: RiskContext, settings: RiskSettings) => GuardVerdict

interface Measure {
  readonly guard: string
  readonly value: number | null
  readonly limit: number
  readonly unit: string
}

/** Allows a value up to and including the limit. NaN on either side refuses. */
export function atMost({ guard, value, limit, unit }: Measure): GuardVerdict {
  if (value === null || Number.isNaN(value) || Number.isNaN(limit)) return unknown(guard, limit, unit)
  return { guard, verdict: value <= limit ? 'allow' : 'refuse', value, limit, unit }
}

/** Allows a value from the limit up. NaN on either side refuses. */
export function atLeast({ guard, value, limit, unit }: Measure): GuardVerdict {
  if (value === null || Number.isNaN(value) || Number.isNaN(limit)) return unknown(guard, limit, unit)
  return { guard, verdict: value >= limit ? 'allow' : 'refuse', value, limit, unit }
}

/** Allows true. */
export function mustBe(guard: string, fact: boolean | null, unit: string): GuardVerdict {
  return atLeast({ guard, value: fact === null ? null : Number(fact), limit: 1, unit })
}

export const unknown = (guard: string, limit: number, unit: string): GuardVerdict => ({ guard, verdict: 'refuse', value: Number.NaN, limit, unit })

/** Compares exact amounts and shows them as numbers. */
export function amountAtMost(guard: string, value: Amount | null, limit: Amount | null, asset: string): GuardVerdict {
  const shownLimit = limit === null ? Number.NaN : amountAsFloat(limit)
  if (value === null || limit === null) return unknown(guard, shownLimit, asset)
  return { guard, verdict: value <= limit ? 'allow' : 'refuse', value: amountAsFloat(value), limit: shownLimit, unit: asset }
}

/** Allows a fall that has not reached its limit. */
export function fallVerdict(guard: string, fall: Fall | null, limit: number, unit: string): GuardVerdict {
  if (!fall) return unknown(guard, limit, unit)
  return { guard, verdict: fall.breached ? 'refuse' : 'allow', value: fall.fraction, limit, unit }
}
