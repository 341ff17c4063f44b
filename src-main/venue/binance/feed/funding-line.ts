import { parseDecimal } from '../../../../src-shared/domain/decimal.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, RATE_DECIMALS, type Rate, type TimeMs } from '../../../../src-shared/domain/units.ts'
import type { Answer } from '../answer.ts'
import { fundingRates } from '../market-requests.ts'
import type { FundingSettlement } from '../read-market.ts'
import { Pause } from './questions.ts'
import type { Telling } from './telling.ts'

/** The venue books a settlement some seconds after its time. */
const BOOKED_MS = 5_000
/** Settlements come some milliseconds after the full hour. */
const JITTER_MS = 1_000
/** How far back the last one is looked for: no instrument's are further apart than a day. */
const LOOK_BACK_MS = 2 * DAY_MS
/** So long after a full hour there may be one that is not booked yet. */
const BOOKED_MAX_MS = 2 * MINUTE_MS
/** One that is missing for so long is an alarm. */
const MISSING_ALARMS_AFTER = 5

/**
 * Settlements, each once it is booked. How far apart they are is never assumed: the time of the next one comes with every mark price, and that
 * is waited for.
 */
export class FundingLine {
  readonly #telling: Telling
  readonly #symbol: string
  readonly #pause = new Pause()
  /** The last one that was told. */
  #last: TimeMs | null
  /** Those that are not told yet. */
  #booked: readonly FundingSettlement[] = []
  /** As the last mark price says; when its time has passed it is due. */
  #next: TimeMs | null = null
  /** Asked for until there is one of this time. */
  #due: TimeMs | null
  #isAsked = false

  constructor(telling: Telling, symbol: string, fundingUntil: TimeMs | null) {
    this.#telling = telling
    this.#symbol = symbol
    this.#last = fundingUntil
    this.#due = null
  }

  /** From a mark price. */
  next(time: TimeMs): void {
    if (this.#next !== null && time > this.#next && this.#telling.time >= this.#next) this.#due = this.#next
    // The first one of all: what was settled before is looked for once.
    else if (this.#next === null) this.#due = 0 as TimeMs
    this.#next = time
    this.#tell()
  }

  look(): void {
    const { time } = this.#telling
    if (this.#next !== null && time >= this.#next + BOOKED_MS && this.#newest < this.#next - JITTER_MS) this.#due = this.#next
    if (this.#due === null || this.#isAsked || time < this.#due + BOOKED_MS || !this.#pause.isOver(time)) return
    const startTime = this.#last === null ? Math.max(0, time - LOOK_BACK_MS) : this.#last + 1
    this.#isAsked = this.#telling.questions.ask(fundingRates(this.#symbol, { startTime, endTime: time }), (answer) => this.#answered(answer))
  }

  #answered(answer: Answer<readonly FundingSettlement[]>): void {
    this.#isAsked = false
    const rows = answer.outcome === 'ok' ? answer.value.filter(({ symbol, fundingTime }) => symbol === this.#symbol && fundingTime > (this.#last ?? -1)) : []
    if (rows.length > 0) this.#booked = this.#last === null ? rows.slice(-1) : rows
    if (answer.outcome !== 'ok' || this.#newest < (this.#due ?? 0) - JITTER_MS || this.#isOneMissing) {
      this.#pause.failed(this.#telling.time)
      if (this.#pause.failures >= MISSING_ALARMS_AFTER && this.#newest < (this.#due ?? 0) - JITTER_MS) this.#telling.warn('funding-missing', `${this.#symbol} settlement of ${this.#due}`)
    } else {
      this.#pause.worked()
      this.#due = null
    }
    this.#tell()
  }

  /** Between the newest one and the next there may be another. */
  get #isOneMissing(): boolean {
    const { time } = this.#telling
    const hour = time - (time % HOUR_MS)
    return this.#newest < hour - JITTER_MS && time < hour + BOOKED_MAX_MS
  }

  get #newest(): number {
    return this.#booked.at(-1)?.fundingTime ?? this.#last ?? -1
  }

  /** What is booked, once it is known when the next one comes. */
  #tell(): void {
    for (const [index, { fundingTime, fundingRate }] of this.#booked.entries()) {
      const following = this.#booked[index + 1]?.fundingTime ?? this.#next
      const isLast = index === this.#booked.length - 1
      if (following === null || following <= fundingTime + JITTER_MS || (isLast && this.#isOneMissing)) return void (this.#booked = this.#booked.slice(index))
      this.#last = fundingTime as TimeMs
      const rate = parseDecimal(fundingRate, RATE_DECIMALS)
      if (rate === undefined) this.#telling.warn('unreadable', `${this.#symbol} funding ${fundingRate}`)
      else this.#settle(fundingTime as TimeMs, rate as Rate, Math.round((following - fundingTime) / MINUTE_MS) * MINUTE_MS)
    }
    this.#booked = []
  }

  #settle(fundingTime: TimeMs, rate: Rate, intervalMs: number): void {
    this.#telling.tell({ kind: 'funding-settled', time: this.#telling.time, funding: { instrumentId: this.#symbol, fundingTime, rate, intervalMs } })
  }
}
