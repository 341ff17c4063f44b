import type { Candle } from '../../src-shared/domain/candle.ts'
import type { MarketEvent } from '../../src-shared/domain/event.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, type Price, type Quantity, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'

const STEP_MS = 5_000
const CANDLE_MS = 300_000
const FUNDING_MS = DAY_MS / 3

/** A market whose prices are told: a mark every five seconds, candles of five minutes that swing by a quarter of a percent each way. */
export class ScriptedMarket {
  readonly instruments: readonly Instrument[]
  readonly #priceOf: (instrumentId: string, time: number) => number
  #time: TimeMs

  constructor(instruments: readonly Instrument[], time: TimeMs, priceOf: (instrumentId: string, time: number) => number) {
    this.instruments = instruments
    this.#time = time
    this.#priceOf = priceOf
  }

  get time(): TimeMs {
    return this.#time
  }

  step(): MarketEvent[] {
    const time = (this.#time + STEP_MS) as TimeMs
    this.#time = time
    const events: MarketEvent[] = []
    for (const { instrumentId } of this.instruments) {
      const price = this.#priceOf(instrumentId, time)
      events.push({ kind: 'price-marked', time, mark: { instrumentId, asOf: time, mark: price as Price, bid: (price - 10) as Price, ask: (price + 10) as Price } })
    }
    for (const { instrumentId } of this.instruments) {
      if (time % CANDLE_MS === 0) events.push({ kind: 'candle-closed', time, candle: this.#candle(instrumentId, time) })
      if (time % FUNDING_MS === 0) events.push({ kind: 'funding-settled', time, funding: { instrumentId, fundingTime: time, rate: 10_000 as Rate, intervalMs: FUNDING_MS } })
    }
    return events
  }

  /** Those that closed after a time up to now. */
  candlesSince(from: number): Candle[] {
    const closes = Array.from({ length: Math.floor((this.#time - from) / CANDLE_MS) }, (_, index) => this.#time - (this.#time % CANDLE_MS) - index * CANDLE_MS).toReversed()
    return closes.flatMap((time) => this.instruments.map(({ instrumentId }) => this.#candle(instrumentId, time)))
  }

  #candle(instrumentId: string, closeTime: number): Candle {
    const openTime = closeTime - CANDLE_MS
    const [open, close] = [this.#priceOf(instrumentId, openTime), this.#priceOf(instrumentId, closeTime)]
    const [high, low] = [Math.round(Math.max(open, close) * 1.0025), Math.round(Math.min(open, close) * 0.9975)]
    return {
      instrumentId, intervalMs: CANDLE_MS, openTime: openTime as TimeMs, closeTime: closeTime as TimeMs,
      open: open as Price, high: high as Price, low: low as Price, close: close as Price, volume: (1_000 + ((closeTime / CANDLE_MS) % 7)) as Quantity,
    }
  }
}
