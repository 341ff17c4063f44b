import { MINUTE_MS, type TimeMs } from '../../../../src-shared/domain/units.ts'
import type { Answer } from '../answer.ts'
import { exchangeInfo, fundingInfo } from '../market-requests.ts'
import type { ExchangeInfo } from '../read-exchange-info.ts'
import type { FundingInfo } from '../read-market.ts'
import { Pause } from './questions.ts'
import type { Telling } from './telling.ts'

/** Rules change without a word, so they are looked up so often. */
const EVERY_MS = 15 * MINUTE_MS

/** Asks for the venue's rules again and again, and hands both halves over together. */
export class Listing {
  readonly #telling: Telling
  readonly #taken: (info: ExchangeInfo, funding: readonly FundingInfo[]) => void
  readonly #pauses = { info: new Pause(), funding: new Pause() }
  #info: ExchangeInfo | null = null
  #funding: readonly FundingInfo[] | null = null
  #wanted = { info: true, funding: true }
  /** The newest is on its way: what there is has to do only when that fails. */
  #isFundingOpen = true
  #takenAt: TimeMs | null = null

  constructor(telling: Telling, taken: (info: ExchangeInfo, funding: readonly FundingInfo[]) => void) {
    this.#telling = telling
    this.#taken = taken
  }

  /** Something about it has changed. */
  renew(): void {
    this.#wanted = { info: true, funding: true }
    this.#isFundingOpen = true
    this.look()
  }

  look(): void {
    const { time, questions } = this.#telling
    if (this.#takenAt !== null && time >= this.#takenAt + EVERY_MS) {
      this.#takenAt = time
      return this.renew()
    }
    if (this.#wanted.info && this.#pauses.info.isOver(time)) this.#wanted.info = !questions.ask(exchangeInfo, (answer) => (this.#info = this.#value(answer, 'info') ?? this.#info))
    if (this.#wanted.funding && this.#pauses.funding.isOver(time)) this.#wanted.funding = !questions.ask(fundingInfo, (answer) => (this.#funding = this.#value(answer, 'funding') ?? this.#funding))
  }

  /** Undefined for what failed: it is asked for again. */
  #value<Value>(answer: Answer<Value>, half: 'info' | 'funding'): Value | undefined {
    if (half === 'funding') this.#isFundingOpen = false
    if (answer.outcome === 'ok') {
      this.#pauses[half].worked()
      return answer.value
    }
    this.#pauses[half].failed(this.#telling.time)
    this.#wanted[half] = true
    this.#telling.warn('instruments-missing', answer.detail)
    return undefined
  }

  /** After an answer was taken. */
  settle(): void {
    if (this.#info === null || this.#funding === null || this.#isFundingOpen) return
    this.#takenAt = this.#telling.time
    this.#taken(this.#info, this.#funding)
    this.#info = null
  }
}
