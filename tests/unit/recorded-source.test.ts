import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { HOUR_MS, MINUTE_MS, type Price, type Quantity, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import type { ArchiveSpan, MarketArchive } from '../../src-main/market-data/candle-archive.port.ts'
import { findInstrument } from '../../src-main/venue/recorded/known-instruments.ts'
import { RecordedSource, type RecordedEvent, type RecordedSourceOptions } from '../../src-main/venue/recorded/recorded-source.ts'

const STEP = 5 * MINUTE_MS
const START = 1_672_531_200_000
const at = (index: number): TimeMs => (START + index * STEP) as TimeMs

function known(id: string): Instrument {
  const found = findInstrument(id)
  if (typeof found === 'string') throw new Error(found)
  return found
}
const [BTC, ETH, ENA] = [known('BTCUSDT'), known('ETHUSDT'), known('ENAUSDT')]

/** The prices of a candle are 1,000 × its index + 1 to 4, so a price tells where it comes from. */
const candle = ({ instrumentId }: Instrument, index: number): Candle => ({
  instrumentId, intervalMs: STEP, openTime: at(index), closeTime: at(index + 1),
  open: (index * 1_000 + 2) as Price, high: (index * 1_000 + 4) as Price, low: (index * 1_000 + 1) as Price, close: (index * 1_000 + 3) as Price, volume: 1 as Quantity,
})
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
const settlement = ({ instrumentId }: Instrument, fundingTime: number, rate = 7): FundingRate => ({ instrumentId, fundingTime: fundingTime as TimeMs, rate: rate as Rate, intervalMs: 8 * HOUR_MS })

/** The part of an archive that a source reads. Remembers how much was read at a time. */
class SmallArchive implements Pick<MarketArchive, 'candles' | 'funding' | 'spans' | 'markCandles' | 'markSpans'> {
  readonly reads: number[] = []
  readonly #candles: readonly Candle[]
  readonly #funding: readonly FundingRate[]
  readonly #marks: readonly Candle[]

  constructor(candles: readonly Candle[], funding: readonly FundingRate[] = [], marks: readonly Candle[] = []) {
    this.#candles = candles
    this.#funding = funding
    this.#marks = marks
  }

  async candles(instrumentId: string, intervalMs: number, from: TimeMs, to: TimeMs): Promise<readonly Candle[]> {
    const found = rowsOf(this.#candles, instrumentId, intervalMs, from, to)
    this.reads.push(found.length)
    return found
  }

  async funding(instrumentId: string, from: TimeMs, to: TimeMs): Promise<readonly FundingRate[]> {
    return this.#funding.filter((row) => row.instrumentId === instrumentId && row.fundingTime >= from && row.fundingTime < to)
  }

  async markCandles(instrumentId: string, intervalMs: number, from: TimeMs, to: TimeMs): Promise<readonly Candle[]> {
    return rowsOf(this.#marks, instrumentId, intervalMs, from, to)
  }

  async spans(): Promise<readonly ArchiveSpan[]> {
    return spansOf(this.#candles)
  }

  async markSpans(): Promise<readonly ArchiveSpan[]> {
    return spansOf(this.#marks)
  }
}

const rowsOf = (candles: readonly Candle[], ...[instrumentId, intervalMs, from, to]: readonly [string, number, number, number]): readonly Candle[] =>
  candles.filter((row) => row.instrumentId === instrumentId && row.intervalMs === intervalMs && row.openTime >= from && row.openTime < to)

function spansOf(candles: readonly Candle[]): readonly ArchiveSpan[] {
  return [...new Set(candles.map(({ instrumentId, intervalMs }) => `${instrumentId} ${intervalMs}`))].map((series) => {
    const [instrumentId = '', interval] = series.split(' ')
    const intervalMs = Number(interval)
    const times = candles.filter((row) => row.instrumentId === instrumentId && row.intervalMs === intervalMs).map(({ openTime }) => openTime)
    return { instrumentId, intervalMs, firstOpenTime: Math.min(...times) as TimeMs, lastOpenTime: Math.max(...times) as TimeMs, candles: times.length }
  })
}

const open = (archive: SmallArchive, options: Partial<RecordedSourceOptions> = {}) =>
  RecordedSource.open({ archive: archive as unknown as MarketArchive, instruments: [BTC], intervalMs: STEP, from: at(0), to: at(1_000_000), ...options })

async function play(archive: SmallArchive, options: Partial<RecordedSourceOptions> = {}): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const part of (await open(archive, options)).events()) events.push(...part)
  return events
}
const idOf = (event: RecordedEvent): string => {
  if (event.kind === 'instrument-listed') return event.instrument.instrumentId
  if (event.kind === 'price-marked') return event.mark.instrumentId
  return event.kind === 'funding-settled' ? event.funding.instrumentId : event.candle.instrumentId
}
const brief = (events: readonly RecordedEvent[]): string[] => events.map((event) => `${(event.time - START) / STEP} ${idOf(event).replace('USDT', '')} ${event.kind}`)

it('marks the open, gives the venue the path and closes the candle at its end', async () => {
  const first = candle(BTC, 1)
  expect(await play(new SmallArchive([first], [settlement(BTC, START)]), { from: at(1) })).toEqual([
    { kind: 'instrument-listed', time: at(1), instrument: BTC },
    { kind: 'price-marked', time: at(1), mark: { instrumentId: 'BTCUSDT', asOf: at(1), mark: 1_002, bid: 1_002, ask: 1_002 } },
    { kind: 'candle-path', time: at(1), candle: first },
    { kind: 'candle-closed', time: at(2), candle: first },
  ])
})

it('orders one instant over all instruments: closes, funding, marks, paths', async () => {
  const archive = new SmallArchive([candle(ETH, 0), candle(ETH, 1), candle(BTC, 0), candle(BTC, 1)], [settlement(ETH, at(1)), settlement(BTC, at(1))])
  const events = brief(await play(archive, { instruments: [ETH, BTC] }))
  expect(events.slice(6, 14)).toEqual([
    '1 ETH candle-closed', '1 BTC candle-closed', '1 ETH funding-settled', '1 BTC funding-settled', '1 ETH price-marked', '1 BTC price-marked', '1 ETH candle-path', '1 BTC candle-path',
  ])
  expect(events.slice(0, 2)).toEqual(['0 ETH instrument-listed', '0 BTC instrument-listed'])
})

it('settles funding at its real time, some milliseconds late', async () => {
  const events = await play(new SmallArchive([candle(BTC, 0), candle(BTC, 1)], [settlement(BTC, at(1) + 8)]))
  expect(events.slice(4).map(({ kind, time }) => [kind, time - at(1)])).toEqual([['price-marked', 0], ['candle-path', 0], ['funding-settled', 8], ['candle-closed', STEP]])
})

describe('one-minute candles', () => {
  /** The five inside of a candle: it falls in the second, rises in the fourth, and ends with its own close. */
  const inside = (instrument: Instrument, index: number): Candle[] => {
    const { instrumentId, openTime, open, high, low, close, volume } = candle(instrument, index)
    const prices = [[open, open, open, open], [open, open, low, low], [low, open, low, open], [open, high, open, high], [high, high, close, close]] as const
    return prices.map(([first, top, bottom, last], i) => {
      const from = openTime + i * MINUTE_MS
      return { instrumentId, intervalMs: MINUTE_MS, openTime: from as TimeMs, closeTime: (from + MINUTE_MS) as TimeMs, open: first, high: top, low: bottom, close: last, volume }
    })
  }
  const pathsOf = async (candles: readonly Candle[], options: Partial<RecordedSourceOptions> = {}) => {
    const source = await open(new SmallArchive(candles), options)
    const parts: (readonly Candle[] | undefined)[] = []
    for await (const events of source.events()) for (const event of events) if (event.kind === 'candle-path') parts.push(event.parts)
    return { parts, paths: source.paths }
  }

  it('are the inside of a candle where all five are there and come to it', async () => {
    const five = range(0, 6).map((i) => candle(BTC, i))
    const torn = inside(BTC, 1).toSpliced(2, 1)
    const foreign = inside(BTC, 2).map((minute, i) => (i === 3 ? { ...minute, high: (minute.high + 1) as Price } : minute))
    const { parts, paths } = await pathsOf([...five, ...inside(BTC, 0), ...torn, ...foreign, ...inside(BTC, 4)])
    expect(parts).toEqual([inside(BTC, 0), undefined, undefined, undefined, inside(BTC, 4), undefined])
    expect(paths).toEqual([{ instrumentId: 'BTCUSDT', candles: 6, finePaths: 2, markPaths: 0 }])
  })

  it('are found however few candles are read at a time, and wherever the reading begins', async () => {
    const all = [...range(0, 40).map((i) => candle(BTC, i)), ...range(0, 40).flatMap((i) => inside(BTC, i)), ...range(0, 40).map((i) => candle(ETH, i))]
    for (const options of [{}, { candlesAtOnce: 1 }, { candlesAtOnce: 7, from: (at(0) + 1) as TimeMs }]) {
      const { paths } = await pathsOf(all, { instruments: [BTC, ETH], ...options })
      const candles = options.from ? 39 : 40
      expect(paths).toEqual([{ instrumentId: 'BTCUSDT', candles, finePaths: candles, markPaths: 0 }, { instrumentId: 'ETHUSDT', candles, finePaths: 0, markPaths: 0 }])
    }
  })

  it('are not asked for where there are none', async () => {
    const archive = new SmallArchive(range(0, 10).map((i) => candle(BTC, i)))
    await play(archive)
    expect(archive.reads).toEqual([10])
  })
})

it('gives the mark price where it is known, by the minute before by the candle, and says how often', async () => {
  const trades = range(0, 4).map((i) => candle(BTC, i))
  const raised = (row: Candle): Candle => ({ ...row, open: (row.open + 5) as Price, high: (row.high + 5) as Price, low: (row.low + 5) as Price, close: (row.close + 5) as Price, volume: 0 as Quantity })
  const minute = (index: number, i: number): Candle => ({ ...raised(candle(BTC, index)), intervalMs: MINUTE_MS, openTime: (at(index) + i * MINUTE_MS) as TimeMs, closeTime: (at(index) + (i + 1) * MINUTE_MS) as TimeMs })
  const minutes = [...range(0, 5).map((i) => minute(0, i)), ...range(0, 4).map((i) => minute(1, i))]
  const source = await open(new SmallArchive(trades, [], [raised(trades[1]!), raised(trades[2]!), ...minutes]))
  const told: (readonly [mark: number, bid: number] | readonly Candle[] | undefined)[] = []
  for await (const events of source.events()) {
    for (const event of events) {
      if (event.kind === 'price-marked') told.push([event.mark.mark, event.mark.bid])
      if (event.kind === 'candle-path') told.push(event.marks)
    }
  }
  expect(told).toEqual([[7, 2], minutes.slice(0, 5), [1_007, 1_002], [raised(trades[1]!)], [2_007, 2_002], [raised(trades[2]!)], [3_002, 3_002], undefined])
  expect(source.paths).toEqual([{ instrumentId: 'BTCUSDT', candles: 4, finePaths: 0, markPaths: 3 }])
})

it('invents nothing for a gap', async () => {
  const events = brief(await play(new SmallArchive([candle(BTC, 0), candle(BTC, 3)], [settlement(BTC, START)])))
  expect(events).toEqual([
    '0 BTC instrument-listed', '0 BTC funding-settled', '0 BTC price-marked', '0 BTC candle-path', '1 BTC candle-closed', '3 BTC price-marked', '3 BTC candle-path', '4 BTC candle-closed',
  ])
})

it('reads only what was asked for', async () => {
  const archive = new SmallArchive(range(0, 10).map((i) => candle(BTC, i)), [settlement(BTC, at(2)), settlement(BTC, at(4)), settlement(BTC, at(5))])
  const events = brief(await play(archive, { from: at(3), to: at(5) }))
  expect(events).toEqual([
    '3 BTC instrument-listed', '3 BTC price-marked', '3 BTC candle-path', '4 BTC candle-closed', '4 BTC funding-settled', '4 BTC price-marked', '4 BTC candle-path', '5 BTC candle-closed',
  ])
})

it('reads a few candles at a time and gives the same events however many', async () => {
  const candles = [...range(0, 400).map((i) => candle(BTC, i)), ...range(50, 120).map((i) => candle(ETH, i)), ...range(250, 400).map((i) => candle(ETH, i))]
  const small = new SmallArchive(candles)
  const events = await play(small, { instruments: [BTC, ETH], candlesAtOnce: 7 })
  expect(events).toEqual(await play(new SmallArchive(candles), { instruments: [BTC, ETH] }))
  expect(events.filter(({ kind }) => kind === 'candle-closed')).toHaveLength(620)
  expect(Math.max(...small.reads)).toBe(7)
})

it('does not read ahead of what is consumed', async () => {
  const archive = new SmallArchive(range(0, 10_000).map((i) => candle(BTC, i)))
  const parts = (await open(archive, { candlesAtOnce: 500 })).events()
  await parts.next()
  expect(archive.reads.length).toBeLessThan(5)
  await parts.return()
})

it('never cuts an instant in two', async () => {
  const candles = [BTC, ETH, ENA].flatMap((instrument) => range(0, 1_500).map((i) => candle(instrument, i)))
  const source = await open(new SmallArchive(candles), { instruments: [BTC, ETH, ENA] })
  const parts: (readonly RecordedEvent[])[] = []
  for await (const part of source.events()) parts.push(part)
  expect(parts.length).toBeGreaterThan(2)
  parts.slice(1).forEach((part, i) => expect(part[0]?.time).toBeGreaterThan(parts[i]?.at(-1)?.time ?? Infinity))
})

it('names the instrument that the archive does not have', async () => {
  await expect(open(new SmallArchive([candle(BTC, 0)]), { instruments: [BTC, ETH] })).rejects.toThrow('ETHUSDT')
  await expect(open(new SmallArchive([candle(BTC, 0)]), { from: at(1) })).rejects.toThrow('BTCUSDT')
})

it('stops at an archive whose candles overlap or go back', async () => {
  const overlapping = { ...candle(BTC, 1), openTime: (at(1) - MINUTE_MS) as TimeMs }
  await expect(play(new SmallArchive([candle(BTC, 0), overlapping]))).rejects.toThrow('overlap')
  await expect(play(new SmallArchive([candle(BTC, 0), candle(BTC, 5), candle(BTC, 3), candle(BTC, 6)]))).rejects.toThrow('not in order')
})

describe('funding', () => {
  const day = range(0, 288)
  it('is the archive\'s where there is any', async () => {
    const archive = new SmallArchive([...day.map((i) => candle(BTC, i)), ...day.map((i) => candle(ETH, i))], [settlement(BTC, START + 3)])
    const source = await open(archive, { instruments: [BTC, ETH] })
    expect(source.funding).toEqual([{ instrumentId: 'BTCUSDT', fundingSource: 'archive', settlements: 1 }, { instrumentId: 'ETHUSDT', fundingSource: 'assumed', settlements: 3 }])
  })

  it('is assumed at 00, 08 and 16 UTC where there is none, every 4 hours where the instrument settles so', async () => {
    const settlements = async (instrument: Instrument, options: Partial<RecordedSourceOptions> = {}) =>
      (await play(new SmallArchive(day.map((i) => candle(instrument, i))), { instruments: [instrument], ...options })).flatMap((event) => (event.kind === 'funding-settled' ? [event.funding] : []))
    expect(await settlements(BTC)).toEqual([0, 8, 16].map((hour) => ({ instrumentId: 'BTCUSDT', fundingTime: START + hour * HOUR_MS, rate: 10_000, intervalMs: 8 * HOUR_MS })))
    expect((await settlements(ENA)).map(({ fundingTime }) => (fundingTime - START) / HOUR_MS)).toEqual([0, 4, 8, 12, 16, 20])
    expect((await settlements(BTC, { from: at(1), assumedFunding: -5 as Rate })).map(({ fundingTime, rate }) => [(fundingTime - START) / HOUR_MS, rate])).toEqual([[8, -5], [16, -5]])
  })
})

it('assumes settlements at the hours of the version in force', async () => {
  const version = BTC.versions[0]!
  const later = { ...BTC, versions: [version, { ...version, validFrom: (START + 9.5 * HOUR_MS) as TimeMs, fundingIntervalMs: HOUR_MS }, { ...version, validFrom: (START + 12 * HOUR_MS) as TimeMs, fundingIntervalMs: 4 * HOUR_MS }] }
  const events = await play(new SmallArchive(range(0, 288).map((i) => candle(BTC, i))), { instruments: [later] })
  expect(events.flatMap((event) => (event.kind === 'funding-settled' ? [(event.time - START) / HOUR_MS] : []))).toEqual([0, 8, 10, 11, 12, 16, 20])
})

it('shows nobody but the simulated venue a price before its time', async () => {
  const lane = (instrument: Instrument) => fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 40 }).map((indices) => indices.toSorted((a, b) => a - b).map((i) => candle(instrument, i)))
  await fc.assert(fc.asyncProperty(lane(BTC), lane(ETH), fc.array(fc.nat(60 * STEP), { maxLength: 5 }), fc.integer({ min: 1, max: 9 }), async (btc, eth, fundingTimes, candlesAtOnce) => {
    const funding = [...new Set(fundingTimes)].toSorted((a, b) => a - b).map((time) => settlement(ETH, START + time))
    const events = await play(new SmallArchive([...btc, ...eth], funding), { instruments: [BTC, ETH], candlesAtOnce })
    let last = -Infinity
    for (const event of events) {
      expect(event.time).toBeGreaterThanOrEqual(last)
      last = event.time
      if (event.kind === 'candle-closed') expect(event.candle.closeTime).toBe(event.time)
      if (event.kind === 'candle-path') expect(event.candle.openTime).toBe(event.time)
      if (event.kind === 'funding-settled') expect(event.funding.fundingTime).toBe(event.time)
      if (event.kind !== 'price-marked') continue
      const { mark, bid, ask, asOf } = event.mark
      const openNow = ((event.time - START) / STEP) * 1_000 + 2
      expect([mark, bid, ask, asOf]).toEqual([openNow, openNow, openNow, event.time])
    }
    expect(events.flatMap((event) => (event.kind === 'candle-closed' && idOf(event) === 'BTCUSDT' ? [event.candle] : []))).toEqual(btc)
    expect(events.flatMap((event) => (event.kind === 'candle-path' && idOf(event) === 'ETHUSDT' ? [event.candle] : []))).toEqual(eth)
  }), { numRuns: 100 })
})
