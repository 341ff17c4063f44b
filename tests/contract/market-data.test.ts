import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { startLocalBinance, type LocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import { connectBinance } from '../../src-main/modes/binance-connection.ts'
import { DEMO_TRADING, localBinance, PRODUCTION, type BinanceEndpoint } from '../../src-main/venue/binance/endpoints.ts'
import { BinanceFeed } from '../../src-main/venue/binance/feed/binance-feed.ts'
import { klines } from '../../src-main/venue/binance/market-requests.ts'
import type { FeedEvent } from '../../src-main/venue/market-feed.port.ts'
import { RecordedSource } from '../../src-main/venue/recorded/recorded-source.ts'
import { firstDifference } from '../support/first-difference.ts'
import { LiveRig } from '../support/live-rig.ts'
import { record, type Recording } from '../support/recorded.ts'
import { marketDataLaws, type ToldData } from './market-data.suite.ts'

/** The venue's own words, asked for anew. */
async function truthOf(endpoint: BinanceEndpoint, { settings, events }: LiveRig, instrumentId: string): Promise<ReadonlyMap<number, Candle>> {
  const version = events.findLast((event) => event.kind === 'instrument-listed' && event.instrument.instrumentId === instrumentId)
  if (version?.kind !== 'instrument-listed') throw new Error(`${instrumentId} was not listed`)
  const startTime = settings.instruments[0]!.candlesUntil!
  const series = { instrumentId, kind: 'trade', intervalMs: MINUTE_MS, version: version.instrument.versions.at(-1)! } as const
  const answer = await connectBinance(endpoint, monotonicClock, systemTimer).client.get(klines(instrumentId, series, { startTime, endTime: startTime + 500 * MINUTE_MS, limit: 500 }))
  if (answer.outcome !== 'ok') throw new Error(answer.detail)
  return new Map(answer.value.map(({ candle }) => [candle.openTime as number, candle]))
}

const toldBy = (endpoint: BinanceEndpoint, rig: LiveRig): ToldData => ({ arrays: rig.arrays, truth: (instrumentId) => truthOf(endpoint, rig, instrumentId) })

/** What was sent, read again, is what was told. */
function replayed({ settings, record: messages }: LiveRig): readonly FeedEvent[] {
  const feed = new BinanceFeed(settings)
  return messages.flatMap((message) => feed.take(message))
}

/** Until each of them has told so many candles, and nothing is wrong. */
async function untilWell(rig: LiveRig, count: number, timeout: number): Promise<void> {
  await vi.waitFor(() => {
    for (const { symbol } of rig.settings.instruments) expect(rig.candles(symbol).length).toBeGreaterThanOrEqual(count)
    expect(rig.source.feed.trouble).toBe('')
  }, { timeout, interval: 20 })
}

describe('archived candles', () => {
  let recording: Recording
  beforeAll(async () => {
    recording = await record(2, 2)
  }, 60_000)
  afterAll(() => recording.close())
  marketDataLaws(async () => {
    const { archive, instruments, config, from, to } = await recording.run()
    const arrays: FeedEvent[][] = []
    for await (const events of (await RecordedSource.open({ archive, instruments, intervalMs: config.decisionIntervalMs, from, to })).events()) arrays.push(events.flatMap((event) => (event.kind === 'candle-path' ? [] : [event])))
    return { arrays, truth: async (instrumentId) => new Map((await archive.candles(instrumentId, config.decisionIntervalMs, from, to)).map((candle) => [candle.openTime as number, candle])) }
  }, 60_000)
})

const SPEED = 120
const START = 1_795_176_000_000 as TimeMs

describe('our client and a venue on this computer', () => {
  let venue: LocalBinance
  let rig: LiveRig
  afterAll(async () => {
    await rig.stop()
    await venue.close()
  })
  marketDataLaws(async () => {
    venue = await startLocalBinance({ speed: SPEED, instruments: 3, startTime: START, historyDays: 1, isUnlimited: true })
    const endpoint = localBinance(venue.port)
    rig = new LiveRig({ endpoint, symbols: venue.market.symbols, candlesUntil: (START - 10 * MINUTE_MS) as TimeMs, isFast: true })
    await untilWell(rig, 13, 30_000)
    await rig.stop()
    return toldBy(endpoint, rig)
  }, 40_000)

  it('is told the same from the record of what was sent', () => {
    expect(firstDifference(replayed(rig).slice(0, rig.events.length), rig.events)).toBeNull()
  })

  it('finds nothing that it does not know', () => {
    expect(rig.source.feed.alarms()).toEqual([])
    expect(rig.source.state()).toMatchObject({ venue: 'local', phase: 'fresh' })
  })
})

describe('our client and a venue on this computer with which much goes wrong', () => {
  let venue: LocalBinance
  let rig: LiveRig
  afterAll(async () => {
    await rig.stop()
    await venue.close()
  })
  marketDataLaws(async () => {
    const often = { chance: 0.2 }
    venue = await startLocalBinance({
      speed: SPEED, instruments: 3, startTime: START, historyDays: 1, isUnlimited: true,
      faults: [['duplicate', often], ['reorder', often], ['drop-message', often], ['drop-depth', often], ['drop-close', { chance: 0.5 }], ['html', { chance: 0.3, path: 'klines' }], ['truncated-json', { chance: 0.3, path: 'klines' }], ['reset-body', { chance: 0.2, path: 'klines' }]],
    })
    const endpoint = localBinance(venue.port)
    rig = new LiveRig({ endpoint, symbols: venue.market.symbols, candlesUntil: (START - 10 * MINUTE_MS) as TimeMs, isFast: true })
    await vi.waitFor(() => expect(rig.candles('BTCUSDT').length).toBeGreaterThan(11), { timeout: 30_000, interval: 20 })
    venue.faults.set('socket-dies', {})
    venue.faults.clear()
    await untilWell(rig, 14, 30_000)
    await rig.stop()
    return toldBy(endpoint, rig)
  }, 70_000)

  it('is told the same from the record of what was sent', () => {
    expect(firstDifference(replayed(rig).slice(0, rig.events.length), rig.events)).toBeNull()
  })

  it('has seen that something was wrong', () => {
    expect(rig.events.filter((event) => event.kind === 'component-reported' && !event.healthy).length).toBeGreaterThan(1)
    expect(rig.source.feed.channels().reduce((sum, { gaps }) => sum + gaps, 0)).toBeGreaterThan(0)
  })
})

/** 'production' or 'demo': the public endpoints of the real venue, for some two minutes. Without a network, and unless asked for, it is skipped. */
const REAL: Readonly<Record<string, BinanceEndpoint>> = { production: PRODUCTION, demo: DEMO_TRADING }
const real = REAL[process.env['HAETAE_TEST_NETWORK'] ?? '']

describe.skipIf(!real)('our client and the real venue (skipped unless HAETAE_TEST_NETWORK is production or demo)', () => {
  let rig: LiveRig
  afterAll(() => rig.stop())
  marketDataLaws(async () => {
    const now = systemClock.now()
    rig = new LiveRig({ endpoint: real!, symbols: ['BTCUSDT', 'ETHUSDT'], candlesUntil: (now - (now % MINUTE_MS) - 10 * MINUTE_MS) as TimeMs, isFast: false })
    await untilWell(rig, 12, 240_000)
    await rig.stop()
    return toldBy(real!, rig)
  }, 250_000)

  it('is told the same from the record of what was sent', () => {
    expect(firstDifference(replayed(rig).slice(0, rig.events.length), rig.events)).toBeNull()
  })

  it('finds nothing that it does not know', () => {
    expect(rig.source.feed.alarms()).toEqual([])
  })
})
