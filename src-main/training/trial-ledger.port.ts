import type { TrialKind, TrialRow } from '../../src-shared/contract/evaluation-views.ts'

/** Which candles a trial looks at: what another looks at, too, both were chosen on. */
export interface TrialData {
  /** Its name, by content or by instruments and span. */
  readonly dataHash: string
  readonly instruments: readonly string[]
  /** Milliseconds UTC, from the first open to the last close. */
  readonly from: number
  readonly to: number
}

export interface NewTrial {
  readonly kind: TrialKind
  readonly strategyId: string
  readonly data: TrialData
  /** What differs from other trials, for people. */
  readonly parameters: TrialRow['parameters']
}

/** One place per UTC day, ascending: its beginning in milliseconds, and the net return on the equity at its beginning. */
export interface DailyReturns {
  readonly day: readonly number[]
  readonly net: readonly number[]
}

export type TrialOutcome = { readonly state: 'done'; readonly days: DailyReturns; readonly trades: number } | { readonly state: 'failed' }

/** As `NewTrial`, and what has become of it. */
export interface TrialRecord extends NewTrial {
  /** Of its beginning in the chain. */
  readonly sequence: number
  readonly trialId: string
  readonly startedAt: number
  readonly state: TrialRow['state']
  /** Null as long as it has not come to an end: it counts all the same. */
  readonly days: DailyReturns | null
  readonly trades: number | null
  /** Of its newest link in the chain. */
  readonly hash: string
}

/** The first link that does not hold, and what is wrong there: its content is not what was written, it is not there, or the newest were cut off. */
export interface BrokenLink {
  readonly sequence: number
  readonly how: 'altered' | 'missing' | 'cut-off'
}

/**
 * Every fit and back-test that looked at data, counted by the machine. Laws: a trial is begun before anything of its data is read, so that neither
 * crash nor cancel hides it; it ends at most once; nothing is ever altered or removed.
 */
export interface TrialLedger {
  /** Answers its id. Rejects where the newest links are gone: what is written after them would hide that. */
  begin(trial: NewTrial): Promise<string>
  /** Rejects for a trial that was not begun or has ended. */
  end(trialId: string, outcome: TrialOutcome): Promise<void>
  /** Of all accounts in one place: all with the same data hash, and all that share an instrument at a time; the same run made again is told once, as its newest trial, or as `own`. Rejects where the chain is broken: nothing is proven by such a count. */
  onData(data: TrialData, own?: string): Promise<readonly TrialRecord[]>
  /** Oldest first, whatever the chain is like. */
  all(): Promise<readonly TrialRecord[]>
  /** Looks at every link. Null: all hold. */
  broken(): Promise<BrokenLink | null>
}
