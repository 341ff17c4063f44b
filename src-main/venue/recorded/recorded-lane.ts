import type { Candle, FundingRate } from '../../../src-shared/domain/candle.ts'
import type { CandlePath, MarketEvent } from '../../../src-shared/domain/event.ts'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { FundingSource } from './recorded-funding.ts'

type Events = (MarketEvent | CandlePath)[]

/** One instrument's candles and settlements on their way into the common stream. Holds one read of candles at a time. */
export class RecordedLane {
  readonly instrumentId: string
  readonly fundingSource: FundingSource
  readonly #read: (from: TimeMs, to: TimeMs) => Promise<readonly Candle[]>
  readonly #to: TimeMs
  readonly #readMs: number
  readonly #rates: readonly FundingRate[]
  #candles: readonly Candle[] = []
  #next = 0
  #nextRate = 0
  #readUntil: TimeMs
  /** The candle that is open at present. */
  #open: Candle | undefined

  constructor(
    instrumentId: string,
    read: (from: TimeMs, to: TimeMs) => Promise<readonly Candle[]>,
    span: { readonly from: TimeMs; readonly to: TimeMs; readonly readMs: number },
    funding: { readonly source: FundingSource; readonly rates: readonly FundingRate[] },
  ) {
    this.instrumentId = instrumentId
    this.fundingSource = funding.source
    this.#read = read
    this.#readUntil = span.from
    this.#to = span.to
    this.#readMs = span.readMs
    this.#rates = funding.rates
  }

  get settlements(): number {
    return this.#rates.length
  }

  /** True when more must be read before the next time is known. */
  get isEmpty(): boolean {
    return this.#next >= this.#candles.length && this.#readUntil < this.#to
  }

  async refill(): Promise<void> {
    while (this.isEmpty) {
      const from = this.#readUntil
      this.#readUntil = Math.min(this.#to, from + this.#readMs) as TimeMs
      this.#candles = await this.#read(from, this.#readUntil)
      this.#next = 0
    }
  }

  /** When something happens next. Infinity at the end. */
  nextTime(): number {
    return Math.min(this.#open?.closeTime ?? Infinity, this.#candles[this.#next]?.openTime ?? Infinity, this.#rates[this.#nextRate]?.fundingTime ?? Infinity)
  }

  closed(time: TimeMs, events: Events): void {
    const candle = this.#open
    if (candle?.closeTime !== time) return
    events.push({ kind: 'candle-closed', time, candle })
    this.#open = undefined
  }

  settled(time: TimeMs, events: Events): void {
    const funding = this.#rates[this.#nextRate]
    if (funding?.fundingTime !== time) return
    events.push({ kind: 'funding-settled', time, funding })
    this.#nextRate++
  }

  marked(time: TimeMs, events: Events): void {
    const candle = this.#candles[this.#next]
    if (candle?.openTime !== time) return
    const { instrumentId, open } = candle
    events.push({ kind: 'price-marked', time, mark: { instrumentId, asOf: time, mark: open, bid: open, ask: open } })
  }

  opened(time: TimeMs, events: Events): void {
    const candle = this.#candles[this.#next]
    if (candle?.openTime !== time) return
    if (this.#open) throw new Error(`the archive's ${this.instrumentId} candles overlap at ${time}`)
    events.push({ kind: 'candle-path', time, candle })
    this.#open = candle
    this.#next++
  }
}
