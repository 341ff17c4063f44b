import type { Opening } from '../../src-shared/contract/workstation-views.ts'

/** A mode to begin with, and what only a command line can say about it. */
export interface Beginning {
  readonly opening: Opening
  /** An account that is new trades without being told to; a record is traded from its first candle. */
  readonly trading: boolean
  /** The market stands still at first. */
  readonly paused?: boolean
  readonly accountId?: string
  /** One, or several that share the account, with commas between them. */
  readonly strategyId?: string
  /** Whose midnight the account's day begins at; Greenwich's unless told. */
  readonly dayBoundary?: 'utc' | 'kst'
  readonly policyId?: 'expected-value' | 'random-entry' | 'seeded-random'
}
