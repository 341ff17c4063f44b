import type { FundingRate } from '../../src-shared/domain/candle.ts'
import type { FeatureVector } from '../../src-shared/domain/forecast.ts'
import { TrendAverages } from '../math/averages.ts'
import { Block } from './block.ts'
import { CandleLane, type CandleValues } from './candle-lane.ts'
import { seriesOf, type CandleSeries } from './candle-series.ts'
import { featureTable, type FeatureTable, type Surroundings } from './feature-table.ts'
import { FundingHistory } from './funding-history.ts'
import { Plan } from './plan.ts'
import { REGIME_INSTRUMENT } from './regime.ts'
import { RegimeAverages } from './regime-averages.ts'
import { RegimeMemory } from './regime-memory.ts'
import { VectorPool } from './vector-pool.ts'

/** More than a month of hourly settlements, and of candles that come after them. */
const SETTLEMENTS_KEPT = 2_048

/** One instrument's candles and what it waits for. */
interface Instrument {
  readonly lane: CandleLane
  readonly trend: TrendAverages | undefined
  /** A vector that lacks only the regime. */
  waiting: FeatureVector | undefined
}

const NONE: readonly FeatureVector[] = []

/**
 * Feature vectors of many instruments, one closed candle at a time. A vector is a function of windows that end at its close: the
 * instrument's candles, BTC's where the regime is asked for, and the settlements known by then. It comes when the last of the candles
 * does, so in what order the candles of one close come does not matter. Prices and volumes are used as the scaled integers they are:
 * what models get is free of scale, and integers are exact.
 */
export class FeatureEngine {
  readonly #plan: Plan
  readonly #instruments = new Map<string, Instrument>()
  readonly #funding = new Map<string, FundingHistory>()
  readonly #regimes = new RegimeMemory()
  readonly #regimeAverages = new RegimeAverages(new Int8Array(1))
  readonly #block = new Block(1)
  readonly #columns: readonly Float64Array[]
  readonly #pool: VectorPool
  #released: readonly FeatureVector[] = NONE

  /** Throws RangeError for a name that is not in the catalogue. */
  constructor(names: readonly string[]) {
    this.#plan = new Plan(names)
    this.#columns = names.map(() => new Float64Array(1))
    this.#pool = new VectorPool(names.length)
  }

  /** Undefined while something that the vector needs is not there. */
  update(candle: CandleValues): FeatureVector | undefined {
    const instrument = this.#instrument(candle.instrumentId)
    instrument.lane.push(candle)
    instrument.waiting = undefined
    this.#released = candle.instrumentId === REGIME_INSTRUMENT && this.#plan.regimeAt.length > 0 ? this.#release(instrument, candle) : NONE
    const values = this.#values(instrument, candle)
    const vector = values && { instrumentId: candle.instrumentId, asOf: candle.closeTime, values }
    if (!vector || this.#complete(vector)) return vector
    instrument.waiting = vector
    return undefined
  }

  /** Vectors of other instruments that lacked only the candle that was given last. */
  get released(): readonly FeatureVector[] {
    return this.#released
  }

  /** A settlement of an instrument. It counts from a minute after its time, whenever it is told. */
  settle(funding: FundingRate): void {
    if (this.#plan.fundingMs !== undefined) this.#history(funding.instrumentId).add(funding)
  }

  /** Forgets an instrument's candles: after a gap, a correction, or when its decimals change. */
  reset(instrumentId: string): void {
    this.#instruments.delete(instrumentId)
  }

  /** The same vectors for a whole series of one instrument at once, ascending by time. One row for each candle at which there would be a vector. */
  columns(candles: readonly CandleValues[], surroundings: Surroundings = {}): FeatureTable {
    return this.table(seriesOf(candles), surroundings)
  }

  table(series: CandleSeries, surroundings: Surroundings = {}): FeatureTable {
    return featureTable(this.#plan, series, surroundings)
  }

  #instrument(instrumentId: string): Instrument {
    const known = this.#instruments.get(instrumentId)
    if (known) return known
    const trend = this.#plan.isRecursive ? new TrendAverages(1) : undefined
    const regime = this.#plan.regimeAt.length > 0 && instrumentId === REGIME_INSTRUMENT ? [this.#regimeAverages] : []
    const instrument: Instrument = { lane: new CandleLane(this.#plan.window, trend ? [trend, ...regime] : regime), trend, waiting: undefined }
    this.#instruments.set(instrumentId, instrument)
    return instrument
  }

  #history(instrumentId: string): FundingHistory {
    const known = this.#funding.get(instrumentId) ?? new FundingHistory(SETTLEMENTS_KEPT)
    this.#funding.set(instrumentId, known)
    return known
  }

  /** All but the regime; undefined while a window is not full. */
  #values({ lane, trend }: Instrument, { instrumentId, closeTime }: CandleValues): Float64Array | undefined {
    const { fundingMs } = this.#plan
    if (!lane.isFull || (trend && !lane.isSeeded)) return undefined
    const block = this.#block
    if (fundingMs !== undefined) {
      block.funding = this.#history(instrumentId)
      if (closeTime < block.funding.reachedFrom(fundingMs)) return undefined
    }
    block.place(lane, lane.index, lane.index + 1)
    if (trend) block.averages = trend
    this.#plan.run(block, this.#columns)
    const values = this.#pool.take()
    for (let place = 0; place < values.length; place++) values[place] = this.#columns[place]![0]!
    return values
  }

  /** Puts the regime in; false when it is not known yet. */
  #complete({ asOf, values }: FeatureVector): boolean {
    if (this.#plan.regimeAt.length === 0) return true
    const regime = this.#regimes.at(asOf)
    if (regime === undefined) return false
    for (const place of this.#plan.regimeAt) values[place] = regime
    return true
  }

  /** BTC has closed: its regime is known, and who waited for it need not any more. */
  #release({ lane }: Instrument, { closeTime }: CandleValues): readonly FeatureVector[] {
    if (!lane.isSeeded) return NONE
    this.#regimes.add(closeTime, this.#regimeAverages.regimes[0]!)
    const released: FeatureVector[] = []
    for (const instrument of this.#instruments.values()) {
      const { waiting } = instrument
      if (!waiting || !this.#complete(waiting)) continue
      instrument.waiting = undefined
      released.push(waiting)
    }
    return released
  }
}
