import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { MINUTE_MS, type Price, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'
import { readMarketCsv } from '../../src-main/venue/recorded/candle-csv.ts'
import { findInstrument } from '../../src-main/venue/recorded/known-instruments.ts'

const INTERVAL = 5 * MINUTE_MS
const START = 1_672_531_200_000
const found = findInstrument('BTCUSDT')
if (typeof found === 'string') throw new Error(found)
const instrument = found
const folder = mkdtempSync(join(tmpdir(), 'haetae-csv-fuzz-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'file.csv')

async function read(content: string | Uint8Array) {
  writeFileSync(path, content)
  const candles: Candle[] = []
  const sink = { candles: async (batch: readonly Candle[]) => { candles.push(...batch) }, funding: async () => undefined }
  return { report: await readMarketCsv({ path, instrument, intervalMs: INTERVAL, now: Infinity, sink, batchRows: 7 }), candles }
}

const candle = fc
  .record({ skip: fc.nat(2), low: fc.integer({ min: 1, max: 10_000_000_000_000 }), body: fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000)), wick: fc.nat(1_000), volume: fc.nat(1_000_000_000) })
  .map(({ skip, low, body: [toOpen, toClose], wick, volume }) => ({ skip, low, open: low + toOpen, close: low + toClose, high: low + Math.max(toOpen, toClose) + wick, volume }))
const series = fc.array(candle, { minLength: 1, maxLength: 40 }).map((parts) => {
  let time = START
  return parts.map(({ skip, low, open, close, high, volume }): Candle => {
    time += (1 + skip) * INTERVAL
    return {
      instrumentId: 'BTCUSDT', intervalMs: INTERVAL, openTime: time as TimeMs, closeTime: (time + INTERVAL) as TimeMs,
      open: open as Price, high: high as Price, low: low as Price, close: close as Price, volume: volume as Quantity,
    }
  })
})
const textOf = (candles: readonly Candle[], trim: boolean): string => {
  const price = (value: number): string => formatDecimal(value, 8, trim)
  const rows = candles.map(({ openTime, open, high, low, close, volume }) => [openTime, ...[open, high, low, close].map(price), formatDecimal(volume, 3, trim)].join(','))
  return `${['open_time_ms,open,high,low,close,volume', ...rows].join('\n')}\n`
}

it('reads back exactly what was written, however it is packed', async () => {
  await fc.assert(fc.asyncProperty(series, fc.boolean(), fc.boolean(), async (written, trim, pack) => {
    const text = textOf(written, trim)
    const { report, candles } = await read(pack ? gzipSync(text) : text)
    expect(candles).toEqual(written)
    expect(report).toMatchObject({ problem: null, accepted: written.length, refused: [] })
    const [first] = written
    const last = written.at(-1)
    if (first && last) expect(report.missing).toBe((last.openTime - first.openTime) / INTERVAL + 1 - written.length)
  }), { numRuns: 150 })
})

/** What no candle may break, whatever the file said. */
function expectSound(candles: readonly Candle[]): void {
  candles.forEach(({ openTime, closeTime, open, high, low, close, volume }, i) => {
    expect([openTime, open, high, low, close, volume].every(Number.isSafeInteger)).toBe(true)
    expect(openTime % INTERVAL).toBe(0)
    expect(closeTime).toBe(openTime + INTERVAL)
    expect(openTime).toBeGreaterThan(candles[i - 1]?.openTime ?? 0)
    expect(low).toBeGreaterThan(0)
    expect(low).toBeLessThanOrEqual(Math.min(open, close))
    expect(high).toBeGreaterThanOrEqual(Math.max(open, close))
    expect(volume).toBeGreaterThanOrEqual(0)
  })
}

const edit = fc.record({
  at: fc.nat(),
  remove: fc.nat(12),
  insert: fc.oneof(fc.constantFrom('', ',', '\n', '\r\n', '-', '.', 'e', '0', '999', ' ', 'NaN', '\0', '"', '\uFEFF', '1672531200000,1,1,1,1,1\n'), fc.string({ maxLength: 6, unit: 'binary' })),
})

it('never rejects and never takes a row that breaks a rule, whatever was done to the text', async () => {
  let refused = 0
  await fc.assert(fc.asyncProperty(series, fc.array(edit, { minLength: 1, maxLength: 8 }), async (written, edits) => {
    const text = edits.reduce((current, { at, remove, insert }) => {
      const start = at % current.length
      return current.slice(0, start) + insert + current.slice(start + remove) || ','
    }, textOf(written, true))
    const { report, candles } = await read(text)
    expectSound(candles)
    expect(report.accepted).toBe(candles.length)
    const counted = Object.values(report.refusedByReason).reduce((sum, count) => sum + count, 0)
    expect(report.rows).toBe(report.accepted + counted)
    refused += counted
  }), { numRuns: 400 })
  expect(refused).toBeGreaterThan(100)
})

it('never rejects and never takes a row that breaks a rule, whatever was done to the packed bytes', async () => {
  let unreadable = 0
  const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) })
  await fc.assert(fc.asyncProperty(series, fc.array(change, { maxLength: 3 }), fc.option(fc.nat(), { nil: undefined }), async (written, changes, cut) => {
    const packed = gzipSync(textOf(written, false))
    for (const { at, to } of changes) packed[at % packed.length] = to
    const { report, candles } = await read(cut === undefined ? packed : packed.subarray(0, cut % packed.length))
    expectSound(candles)
    expect(report.accepted).toBe(candles.length)
    if (report.problem?.code === 'unreadable') unreadable++
  }), { numRuns: 200 })
  expect(unreadable).toBeGreaterThan(20)
})
