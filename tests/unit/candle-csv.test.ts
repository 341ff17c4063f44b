import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { readMarketCsv, type CsvOptions } from '../../src-main/venue/recorded/candle-csv.ts'
import { findInstrument } from '../../src-main/venue/recorded/known-instruments.ts'

const known = (id: string): Instrument => {
  const found = findInstrument(id)
  if (typeof found === 'string') throw new Error(found)
  return found
}
const BTC = known('BTCUSDT')
const FIVE = 5 * MINUTE_MS
const START = 1_672_531_200_000
const HEADER = 'open_time_ms,open,high,low,close,volume'
const DATA = process.env['HAETAE_TEST_DATA'] ?? '../shared/data'

const folder = mkdtempSync(join(tmpdir(), 'haetae-csv-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0

async function read(content: string | Uint8Array, changes: Partial<CsvOptions> = {}) {
  const path = join(folder, `${files++}.csv`)
  writeFileSync(path, content)
  return readPath(path, changes)
}

async function readPath(path: string, changes: Partial<CsvOptions> = {}) {
  const candles: Candle[] = []
  const funding: FundingRate[] = []
  const batches: number[] = []
  const sink = {
    candles: async (batch: readonly Candle[]) => { batches.push(batch.length); candles.push(...batch) },
    funding: async (batch: readonly FundingRate[]) => { batches.push(batch.length); funding.push(...batch) },
  }
  const report = await readMarketCsv({ path, instrument: BTC, intervalMs: FIVE, now: Infinity, sink, ...changes })
  return { report, candles, funding, batches }
}

const row = (index: number, rest = '100,110,90,105,1.5'): string => `${START + index * FIVE},${rest}`
const file = (...rows: readonly string[]): string => `${[HEADER, ...rows].join('\n')}\n`

describe('candles', () => {
  it('reads them exactly, by the names in the header', async () => {
    const { report, candles } = await read(`trades,close,volume,low,high,open,quote_volume,open_time_ms\n7,16529.2,844.251,16523,16538.12345678,16537.5,1.5,${START}\n`)
    expect(candles).toEqual([{
      instrumentId: 'BTCUSDT', intervalMs: FIVE, openTime: START, closeTime: START + FIVE,
      open: 1_653_750_000_000, high: 1_653_812_345_678, low: 1_652_300_000_000, close: 1_652_920_000_000, volume: 844_251,
    }])
    expect(report).toEqual({
      kind: 'candles', problem: null, rows: 1, accepted: 1, refused: [], refusedByReason: {}, duplicates: 0, gaps: [], gapCount: 0, missing: 0,
      zeroVolume: 0, firstOpenTime: START, lastOpenTime: START,
    })
  })

  it.each([
    ['CRLF', file(row(0), row(1)).replaceAll('\n', '\r\n')],
    ['a byte-order mark', `\uFEFF${file(row(0), row(1))}`],
    ['no line end at the end', file(row(0), row(1)).trimEnd()],
    ['gzip', gzipSync(file(row(0), row(1)))],
    ['gzip in two parts', Buffer.concat([gzipSync(file(row(0))), gzipSync(`${row(1)}\n`)])],
  ])('accepts %s', async (_case, content) => {
    const { report, candles } = await read(content)
    expect(candles.map(({ openTime }) => openTime)).toEqual([START, START + FIVE])
    expect(report).toMatchObject({ problem: null, rows: 2, accepted: 2 })
  })

  it.each([
    ['a missing column', row(1, '100,110,90,105'), 'column-count'],
    ['a column too many', row(1, '100,110,90,105,1,2'), 'column-count'],
    ['an empty line', '', 'column-count'],
    ['a blank field', row(1, '100,,90,105,1'), 'not-a-number'],
    ['a space in a number', row(1, '100, 110,90,105,1'), 'not-a-number'],
    ['an exponent', row(1, '1e2,110,90,105,1'), 'not-a-number'],
    ['NaN', row(1, '100,110,90,NaN,1'), 'not-a-number'],
    ['Infinity', row(1, '100,Infinity,90,105,1'), 'not-a-number'],
    ['a plus sign', row(1, '+100,110,90,105,1'), 'not-a-number'],
    ['a comma for a point in quotes', row(1, '"100",110,90,105,1'), 'not-a-number'],
    ['a time that is no number', 'yesterday,100,110,90,105,1', 'not-a-number'],
    ['a time with a fraction', `${START + FIVE}.5,100,110,90,105,1`, 'too-many-decimals'],
    ['a ninth decimal of a price', row(1, '100.000000001,110,90,105,1'), 'too-many-decimals'],
    ['a fourth decimal of a BTC volume', row(1, '100,110,90,105,1.0001'), 'too-many-decimals'],
    ['a price beyond what is exact', row(1, '100,99999999999,90,105,1'), 'out-of-range'],
    ['a price of 0', row(1, '100,110,0,105,1'), 'not-positive'],
    ['a negative price', row(1, '-100,110,90,105,1'), 'not-positive'],
    ['a negative volume', row(1, '100,110,90,105,-1'), 'not-positive'],
    ['a high below the close', row(1, '100,104,90,105,1'), 'high-too-low'],
    ['a high below the open', row(1, '106,105,90,105,1'), 'high-too-low'],
    ['a high below the low', row(1, '100,99,101,100,1'), 'high-too-low'],
    ['a low above the open', row(1, '100,110,101,105,1'), 'low-too-high'],
    ['a low above the close', row(1, '106,110,106,105,1'), 'low-too-high'],
    ['a time between the bars', `${START + FIVE + 1},100,110,90,105,1`, 'off-grid'],
    ['a time in seconds', `${START / 1000 + 1},100,110,90,105,1`, 'off-grid'],
    ['a negative time', `-${FIVE},100,110,90,105,1`, 'off-grid'],
    ['a time before the instrument was', `${FIVE},100,110,90,105,1`, 'before-first-rules'],
    ['an earlier time', row(-1), 'out-of-order'],
    ['the same row again', row(0), 'duplicate'],
    ['the same time with another volume', row(0, '100,110,90,105,1.6'), 'conflict'],
    ['a row far too long', row(1, `100,110,90,105,1${'0'.repeat(100_000)}`), 'line-too-long'],
  ])('refuses %s and keeps the others', async (_case, bad, reason) => {
    const { report, candles } = await read(file(row(0), bad, row(2)))
    expect(report.refused).toEqual([{ line: 3, reason, text: bad.slice(0, 200) }])
    expect(report).toMatchObject({ problem: null, rows: 3, accepted: 2, refusedByReason: { [reason]: 1 }, duplicates: reason === 'duplicate' ? 1 : 0 })
    expect(candles.map(({ openTime }) => openTime)).toEqual([START, START + 2 * FIVE])
  })

  it('takes a good row for a time whose first row was bad', async () => {
    const { report, candles } = await read(file(row(0, '100,110,90,x,1'), row(0)))
    expect(candles).toHaveLength(1)
    expect(report.refusedByReason).toEqual({ 'not-a-number': 1 })
  })

  it('accepts a volume of 0 and counts it', async () => {
    const { report } = await read(file(row(0, '100,100,100,100,0'), row(1), row(2, '100,100,100,100,0.000')))
    expect(report).toMatchObject({ accepted: 3, zeroVolume: 2 })
  })

  it('names the gaps between the rows it took', async () => {
    const { report } = await read(file(row(0), row(1, 'x'), row(2), row(9), row(10)))
    expect(report.gaps).toEqual([{ from: START + FIVE, to: START + 2 * FIVE, missing: 1 }, { from: START + 3 * FIVE, to: START + 9 * FIVE, missing: 6 }])
    expect(report).toMatchObject({ gapCount: 2, missing: 7 })
  })

  it('refuses a candle that is still forming', async () => {
    const { report, candles } = await read(file(row(0), row(1)), { now: START + 2 * FIVE - 1 })
    expect(candles).toHaveLength(1)
    expect(report.refusedByReason).toEqual({ 'not-closed': 1 })
    expect((await read(file(row(0), row(1)), { now: START + 2 * FIVE })).candles).toHaveLength(2)
  })

  it('lists the first hundred refused rows and counts all', async () => {
    const { report } = await read(file(...Array.from({ length: 250 }, (_, i) => row(i, 'bad'))))
    expect(report.refused).toHaveLength(100)
    expect(report.refused.at(-1)?.line).toBe(101)
    expect(report).toMatchObject({ rows: 250, accepted: 0, refusedByReason: { 'column-count': 250 }, firstOpenTime: null, lastOpenTime: null })
  })

  it('shows the text of a refused row as it stands in the file, wherever a read ends', async () => {
    const { report } = await read(file(...Array.from({ length: 200 }, () => '가격이 아닌 줄'.repeat(30))))
    expect(new Set(report.refused.map(({ text }) => text))).toEqual(new Set(['가격이 아닌 줄'.repeat(30).slice(0, 200)]))
  })

  it('hands over batches of the asked size, in order, and tells how far it is', async () => {
    const seen: [number, number][] = []
    const content = file(...Array.from({ length: 2_500 }, (_, i) => row(i)))
    const { batches, candles } = await read(content, { batchRows: 1_000, progress: (bytesRead, bytesTotal) => seen.push([bytesRead, bytesTotal]) })
    expect(batches).toEqual([1_000, 1_000, 500])
    expect(candles.map(({ openTime }) => openTime)).toEqual(Array.from({ length: 2_500 }, (_, i) => START + i * FIVE))
    expect(seen.length).toBeGreaterThan(3)
    expect(seen.at(-1)).toEqual([content.length, content.length])
    expect(seen.map(([bytesRead]) => bytesRead)).toEqual(seen.map(([bytesRead]) => bytesRead).toSorted((a, b) => a - b))
  })

  it('rejects with the sink\'s own failure: what was not stored must not be reported as accepted', async () => {
    const sink = { candles: () => Promise.reject(new Error('disk full')), funding: () => Promise.resolve() }
    await expect(read(file(row(0)), { sink })).rejects.toThrow('disk full')
  })

  it('uses the decimals that held at the time of the row', async () => {
    const [version] = BTC.versions
    if (!version) throw new Error('no version')
    const instrument = { ...BTC, versions: [{ ...version, priceDecimals: 1 }, { ...version, validFrom: (START + FIVE) as TimeMs, priceDecimals: 2 }] }
    const { report, candles } = await read(file(row(0), row(1), row(2, '100.25,110,90,105,1')), { instrument })
    expect(candles.map(({ open }) => open)).toEqual([1_000, 10_000, 10_025])
    expect(report.accepted).toBe(3)
    expect((await read(file(row(0, '100.25,110,90,105,1')), { instrument })).report.refusedByReason).toEqual({ 'too-many-decimals': 1 })
  })
})

describe('files', () => {
  it.each([
    ['an empty file', '', 'empty'],
    ['an empty gzip file', gzipSync(''), 'empty'],
    ['a file without a header', `${row(0)}\n`, 'unknown-header'],
    ['mark-price candles without volume', 'open_time_ms,open,high,low,close\n', 'unknown-header'],
    ['a panel of many symbols', `symbol,${HEADER}\n`, 'unknown-header'],
    ['a column named twice', `${HEADER},close\n`, 'unknown-header'],
    ['bytes that are no text', Uint8Array.from({ length: 20_000 }, (_, i) => (i * 89) % 251), 'unknown-header'],
    ['the beginning of gzip alone', gzipSync(file(row(0))).subarray(0, 6), 'unreadable'],
    ['gzip in name only', Uint8Array.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), 'unreadable'],
  ])('refuses %s', async (_case, content, code) => {
    const { report } = await read(content)
    expect(report).toMatchObject({ kind: null, accepted: 0, rows: 0, problem: { code, line: 1 } })
  })

  it('says what headers there are when it does not know one', async () => {
    const { report } = await read('time,price\n')
    expect(report.problem?.detail).toContain(HEADER)
    expect(report.problem?.detail).toContain('funding_time_ms,rate')
  })

  it('takes a header without rows for a file without rows', async () => {
    expect((await read(`${HEADER}\n`)).report).toMatchObject({ kind: 'candles', problem: null, rows: 0 })
  })

  it('says when there is no such file, and when it is a folder', async () => {
    expect((await readPath(join(folder, 'nothing.csv'))).report.problem?.code).toBe('missing')
    expect((await readPath(folder)).report.problem?.code).toBe('unreadable')
  })

  it('keeps the whole rows of a gzip file that was cut off, and says where it ends', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => row(i, `100,110,90,105,${(i * 7919) % 10_007}`))
    const packed = gzipSync(file(...rows))
    const { report, candles } = await read(packed.subarray(0, Math.floor(packed.length / 2)))
    expect(report.problem?.code).toBe('unreadable')
    expect(report.problem?.detail).toContain('cut off')
    expect(report.problem?.line).toBe(candles.length + 2)
    expect(report).toMatchObject({ accepted: candles.length, rows: candles.length })
    expect(candles.length).toBeGreaterThan(1_500)
    expect(candles.map(({ volume }) => volume)).toEqual(candles.map((_, i) => ((i * 7919) % 10_007) * 1_000))
  })

  it('loses nothing of a gzip file that lacks its last byte but says that it does', async () => {
    const packed = gzipSync(file(...Array.from({ length: 3_000 }, (_, i) => row(i))))
    const { report } = await read(packed.subarray(0, -1))
    expect(report).toMatchObject({ accepted: 3_000, problem: { code: 'unreadable', line: 3_002 } })
  })

  it('says when the content of a gzip file is not what was packed', async () => {
    const packed = gzipSync(file(row(0), row(1)))
    packed[packed.length - 8] = (packed[packed.length - 8] ?? 0) ^ 1
    expect((await read(packed)).report.problem).toMatchObject({ code: 'unreadable', detail: expect.stringContaining('incorrect data check') as string })
  })
})

