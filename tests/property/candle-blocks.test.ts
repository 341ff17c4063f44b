import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src-shared/domain/units.ts'
import { ByteReader, ByteWriter } from '../../src-main/storage/block-bytes.ts'
import { decodeBlock, encodeBlock, type BlockPlace } from '../../src-main/storage/block-codec.ts'
import { candleToRow, columnsOf } from '../../src-main/storage/candle-rows.ts'
import { spanMsOf } from '../../src-main/storage/candle-spans.ts'
import { candleOf, dayCase, plainRow, plainRows, type CandleCase } from '../support/candle-cases.ts'
import { instrumentOf, versionOf } from '../support/storage-samples.ts'

const FIVE = 5 * MINUTE_MS
const place = (intervalMs: number, start = 0): BlockPlace => ({ series: { instrumentId: 'BTCUSDT', kind: 'trade', intervalMs }, start, spanMs: spanMsOf(intervalMs) ?? 0 })
const pack = (rows: readonly CandleCase[], decimals: readonly [number, number] = [2, 3]) =>
  columnsOf(rows.map(({ candle, turnover }) => candleToRow(candle, instrumentOf('BTCUSDT', [versionOf(0, ...decimals)]), 'trade', turnover)))

describe('a block', () => {
  it.each([MINUTE_MS, FIVE, 15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS])('gives back every bit of what was packed, gaps and the largest integers included (%i ms)', (intervalMs) => {
    fc.assert(fc.property(dayCase(intervalMs), (rows) => {
      const { priceDecimals, quantityDecimals, ...columns } = decodeBlock(encodeBlock(pack(rows), place(intervalMs)), place(intervalMs))
      const [price, quantity] = [10 ** (2 - priceDecimals), 10 ** (3 - quantityDecimals)]
      const unshortened = plainRows({ priceDecimals, quantityDecimals, ...columns }).map(([time, open, high, low, close, volume, ...turnover]) => [time, open! * price, high! * price, low! * price, close! * price, volume! * quantity, ...turnover])
      expect(unshortened).toStrictEqual(rows.map(plainRow))
    }), { numRuns: 150 })
  })

  it('is the same bytes for the same candles, whatever decimals they come with', () => {
    const small = dayCase(FIVE).map((rows) => rows.map(({ candle, turnover }) => ({ candle: candleOf(candle.openTime / FIVE, FIVE, { ...candle, open: candle.open % 1e9, high: candle.high % 1e9, low: candle.low % 1e9, close: candle.close % 1e9, volume: candle.volume % 1e6 } as typeof candle), turnover })))
    fc.assert(fc.property(small, fc.nat(4), fc.nat(4), (rows, prices, quantities) => {
      const finer = rows.map(({ candle, turnover }) => {
        const times = (value: number, power: number): number => value * 10 ** power
        const { open, high, low, close, volume } = candle
        return { candle: candleOf(candle.openTime / FIVE, FIVE, { open: times(open, prices), high: times(high, prices), low: times(low, prices), close: times(close, prices), volume: times(volume, quantities) } as typeof candle), turnover }
      })
      expect(encodeBlock(pack(finer, [2 + prices, 3 + quantities]), place(FIVE))).toStrictEqual(encodeBlock(pack(rows), place(FIVE)))
    }), { numRuns: 100 })
  })

  it('notices every changed byte, a cut, and another place', () => {
    fc.assert(fc.property(dayCase(FIVE), fc.nat(), fc.integer({ min: 1, max: 255 }), (rows, at, change) => {
      const bytes = encodeBlock(pack(rows), place(FIVE))
      const changed = bytes.slice()
      changed[at % bytes.length]! ^= change
      expect(() => decodeBlock(changed, place(FIVE))).toThrow(/version|checksum/)
      expect(() => decodeBlock(bytes.subarray(0, at % bytes.length), place(FIVE))).toThrow(/version|checksum/)
      expect(() => decodeBlock(bytes, place(FIVE, DAY_MS))).toThrow(/checksum/)
      expect(() => decodeBlock(bytes, { ...place(FIVE), series: { ...place(FIVE).series, kind: 'mark' } })).toThrow(/checksum/)
    }), { numRuns: 200 })
  })

  it('needs few bytes for candles that move little', () => {
    const rows = Array.from({ length: 288 }, (_, i) => ({ candle: candleOf(i, FIVE, { open: 1_000_000 + (i % 7), high: 1_000_000 + 40, low: 1_000_000 - 40, close: 1_000_000 + ((i + 1) % 7), volume: 4_000 + i } as never), turnover: null }))
    expect(encodeBlock(pack(rows), place(FIVE)).length).toBeLessThan(7 * 288)
  })
})

it('reads the numbers that it wrote, up to the largest', () => {
  fc.assert(fc.property(fc.array(fc.record({ plain: fc.maxSafeNat(), signed: fc.integer({ min: -(2 ** 51), max: 2 ** 51 }) })), (numbers) => {
    const writer = new ByteWriter()
    for (const { plain } of numbers) writer.varint(plain)
    for (const { signed } of numbers) writer.signed(signed)
    const reader = new ByteReader(writer.bytes(), 0)
    const [plain, signed] = [new Float64Array(numbers.length), new Float64Array(numbers.length)]
    reader.varints(plain, 0, numbers.length)
    reader.signeds(signed, 0, numbers.length)
    expect([...plain]).toEqual(numbers.map((one) => one.plain))
    expect([...signed]).toEqual(numbers.map((one) => one.signed))
    expect(reader.isAtEnd).toBe(true)
  }))
})
