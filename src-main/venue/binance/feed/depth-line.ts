import type { InstrumentVersion } from '../../../../src-shared/domain/instrument.ts'
import { OrderBook } from '../../../market-data/order-book.ts'
import type { Answer } from '../answer.ts'
import { DepthSync, type DepthStep, type DepthUpdate } from '../depth-sync.ts'
import { depth } from '../market-requests.ts'
import type { DepthSnapshot } from '../read-market.ts'
import { Pause } from './questions.ts'
import type { Telling } from './telling.ts'

const LEVELS = 1_000
const RESTARTED_MS = 5_000

type Scale = Pick<InstrumentVersion, 'priceDecimals' | 'quantityDecimals'>

/** The book of one instrument: in step with the stream, or empty. */
export class DepthLine {
  readonly book: OrderBook = new OrderBook()
  readonly #telling: Telling
  readonly #symbol: string
  readonly #scale: Scale
  readonly #sync: DepthSync
  readonly #pause = new Pause()
  #isAsked = false
  #appliedAt = 0
  #gaps = 0

  constructor(telling: Telling, symbol: string, scale: Scale) {
    this.#telling = telling
    this.#symbol = symbol
    this.#sync = new DepthSync(this.book, scale)
    this.#scale = scale
  }

  isScaledBy({ priceDecimals, quantityDecimals }: Scale): boolean {
    return priceDecimals === this.#scale.priceDecimals && quantityDecimals === this.#scale.quantityDecimals
  }

  get gaps(): number {
    return this.#gaps
  }

  get isReady(): boolean {
    return this.#sync.isReady
  }

  /** The last change in it; null while it is empty. */
  get lastUpdateId(): number | null {
    return this.#sync.lastUpdateId
  }

  /** False when it could not be read. */
  update(update: DepthUpdate): boolean {
    const step = this.#sync.update(update)
    if (step === 'applied') this.#appliedAt = this.#telling.time
    else if (step === 'old' && this.#sync.isReady && this.#telling.time > this.#appliedAt + RESTARTED_MS) this.#restart()
    return step === 'applied' || step === 'old' || this.#judge(step)
  }

  /** The time of a failure's pause may be over. */
  look(): void {
    if (this.#sync.isReady || this.#isAsked || !this.#sync.isWaiting || !this.#pause.isOver(this.#telling.time)) return
    this.#isAsked = this.#telling.questions.ask(depth(this.#symbol, LEVELS), (answer) => this.#answered(answer))
  }

  #judge(step: DepthStep): boolean {
    if (step === 'gap') this.#gaps++
    this.look()
    return step !== 'unreadable'
  }

  #answered(answer: Answer<DepthSnapshot>): void {
    this.#isAsked = false
    const step = answer.outcome === 'ok' ? this.#sync.snapshot(answer.value) : 'unreadable'
    if (step === 'applied') {
      this.#appliedAt = this.#telling.time
      this.#pause.worked()
      if (this.book.isCrossed) this.#cross()
      return
    }
    this.#pause.failed(this.#telling.time)
    if (answer.outcome !== 'ok') this.#telling.warn('depth-missing', `${this.#symbol}: ${answer.detail}`)
  }

  /** Nothing but what seems old for so long: the venue counts anew. */
  #restart(): void {
    this.#gaps++
    this.#sync.reset()
  }

  /** No venue lets that rest, so something in it is wrong. */
  #cross(): void {
    this.#telling.warn('crossed-book', this.#symbol)
    this.#gaps++
    this.#sync.reset()
  }

  /** After a change: a book that is crossed is thrown away. */
  check(): void {
    if (this.#sync.isReady && this.book.isCrossed) this.#cross()
  }
}
