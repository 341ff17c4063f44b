import type { Candle, FundingRate } from '../../../src-shared/domain/candle.ts'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { MarketReads } from '../../market-data/candle-archive.port.ts'

/** About a hundred and fifty bytes each. */
const CANDLES_MOST = 1_500_000

/**
 * An archive that is read many times over the same span: what was read once is at hand the next time, up to so many candles; what is beyond them is
 * read again. Nobody may write to the archive meanwhile, nor to what is handed out.
 */
export class RememberedArchive implements MarketReads {
  readonly #archive: MarketReads
  readonly #known = new Map<string, unknown>()
  #room: number

  constructor(archive: MarketReads, candlesMost: number = CANDLES_MOST) {
    this.#archive = archive
    this.#room = candlesMost
  }

  instruments(): ReturnType<MarketReads['instruments']> {
    return this.#once('instruments', () => this.#archive.instruments())
  }

  spans(): ReturnType<MarketReads['spans']> {
    return this.#once('spans', () => this.#archive.spans())
  }

  markSpans(): ReturnType<MarketReads['markSpans']> {
    return this.#once('mark-spans', () => this.#archive.markSpans())
  }

  candles(instrumentId: string, intervalMs: number, from: TimeMs, to: TimeMs): Promise<readonly Candle[]> {
    return this.#many(`trade/${instrumentId}/${intervalMs}/${from}/${to}`, () => this.#archive.candles(instrumentId, intervalMs, from, to))
  }

  markCandles(instrumentId: string, intervalMs: number, from: TimeMs, to: TimeMs): Promise<readonly Candle[]> {
    return this.#many(`mark/${instrumentId}/${intervalMs}/${from}/${to}`, () => this.#archive.markCandles(instrumentId, intervalMs, from, to))
  }

  candlesBefore(instrumentId: string, intervalMs: number, before: number, limit: number): Promise<readonly Candle[]> {
    return this.#archive.candlesBefore(instrumentId, intervalMs, before, limit)
  }

  funding(instrumentId: string, from: TimeMs, to: TimeMs): Promise<readonly FundingRate[]> {
    return this.#once(`funding/${instrumentId}/${from}/${to}`, () => this.#archive.funding(instrumentId, from, to))
  }

  async #many(key: string, read: () => Promise<readonly Candle[]>): Promise<readonly Candle[]> {
    const known = this.#known.get(key) as readonly Candle[] | undefined
    if (known) return known
    const candles = await read()
    if (candles.length <= this.#room) {
      this.#room -= candles.length
      this.#known.set(key, candles)
    }
    return candles
  }

  async #once<Value>(key: string, read: () => Promise<Value>): Promise<Value> {
    if (!this.#known.has(key)) this.#known.set(key, await read())
    return this.#known.get(key) as Value
  }
}
