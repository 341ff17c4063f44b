import type { CandlePath, MarketEvent } from '../../../src-shared/domain/event.ts'
import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import { MINUTE_MS, type Rate, type TimeMs } from '../../../src-shared/domain/units.ts'
import type { ArchiveSpan, MarketArchive } from '../../market-data/candle-archive.port.ts'
import { MinutePaths } from './minute-paths.ts'
import { fundingOf, type FundingSource } from './recorded-funding.ts'
import { RecordedLane } from './recorded-lane.ts'

export type RecordedEvent = MarketEvent | CandlePath

export interface RecordedSourceOptions {
  readonly archive: MarketArchive
  /** Events of one instant and kind come in this order. */
  readonly instruments: readonly Instrument[]
  readonly intervalMs: number
  /** Candles with from ≤ openTime < to, settlements with from ≤ fundingTime < to. */
  readonly from: TimeMs
  readonly to: TimeMs
  /** Candles read at a time per instrument. Default 2,000: what is read is still in the processor's caches when it is needed. */
  readonly candlesAtOnce?: number
  /** Rate per settlement of instruments without archived funding. Default 0.01 %. */
  readonly assumedFunding?: Rate
}

/** Where an instrument's funding comes from, for reports. */
export interface RecordedFunding {
  readonly instrumentId: string
  readonly fundingSource: FundingSource
  readonly settlements: number
}

/** How an instrument's prices came about, for reports. */
export interface RecordedPaths {
  readonly instrumentId: string
  readonly candles: number
  /** Candles whose inside is known from one-minute candles; of the others only the four prices are, and the worse extreme comes first. */
  readonly finePaths: number
}

const CANDLES_AT_ONCE = 2_000
const ASSUMED_FUNDING = 10_000 as Rate
/** An array is handed over when it has reached this many events, at the end of an instant. */
const EVENTS_AT_ONCE = 1_024

/**
 * Archived candles and funding as the stream that replay and back-test read. At a candle's open time a price is marked at its open
 * and the simulated venue gets the whole candle, with the minutes inside of it where the archive has them all; everybody else sees it at
 * its close time. Nothing is invented for a gap.
 * Within one instant: candles closed, funding, prices marked, candle paths; each in the order of the instruments.
 */
export class RecordedSource {
  readonly funding: readonly RecordedFunding[]
  readonly #lanes: readonly RecordedLane[]
  readonly #listed: readonly RecordedEvent[]

  private constructor(options: RecordedSourceOptions, lanes: readonly RecordedLane[]) {
    this.#lanes = lanes
    this.#listed = options.instruments.map((instrument) => ({ kind: 'instrument-listed', time: options.from, instrument }))
    this.funding = lanes.map(({ instrumentId, fundingSource, settlements }) => ({ instrumentId, fundingSource, settlements }))
  }

  /** Of what was handed over so far. */
  get paths(): readonly RecordedPaths[] {
    return this.#lanes.map(({ instrumentId, counts }) => ({ instrumentId, ...counts }))
  }

  /** Throws a RangeError that names the instrument when the archive has no candle of it in that time. */
  static async open(options: RecordedSourceOptions): Promise<RecordedSource> {
    const spans = await options.archive.spans()
    return new RecordedSource(options, await Promise.all(options.instruments.map((instrument) => laneOf(instrument, spans, options))))
  }

  /** Can be read once. Each array ends with the last event of an instant; times never go back. */
  async *events(): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
    let events: RecordedEvent[] = [...this.#listed]
    let last = -Infinity
    for (;;) {
      for (const lane of this.#lanes) if (lane.isEmpty) await lane.refill()
      const time = this.#lanes.reduce((first, lane) => Math.min(first, lane.nextTime()), Infinity)
      if (time === Infinity) break
      if (time <= last) throw new Error(`the archive's rows are not in order at ${time}`)
      last = time
      this.#instant(time as TimeMs, events)
      if (events.length < EVENTS_AT_ONCE) continue
      yield events
      events = []
    }
    if (events.length > 0) yield events
  }

  #instant(time: TimeMs, events: RecordedEvent[]): void {
    for (const lane of this.#lanes) lane.closed(time, events)
    for (const lane of this.#lanes) lane.settled(time, events)
    for (const lane of this.#lanes) lane.marked(time, events)
    for (const lane of this.#lanes) lane.opened(time, events)
  }
}

async function laneOf(instrument: Instrument, spans: readonly ArchiveSpan[], options: RecordedSourceOptions): Promise<RecordedLane> {
  const { archive, intervalMs } = options
  const { instrumentId } = instrument
  const span = spans.find((known) => known.instrumentId === instrumentId && known.intervalMs === intervalMs)
  const from = Math.max(options.from, span?.firstOpenTime ?? Infinity) as TimeMs
  const to = Math.min(options.to, (span?.lastOpenTime ?? -Infinity) + intervalMs) as TimeMs
  if (!(from < to)) throw new RangeError(`the archive has no ${instrumentId} candles of ${intervalMs / 60_000} minutes in that time: import them first`)
  const reader = (interval: number) => (start: TimeMs, end: TimeMs) => archive.candles(instrumentId, interval, start, end)
  const funding = await fundingOf(archive, instrument, { from, to, assumed: options.assumedFunding ?? ASSUMED_FUNDING })
  const hasMinutes = intervalMs > MINUTE_MS && spans.some((known) => known.instrumentId === instrumentId && known.intervalMs === MINUTE_MS && known.firstOpenTime < to && known.lastOpenTime >= from)
  // The last candle of a read may close after it.
  const minutes = hasMinutes ? new MinutePaths((start, end) => reader(MINUTE_MS)(start, (end + intervalMs) as TimeMs)) : null
  return new RecordedLane(instrumentId, { read: reader(intervalMs), readMs: (options.candlesAtOnce ?? CANDLES_AT_ONCE) * intervalMs, from, to, funding, minutes })
}