describe('funding', () => {
  const settlement = (hours: number, jitterMs = 0, rate = '0.0001'): string => `${START + hours * HOUR_MS + jitterMs},${rate}`
  const fundingFile = (...rows: readonly string[]): string => `funding_time_ms,rate\n${rows.join('\n')}\n`

  it('reads rates of either sign and keeps the real time', async () => {
    const { report, funding } = await read(fundingFile(settlement(0), settlement(8, 29, '-0.00012345')))
    expect(funding).toEqual([
      { instrumentId: 'BTCUSDT', fundingTime: START, rate: 10_000, intervalMs: 8 * HOUR_MS },
      { instrumentId: 'BTCUSDT', fundingTime: START + 8 * HOUR_MS + 29, rate: -12_345, intervalMs: 8 * HOUR_MS },
    ])
    expect(report).toMatchObject({ kind: 'funding', problem: null, accepted: 2, gapCount: 0, zeroVolume: 0 })
  })

  it('sees when the venue settles more often', async () => {
    const { funding } = await read(fundingFile(settlement(0), settlement(8), settlement(12, 5), settlement(16)))
    expect(funding.map(({ intervalMs }) => intervalMs / HOUR_MS)).toEqual([8, 8, 4, 4])
  })

  it('names the gaps', async () => {
    const { report, funding } = await read(fundingFile(settlement(0), settlement(24, 7), settlement(32)))
    expect(report.gaps).toEqual([{ from: START + 8 * HOUR_MS, to: START + 24 * HOUR_MS + 7, missing: 2 }])
    expect(funding.map(({ intervalMs }) => intervalMs / HOUR_MS)).toEqual([8, 8, 8])
  })

  it('takes a settlement that comes early for itself, not for a gap', async () => {
    const { report, funding } = await read(fundingFile(settlement(0), settlement(8), settlement(11), settlement(19)))
    expect(report.gapCount).toBe(0)
    expect(funding.map(({ intervalMs }) => intervalMs / HOUR_MS)).toEqual([8, 8, 8, 8])
  })

  it.each([
    ['a settlement between the hours', settlement(8.5), 'off-grid'],
    ['a rate in percent', settlement(8, 0, '0.5'), 'out-of-range'],
    ['a rate that is none', settlement(8, 0, '1e-4'), 'not-a-number'],
    ['a ninth decimal', settlement(8, 0, '0.000000001'), 'too-many-decimals'],
    ['the same settlement again', settlement(0), 'duplicate'],
    ['another rate for the same settlement', settlement(0, 0, '0.0002'), 'conflict'],
    ['the same settlement some milliseconds later', settlement(0, 9), 'conflict'],
    ['an earlier settlement', settlement(-8), 'out-of-order'],
    ['a settlement before the instrument was', `${8 * HOUR_MS},0.0001`, 'before-first-rules'],
  ])('refuses %s', async (_case, bad, reason) => {
    const { report, funding } = await read(fundingFile(settlement(0), bad, settlement(16)))
    expect(report.refused).toEqual([{ line: 3, reason, text: bad }])
    expect(funding).toHaveLength(2)
  })

  it('refuses a settlement that has not been', async () => {
    expect((await read(fundingFile(settlement(0)), { now: START - 1 })).report.refusedByReason).toEqual({ 'not-closed': 1 })
  })
})

