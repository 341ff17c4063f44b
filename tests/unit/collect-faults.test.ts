import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../../src-main/base/clock.port.ts'
import type { Timer } from '../../src-main/base/timer.port.ts'
import type { FaultOptions } from '../../src-main/lab/binance/faults.ts'
import { startLocalBinance, type LocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import { collect, type CollectReport } from '../../src-main/modes/collect.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { localBinance } from '../../src-main/venue/binance/endpoints.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'

// What can go wrong with a collection from a whole venue: its faults, and what becomes of the rows.

const START = Date.UTC(2026, 10, 20, 3, 1, 30) as TimeMs
const FIVE = 5 * MINUTE_MS

let venue: LocalBinance
let symbol = ''
let undisturbed: SqliteMarketArchive
let folder = ''
beforeAll(async () => {
  venue = await startLocalBinance({ startTime: START, speed: 0, historyDays: 1, instruments: 1 })
  symbol = venue.market.symbols[0]!
  folder = mkdtempSync(join(tmpdir(), 'haetae-undisturbed-'))
  undisturbed = new SqliteMarketArchive(openingIn(folder))
  expect(await run(undisturbed)).toMatchObject({ stopped: null, problems: [] })
})
afterEach(() => venue.faults.clear())
afterAll(() => {
  undisturbed.close()
  rmSync(folder, { recursive: true, force: true })
  return venue.close()
})

/** The time of both sides: whoever waits lets it pass. */
const clock: Clock = { now: () => venue.clock.now() }
const timer: Timer = {
  after: (delayMs) => {
    const target = venue.clock.now() + delayMs
    const { promise, resolve } = Promise.withResolvers<void>()
    setImmediate(() => {
      venue.clock.advanceTo(target)
      resolve()
    })
    return { done: promise, cancel: resolve }
  },
}

function newArchive(): SqliteMarketArchive {
  const archive = new SqliteMarketArchive(openingIn(temporaryFolder()))
  onTestFinished(() => archive.close())
  return archive
}

const run = (archive: SqliteMarketArchive): Promise<CollectReport> =>
  collect({ endpoint: localBinance(venue.port), instruments: [symbol], days: 1, intervalsMs: [FIVE] }, { archive, clock, timer, signal: new AbortController().signal, progress: () => {} })

/** What an archive says of a time, to the last digit. */
async function said(archive: SqliteMarketArchive, to: number): Promise<unknown> {
  const candles = await Promise.all((['trade', 'mark'] as const).map((kind) => archive.columns({ instrumentId: symbol, kind, intervalMs: FIVE }, 0 as TimeMs, to as TimeMs)))
  return [candles, await archive.funding(symbol, 0 as TimeMs, to as TimeMs)]
}

const endOf = async (archive: SqliteMarketArchive): Promise<number> => Math.min(...(await archive.series()).filter(({ kind }) => kind !== 'funding').map(({ last }) => last))

/** The same as what came without a fault, as far as both reach. */
async function expectWhole(archive: SqliteMarketArchive, reference = undisturbed): Promise<void> {
  const to = Math.min(await endOf(archive), await endOf(reference))
  expect(to).toBeGreaterThan(START - HOUR_MS)
  expect(await said(archive, to)).toEqual(await said(reference, to))
}

describe('a collection', () => {
  it.each<[string, FaultOptions]>([
    ['drop-request', { count: 4 }], ['drop-response', { count: 4 }], ['reset-body', { count: 4 }], ['truncated-json', { count: 4 }], ['html', { count: 4 }],
    ['redirect', { count: 3 }], ['maintenance', { count: 6 }], ['too-many', {}], ['banned', { ms: 180_000 }],
  ])('comes to the whole in spite of %s %j', async (fault, options) => {
    const archive = newArchive()
    const before = venue.faults.fired[fault] ?? 0
    venue.faults.set(fault, options)
    expect(await run(archive)).toMatchObject({ stopped: null, problems: [], series: [{ holes: 0 }, { holes: 0 }] })
    expect(venue.faults.fired[fault]).toBeGreaterThan(before)
    await expectWhole(archive)
  })

  it('takes later what the venue did not have, and what it corrected', async () => {
    const archive = newArchive()
    venue.faults.set('gap', { ms: 30 * MINUTE_MS, path: '/fapi/v1/klines' })
    expect((await run(archive)).series.find(({ kind }) => kind === 'trade')?.holes).toBeGreaterThan(4)
    venue.faults.clear()
    venue.faults.set('late-correction', { ms: 30 * MINUTE_MS, path: '/fapi/v1/klines' })
    expect(await run(archive)).toMatchObject({ stopped: null, series: [{ kind: 'trade', corrected: 0, holes: 0 }, {}] })
    venue.faults.clear()
    expect((await run(archive)).series.find(({ kind }) => kind === 'trade')?.corrected).toBeGreaterThan(3)
    await expectWhole(archive)
  })

  it('mends what it took while the clock of the venue was wrong', async () => {
    const archive = newArchive()
    venue.faults.set('clock-step', { ms: HOUR_MS })
    expect(await run(archive)).toMatchObject({ stopped: null, problems: [] })
    venue.faults.clear()
    venue.clock.advance(10 * MINUTE_MS)
    expect(await run(archive)).toMatchObject({ stopped: null, problems: [] })
    const reference = newArchive()
    await run(reference)
    await expectWhole(archive, reference)
  })

  it.each<[string, FaultOptions, string]>([
    ['appended-field', { path: '/fapi/v1/klines' }, '13 fields instead of 12'],
    ['retyped-field', { path: '/fapi/v1/klines' }, 'candles: '],
    ['bad-price', { path: '/fapi/v1/klines', value: 'nan' }, 'candles: '],
    ['bad-price', { path: '/fapi/v1/klines', value: 'zero' }, 'candles: '],
    ['bad-price', { path: '/fapi/v1/klines', value: 'negative' }, 'candles: '],
    ['appended-field', { path: '/fapi/v1/fundingRate' }, 'which is not known here'],
    ['renamed-field', { path: '/fapi/v1/fundingRate' }, 'funding: '],
    ['retyped-field', { path: '/fapi/v1/fundingRate' }, 'funding: '],
  ])('refuses one series for %s %j, and takes the others', async (fault, options, detail) => {
    const archive = newArchive()
    venue.faults.set(fault, options)
    const report = await run(archive)
    expect(report).toMatchObject({ stopped: null, problems: [{ instrumentId: symbol, told: { code: 'collect-refused', values: { detail: expect.stringContaining(detail) as string } } }] })
    const kinds = (await archive.series()).map(({ kind }) => kind)
    expect(kinds).toEqual(options.path === '/fapi/v1/klines' ? ['mark', 'funding'] : ['trade', 'mark'])
  })

  it.each<[string, FaultOptions]>([['renamed-field', { path: '/fapi/v1/exchangeInfo', field: 'symbols' }], ['renamed-field', { path: '/fapi/v1/time' }], ['html', { status: '200' }], ['maintenance', {}], ['drop-request', {}]])('ends with a sentence for %s %j, and holds nothing that is wrong', async (fault, options) => {
    const archive = newArchive()
    venue.faults.set(fault, options)
    const { stopped, problems } = await run(archive)
    const told = stopped ?? problems[0]?.told
    expect(['collect-refused', 'collect-unreachable']).toContain(told?.code)
    expect(await archive.series()).toEqual([])
  })
})
