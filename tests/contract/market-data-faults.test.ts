import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { FaultOptions } from '../../src-main/lab/binance/faults.ts'
import { startLocalBinance, type LocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import { localBinance } from '../../src-main/venue/binance/endpoints.ts'
import { BinanceFeed } from '../../src-main/venue/binance/feed/binance-feed.ts'
import { firstDifference } from '../support/first-difference.ts'
import { LiveRig } from '../support/live-rig.ts'

// Each fault of market data that the played venue knows, one after the other, on one client that goes on through all of them. Over a minute, so only when asked for.

const START = 1_795_176_000_000 as TimeMs
const SPEED = 60

/** What is to be noticed while it lasts: that nothing may be opened ('unwell'), what is alarmed at, or that all goes on ('well'). */
const FAULTS: readonly (readonly [name: string, options: FaultOptions, noticed: 'unwell' | 'well' | RegExp])[] = [
  ['drop-request', { chance: 0.5 }, 'well'], ['drop-response', { chance: 0.5 }, 'well'], ['reset-body', { chance: 0.5 }, 'well'], ['truncated-json', { chance: 0.5 }, 'well'],
  ['html', { chance: 0.5, path: '/fapi', status: '200' }, 'well'], ['redirect', { path: '/fapi' }, 'well'], ['too-many', {}, 'well'],
  ['duplicate', {}, 'well'], ['reorder', { chance: 0.3 }, 'well'], ['drop-message', { chance: 0.1, stream: 'aggTrade' }, 'well'], ['drop-depth', { chance: 0.3 }, 'well'], ['drop-close', {}, 'unwell'],
  ['silent', {}, 'unwell'], ['half-open', {}, 'unwell'], ['socket-dies', {}, 'well'], ['day-cut', {}, 'well'], ['maintenance', {}, 'unwell'],
  ['filters-change', {}, 'well'], ['brackets-change', {}, 'well'], ['mark-spike', {}, 'unwell'],
  ['bad-price', { value: 'nan' }, 'unwell'], ['bad-price', { value: 'zero' }, 'unwell'], ['bad-price', { value: 'negative' }, 'unwell'], ['bad-price', { value: 'tenfold' }, 'unwell'],
  ['crossed-book', {}, /crossed/], ['retyped-field', {}, /unreadable/],
]

describe.skipIf(process.env['HAETAE_TEST_FULL'] !== '1')('a client of a venue in which each thing goes wrong in its turn (skipped unless HAETAE_TEST_FULL is 1)', () => {
  let venue: LocalBinance
  let rig: LiveRig
  const codes = (): string => rig.source.feed.alarms().map(({ code }) => code).join(' ')
  const trouble = (): string | null => rig.source.feed.trouble
  const until = (what: () => void, timeout: number): Promise<void> => vi.waitFor(what, { timeout, interval: 10 })
  beforeAll(async () => {
    venue = await startLocalBinance({ speed: SPEED, instruments: 2, startTime: START, historyDays: 1, isUnlimited: true })
    rig = new LiveRig({ endpoint: localBinance(venue.port), symbols: venue.market.symbols, candlesUntil: START, isFast: true })
    await until(() => expect(trouble()).toBe(''), 30_000)
  }, 60_000)
  afterAll(async () => {
    await rig.stop()
    await venue.close()
  })

  async function suffer([name, options, noticed]: (typeof FAULTS)[number]): Promise<void> {
    const said = `${name} ${JSON.stringify(options)}`
    const told = rig.candles(venue.market.symbols[0]!).length
    const fired = venue.faults.fired[name] ?? 0
    const from = rig.events.length
    venue.faults.set(name, options)
    // It may be over before one looks.
    if (noticed === 'unwell') await until(() => expect(rig.events.slice(from).some((event) => event.kind === 'component-reported' && !event.healthy), said).toBe(true), 10_000)
    else if (noticed === 'well') await until(() => expect(rig.candles(venue.market.symbols[0]!).length + (venue.faults.fired[name] ?? 0), said).toBeGreaterThan(told + fired), 10_000)
    else await until(() => expect(codes(), said).toMatch(noticed), 10_000)
    venue.faults.clear()
    await until(() => expect([trouble(), rig.candles(venue.market.symbols[0]!).length > told], said).toEqual(['', true]), 20_000)
  }

  it('notices each, is well again after it, and has told whole candles without a hole, as its record has', async () => {
    for (const fault of FAULTS) await suffer(fault)
    for (const symbol of venue.market.symbols) {
      const times = rig.candles(symbol)
      expect(times).toEqual(times.map((_time, index) => times[0]! + index * MINUTE_MS))
    }
    venue.faults.set('appended-field', { count: 50 })
    await until(() => expect(trouble()).toBe('the venue sends fields that are not known here'), 10_000)
    await rig.stop()
    const feed = new BinanceFeed(rig.settings)
    expect(firstDifference(rig.record.flatMap((message) => feed.take(message)).slice(0, rig.events.length), rig.events)).toBeNull()
  }, 300_000)
})
