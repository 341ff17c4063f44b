import fc from 'fast-check'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandleColumns, Turnover } from '../../src-shared/domain/candle-columns.ts'
import { DAY_MS, type Price, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'

export interface CandleCase {
  readonly candle: Candle
  readonly turnover: Turnover | null
}

/** Prices of any size and either sign, some at the very edge of what is exact, some that hardly move. */
const extreme = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 99_000, max: 101_000 }) },
  { weight: 2, arbitrary: fc.maxSafeInteger() },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, -1, 127, 128, 16_384, 2 ** 31, 2 ** 32, 2 ** 51, 2 ** 51 + 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER) },
)
const volume = fc.oneof({ weight: 4, arbitrary: fc.nat(1_000_000) }, { weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(-1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER) })
export const turnoverCase: fc.Arbitrary<Turnover | null> = fc.option(
  fc.record({ quoteWhole: fc.oneof(fc.nat(1_000_000), fc.constant(Number.MAX_SAFE_INTEGER)), quoteFraction: fc.nat(99_999_999), trades: fc.oneof(fc.nat(5_000), fc.constant(Number.MAX_SAFE_INTEGER)) }), { nil: null },
)

export type CandleNumbers = Pick<Candle, 'open' | 'high' | 'low' | 'close' | 'volume'>

export const numbersCase = (prices: fc.Arbitrary<number> = extreme, volumes: fc.Arbitrary<number> = volume): fc.Arbitrary<CandleNumbers> =>
  fc.record({ open: prices, high: prices, low: prices, close: prices, volume: volumes }) as fc.Arbitrary<CandleNumbers>

export const candleOf = (index: number, intervalMs: number, numbers: CandleNumbers): Candle => ({
  instrumentId: 'BTCUSDT', intervalMs, openTime: (index * intervalMs) as TimeMs, closeTime: ((index + 1) * intervalMs) as TimeMs,
  open: (numbers.open + 0) as Price, high: (numbers.high + 0) as Price, low: (numbers.low + 0) as Price, close: (numbers.close + 0) as Price, volume: (numbers.volume + 0) as Quantity,
})

/** Candles of one UTC day, ascending, with gaps anywhere. */
export const dayCase = (intervalMs: number): fc.Arbitrary<readonly CandleCase[]> =>
  fc.uniqueArray(fc.record({ slot: fc.nat(DAY_MS / intervalMs - 1), numbers: numbersCase(), turnover: turnoverCase }), { selector: ({ slot }) => slot, minLength: 1, maxLength: 60, size: 'max' })
    .map((parts) => parts.toSorted((a, b) => a.slot - b.slot).map(({ slot, numbers, turnover }) => ({ candle: candleOf(slot, intervalMs, numbers), turnover })))

/** As plain rows, so that two can be compared. */
export function plainRows({ openTime, open, high, low, close, volume, turnover }: CandleColumns): readonly (readonly number[])[] {
  const of = (column: Float64Array | undefined, i: number): number => column?.[i] ?? Number.NaN
  return Array.from(openTime, (time, i) => [time, open[i]!, high[i]!, low[i]!, close[i]!, volume[i]!, of(turnover?.quoteWhole, i), of(turnover?.quoteFraction, i), of(turnover?.trades, i)])
}

export const plainRow = ({ candle: { openTime, open, high, low, close, volume: traded }, turnover }: CandleCase): readonly number[] =>
  [openTime, open, high, low, close, traded, turnover?.quoteWhole ?? Number.NaN, turnover?.quoteFraction ?? Number.NaN, turnover?.trades ?? Number.NaN]
