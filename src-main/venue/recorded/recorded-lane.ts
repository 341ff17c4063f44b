import type { Candle, FundingRate } from '../../../src-shared/domain/candle.ts'
import type { CandlePath, MarketEvent } from '../../../src-shared/domain/event.ts'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { InnerCandles } from './inner-candles.ts'
import type { FundingSource } from './recorded-funding.ts'

type Events = (MarketEvent | CandlePath)[]

/** What a lane is made of. */
interface LaneParts {
  readonly read: (from: TimeMs, to: TimeMs) => Promise<readonly Candle[]>
  /** Read at a time: so many milliseconds. */
  readonly readMs: number
  readonly from: TimeMs
  readonly to: TimeMs
  readonly funding: { readonly source: FundingSource; readonly rates: readonly FundingRate[] }
  /** Shorter candles of trades. Null where the archive has none. */
  readonly minutes: InnerCandles | null
  /** Candles of the mark price, the shortest first. */
  readonly marks: readonly InnerCandles[]
}

/** One instrument's candles and settlements on their way into the common stream. Holds one read of candles at a time. */
export class RecordedLane {
  readonly instrumentId: string
  readonly #parts: LaneParts
  #candles: readonly Candle[] = []
  #next = 0
  #nextRate = 0
  #readUntil: TimeMs
  /** The candle that is open at present. */
  #open: Candle | undefined
  #opened = 0
  /** What is known of the inside of the next candle. */
  #inside: Pick<CandlePath, 'parts' | 'marks'> = NOTHING

  constructor(instrumentId: string, parts: LaneParts) {
    this.instrumentId = instrumentId
    this.#parts = parts
    this.#readUntil = parts.from
  }

  get fundingSource(): FundingSource {
    return this.#parts.funding.source
  }

  get settlements(): number {
    return this.#parts.funding.rates.length
  }

  /** Candles handed over so far, those of them whose inside is known from shorter ones, and those whose mark price is known. */
  get counts(): { readonly candles: number; readonly finePaths: number; readonly markPaths: number } {
    const { minutes, marks } = this.#parts
    return { candles: this.#opened, finePaths: minutes?.found ?? 0, markPaths: marks.reduce((sum, { found }) => sum + found, 0) }
  }

  /** True when more must be read before the next time is known. */
  get isEmpty(): boolean {
    return this.#next >= this.#candles.length && this.#readUntil < this.#parts.to
  }

  async refill(): Promise<void> {
    const { read, readMs, to, minutes, marks } = this.#parts
    while (this.isEmpty) {
      const from = this.#readUntil
      this.#readUntil = Math.min(to, from + readMs) as TimeMs
      this.#candles = await read(from, this.#readUntil)
      this.#next = 0
      await minutes?.refill(from, this.#readUntil)
      for (const one of marks) await one.refill(from, this.#readUntil)
    }
  }

  /** When something happens next. Infinity at the end. */
  nextTime(): number {
    return Math.min(this.#open?.closeTime ?? Infinity, this.#candles[this.#next]?.openTime ?? Infinity, this.#parts.funding.rates[this.#nextRate]?.fundingTime ?? Infinity)
  }

  closed(time: TimeMs, events: Events): void {
    const candle = this.#open
    if (candle?.closeTime !== time) return
    events.push({ kind: 'candle-closed', time, candle })
    this.#open = undefined
  }

  settled(time: TimeMs, events: Events): void {
    const funding = this.#parts.funding.rates[this.#nextRate]
    if (funding?.fundingTime !== time) return
    events.push({ kind: 'funding-settled', time, funding })
    this.#nextRate++
  }

  marked(time: TimeMs, events: Events): void {
    const candle = this.#candles[this.#next]
    if (candle?.openTime !== time) return
    const { instrumentId, open } = candle
    this.#inside = this.#insideOf(candle)
    events.push({ kind: 'price-marked', time, mark: { instrumentId, asOf: time, mark: this.#inside.marks?.[0]?.open ?? open, bid: open, ask: open } })
  }

  opened(time: TimeMs, events: Events): void {
    const candle = this.#candles[this.#next]
    if (candle?.openTime !== time) return
    if (this.#open) throw new Error(`the archive's ${this.instrumentId} candles overlap at ${time}`)
    events.push({ kind: 'candle-path', time, candle, ...this.#inside })
    this.#open = candle
    this.#opened++
    this.#next++
  }

  #insideOf(candle: Candle): Pick<CandlePath, 'parts' | 'marks'> {
    const { minutes, marks } = this.#parts
    if (!minutes && marks.length === 0) return NOTHING
    const parts = minutes?.of(candle)
    let known: readonly Candle[] | undefined
    for (const one of marks) known ??= one.of(candle)
    return { ...(parts && { parts }), ...(known && { marks: known }) }
  }
}

const NOTHING = {} as const
