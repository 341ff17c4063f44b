/** Why something was done, as a code and the values its sentence needs, so that it can be written in any language. Decimals are texts. */
export interface Reason {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

/** Every reason that is journalled, with the names of its values. Journals hold them: a code is never given another meaning. */
export const REASONS = {
  /** Written by an older version, as a sentence. */
  'text': ['text'],
  'lost-of-day': ['lostPercent', 'limitPercent'],
  'lost-of-highest': ['lostPercent', 'limitPercent'],
  'venue-position-differs': ['instrument'],
  'closed-unprotected': ['instrument'],
  'fill-of-lost-order': ['fill', 'order'],
  'copy-restored': ['copy', 'day'],
  'disk-test': [],
  'lost-order-filled': ['order'],
  'fill-not-journalled': ['fill', 'order'],
  'funding-not-journalled': ['entry'],
  'liquidation-fee-not-journalled': ['entry'],
  'closed-by-others': ['instrument', 'fill', 'quantity'],
  'orphan-order': ['order'],
  'position-differs': ['instrument', 'venue', 'own', 'foreign'],
  'leverage-differs': ['instrument', 'venue', 'ours'],
  'wallet-differs': ['asset', 'venue', 'ledger'],
} as const

/** Every alarm, with the names of its values. */
export const ALARMS = {
  'naked-position': ['instrument'],
  'liquidation-distance': ['instrument'],
  'custody-restless': ['instrument'],
  'exit-refused': ['order', 'refusal'],
} as const

/** Why a running engine does not do what it is asked. */
export const REFUSALS = {
  'not-ready': [],
  'latch-not-set': ['latch'],
  'not-traded-here': ['instrument'],
} as const

type Codes = Readonly<Record<string, readonly string[]>>
export type ValuesOf<Table extends Codes, Code extends keyof Table> = Readonly<Record<Table[Code][number], string | number>>

export const reason = <Code extends keyof typeof REASONS>(code: Code, values: ValuesOf<typeof REASONS, Code>): Reason => ({ code, values })
export const alarm = <Code extends keyof typeof ALARMS>(code: Code, values: ValuesOf<typeof ALARMS, Code>): Reason => ({ code, values })
export const refusal = <Code extends keyof typeof REFUSALS>(code: Code, values: ValuesOf<typeof REFUSALS, Code>): Reason => ({ code, values })
