import type { TradeFrame } from './read-frames.ts'
import type { Telling } from './telling.ts'

/** Ids begin anew when the venue does: one that is lower is old, unless it comes so much later. */
const RESTARTED_MS = 5_000

/** Trades of others, each once and in the venue's order. Those that were missed are counted; they are not asked for. */
export class TradeLine {
  readonly #telling: Telling
  readonly #instrumentId: string
  #last: TradeFrame | null = null
  #gaps = 0

  constructor(telling: Telling, instrumentId: string) {
    this.#telling = telling
    this.#instrumentId = instrumentId
  }

  get gaps(): number {
    return this.#gaps
  }

  take(trade: TradeFrame): void {
    const last = this.#last
    if (last && trade.id <= last.id && trade.asOf < last.asOf + RESTARTED_MS) return
    if (last && trade.id > last.id + 1) this.#gaps++
    this.#last = trade
    const { price, quantity, isBuyerMaker } = trade
    this.#telling.tell({ kind: 'trade-printed', time: this.#telling.time, instrumentId: this.#instrumentId, price, quantity, isBuyerMaker })
  }
}
