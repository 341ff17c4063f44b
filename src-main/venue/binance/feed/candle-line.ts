import type { Candle } from '../../../../src-shared/domain/candle.ts'
import type { Instrument } from '../../../../src-shared/domain/instrument.ts'
import type { Quantity, TimeMs } from '../../../../src-shared/domain/units.ts'
import type { Answer } from '../answer.ts'
import { KLINES_MAX, klines } from '../market-requests.ts'
import type { Kline, KlineSeries } from '../read-klines.ts'
import { isPlausible } from './plausible.ts'
import { Pause } from './questions.ts'
import type { ClosedKline } from './read-frames.ts'
import type { Telling } from './telling.ts'

/** A closed candle comes within so long by the stream, else it is asked for. */
const GRACE_MS = 3_000
/** So long after its close a candle of an answer is final. */
const FINAL_MS = 2_000
/** Told candles that are remembered, to notice when they change afterwards. */
const REMEMBERED = 10

/**
 * The closed candles of one series, each once and in order. What the stream leaves out is asked for, and nothing later is told before it is there or
 * the venue has shown, by answering with what comes after it, that it has none.
 */
export class CandleLine {
  readonly #telling: Telling
  readonly #id: Pick<KlineSeries, 'instrumentId' | 'intervalMs'>
  #instrument: Instrument | null = null
  /** The candle that is told next opens then; null while anyone may be the first. */
  #next: TimeMs | null
  /** Later ones that wait for it. */
  readonly #waiting = new Map<TimeMs, Candle>()
  readonly #told: Candle[] = []
  readonly #pause = new Pause()
  #isAsked = false
  #gaps = 0

  constructor(telling: Telling, id: Pick<KlineSeries, 'instrumentId' | 'intervalMs'>, candlesUntil: TimeMs | null) {
    this.#telling = telling
    this.#id = id
    this.#next = candlesUntil === null ? null : ((candlesUntil - (candlesUntil % id.intervalMs)) as TimeMs)
  }

  /** How its candles are to be read: in the newest scale. Null before it is listed. */
  get series(): KlineSeries | null {
    const version = this.#instrument?.versions.at(-1)
    return version ? { ...this.#id, kind: 'trade', version } : null
  }

  scale(instrument: Instrument): void {
    this.#instrument = instrument
  }

  /** Holes that were filled, or are known to stay. */
  get gaps(): number {
    return this.#gaps
  }

  /** Nothing that should be there by now is missing. */
  get isWhole(): boolean {
    return this.#waiting.size === 0 && !this.#isDue(GRACE_MS)
  }

  /** A closed candle came by the stream. `isTraded`: trades of its time have come by another one. */
  closed({ candle, trades }: ClosedKline, isTraded: boolean): void {
    const { openTime } = candle
    this.#next ??= openTime
    if (openTime < this.#next) return this.#again(candle)
    if (this.#waiting.has(openTime)) return
    // One that cannot be believed is treated as missing: the other way of asking has the last word.
    const isFrozen = trades === 0 && isTraded
    if (isFrozen || !isPlausible(candle, this.#told.at(-1))) return this.#telling.warn(isFrozen ? 'frozen-candle' : 'implausible-candle', `${candle.instrumentId} ${openTime}`)
    this.#waiting.set(openTime, candle)
    this.#goOn()
    if (this.#waiting.size > 0) this.look(false)
  }

  /** Time has gone on, or the link is open again (`isNew`): what should have come is asked for. */
  look(isNew: boolean): void {
    if (this.#isAsked || this.#next === null || !this.#pause.isOver(this.#telling.time)) return
    if (this.#waiting.size > 0 || this.#isDue(isNew ? FINAL_MS : GRACE_MS)) this.#ask(this.#next)
  }

  #isDue(graceMs: number): boolean {
    return this.#next !== null && this.#telling.time >= this.#next + this.#id.intervalMs + graceMs
  }

  #ask(next: TimeMs): void {
    const { series } = this
    if (!series) return
    const { instrumentId, intervalMs } = series
    const endTime = this.#telling.time
    const limit = Math.min(KLINES_MAX, Math.floor((endTime - next) / intervalMs) + 1)
    if (limit < 1) return
    this.#isAsked = this.#telling.questions.ask(klines(instrumentId, series, { startTime: next, endTime, limit }), (answer) => this.#answered(answer, endTime))
  }

  #answered(answer: Answer<readonly Kline[]>, askedAt: TimeMs): void {
    this.#isAsked = false
    if (answer.outcome !== 'ok') {
      this.#pause.failed(this.#telling.time)
      return this.#telling.warn('candles-missing', `${this.#id.instrumentId}: ${answer.detail}`)
    }
    const before = this.#next
    for (const { candle } of answer.value) if (!this.#fill(candle, askedAt)) break
    this.#goOn()
    if (this.#next === before) return this.#pause.failed(this.#telling.time)
    this.#gaps++
    this.#pause.worked()
    this.look(true)
  }

  /** A candle of an answer. One that is there although an earlier one is not shows that the venue has no such. False for one that is not over. */
  #fill(candle: Candle, askedAt: TimeMs): boolean {
    const { instrumentId, openTime, closeTime } = candle
    if (this.#next === null || openTime < this.#next) return true
    if (openTime > this.#next) {
      this.#telling.warn('candles-missing', `${instrumentId}: the venue has none from ${this.#next} to ${openTime}`)
      // What the stream had told of that time is all there is.
      for (const time of [...this.#waiting.keys()].filter((known) => known < openTime).toSorted((a, b) => a - b)) this.#tell(this.#waiting.get(time)!)
      if (this.#next < openTime) this.#next = openTime
    }
    if (closeTime + FINAL_MS > askedAt) return false
    this.#tell(candle)
    return true
  }

  /** What waited for what is there now. */
  #goOn(): void {
    for (let candle = this.#following(); candle; candle = this.#following()) this.#tell(candle)
  }

  #following(): Candle | undefined {
    return this.#next === null ? undefined : this.#waiting.get(this.#next)
  }

  #tell(candle: Candle): void {
    this.#waiting.delete(candle.openTime)
    this.#next = candle.closeTime
    this.#told.push(candle)
    if (this.#told.length > REMEMBERED) this.#told.shift()
    this.#telling.tell({ kind: 'candle-closed', time: this.#telling.time, candle: this.#inItsScale(candle) })
  }

  /** Numbers are told in the scale of the rules that held then. */
  #inItsScale(candle: Candle): Candle {
    const { versions = [] } = this.#instrument ?? {}
    const [newest, then] = [versions.at(-1), versions.findLast(({ validFrom }) => validFrom <= candle.openTime) ?? versions[0]]
    const excess = newest && then ? newest.quantityDecimals - then.quantityDecimals : 0
    return excess === 0 ? candle : { ...candle, volume: Math.trunc(candle.volume / 10 ** excess) as Quantity }
  }

  /** One that was told before: nobody can be told otherwise now, but it is said. */
  #again(candle: Candle): void {
    const told = this.#told.find(({ openTime }) => openTime === candle.openTime)
    const isOther = told && (['open', 'high', 'low', 'close', 'volume'] as const).some((name) => told[name] !== candle[name])
    if (isOther) this.#telling.warn('late-correction', `${candle.instrumentId} ${candle.openTime}`)
  }
}
