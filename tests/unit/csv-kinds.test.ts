import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { Turnover } from '../../src-shared/domain/candle-columns.ts'
import { HOUR_MS, MINUTE_MS } from '../../src-shared/domain/units.ts'
import type { OpenInterest } from '../../src-main/market-data/data-archive.port.ts'
import { readMarketCsv, type CsvOptions } from '../../src-main/venue/recorded/candle-csv.ts'
import { deriveInstrument, isDerived } from '../../src-main/venue/recorded/derive-instrument.ts'
import { scanDecimals } from '../../src-main/venue/recorded/scan-decimals.ts'
import { instrumentOf, versionOf } from '../support/storage-samples.ts'

const FIVE = 5 * MINUTE_MS
const START = 1_672_531_200_000
const BTC = instrumentOf('BTCUSDT', [versionOf(0, 8, 3)])
const folder = mkdtempSync(join(tmpdir(), 'haetae-kinds-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const write = (content: string | Uint8Array): string => {
  const path = join(folder, `${files++}.csv`)
  writeFileSync(path, content)
  return path
}

async function read(content: string | Uint8Array, changes: Partial<CsvOptions> = {}) {
  const [candles, turnover, funding, interest]: [Candle[], (Turnover | null)[], FundingRate[], OpenInterest[]] = [[], [], [], []]
  const sink = {
    candles: async (batch: readonly Candle[], more?: readonly (Turnover | null)[]) => { candles.push(...batch); turnover.push(...(more ?? [])) },
    funding: async (batch: readonly FundingRate[]) => { funding.push(...batch) },
    openInterest: async (batch: readonly OpenInterest[]) => { interest.push(...batch) },
  }
  const report = await readMarketCsv({ path: write(content), instrument: BTC, intervalMs: FIVE, now: Infinity, sink, ...changes })
  return { report, candles, turnover, funding, interest }
}

const at = (index: number): number => START + index * FIVE
const lines = (...rows: readonly string[]): string => `${rows.join('\n')}\n`

describe('mark-price candles', () => {
  it('have no volume, and count no row as one in which nothing was traded', async () => {
    const { report, candles } = await read(lines('open_time_ms,open,high,low,close', `${START},16537.6,16557.1,16493.62911039,16519.5`), { candles: 'mark' })
    expect(candles).toMatchObject([{ open: 1_653_760_000_000, low: 1_649_362_911_039, volume: 0 }])
    expect(report).toMatchObject({ kind: 'candles', accepted: 1, zeroVolume: 0 })
  })

  it.each(['open_time_ms,open,high,low,close,volume', 'open_time_ms,open,high,low', 'funding_time_ms'])('are not taken from a file of "%s"', async (header) => {
    expect((await read(lines(header, `${START},1,1,1,1,1`), { candles: 'mark' })).report.problem).toMatchObject({ code: 'unknown-header', line: 1 })
  })
})

describe('turnover', () => {
  const HEADER = 'open_time_ms,open,high,low,close,volume,quote_volume,trades'
  const row = (quote: string, trades: string, index = 0): string => `${at(index)},1,1,1,1,5,${quote},${trades}`

  it('is read exactly, however large', async () => {
    const { turnover } = await read(lines(HEADER, row('34025735406.14118000', '4389901'), row('0', '0', 1), row('0.00000001', '1', 2), row('9007199254740991', '2', 3)))
    expect(turnover).toEqual([
      { quoteWhole: 34_025_735_406, quoteFraction: 14_118_000, trades: 4_389_901 }, { quoteWhole: 0, quoteFraction: 0, trades: 0 },
      { quoteWhole: 0, quoteFraction: 1, trades: 1 }, { quoteWhole: Number.MAX_SAFE_INTEGER, quoteFraction: 0, trades: 2 },
    ])
  })

  it.each([
    ['1.5e9', '1', 'not-a-number'], ['', '1', 'not-a-number'], ['1.', '1', 'accepted'], ['.5', '1', 'not-a-number'], ['1.000000001', '1', 'too-many-decimals'], ['-0.5', '1', 'not-positive'],
    ['9007199254740992', '1', 'out-of-range'], ['1', '-1', 'not-positive'], ['1', '1.5', 'too-many-decimals'], ['1', 'x', 'not-a-number'],
  ])('of %s in %s trades is %s', async (quote, trades, reason) => {
    const { report } = await read(lines(HEADER, row('1', '1'), row(quote, trades, 1)))
    expect(report.refused.map((one) => [one.line, one.reason])).toEqual(reason === 'accepted' ? [] : [[3, reason]])
  })

  it('is not asked for when only one of its columns is there', async () => {
    const { report, turnover } = await read(lines('open_time_ms,open,high,low,close,volume,trades', `${START},1,1,1,1,5,x`))
    expect([report.accepted, turnover]).toEqual([1, []])
  })
})

describe('panels', () => {
  const ETH = instrumentOf('ETHUSDT', [versionOf(0, 8, 3)])
  const panel = (symbol: string) => [BTC, ETH].find(({ instrumentId }) => instrumentId === symbol)
  const candle = (symbol: string, index: number): string => `${symbol},${at(index)},1,1,1,1,5`

  it('give each symbol its own order and its own gaps, in any arrangement', async () => {
    const { report, candles } = await read(lines('symbol,open_time_ms,open,high,low,close,volume', candle('BTCUSDT', 4), candle('BTCUSDT', 7), candle('ETHUSDT', 1), candle('BTCUSDT', 8), candle('ETHUSDT', 1), candle('ETHUSDT', 0)), { panel })
    expect(candles.map(({ instrumentId, openTime }) => [instrumentId, (openTime - START) / FIVE])).toEqual([['BTCUSDT', 4], ['BTCUSDT', 7], ['ETHUSDT', 1], ['BTCUSDT', 8]])
    expect(report).toMatchObject({ rows: 6, accepted: 4, missing: 2, refusedByReason: { duplicate: 1, 'out-of-order': 1 }, firstOpenTime: at(1), lastOpenTime: at(8) })
    expect(report.refused.map(({ line }) => line)).toEqual([6, 7])
  })

  it('refuse the rows of a symbol that is not known, and tell which', async () => {
    const refused: string[] = []
    const { report } = await read(lines('symbol,funding_time_ms,rate', `BTCUSDT,${START},0.0001`, `?,${START},0.0001`, `ETHUSDT,${START},x`), { panel, refused: (symbol) => refused.push(symbol) })
    expect(report.refused.map(({ line, reason }) => [line, reason])).toEqual([[3, 'unknown-symbol'], [4, 'not-a-number']])
    expect(refused).toEqual(['?', 'ETHUSDT'])
  })

  it.each(['open_time_ms,open,high,low,close,volume', 'symbol,symbol,funding_time_ms,rate', 'symbol,rate'])('are not taken from a file of "%s"', async (header) => {
    expect((await read(lines(header), { panel })).report.problem?.detail).toContain('symbol column')
  })
})

describe('open interest', () => {
  const HEADER = 'time_ms,sum_open_interest,sum_open_interest_value'
  const four = { intervalMs: 4 * HOUR_MS }
  const row = (index: number, rest: string): string => `${START + index * 4 * HOUR_MS},${rest}`

  it('is kept as exact texts of no more digits than they need', async () => {
    const { report, interest } = await read(lines(HEADER, row(0, '46508872.00000000,607870.95704000'), row(3, '118269047389.125,0.00000000')), four)
    expect(interest).toEqual([
      { instrumentId: 'BTCUSDT', intervalMs: four.intervalMs, time: START, contracts: '46508872', value: '607870.95704' },
      { instrumentId: 'BTCUSDT', intervalMs: four.intervalMs, time: START + 3 * four.intervalMs, contracts: '118269047389.125', value: '0' },
    ])
    expect(report).toMatchObject({ kind: 'open-interest', gapCount: 1, missing: 2, zeroVolume: 0 })
  })

  it.each([[row(0, '1,-1'), 'not-a-number'], [row(0, '1e3,1'), 'not-a-number'], [row(0, ',1'), 'not-a-number'], [`${START + 1},1,1`, 'off-grid'], ['x,1,1', 'not-a-number'], [row(0, '1'), 'column-count']])('refuses %s', async (text, reason) => {
    expect((await read(lines(HEADER, text), four)).report.refused).toEqual([{ line: 2, reason, text }])
  })

  it('refuses what is still to come', async () => {
    expect((await read(lines(HEADER, row(0, '1,1')), { ...four, now: START - 1 })).report.refusedByReason).toEqual({ 'not-closed': 1 })
  })
})

describe('float noise', () => {
  const noisy = lines('open_time_ms,open,high,low,close,volume', `${START},1.2147000000000001,1.3,1.2,1.2586999999999999,5`, `${at(1)},1.21470000000012,1.3,1.2,1.25,5`)

  it('is refused with its line unless somebody asked to round it, and then counted', async () => {
    expect((await read(noisy)).report.refused.map(({ line, reason }) => [line, reason])).toEqual([[2, 'too-many-decimals'], [3, 'too-many-decimals']])
    const { report, candles } = await read(noisy, { repairNoise: true })
    expect(candles).toMatchObject([{ open: 121_470_000, close: 125_870_000 }])
    expect(report).toMatchObject({ accepted: 1, repaired: 1, refusedByReason: { 'too-many-decimals': 1 } })
  })
})

it('stops when it is asked to, and keeps what was read', async () => {
  const many = lines('open_time_ms,open,high,low,close,volume', ...Array.from({ length: 5_000 }, (_, i) => `${at(i)},1,1,1,1,5`))
  let asked = 0
  const { report, candles } = await read(many, { cancelled: () => ++asked === 2 })
  expect(report).toMatchObject({ cancelled: true, problem: null, accepted: candles.length })
  expect(candles.length).toBeGreaterThan(100)
  expect(candles.length).toBeLessThan(5_000)
  expect((await read(many, { cancelled: () => false })).report).not.toHaveProperty('cancelled')
})

describe('decimals of an instrument that nobody gave rules for', () => {
  it('are found in the texts, by symbol, zeros at the end left out', async () => {
    const path = write(lines('symbol,open_time_ms,open,high,low,close,volume', 'AUSDT,1,0.0142150,12.5,x,1,61219627667.10', 'BUSDT,1,5,5,5,5,0.00001', 'AUSDT,2,1,1,1,1,2', 'AUSDT,3,1'))
    expect(await scanDecimals(path, false)).toEqual(new Map([['AUSDT', { price: 6, priceDigits: 2, quantity: 1, quantityDigits: 11 }], ['BUSDT', { price: 0, priceDigits: 1, quantity: 5, quantityDigits: 1 }]]))
    expect(await scanDecimals(join(folder, 'none.csv'), false)).toEqual(new Map())
    expect(await scanDecimals(write(gzipSync('open\n1.2147000000000001\n').subarray(0, 20)), true)).toEqual(new Map())
    expect([...await scanDecimals(write('open\n1.2147000000000001\n'), true)]).toMatchObject([['', { price: 4 }]])
  })

  const found = { price: 5, priceDigits: 3, quantity: 1, quantityDigits: 9 }
  it('make an instrument that is halted, with eight decimals of price for its mark', () => {
    const instrument = deriveInstrument('PEPEUSDT', found)
    expect(instrument).toMatchObject({ instrumentId: 'PEPEUSDT', baseAsset: 'PEPE', settleAsset: 'USDT', versions: [{ priceDecimals: 8, quantityDecimals: 1, status: 'halted' }] })
    expect(typeof instrument !== 'string' && isDerived(instrument)).toBe(true)
    expect(isDerived(BTC)).toBe(false)
  })

  it('never become fewer, and never more than the largest number leaves room for', () => {
    const before = deriveInstrument('PEPEUSDT', { ...found, quantity: 4 })
    if (typeof before === 'string') throw new Error(before)
    expect(deriveInstrument('PEPEUSDT', found, before)).toMatchObject({ versions: [{ quantityDecimals: 4 }] })
    expect(deriveInstrument('PEPEUSDT', { price: 12, priceDigits: 6, quantity: 20, quantityDigits: 13 })).toMatchObject({ versions: [{ priceDecimals: 9, quantityDecimals: 2 }] })
    expect(deriveInstrument('PEPEUSDT', { price: 12, priceDigits: 1, quantity: 12, quantityDigits: 1 })).toMatchObject({ versions: [{ priceDecimals: 12, quantityDecimals: 12 }] })
  })

  it.each(['BTC', 'AAPL', 'USDT', 'BTC-PERP', '../USDT', ''])('are no excuse to guess what "%s" is', (name) => {
    expect(deriveInstrument(name, found)).toContain('--definition')
  })
})
