import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { SeriesSpan } from '../../src-main/market-data/data-archive.port.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { passportOf, type DataPassport } from '../../src-main/reports/data-passport.ts'
import { candleOf, numbersCase, turnoverCase, type CandleCase } from '../support/candle-cases.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { fundingAt, instrumentOf, versionOf } from '../support/storage-samples.ts'

const FIVE = 5 * MINUTE_MS

/** Candles of some days with gaps, most of them near each other. */
const cases: fc.Arbitrary<readonly CandleCase[]> = fc.array(fc.record({
  skip: fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 400 }) }),
  numbers: numbersCase(fc.integer({ min: 1, max: 100_000 }), fc.oneof(fc.nat(1_000), fc.constant(0))), turnover: turnoverCase,
}), { minLength: 1, maxLength: 300, size: 'max' }).map((rows) => {
  let index = 100
  return rows.map(({ skip, numbers, turnover }) => ({ candle: candleOf((index += skip), FIVE, numbers), turnover }))
})

interface Way {
  /** In how many decimals more than needed. */
  readonly finer: number
  /** In which order, and how many at a time. */
  readonly order: 'forward' | 'backward' | 'shuffled'
  readonly atOnce: number
  /** Something else was there first. */
  readonly corrected: boolean
}
const way: fc.Arbitrary<Way> = fc.record({ finer: fc.nat(3), order: fc.constantFrom('forward' as const, 'backward' as const, 'shuffled' as const), atOnce: fc.integer({ min: 1, max: 400 }), corrected: fc.boolean() })

async function passportsOf(rows: readonly CandleCase[], { finer, order, atOnce, corrected }: Way): Promise<DataPassport> {
  const folder = temporaryFolder()
  const archive = new SqliteMarketArchive(openingIn(folder))
  try {
    await archive.putInstruments([instrumentOf('BTCUSDT', [versionOf(0, 2 + finer, 3 + finer)])])
    const scaled = rows.map(({ candle, turnover }) => ({ candle: candleOf(candle.openTime / FIVE, FIVE, mapped(candle, (value) => value * 10 ** finer)), turnover }))
    if (corrected) await archive.putCandles(scaled.filter((_, i) => i % 3 === 0).map(({ candle }) => ({ ...candle, close: (candle.close + 1) as Candle['close'] })))
    const ordered = order === 'forward' ? scaled : order === 'backward' ? scaled.toReversed() : scaled.toSorted((a, b) => ((a.candle.openTime * 7_919) % 10_007) - ((b.candle.openTime * 7_919) % 10_007))
    for (let from = 0; from < ordered.length; from += atOnce) {
      const part = ordered.slice(from, from + atOnce)
      await archive.putCandles(part.map(({ candle }) => candle), { turnover: part.map(({ turnover }) => turnover) })
    }
    const [span] = await archive.series()
    return await passportOf(archive, span!)
  } finally {
    archive.close()
    rmSync(folder, { recursive: true })
  }
}

const mapped = (candle: Candle, times: (value: number) => number): Pick<Candle, 'open' | 'high' | 'low' | 'close' | 'volume'> =>
  ({ open: times(candle.open), high: times(candle.high), low: times(candle.low), close: times(candle.close), volume: times(candle.volume) }) as Pick<Candle, 'open' | 'high' | 'low' | 'close' | 'volume'>

