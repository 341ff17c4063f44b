import type { DecisionSeries } from '../../src-shared/contract/views.ts'
import { Columns } from './columns.ts'

/** What came out, by how much it counts when several share a bar. */
export const OUTCOME = { none: 0, flat: 1, refused: 2, short: 3, long: 4 } as const
export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME]

/** What the decisions of one bar come to: the newest values, and the outcome that counts most. Values are percent of the notional. */
export interface BarDecision {
  readonly long: number | undefined
  readonly short: number | undefined
  readonly outcome: Outcome
}

interface DecisionPoint {
  readonly asOf: number
  readonly long: number | null
  readonly short: number | null
  readonly action: 'LONG' | 'SHORT' | 'FLAT'
  readonly reason: string
}

/** Decisions of one instrument, oldest first. */
export class Decisions {
  readonly #columns = new Columns(4)
  /** Everything from this time on is here. */
  #from = Number.POSITIVE_INFINITY

  get length(): number {
    return this.#columns.length
  }

  get from(): number {
    return this.#from
  }

  add({ asOf, long, short, action, reason }: DecisionPoint): boolean {
    return this.#columns.add([asOf, long ?? Number.NaN, short ?? Number.NaN, outcomeOf(action, reason)])
  }

  /** An answer to a question that began at `asked` and gives at most `limit` of the newest. */
  take(series: DecisionSeries, asked: number, limit: number): void {
    const { asOf, long, short, action, reason } = series
    this.#columns.merge([asOf, long.map((value) => value ?? Number.NaN), short.map((value) => value ?? Number.NaN), action.map((each, i) => outcomeOf(each, reason[i] ?? ''))])
    this.#from = Math.min(this.#from, asOf.length >= limit ? (asOf[0] ?? asked) : asked)
  }

  /** A decision belongs to the bar at whose close it was made, so to the last one that opened before it. */
  within(openTime: number, intervalMs: number): BarDecision {
    const last = this.#columns.indexAt(openTime + intervalMs)
    let outcome: Outcome = OUTCOME.none
    for (let i = last; i >= 0 && this.#columns.value(0, i) > openTime; i--) outcome = Math.max(outcome, this.#columns.value(3, i)) as Outcome
    if (outcome === OUTCOME.none) return NOTHING
    return { long: percentOf(this.#columns.value(1, last)), short: percentOf(this.#columns.value(2, last)), outcome }
  }
}

const NOTHING: BarDecision = { long: undefined, short: undefined, outcome: OUTCOME.none }

const percentOf = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value * 100)

function outcomeOf(action: DecisionPoint['action'], reason: string): Outcome {
  if (action === 'FLAT') return reason === 'refused' ? OUTCOME.refused : OUTCOME.flat
  return action === 'LONG' ? OUTCOME.long : OUTCOME.short
}