const noData = !existsSync(join(DATA, 'binance-usdm', 'BTCUSDT-5m.csv.gz'))
describe.skipIf(noData)(`recorded market data${noData ? ' (skipped: none at HAETAE_TEST_DATA)' : ''}`, () => {
  const recorded = (name: string): string => join(DATA, 'binance-usdm', name)

  it('takes every row of 13 months of BTCUSDT', async () => {
    const { report, candles } = await readPath(recorded('BTCUSDT-5m.csv.gz'))
    expect(report).toMatchObject({ rows: 114_048, accepted: 114_048, refused: [], gapCount: 0, duplicates: 0, zeroVolume: 3, problem: null, firstOpenTime: START })
    expect(candles.at(-1)?.closeTime).toBe(START + 114_048 * FIVE)
  })

  it.each(['ETHUSDT', 'LTCUSDT', 'SUIUSDT'])('takes every row of %s', async (id) => {
    const { report } = await readPath(recorded(`${id}-5m.csv.gz`), { instrument: known(id) })
    expect(report).toMatchObject({ accepted: report.rows, refused: [], gapCount: 0, problem: null, zeroVolume: 3 })
  })

  it.each([
    ['BNBUSDT', '2023-07', 5], ['SOLUSDT', '2023-07', 5], ['ADAUSDT', '2025-03', 5], ['XRPUSDT', '2025-03', 5], ['LINKUSDT', '2025-03', 5], ['ETCUSDT', '2025-03', 5],
    ['AVAXUSDT', '2025-05', 1], ['ENAUSDT', '2025-05', 1], ['SOLUSDT', '2025-05', 1],
  ])('has decimals enough for %s of %s', async (id, span, minutes) => {
    const { report } = await readPath(recorded(`${span}/${id}-${minutes}m.csv.gz`), { instrument: known(id), intervalMs: minutes * MINUTE_MS })
    expect(report).toMatchObject({ accepted: report.rows, refused: [], gapCount: 0, problem: null })
    expect(report.rows).toBeGreaterThan(8_000)
  })

  it.each([['BTCUSDT', 'BTCUSDT-funding.csv.gz', 8], ['SUIUSDT', 'SUIUSDT-funding.csv.gz', 8], ['ENAUSDT', '2025-03/ENAUSDT-funding.csv.gz', 4]])('takes every settlement of %s', async (id, name, hours) => {
    const { report, funding } = await readPath(recorded(name), { instrument: known(id) })
    expect(report).toMatchObject({ kind: 'funding', accepted: report.rows, refused: [], gapCount: 0, problem: null })
    expect(new Set(funding.map(({ intervalMs }) => intervalMs))).toEqual(new Set([hours * HOUR_MS]))
  })

  it('refuses mark-price candles as what they are', async () => {
    expect((await readPath(recorded('BTCUSDT-mark-8h.csv.gz'), { intervalMs: 8 * HOUR_MS })).report.problem?.code).toBe('unknown-header')
  })
})
