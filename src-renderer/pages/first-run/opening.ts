import type { ArchivedSpan, Opening } from '../../../src-shared/contract/workstation-views.ts'

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
}

export const FIRST_DEMO: DemoChoice = { seed: '5', speed: 60, edge: 'trend' }
export const FIRST_REPLAY: ReplayChoice = { instruments: [], from: '', to: '', speed: 300 }

export const DEMO_SPEEDS: readonly number[] = [1, 10, 60, 300, 1_000]
export const REPLAY_SPEEDS: readonly (number | null)[] = [10, 60, 300, 1_000, null]
export const INSTRUMENTS_MAX = 50

const SEED_MAX = 999_999
const DAY_MS = 86_400_000

/** Undefined: the seed is not a whole number that a market can be made from. */
export function demoOpening({ seed, speed, edge }: DemoChoice): Opening | undefined {
  return /^\d{1,6}$/.test(seed.trim()) && Number(seed) <= SEED_MAX ? { mode: 'demo', seed: Number(seed), speed, edge } : undefined
}

/** Undefined: no instrument, more than can be replayed, or a span that ends before it begins. The day in `to` is included. */
export function replayOpening({ instruments, from, to, speed }: ReplayChoice): Opening | undefined {
  const [start, end] = [dayStart(from), dayStart(to)]
  if (instruments.length === 0 || instruments.length > INSTRUMENTS_MAX) return undefined
  const until = end === null ? null : end + DAY_MS
  return start !== null && until !== null && until <= start ? undefined : { mode: 'replay', instruments, from: start, to: until, speed }
}

const dayStart = (date: string): number | null => (date === '' ? null : Date.parse(`${date}T00:00:00Z`))

/** What is archived of one instrument, over all its intervals and spans. */
export interface ArchivedInstrument {
  readonly instrumentId: string
  readonly from: number
  readonly to: number
  readonly candles: number
}

/** One line per instrument, in the order of their names. */
export function archivedInstruments(spans: readonly ArchivedSpan[]): readonly ArchivedInstrument[] {
  const found = new Map<string, ArchivedInstrument>()
  for (const { instrumentId, from, to, candles } of spans) {
    const known = found.get(instrumentId)
    found.set(instrumentId, known ? { instrumentId, from: Math.min(known.from, from), to: Math.max(known.to, to), candles: known.candles + candles } : { instrumentId, from, to, candles })
  }
  return [...found.values()].toSorted((a, b) => (a.instrumentId < b.instrumentId ? -1 : 1))
}
