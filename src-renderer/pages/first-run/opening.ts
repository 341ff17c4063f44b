import type { Opening } from '../../../src-shared/contract/workstation-views.ts'
import { spanOf } from '../../panels/archive/span.ts'
import { namesIn } from '../../panels/collect/wish.ts'

/** What a person may choose of a demo. */
export interface DemoChoice {
  readonly seed: string
  readonly speed: number
  readonly edge: 'trend' | 'none'
}

/** Dates as the browser's date field writes them; '' is the end of what there is. */
export interface ReplayChoice {
  readonly instruments: readonly string[]
  readonly from: string
  readonly to: string
  readonly speed: number | null
  /** '': the usual one. */
  readonly strategyId: string
}

/** `instruments` as they were typed, with commas or blanks between them. */
export interface PaperChoice {
  readonly venue: 'production' | 'demo' | 'local'
  readonly instruments: string
}

export const FIRST_PAPER: PaperChoice = { venue: 'production', instruments: 'BTCUSDT, ETHUSDT, SOLUSDT, XRPUSDT, DOGEUSDT' }
export const FIRST_DEMO: DemoChoice = { seed: '5', speed: 60, edge: 'trend' }
export const FIRST_REPLAY: ReplayChoice = { instruments: [], from: '', to: '', speed: 300, strategyId: '' }

export const DEMO_SPEEDS: readonly number[] = [1, 10, 60, 300, 1_000]
export const REPLAY_SPEEDS: readonly (number | null)[] = [10, 60, 300, 1_000, null]
export const INSTRUMENTS_MAX = 50

const SEED_MAX = 999_999

/** Undefined: no instrument, or more than can be followed. */
export function paperOpening({ venue, instruments }: PaperChoice): Opening | undefined {
  const names = namesIn(instruments)
  return names && { mode: 'paper', venue: venue === 'local' ? { name: venue, port: null } : { name: venue }, instruments: names }
}

/** Undefined: the seed is not a whole number that a market can be made from. */
export function demoOpening({ seed, speed, edge }: DemoChoice): Opening | undefined {
  return /^\d{1,6}$/.test(seed.trim()) && Number(seed) <= SEED_MAX ? { mode: 'demo', seed: Number(seed), speed, edge } : undefined
}

/** Undefined: no instrument, more than can be replayed, or a span that ends before it begins. The day in `to` is included. */
export function replayOpening({ instruments, from, to, speed, strategyId }: ReplayChoice): Opening | undefined {
  const span = spanOf(from, to)
  if (!span || instruments.length === 0 || instruments.length > INSTRUMENTS_MAX) return undefined
  return { mode: 'replay', instruments, ...span, speed, ...(strategyId === '' ? {} : { strategyId }) }
}

