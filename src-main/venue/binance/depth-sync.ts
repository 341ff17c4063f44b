import type { OrderBook } from '../../market-data/order-book.ts'
import { decimalAt } from './decimal-at.ts'
import type { DepthSnapshot } from './read-market.ts'

type Levels = readonly (readonly [string, string])[]

/** `depthUpdate` of a perpetual: changes from U to u, after those that ended with pu. */
export interface DepthUpdate {
  readonly U: number
  readonly u: number
  readonly pu: number
  readonly b: Levels
  readonly a: Levels
}

/** 'unreadable': a number in it is none, so what rests there is not known any more. */
export type DepthStep = 'applied' | 'waiting' | 'old' | 'gap' | 'unreadable'

interface Decimals {
  readonly priceDecimals: number
  readonly quantityDecimals: number
}

/** More than any venue sends within the time a snapshot takes. */
const WAITING_MAX = 5_000

/**
 * Keeps a book in step with its stream: changes wait for a snapshot, those it holds already are dropped, the first one must reach into it, and from
 * then on each must follow the one before (`pu`). After a gap the book is empty and waits for another snapshot: a book with a hole lies.
 */
export class DepthSync {
  readonly #book: OrderBook
  readonly #decimals: Decimals
  #waiting: DepthUpdate[] = []
  /** The last change in the book; null while there is no book. */
  #last: number | null = null
  #isFirst = false

  constructor(book: OrderBook, decimals: Decimals) {
    this.#book = book
    this.#decimals = decimals
  }

  get isReady(): boolean {
    return this.#last !== null && !this.#isFirst
  }

  /** Changes have come that wait for a snapshot. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /** The last change that is in the book; null while there is none. */
  get lastUpdateId(): number | null {
    return this.#last
  }

  update(update: DepthUpdate): DepthStep {
    if (this.#last === null) return this.#wait(update)
    // The same may come by two connections.
    if (update.u < this.#last || (update.u === this.#last && (this.#isFirst || update.pu !== this.#last))) return 'old'
    const follows = update.pu === this.#last || (this.#isFirst && update.U <= this.#last)
    if (!follows) return this.#lose('gap', update)
    if (!this.#apply(update)) return this.#lose('unreadable')
    this.#last = update.u
    this.#isFirst = false
    return 'applied'
  }

  /** What has waited is applied to it. 'gap' when it is older than what has waited: ask for a newer one. */
  snapshot({ lastUpdateId, bids, asks }: DepthSnapshot): DepthStep {
    this.#book.clear()
    if (!this.#apply({ b: bids, a: asks })) return this.#lose('unreadable')
    this.#last = lastUpdateId
    this.#isFirst = true
    const waiting = this.#waiting
    this.#waiting = []
    for (const update of waiting) {
      const step = this.update(update)
      if (step === 'unreadable') return step
      if (step === 'gap') return this.#keep(waiting.slice(waiting.indexOf(update)))
    }
    return 'applied'
  }

  /** The link was lost: what comes next follows nothing. */
  reset(): void {
    this.#last = null
    this.#waiting = []
    this.#book.clear()
  }

  #wait(update: DepthUpdate): DepthStep {
    // What has waited so long will be in any snapshot that comes now.
    if (this.#waiting.length >= WAITING_MAX) this.#waiting = []
    const before = this.#waiting.at(-1)
    if (before && update.u <= before.u) return 'old'
    if (before && update.pu !== before.u) this.#waiting = []
    this.#waiting.push(update)
    return 'waiting'
  }

  #lose(step: DepthStep, first?: DepthUpdate): DepthStep {
    this.reset()
    if (first) this.#waiting = [first]
    return step
  }

  #keep(waiting: DepthUpdate[]): DepthStep {
    this.reset()
    this.#waiting = waiting
    return 'gap'
  }

  #apply({ b, a }: Pick<DepthUpdate, 'b' | 'a'>): boolean {
    return this.#applySide(this.#book.bids, b) && this.#applySide(this.#book.asks, a)
  }

  #applySide(side: OrderBook['bids'], levels: Levels): boolean {
    const { priceDecimals, quantityDecimals } = this.#decimals
    for (const level of levels) {
      const [priceText, quantityText] = level
      if (level.length !== 2 || typeof priceText !== 'string' || typeof quantityText !== 'string') return false
      const price = decimalAt(priceText, priceDecimals)
      const quantity = decimalAt(quantityText, quantityDecimals)
      if (!(price > 0) || !(quantity >= 0)) return false
      side.set(price, quantity)
    }
    return true
  }
}
