import type { BudgetView } from '../../src-shared/contract/data-views.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'

/** How far a collection is. */
export interface CollectState {
  /** Read in this collection. */
  readonly rows: number
  readonly rowsPerSecond: number | null
  readonly budget: BudgetView | null
  /** 0 to 1 of the weight that all requests cost. */
  readonly part: number
  readonly secondsLeft: number | null
  readonly instruments: readonly { readonly instrumentId: string; readonly part: number; readonly told: Told | null }[]
}

interface Of {
  weight: number
  done: number
  told: Told | null
}

/** Counts what was done, by weight: that is what a collection's time goes into. */
export class CollectCount {
  readonly #clock: Clock
  readonly #began: number
  readonly #instruments: Map<string, Of>
  #rows = 0

  constructor(clock: Clock, names: readonly string[]) {
    this.#clock = clock
    this.#began = clock.now()
    this.#instruments = new Map(names.map((name) => [name, { weight: 0, done: 0, told: null }]))
  }

  plan(instrumentId: string, weight: number): void {
    this.#of(instrumentId).weight += weight
  }

  did(instrumentId: string, weight: number, rows: number): void {
    this.#of(instrumentId).done += weight
    this.#rows += rows
  }

  tell(instrumentId: string, told: Told): void {
    this.#of(instrumentId).told ??= told
  }

  toldOf(instrumentId: string): Told | null {
    return this.#of(instrumentId).told
  }

  state(budget: BudgetView | null): CollectState {
    const seconds = (this.#clock.now() - this.#began) / 1_000
    const all = [...this.#instruments.values()]
    const [weight, done] = [all.reduce((sum, one) => sum + one.weight, 0), all.reduce((sum, one) => sum + one.done, 0)]
    return {
      rows: this.#rows, rowsPerSecond: seconds > 0 ? this.#rows / seconds : null, budget, part: weight > 0 ? Math.min(1, done / weight) : 0, secondsLeft: secondsLeft(weight - done, done / seconds, budget),
      instruments: Array.from(this.#instruments, ([instrumentId, one]) => ({ instrumentId, part: one.weight > 0 ? Math.min(1, one.done / one.weight) : 0, told: one.told })),
    }
  }

  #of(instrumentId: string): Of {
    const found = this.#instruments.get(instrumentId)
    if (!found) throw new RangeError(`${instrumentId} is not among what is collected`)
    return found
  }
}

/** As long as at the present pace, but no shorter than the budget allows: the pace of the first seconds is that of a minute that was not spent yet. */
function secondsLeft(weight: number, weightPerSecond: number, budget: BudgetView | null): number | null {
  if (!(weightPerSecond > 0)) return null
  const atPace = weight / weightPerSecond
  if (!budget) return atPace
  const perMinute = Math.max(1, budget.limit * budget.share)
  const restNow = Math.max(0, perMinute - budget.used)
  return Math.max(0, weight <= restNow ? Math.min(atPace, 60) : (Math.max(0, weight - restNow) / perMinute) * (MINUTE_MS / 1_000)) + budget.closedForMs / 1_000
}
