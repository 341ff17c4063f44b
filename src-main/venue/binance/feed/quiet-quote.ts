import { parseDecimal } from '../../../../src-shared/domain/decimal.ts'
import type { Price } from '../../../../src-shared/domain/units.ts'
import type { Answer } from '../answer.ts'
import { bookTicker } from '../market-requests.ts'
import type { BestPrices } from '../read-market.ts'
import type { Channel, Links } from './channel.ts'
import type { PriceLine } from './price-line.ts'
import { Pause } from './questions.ts'
import { PRICE_DECIMALS } from './read-frames.ts'
import type { Telling } from './telling.ts'

const QUIET_MS = 10_000

/** Best prices are sent when they change. Where nobody quotes they do not, and only a question tells that from a stream that has gone dumb. */
export class QuietQuote {
  readonly #telling: Telling
  readonly #price: PriceLine
  readonly #channel: Channel
  readonly #pause = new Pause()
  #isAsked = false

  constructor(telling: Telling, price: PriceLine, channel: Channel) {
    this.#telling = telling
    this.#price = price
    this.#channel = channel
  }

  look(links: Links): void {
    const { time, questions } = this.#telling
    const since = Math.max(this.#channel.lastAt ?? Number.NEGATIVE_INFINITY, links.since(this.#channel.settings.route))
    if (this.#isAsked || time < since + QUIET_MS || !this.#pause.isOver(time)) return
    this.#isAsked = questions.ask(bookTicker(this.#channel.settings.instrumentId), (answer) => this.#answered(answer))
  }

  #answered(answer: Answer<BestPrices>): void {
    this.#isAsked = false
    const { time } = this.#telling
    const bid = answer.outcome === 'ok' ? parseDecimal(answer.value.bidPrice, PRICE_DECIMALS) : undefined
    const ask = answer.outcome === 'ok' ? parseDecimal(answer.value.askPrice, PRICE_DECIMALS) : undefined
    if (!(bid && bid > 0 && ask && this.#price.confirm(bid as Price, ask as Price))) return this.#pause.failed(time)
    this.#pause.worked()
    this.#channel.heard(time)
  }
}
