import type { Opening } from '../../src-shared/contract/workstation-views.ts'

/** A mode to begin with, and what only a command line can say about it. */
export interface Beginning {
  readonly opening: Opening
  /** An account that is new trades without being told to; a record is traded from its first candle. */
  readonly trading: boolean
  /** The market stands still at first. */
  readonly paused?: boolean
  readonly accountId?: string
  readonly strategyId?: string
  readonly policyId?: 'expected-value' | 'random-entry' | 'seeded-random'
}
