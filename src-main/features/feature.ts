import type { Block } from './block.ts'

/** What a feature is. All but `use`, `bases` and `fill` is hashed into the feature set; raise `revision` when the numbers change and the words do not. */
export interface Feature {
  readonly name: string
  readonly definition: string
  /** In candles that end with the newest: these are read, and for averages the `seed`, and no others. */
  readonly window: number
  readonly unit: string
  readonly source: string
  /** When the value is NaN though everything it needs is there. */
  readonly missing: string
  readonly revision: number
  /** Of exponential averages: the candles before 00:00 UTC that they are begun from, anew each day. They go on through the candles of the day. */
  readonly seed?: number
  /** How far back the settlements must be known, in milliseconds. */
  readonly fundingMs?: number
  /** Needs the candle of BTC that closes at the same time. */
  readonly regime?: true
  /** Models get what is free of scale. What has the scale of an instrument's prices or volumes is for people to look at. */
  readonly use: 'input' | 'display'
  /** What it needs of others, made before. */
  readonly bases: readonly Base[]
  /** Writes the value of every wanted candle. */
  readonly fill: (block: Block, out: Float64Array) => void
}

/** Something that several features need, made once for all of them. */
export type Base = (block: Block) => void

export const CANDLES = 'closed candles of the decision interval'
/** By then an average of 200 has forgotten where it began, but for its last bits. */
export const SEED_CANDLES = 4_000
