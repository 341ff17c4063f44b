import type { Price, TimeMs } from '../../../../src-shared/domain/units.ts'
import { areClose, areNear } from './plausible.ts'
import type { MarkFrame, QuoteFrame } from './read-frames.ts'
import type { Telling } from './telling.ts'

/** Quotes alone are told no more often than this; a new mark is always told. */
const TOLD_EVERY_MS = 100
/** A price that is older says nothing about another. */
const WITNESS_MS = 10_000
/** Update ids begin anew when the venue does. One that is lower is old, unless it comes so much later. */
const RESTARTED_MS = 5_000

interface Seen {
  readonly price: Price
  readonly at: TimeMs
}

/** Mark price and best prices of one instrument on their way to one event. */
export class PriceLine {
  readonly #telling: Telling
  readonly #instrumentId: string
  #mark: MarkFrame | null = null
  #markAt: TimeMs | null = null
  #quote: QuoteFrame | null = null
  #quoteAt: TimeMs | null = null
  #toldAt = Number.NEGATIVE_INFINITY
  #isOwed = false

  constructor(telling: Telling, instrumentId: string) {
    this.#telling = telling
    this.#instrumentId = instrumentId
  }

  /**
   * Prices protect positions, so a wrong one may cost one, and so may one that is kept back. Index, best prices and the mark before it speak for or against
   * a mark: it is told unless more of them are against it. False when it is refused, or nothing new.
   */
  mark(frame: MarkFrame): boolean {
    if (this.#mark && frame.asOf <= this.#mark.asOf) return false
    const { time } = this.#telling
    const witnesses = [frame.index, ...this.#young(this.#mark && { price: this.#mark.mark, at: this.#markAt! }), ...this.#young(this.#quote && { price: this.#quote.bid, at: this.#quoteAt! })]
    const against = witnesses.filter((price) => !areNear(price, frame.mark)).length
    if (2 * against > witnesses.length) {
      this.#telling.warn('implausible-price', `${this.#instrumentId} mark ${frame.mark}, index ${frame.index}`)
      return false
    }
    this.#mark = frame
    this.#markAt = time
    if (this.isDiverging) this.#telling.warn('mark-diverges', `${this.#instrumentId}: the mark price is far from index or best prices`)
    this.#tell()
    return true
  }

  /** The mark price is far from the index or from best prices. Stops and liquidations go by it all the same, so it is told; but it is no time to open. */
  get isDiverging(): boolean {
    const { mark, index } = this.#mark ?? {}
    if (mark === undefined || index === undefined) return false
    return [index, ...this.#young(this.#quote && { price: this.#quote.bid, at: this.#quoteAt! })].some((price) => !areClose(mark, price))
  }

  /** False when it is refused, as crossed or far from the mark, or nothing new. */
  quote(frame: QuoteFrame): boolean {
    const before = this.#quote
    if (before && frame.updateId <= before.updateId && frame.asOf < before.asOf + RESTARTED_MS) return false
    const { bid, ask } = frame
    if (bid >= ask) return this.#refuse('crossed-quote', frame)
    const [mark] = this.#young(this.#mark && { price: this.#mark.mark, at: this.#markAt! })
    if (mark !== undefined && !(areNear(bid, mark) && areNear(ask, mark))) return this.#refuse('implausible-price', frame)
    this.#quote = frame
    this.#quoteAt = this.#telling.time
    if (this.#telling.time >= this.#toldAt + TOLD_EVERY_MS) this.#tell()
    return true
  }

  /** Best prices that were asked for: nothing had come for a time. */
  confirm(bid: Price, ask: Price): boolean {
    return this.quote({ bid, ask, asOf: this.#telling.time, updateId: this.#quote?.updateId ?? 0 })
  }

  /** What could not be told at the instant of something else. */
  look(): void {
    if (this.#isOwed) this.#tell()
  }

  /** False for a price that nobody can have traded at. */
  isNear(price: Price): boolean {
    const [mark] = this.#young(this.#mark && { price: this.#mark.mark, at: this.#markAt! })
    return mark === undefined || areNear(price, mark)
  }

  get nextFundingTime(): TimeMs | null {
    return this.#mark?.nextFundingTime ?? null
  }

  #refuse(code: string, { bid, ask }: QuoteFrame): false {
    this.#telling.warn(code, `${this.#instrumentId} bid ${bid}, ask ${ask}`)
    return false
  }

  #young(seen: Seen | null): readonly Price[] {
    return seen && this.#telling.time - seen.at <= WITNESS_MS ? [seen.price] : []
  }

  /** An instrument has one price at an instant: the second one waits for the next. */
  #tell(): void {
    const { time } = this.#telling
    if (!this.#mark || !this.#quote) return
    this.#isOwed = time === this.#toldAt
    if (this.#isOwed) return
    this.#toldAt = time
    const { mark, asOf } = this.#mark
    const { bid, ask } = this.#quote
    this.#telling.tell({ kind: 'price-marked', time, mark: { instrumentId: this.#instrumentId, asOf: Math.min(asOf, time) as TimeMs, mark, bid, ask } })
  }
}
