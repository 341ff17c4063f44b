import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { monotonicClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { collect, type CollectPlace, type CollectReport, type CollectWanted } from '../../src-main/modes/collect.ts'
import { passportOf, type DataPassport } from '../../src-main/reports/data-passport.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { localBinance } from '../../src-main/venue/binance/endpoints.ts'
import { KlineVenue, VENUE_NOW } from '../support/kline-venue.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'

const FIVE = 5 * MINUTE_MS
/** What of its day has closed, at 12:34:56. */
const TODAY = (12 * 60 + 30) / 5
const BEGIN = VENUE_NOW - (VENUE_NOW % DAY_MS) - 2 * DAY_MS

let venue: KlineVenue
let archive: SqliteMarketArchive
beforeEach(async () => {
  venue = await KlineVenue.start()
  archive = new SqliteMarketArchive(openingIn(temporaryFolder()))
})
afterEach(() => {
  venue.close()
  archive.close()
})

const run = (wish: Partial<CollectWanted> = {}, place: Partial<CollectPlace> = {}): Promise<CollectReport> =>
  collect({ endpoint: localBinance(venue.port), instruments: ['BTCUSDT'], days: 2, intervalsMs: [FIVE], ...wish }, { archive, clock: monotonicClock, timer: systemTimer, signal: new AbortController().signal, progress: () => {}, ...place })

const passports = async (): Promise<readonly DataPassport[]> => Promise.all((await archive.series()).map((span) => passportOf(archive, span)))
const hashes = async (): Promise<readonly string[]> => (await passports()).map(({ contentHash }) => contentHash)
const closeAt = async (openTime: number): Promise<number | undefined> => (await archive.candles('BTCUSDT', FIVE, openTime as TimeMs, (openTime + 1) as TimeMs))[0]?.close

describe('a collection', () => {
  it('has the candles, mark prices and settlements of whole days up to now, without the candle that is still open', async () => {
    const report = await run()
    const rows = 2 * 288 + TODAY
    expect(report).toMatchObject({ stopped: null, problems: [], rows: 2 * rows + 8 })
    expect(report.series).toMatchObject([{ kind: 'trade', added: rows, corrected: 0, holes: 0 }, { kind: 'mark', added: rows, holes: 0 }])
    expect(report.funding).toMatchObject([{ instrumentId: 'BTCUSDT', added: 8 }])
    expect((await passports()).map(({ kind, rows: count, gaps, first, last, quiet }) => [kind, count, gaps, first, last, quiet])).toEqual([
      ['trade', rows, [], BEGIN, BEGIN + (rows - 1) * FIVE, []], ['mark', rows, [], BEGIN, BEGIN + (rows - 1) * FIVE, null], ['funding', 8, [], BEGIN + 3, BEGIN + 7 * 8 * HOUR_MS + 3, null],
    ])
    expect((await archive.columns({ instrumentId: 'BTCUSDT', kind: 'trade', intervalMs: FIVE }, BEGIN as TimeMs, (BEGIN + 1) as TimeMs)).turnover?.trades[0]).toBeGreaterThan(0)
    expect((await passports())[0]?.sources).toMatchObject([{ name: 'binance local', taken: rows }])
  })

  it('asks for nothing but the last hours when it is done again, and takes what the venue corrected meanwhile', async () => {
    await run()
    const before = await hashes()
    venue.asked.length = 0
    expect(await run()).toMatchObject({ series: [{ added: 0, unchanged: 72, corrected: 0 }, { added: 0, unchanged: 72 }], funding: [{ added: 0, unchanged: 8 }] })
    expect([venue.count('/fapi/v1/klines'), venue.count('/fapi/v1/markPriceKlines')]).toEqual([1, 1])
    expect(await hashes()).toEqual(before)
    const late = VENUE_NOW - (VENUE_NOW % FIVE) - 3 * FIVE
    const old = await closeAt(late)
    venue.shift = (_symbol, time) => (time === late ? 7 : 0)
    expect(await run()).toMatchObject({ series: [{ added: 0, corrected: 1, unchanged: 71 }, { corrected: 1 }] })
    expect(await closeAt(late)).toBe(old! + 7 * 10_000_000)
    expect((await passports())[0]?.corrected).toBe(1)
  })

  it('goes on where the archive ends, and fills what is missing in its middle', async () => {
    await run({ days: 1 })
    venue.now += 2 * HOUR_MS
    venue.asked.length = 0
    expect(await run()).toMatchObject({ series: [{ added: 288 + 24 }, { added: 288 + 24 }] })
    // A page for the day before and one for the last hours with the two new ones.
    expect(venue.count('/fapi/v1/klines')).toBe(2)
    expect((await passports()).map(({ gaps }) => gaps)).toEqual([[], [], []])
  })

  it('leaves no hole between what was collected before and the days that are wanted now', async () => {
    await run({ days: 1 })
    venue.now += 5 * DAY_MS
    expect(await run({ days: 1 })).toMatchObject({ series: [{ added: 5 * 288 }, { added: 5 * 288 }], funding: [{ added: 15 }] })
    expect((await passports()).map(({ gaps }) => gaps)).toEqual([[], [], []])
  })

  it('begins where the instrument was listed, and knows it by its name', async () => {
    venue.onboardDate = VENUE_NOW - (VENUE_NOW % DAY_MS) - 7 * HOUR_MS
    expect(await run({ instruments: ['NEWUSDT'], days: 30 })).toMatchObject({ problems: [], series: [{ added: 7 * 12 + TODAY, holes: 0 }, {}] })
    expect((await archive.instruments())[0]).toMatchObject({ instrumentId: 'NEWUSDT', venue: 'binance-usdm-local', baseAsset: 'NEW', versions: [{ quantityDecimals: 3, status: 'trading' }] })
  })

  it('remembers what the venue does not have, asks for it again on later days, and at last no more', async () => {
    const hole = BEGIN + 100 * FIVE
    venue.isHole = (_symbol, time) => time >= hole && time < hole + 3 * FIVE
    expect(await run()).toMatchObject({ series: [{ holes: 3 }, { holes: 3 }] })
    expect((await passports())[0]).toMatchObject({ missing: 3, gaps: [{ from: hole, missing: 3 }] })
    const askedForIt = async (later: number): Promise<boolean> => {
      venue.now = VENUE_NOW + later
      venue.asked.length = 0
      await run({ days: 5 })
      return venue.asked.some((one) => one.startsWith('/fapi/v1/klines') && one.includes(`startTime=${hole}`))
    }
    expect(await askedForIt(HOUR_MS)).toBe(false)
    expect(await askedForIt(25 * HOUR_MS)).toBe(true)
    expect(await askedForIt(26 * HOUR_MS)).toBe(false)
    expect(await askedForIt(50 * HOUR_MS)).toBe(true)
    expect(await askedForIt(75 * HOUR_MS)).toBe(false)
  })

  it('takes what the venue got later', async () => {
    const hole = BEGIN + 100 * FIVE
    venue.isHole = (_symbol, time) => time === hole
    await run()
    venue.isHole = () => false
    venue.now += DAY_MS + MINUTE_MS
    expect(await run({ days: 3 })).toMatchObject({ series: [{ holes: 0 }, {}] })
    expect((await passports())[0]).toMatchObject({ missing: 0 })
    expect(await archive.knownGaps({ instrumentId: 'BTCUSDT', kind: 'trade', intervalMs: FIVE })).toEqual([])
  })

  it('reads how far settlements are apart from their times', async () => {
    venue.fundingHours = 4
    await run()
    const rates = await archive.funding('BTCUSDT', 0 as TimeMs, VENUE_NOW as TimeMs)
    expect([rates.length, new Set(rates.map(({ intervalMs }) => intervalMs))]).toEqual([16, new Set([4 * HOUR_MS])])
  })

  it('makes one more version of an instrument when its rules change, and none while they stay', async () => {
    await run()
    await run()
    expect((await archive.instruments())[0]?.versions).toHaveLength(1)
    venue.tick = '0.50'
    venue.status = 'SETTLING'
    // Volumes of before still have three decimals.
    venue.step = '0.01'
    expect(await run()).toMatchObject({ problems: [{ told: { code: 'collect-halted' } }], stopped: null })
    expect((await archive.instruments())[0]?.versions).toMatchObject([{ status: 'trading', rules: { priceLadder: [{ tick: 10_000_000 }] } }, { status: 'halted', quantityDecimals: 3, rules: { priceLadder: [{ tick: 50_000_000 }], quantityStep: 10 } }])
  })

  it('reads volumes with more decimals once the step became finer', async () => {
    await run({ days: 1 })
    const finerFrom = VENUE_NOW - (VENUE_NOW % FIVE)
    venue.now += HOUR_MS
    venue.step = '0.0001'
    venue.mend = (row) => (Number(row[0]) >= finerFrom && row[5] !== '0' ? row.with(5, `${String(row[5])}5`) : row)
    expect(await run({ days: 1 })).toMatchObject({ problems: [], stopped: null, series: [{ added: 12 }, { added: 12 }] })
    expect((await archive.candles('BTCUSDT', FIVE, finerFrom as TimeMs, (finerFrom + FIVE) as TimeMs))[0]?.volume).toSatisfy((volume: number) => volume % 10 === 5)
  })
})

describe('what is wrong', () => {
  const problem = (instrument: string, detail: unknown): object => ({ problems: [{ instrumentId: instrument, told: { code: 'collect-refused', values: { instrument, detail: expect.stringContaining(detail as string) as string } } }] })

  it.each<[string, (row: unknown[]) => unknown[], string]>([
    ['one field more', (row) => [...row, 'x'], '13 fields instead of 12'],
    ['one field less', (row) => row.slice(0, 11), '11 fields instead of 12'],
    ['a volume finer than the instrument has', (row) => row.with(5, '1.23456'), 'its volume has more than the 3 decimals'],
    ['a price that is a number', (row) => row.with(1, 100), 'not what the venue promises'],
    ['a high below its close', (row) => row.with(2, '1.0'), 'not what the venue promises'],
    ['times of another grid', (row) => row.with(0, Number(row[0]) + 1), 'not what the venue promises'],
  ])('%s ends that series alone, and nothing of the answer is used', async (_what, change, detail) => {
    venue.mend = (row, symbol) => (symbol === 'ETHUSDT' && row[5] !== '0' ? change(row) : row)
    const report = await run({ instruments: ['ETHUSDT', 'BTCUSDT'] })
    expect(report).toMatchObject({ stopped: null, ...problem('ETHUSDT', detail) })
    expect((await archive.series()).map(({ instrumentId, kind }) => `${instrumentId} ${kind}`)).toEqual(['BTCUSDT trade', 'BTCUSDT mark', 'BTCUSDT funding', 'ETHUSDT mark', 'ETHUSDT funding'])
  })

  it('an instrument that is not listed is named, and the others are collected', async () => {
    expect(await run({ instruments: ['NOUSDT', 'BTCUSDT'] })).toMatchObject({ stopped: null, series: [{}, {}], ...problem('NOUSDT', 'does not list it') })
  })

  it('what the archive has of another venue is not mixed with this one', async () => {
    await run()
    const [instrument] = await archive.instruments()
    await archive.putInstruments([{ ...instrument!, venue: 'binance-usdm' }])
    expect(await run()).toMatchObject({ series: [], ...problem('BTCUSDT', 'another venue') })
  })

  it.each<[string, object, string]>([
    ['a name changed', { rate: '0.1' }, 'it answered with a field "rate"'],
    ['a field more', { fundingRate: '0.0001', halved: true }, 'it answered with a field "halved"'],
    ['a rate in percent', { fundingRate: '12.5' }, 'a funding rate of 12.5 is not one'],
    ['a rate as a number', { fundingRate: 0.0001 }, '/fapi/v1/fundingRate answered in a form that is not known'],
    ['a name missing', {}, '/fapi/v1/fundingRate answered in a form that is not known'],
  ])('a settlement with %s ends the funding alone', async (_what, fields, detail) => {
    const row = { symbol: 'BTCUSDT', fundingTime: VENUE_NOW - DAY_MS, markPrice: '1.00', rateType: 'Regular', ...fields }
    venue.refusal = (path) => (path === '/fapi/v1/fundingRate' ? { status: 200, body: JSON.stringify([row]) } : undefined)
    expect(await run()).toMatchObject({ stopped: null, series: [{}, {}], funding: [], ...problem('BTCUSDT', `funding: ${detail}`) })
  })

  it('answers that were cut or late are asked for again', async () => {
    let refusals = 0
    venue.refusal = (path) => (path === '/fapi/v1/klines' && refusals++ === 0 ? 'cut' : path === '/fapi/v1/markPriceKlines' && refusals++ === 1 ? { status: 503, body: '{"code":-1008,"msg":"Server is currently overloaded"}' } : undefined)
    expect(await run({ days: 1 })).toMatchObject({ stopped: null, problems: [], series: [{ holes: 0 }, { holes: 0 }] })
    expect(refusals).toBeGreaterThan(1)
  })

  it('a venue that wants rest gets it, and then what was refused is asked for again', async () => {
    let refused = false
    venue.refusal = (path) => (path === '/fapi/v1/klines' && !refused ? ((refused = true), { status: 429, body: '{"code":-1003,"msg":"Too many requests."}', headers: { 'retry-after': '0' } }) : undefined)
    expect(await run({ days: 1 })).toMatchObject({ stopped: null, problems: [], series: [{ holes: 0 }, { holes: 0 }] })
  })

  it('a disk that is full ends it with what to do; what was written stays, and the next one goes on', async () => {
    await run()
    const whole = await hashes()
    const other = new SqliteMarketArchive(openingIn(temporaryFolder()))
    const put = other.putCandles.bind(other)
    other.putCandles = (candles, detail) => (detail?.kind === 'mark' ? Promise.reject(new Database.SqliteError('database or disk is full', 'SQLITE_FULL')) : put(candles, detail))
    expect(await run({}, { archive: other })).toMatchObject({ stopped: { code: 'collect-not-written', values: { detail: 'database or disk is full' } } })
    expect((await other.series()).map(({ kind }) => kind)).toEqual(['trade'])
    other.putCandles = () => Promise.reject(new Database.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT'))
    await expect(run({}, { archive: other })).rejects.toThrow('malformed')
    other.putCandles = put
    await run({}, { archive: other })
    expect(await Promise.all((await other.series()).map(async (span) => (await passportOf(other, span)).contentHash))).toEqual(whole)
    other.close()
  })

  it('stops at once when it is told to, keeps what it has, and goes on from there to the same', async () => {
    const days = 20
    await run({ days })
    const whole = await hashes()
    const other = new SqliteMarketArchive(openingIn(temporaryFolder()))
    const stop = new AbortController()
    venue.refusal = (path, query) => {
      if (path === '/fapi/v1/markPriceKlines' && Number(query.get('endTime')) > VENUE_NOW - DAY_MS) stop.abort()
      return undefined
    }
    expect(await run({ days }, { archive: other, signal: stop.signal })).toMatchObject({ stopped: { code: 'collect-stopped' } })
    const held = await other.series()
    expect(held.map(({ kind }) => kind)).toContain('trade')
    expect(held.map(({ kind }) => kind)).not.toContain('funding')
    venue.refusal = () => undefined
    await run({ days }, { archive: other })
    expect(await Promise.all((await other.series()).map(async (span) => (await passportOf(other, span)).contentHash))).toEqual(whole)
    other.close()
  })
})
