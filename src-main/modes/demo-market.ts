import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { MarketArchive } from '../market-data/candle-archive.port.ts'
import { SeededMarket, type SeededMarketOptions, type SeededMarketState } from '../venue/simulated/seeded-market.ts'
import type { SourceEvent } from './market-source.ts'

const HISTORY_DAYS = 30
const FILE = 'demo-market.json'

interface Kept {
  readonly options: SeededMarketOptions
  readonly state: SeededMarketState
}

export interface DemoMarketParts {
  readonly folder: string
  readonly archive: MarketArchive
  readonly seed: number
  readonly edge: 'trend' | 'none'
  /** The five of the demo unless told. A market that is there keeps those it began with. */
  readonly instruments?: number
  /** The present, for a market that is new. */
  readonly now: TimeMs
  readonly progress?: (part: number) => void
}

/**
 * The seeded market with a memory: a new one begins with 30 days in the archive, an old one goes on where it stopped.
 * Time stands still while nobody watches.
 */
export class DemoMarket {
  readonly #market: SeededMarket
  readonly #options: SeededMarketOptions
  readonly #parts: DemoMarketParts

  private constructor(market: SeededMarket, options: SeededMarketOptions, parts: DemoMarketParts) {
    this.#market = market
    this.#options = options
    this.#parts = parts
  }

  static async open(parts: DemoMarketParts): Promise<DemoMarket> {
    const kept = readKept(parts.folder)
    if (kept) return new DemoMarket(SeededMarket.resume(kept.options, kept.state), kept.options, parts)
    const startTime = (Math.floor(parts.now / DAY_MS) * DAY_MS - HISTORY_DAYS * DAY_MS) as TimeMs
    const options: SeededMarketOptions = { seed: parts.seed, startTime, edge: parts.edge, ...(parts.instruments && { instruments: parts.instruments }) }
    const demo = new DemoMarket(new SeededMarket(options), options, parts)
    await demo.#makeHistory(startTime)
    return demo
  }

  get time(): TimeMs {
    return this.#market.time
  }

  get instruments(): SeededMarket['instruments'] {
    return this.#market.instruments
  }

  /**
   * Endless. A candle is in the archive, and the market's memory is beyond it, before anybody hears of it: what dies in between
   * is not decided twice.
   */
  async *events(): AsyncGenerator<readonly SourceEvent[], never> {
    yield this.instruments.map((instrument) => ({ kind: 'instrument-listed', time: this.time, instrument }))
    for (;;) {
      const events = this.#market.step()
      const candles = events.flatMap((event) => (event.kind === 'candle-closed' ? [event.candle] : []))
      const funding = events.flatMap((event) => (event.kind === 'funding-settled' ? [event.funding] : []))
      if (candles.length > 0) await this.#keep(candles, funding)
      yield events
    }
  }

  async #makeHistory(startTime: TimeMs): Promise<void> {
    await this.#parts.archive.putInstruments(this.instruments)
    for (let day = 1; day <= HISTORY_DAYS; day++) {
      const { candles, funding } = this.#market.history((startTime + day * DAY_MS) as TimeMs)
      await this.#parts.archive.putCandles(candles)
      await this.#parts.archive.putFunding(funding)
      this.#parts.progress?.(day / HISTORY_DAYS)
    }
    this.#remember()
  }

  async #keep(candles: readonly Candle[], funding: readonly FundingRate[]): Promise<void> {
    await this.#parts.archive.putCandles(candles)
    if (funding.length > 0) await this.#parts.archive.putFunding(funding)
    this.#remember()
  }

  #remember(): void {
    const path = join(this.#parts.folder, FILE)
    writeFileSync(`${path}.new`, JSON.stringify({ options: this.#options, state: this.#market.state() } satisfies Kept), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
}

function readKept(folder: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Kept
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new Error(`${join(folder, FILE)} cannot be read. Move it away to begin the demo market anew.`, { cause: error })
  }
}