describe('the passport of candles', () => {
  it('has the same content hash however they came and lie, and another for any other candle', async () => {
    await fc.assert(fc.asyncProperty(cases, way, way, fc.record({ at: fc.nat(), field: fc.constantFrom('open', 'high', 'low', 'close', 'volume', 'openTime', 'trades', 'quoteFraction') }), async (rows, one, other, { at, field }) => {
      const first = await passportsOf(rows, one)
      const second = await passportsOf(rows, other)
      expect(second.contentHash).toBe(first.contentHash)
      expect(second.gaps).toEqual(first.gaps)
      const place = at % rows.length
      const { candle, turnover } = rows[place]!
      const changed = { ...(turnover ?? { quoteWhole: 0, quoteFraction: 0, trades: 0 }), ...(field === 'trades' ? { trades: 1_234_567 } : field === 'quoteFraction' ? { quoteFraction: (turnover?.quoteFraction ?? 0) === 1 ? 2 : 1 } : {}) }
      const altered = field === 'openTime' ? { candle: candleOf(candle.openTime / FIVE + 100_000, FIVE, candle), turnover }
        : field === 'trades' || field === 'quoteFraction' ? { candle, turnover: changed }
        : { candle: { ...candle, [field]: candle[field as 'open'] + 1 }, turnover }
      expect((await passportsOf(rows.with(place, altered), one)).contentHash).not.toBe(first.contentHash)
    }), { numRuns: 25, interruptAfterTimeLimit: 30_000 })
  }, 120_000)

  it('names every gap and every quiet run, as the plainest way does', async () => {
    await fc.assert(fc.asyncProperty(cases, async (rows) => {
      const { gaps, missing, quiet, first, last } = await passportsOf(rows, { finer: 0, order: 'shuffled', atOnce: 50, corrected: false })
      const there = new Map(rows.map(({ candle }) => [candle.openTime as number, candle]))
      const absent = []
      for (let time: number = first; time <= last; time += FIVE) if (!there.has(time)) absent.push(time)
      expect(gaps.flatMap(({ from, to }) => Array.from({ length: (to - from) / FIVE }, (_, i) => from + i * FIVE))).toEqual(absent)
      expect([missing, gaps.reduce((sum, gap) => sum + gap.missing, 0)]).toEqual([absent.length, absent.length])
      const silent = rows.filter(({ candle }) => candle.volume === 0).map(({ candle }) => candle.openTime as number)
      expect(quiet!.flatMap(({ from, rows: count }) => Array.from({ length: count }, (_, i) => from + i * FIVE))).toEqual(silent)
      expect(quiet!.every(({ from, to, rows: count }) => to - from === count * FIVE && !silent.includes(to) && !silent.includes(from - FIVE))).toBe(true)
    }), { numRuns: 25, interruptAfterTimeLimit: 30_000 })
  })
})

describe('the passport of other series', () => {
  async function passportWith(fill: (archive: SqliteMarketArchive) => Promise<unknown>, kind: SeriesSpan['kind']): Promise<DataPassport> {
    const archive = new SqliteMarketArchive(openingIn(temporaryFolder()))
    try {
      await archive.putInstruments([instrumentOf('BTCUSDT')])
      await fill(archive)
      return await passportOf(archive, (await archive.series()).find((span) => span.kind === kind)!)
    } finally {
      archive.close()
    }
  }
  const settlements = (times: readonly number[]) => times.map((time) => fundingAt(time * HOUR_MS + 7, time))

  it('of funding counts settlements that are missing, and its hash does not know in what order they came', async () => {
    const some = settlements([0, 8, 16, 48, 56])
    const passport = await passportWith((archive) => archive.putFunding(some), 'funding')
    expect(passport).toMatchObject({ rows: 5, gaps: [{ from: 24 * HOUR_MS, to: 48 * HOUR_MS + 7, missing: 3 }], missing: 3, quiet: null, corrected: 0, corrections: [] })
    const again = await passportWith(async (archive) => { for (const one of some.toReversed()) await archive.putFunding([one]) }, 'funding')
    expect(again.contentHash).toBe(passport.contentHash)
    expect((await passportWith((archive) => archive.putFunding(settlements([0, 8, 16, 48, 57])), 'funding')).contentHash).not.toBe(passport.contentHash)
  })

  it('of open interest and margin tiers tells gaps and content', async () => {
    const interest = (index: number, contracts: string) => ({ instrumentId: 'BTCUSDT', intervalMs: 4 * HOUR_MS, time: (index * 4 * HOUR_MS) as TimeMs, contracts, value: '1' })
    const passport = await passportWith((archive) => archive.putOpenInterest([interest(1, '5'), interest(4, '6')]), 'open-interest')
    expect(passport).toMatchObject({ rows: 2, missing: 2, quiet: null })
    expect((await passportWith((archive) => archive.putOpenInterest([interest(4, '6'), interest(1, '5')]), 'open-interest')).contentHash).toBe(passport.contentHash)
    expect((await passportWith((archive) => archive.putOpenInterest([interest(4, '6'), interest(1, '7')]), 'open-interest')).contentHash).not.toBe(passport.contentHash)
    const tiers = (leverageMax: number) => (archive: SqliteMarketArchive) => archive.putMarginTiers('BTCUSDT', DAY_MS as TimeMs, [{ ...versionOf(0, 2, 3).marginTiers[0]!, leverageMax }])
    const [a, b] = [await passportWith(tiers(5), 'margin-tiers'), await passportWith(tiers(6), 'margin-tiers')]
    expect(a).toMatchObject({ rows: 1, first: DAY_MS, gaps: [] })
    expect(a.contentHash).not.toBe(b.contentHash)
  })
})
