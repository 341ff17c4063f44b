import type { BinanceChoice } from './binance-choice.ts'

/** A sentence that the window writes in the person's language. A code it does not know is shown as it is, with its values. */
export interface Told {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

export type AskAnswer = { readonly accepted: true } | { readonly accepted: false; readonly reason: Told }

export type ModeName = 'demo' | 'replay' | 'paper' | 'live'

/** What the program is doing as a whole. Trading is possible in 'running' only; in every other phase no engine decides anything. */
export interface WorkstationView {
  readonly phase: 'choosing' | 'starting' | 'running' | 'ended' | 'failed'
  readonly mode: ModeName | null
  readonly program: { readonly name: string; readonly version: string }
  /** What is being done while starting, or went wrong. */
  readonly told: Told | null
  /** 0 to 1 while starting, null when it cannot be said. */
  readonly part: number | null
  /** How often the engine's process has died in the last five minutes. At three it does exits only. */
  readonly recentCrashes: number
  readonly exitsOnly: boolean
}

/** What a person may choose to run. */
export type Opening =
  | { readonly mode: 'demo'; readonly seed: number; readonly speed: number; readonly edge: 'trend' | 'none' }
  | { readonly mode: 'replay'; readonly instruments: readonly string[]; readonly from: number | null; readonly to: number | null; readonly speed: number | null; readonly strategyId?: string | undefined }
  /** On live prices with simulated money. A speed is for a venue of the program's own; with the clock 'server' the time of one on this computer is what its messages say. */
  | { readonly mode: 'paper'; readonly venue: BinanceChoice; readonly instruments: readonly string[]; readonly speed?: number | undefined; readonly clock?: 'server' | undefined; readonly strategyId?: string | undefined; readonly recordGb?: number | undefined }

/** Archived candles that a replay can run on. */
export interface ArchivedSpan {
  readonly instrumentId: string
  readonly intervalMs: number
  readonly from: number
  readonly to: number
  readonly candles: number
}

/** Pieces of work on archived candles that learning is made of. */
export type LearnKind = 'feasibility' | 'labels' | 'dataset' | 'evaluation'

export interface JobView {
  readonly jobId: string
  readonly kind: 'export' | 'backtest' | 'sweep' | 'collect' | LearnKind
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  /** 0 to 1, null when it cannot be said. */
  readonly part: number | null
  readonly secondsLeft: number | null
  readonly told: Told | null
  /** What it made: a file's proposed name and size. */
  readonly file: { readonly name: string; readonly bytes: number } | null
  /** The run that it made, once it is done. */
  readonly runId: string | null
}

export type ExportTable = 'log' | 'trades' | 'fills' | 'orders' | 'ledger' | 'decisions'

/** How the engine's process is. `turnMs` is the median of the last turns of real time; null before the first. */
export interface VitalsView {
  readonly turnMs: number | null
  readonly memoryMb: number
  readonly journalSequence: number | null
  /** The engine's time of the last durable commit. */
  readonly journalledAt: number | null
  readonly decisions: number
}

export type StartedJob = { readonly accepted: true; readonly jobId: string } | Extract<AskAnswer, { accepted: false }>
