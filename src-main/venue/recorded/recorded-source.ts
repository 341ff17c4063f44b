import type { CandlePath, MarketEvent } from '../../../src-shared/domain/event.ts'
import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import { MINUTE_MS, type Rate, type TimeMs } from '../../../src-shared/domain/units.ts'
import type { ArchiveSpan, MarketReads } from '../../market-data/candle-archive.port.ts'
import { InnerCandles, makeUp } from './inner-candles.ts'
import { fundingOf, type FundingSource } from './recorded-funding.ts'
import { RecordedLane } from './recorded-lane.ts'

export type RecordedEvent = MarketEvent | CandlePath

export interface RecordedSourceOptions {
  readonly archive: MarketReads
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
  /** Candles during which stops and liquidations were judged by the mark price. In the others the price of trades stood for it. */
  readonly markPaths: number
}

const CANDLES_AT_ONCE = 2_000
/** An array is handed over when it has reached this many events, at the end of an instant. */
const EVENTS_AT_ONCE = 1_024

/**
 * Archived candles and funding as the stream that replay and back-test read. At a candle's open time a price is marked at its open
 * and the simulated venue gets the whole candle, with the minutes inside of it and with the mark price where the archive has them; everybody
 * else sees it at its close time. Nothing is invented for a gap.
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
    const { archive } = options
    const spans: Spans = { trades: await archive.spans(), marks: await archive.markSpans() }
    return new RecordedSource(options, await Promise.all(options.instruments.map((instrument) => laneOf(instrument, spans, options))))
  }

  /** Can be read once. Each array ends with the last event of an instant; times never go back. */
  async *events(): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
    let events: RecordedEvent[] = [...this.#listed]
    let last = -Infinity
    for (;;) {
      for (const lane of this.#lanes) if (lane.isEmpty) await lane.refill()
      const time = this.#nextTime()
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

  #nextTime(): number {
    let first = Infinity
    for (const lane of this.#lanes) first = Math.min(first, lane.nextTime())
    return first
  }

  #instant(time: TimeMs, events: RecordedEvent[]): void {
    for (const lane of this.#lanes) lane.closed(time, events)
    for (const lane of this.#lanes) lane.settled(time, events)
    for (const lane of this.#lanes) lane.marked(time, events)
    for (const lane of this.#lanes) lane.opened(time, events)
  }
}

interface Spans {
  readonly trades: readonly ArchiveSpan[]
  readonly marks: readonly ArchiveSpan[]
}

async function laneOf(instrument: Instrument, spans: Spans, options: RecordedSourceOptions): Promise<RecordedLane> {
  const { archive, intervalMs } = options
  const { instrumentId } = instrument
  const span = spans.trades.find((known) => known.instrumentId === instrumentId && known.intervalMs === intervalMs)
  const from = Math.max(options.from, span?.firstOpenTime ?? Infinity) as TimeMs
  const to = Math.min(options.to, (span?.lastOpenTime ?? -Infinity) + intervalMs) as TimeMs
  if (!(from < to)) throw new RangeError(`the archive has no ${instrumentId} candles of ${intervalMs / 60_000} minutes in that time: import them first`)
  const has = (known: readonly ArchiveSpan[], length: number): boolean =>
    known.some((one) => one.instrumentId === instrumentId && one.intervalMs === length && one.firstOpenTime < to && one.lastOpenTime >= from)
  // The last candle of a read may close after it.
  const trades = (start: TimeMs, end: TimeMs) => archive.candles(instrumentId, MINUTE_MS, start, (end + intervalMs) as TimeMs)
  const marks = (length: number) => (start: TimeMs, end: TimeMs) => archive.markCandles(instrumentId, length, start, (end + intervalMs) as TimeMs)
  return new RecordedLane(instrumentId, {
    read: (start, end) => archive.candles(instrumentId, intervalMs, start, end), readMs: (options.candlesAtOnce ?? CANDLES_AT_ONCE) * intervalMs, from, to,
    funding: await fundingOf(archive, instrument, { from, to, assumed: options.assumedFunding }),
    minutes: intervalMs > MINUTE_MS && has(spans.trades, MINUTE_MS) ? new InnerCandles(trades, MINUTE_MS, makeUp) : null,
    marks: [...new Set([MINUTE_MS, intervalMs])].filter((length) => has(spans.marks, length)).map((length) => new InnerCandles(marks(length), length)),
  })
}
