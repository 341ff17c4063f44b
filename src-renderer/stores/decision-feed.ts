import type { DecisionRow, DecisionSeries } from '../../src-shared/contract/views.ts'
import { Decisions } from '../charts/decisions.ts'

interface DecisionQuery {
  readonly instrumentId: string
  readonly from: number
  readonly to: number
  readonly limit: number
}

interface FeedParts {
  readonly read: (query: DecisionQuery) => Promise<DecisionSeries>
  readonly changed: () => void
}

const PAGE = 2_000
const END_OF_TIME = 8_640_000_000_000_000

/** Keeps the decisions of one instrument as far back as somebody looks. */
export class DecisionFeed {
  readonly #parts: FeedParts
  #instrumentId: string | undefined
  #decisions = new Decisions()
  #wanted = Number.POSITIVE_INFINITY
  #asking: symbol | undefined

  constructor(parts: FeedParts) {
    this.#parts = parts
  }

  get decisions(): Decisions {
    return this.#decisions
  }

  open(instrumentId: string): void {
    this.#instrumentId = instrumentId
    this.#decisions = new Decisions()
    this.#wanted = Number.POSITIVE_INFINITY
    this.#asking = undefined
    this.#parts.changed()
  }

  /** Everything from this time on is wanted. */
  need(from: number): void {
    this.#wanted = Math.min(this.#wanted, from)
    this.#ask()
  }

  /** Decisions of all instruments as they are made, oldest first. */
  take(rows: readonly DecisionRow[]): void {
    const added = rows.filter(({ instrumentId, asOf, long, short, action, reason }) => {
      if (instrumentId !== this.#instrumentId) return false
      return this.#decisions.add({ asOf, long: long?.expectedValue ?? null, short: short?.expectedValue ?? null, action, reason })
    })
    if (added.length > 0) this.#parts.changed()
  }

  /** Page by page from the newest; what cannot be had is asked for again when somebody looks. */
  #ask(): void {
    const instrumentId = this.#instrumentId
    const decisions = this.#decisions
    if (instrumentId === undefined || this.#asking || this.#wanted >= decisions.from) return
    const asking = Symbol('decisions')
    const from = this.#wanted
    this.#asking = asking
    this.#parts.read({ instrumentId, from, to: Math.min(decisions.from, END_OF_TIME), limit: PAGE }).then(
      (series) => {
        if (this.#asking !== asking) return
        this.#asking = undefined
        decisions.take(series, from, PAGE)
        this.#parts.changed()
        this.#ask()
      },
      () => {
        if (this.#asking !== asking) return
        this.#asking = undefined
        this.#wanted = Number.POSITIVE_INFINITY
      },
    )
  }
}
