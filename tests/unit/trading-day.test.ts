import { describe, expect, it } from 'vitest'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { dayOf, dayStart, type DayBoundary } from '../../src-shared/domain/day.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { guardsNow } from '../../src-main/engine/guards-now.ts'
import { openingEquityOf } from '../../src-main/engine/views.ts'
import { configure, engineSettings } from '../../src-main/modes/configuration.ts'
import { candleAt, DEPOSIT, ENTRY_ID, ScriptedAccount, type Script } from '../support/scripted-account.ts'

const UTC_DAY = dayStart(20_000, 'utc')
const ZONES: readonly [DayBoundary, number][] = [['utc', UTC_DAY], ['kst', UTC_DAY + 15 * HOUR_MS]]
const PRICE = 6_000_000
/** .1 BTC: a price that is 100 dollars higher is worth 10 USDT. */
const LOT = 100
const perDollar = (dollars: number): number => dollars * 0.1 * 1e8

const inZone = (dayBoundary: DayBoundary) => (config: StrategyConfig): StrategyConfig => ({ ...config, dayBoundary })
const account = (zone: DayBoundary, script: Omit<Script, 'config'>): ScriptedAccount => new ScriptedAccount({ ...script, config: inZone(zone) })
const opened = ({ engine }: ScriptedAccount): number | null => openingEquityOf(engine.state)
const dailyLoss = ({ engine }: ScriptedAccount) => guardsNow(engine.state).find(({ guard }) => guard === 'daily-loss')
const journalled = ({ changes }: ScriptedAccount): JournalledChange[] => changes.filter(({ kind }) => !/accepted$|marked|requested|heard/.test(kind) || kind === 'order-accepted') as JournalledChange[]

it('is a day of 24 hours that begins at midnight, of Greenwich or of Korea', () => {
  const midnightInSeoul = Date.parse('2026-11-21T00:00:00+09:00') as TimeMs
  expect(dayOf(midnightInSeoul, 'kst')).toBe(Date.parse('2026-11-21T00:00:00Z') / DAY_MS)
  expect(dayOf((midnightInSeoul - 1) as TimeMs, 'kst')).toBe(dayOf(midnightInSeoul, 'kst') - 1)
  expect(dayStart(dayOf(midnightInSeoul, 'kst'), 'kst')).toBe(midnightInSeoul)
  expect(dayOf(midnightInSeoul, 'utc')).toBe(dayOf(midnightInSeoul, 'kst') - 1)
  expect(dayOf(-1 as TimeMs, 'utc')).toBe(-1)
})

it('stands in the hash of the configuration where it is not UTC, and nowhere where nobody said so', () => {
  const hashOf = (dayBoundary?: DayBoundary): string => engineSettings(configure(dayBoundary ? { dayBoundary } : {}), { accountId: 'a', venue: 'v', asset: 'USDT', venueCanBeSilent: true }).configHash
  expect(hashOf('kst')).not.toBe(hashOf())
  expect(engineSettings(configure(), { accountId: 'a', venue: 'v', asset: 'USDT', venueCanBeSilent: true })).toMatchObject({ dayBoundary: 'utc' })
})

describe.each(ZONES)('the day of %s', (zone, boundary) => {
  const before = (boundary - 2 * HOUR_MS) as TimeMs
  /** Long since two hours before the boundary, at 60,000. */
  const held = (script: Partial<Script> = {}) => account(zone, { from: before, ...script }).reconcile(before).mark(before, PRICE).open(before, LOT, PRICE)

  it('begins at its first instant, not a millisecond before', () => {
    const run = held().mark(boundary - 60_000, PRICE)
    const yesterday = run.of('day-opened').length
    run.mark(boundary - 1, PRICE + 10_000)
    expect(run.of('day-opened')).toHaveLength(yesterday)
    run.mark(boundary, PRICE + 20_000)
    expect(run.of('day-opened').slice(yesterday)).toEqual([{ kind: 'day-opened', time: boundary, day: dayOf(boundary as TimeMs, zone), boundary: zone, openingEquity: DEPOSIT + perDollar(200) }])
  })

  it('opens with what was held at its mark price then, whatever came of it since', () => {
    const run = held().mark(boundary - 500, PRICE + 30_000).mark(boundary + 2_000, PRICE - 70_000)
    expect(opened(run)).toBe(DEPOSIT + perDollar(300))
    run.mark(boundary + HOUR_MS, PRICE - 100_000)
    expect(opened(run)).toBe(DEPOSIT + perDollar(300))
    expect(dailyLoss(run)?.value).toBeCloseTo(130 / 10_030, 6)
  })

  it('takes a price that is five minutes from the boundary, and none that is farther', () => {
    expect(opened(held().mark(boundary + 5 * MINUTE_MS, PRICE + 5_000))).toBe(DEPOSIT + perDollar(50))
    expect(opened(held().mark(boundary - 5 * MINUTE_MS, PRICE + 5_000).mark(boundary + HOUR_MS, PRICE))).toBe(DEPOSIT + perDollar(50))
    for (const run of [held().mark(boundary + 5 * MINUTE_MS + 1, PRICE), held().mark(boundary - 5 * MINUTE_MS - 1, PRICE).mark(boundary + HOUR_MS, PRICE)]) {
      expect(opened(run)).toBeNull()
      expect(dailyLoss(run)).toMatchObject({ verdict: 'refuse', value: Number.NaN })
    }
  })

  it('takes the close of the candle that ended there where no price was near', () => {
    const run = held().mark(boundary + HOUR_MS, PRICE)
    expect(opened(run)).toBeNull()
    expect(opened(run.candle(boundary, PRICE - 4_000))).toBe(DEPOSIT - perDollar(40))
  })

  it('opens after a restart with what it opened with before', () => {
    const first = held().mark(boundary, PRICE + 20_000)
    const second = account(zone, { from: (boundary + HOUR_MS) as TimeMs, past: journalled(first) })
    expect(opened(second)).toBe(DEPOSIT + perDollar(200))
    second.reconcile(boundary + HOUR_MS).mark(boundary + HOUR_MS, PRICE - 50_000)
    expect(opened(second)).toBe(DEPOSIT + perDollar(200))
    expect(second.of('day-opened')).toEqual([])
  })

  it('that began while nobody was there is worked back from the candle that ended at the boundary', () => {
    const past = journalled(held().mark(boundary - HOUR_MS, PRICE))
    const at = (boundary + HOUR_MS) as TimeMs
    const candles = [candleAt(boundary - 5 * MINUTE_MS, PRICE), candleAt(boundary, PRICE + 7_000), candleAt(boundary + 5 * MINUTE_MS, PRICE - 90_000)]
    expect(opened(account(zone, { from: at, past, candles }).reconcile(at))).toBe(DEPOSIT + perDollar(70))
    const unknown = account(zone, { from: at, past, candles: candles.filter(({ closeTime }) => closeTime !== boundary) }).reconcile(at).mark(at, PRICE)
    expect(opened(unknown)).toBeNull()
    expect(dailyLoss(unknown)).toMatchObject({ verdict: 'refuse', value: Number.NaN })
    expect(guardsNow(unknown.engine.state).find(({ guard }) => guard === 'pre-trade-loss')).toMatchObject({ verdict: 'refuse' })
  })

  it('is not worked back where a trade of the day before was closed since', () => {
    const past = journalled(held().mark(boundary - HOUR_MS, PRICE))
    const at = (boundary + HOUR_MS) as TimeMs
    const run = account(zone, { from: at, past, candles: [candleAt(boundary, PRICE)] })
    run.fill(at, 'pe.BTCUSDT.k.r1', 'sell', [LOT, PRICE - 50_000]).reconcile(at + 1)
    expect(run.of('trade-closed')).toHaveLength(1)
    expect(opened(run)).toBeNull()
    expect(dailyLoss(run)).toMatchObject({ verdict: 'refuse' })
  })

  it('counts the funding of its first instant, and not that of the last one before', () => {
    const run = held().mark(boundary - 5_000, PRICE).funding(boundary - 1, -3e8).mark(boundary, PRICE).funding(boundary, -4e8)
    expect(opened(run)).toBe(DEPOSIT - 3e8)
    expect(dailyLoss(run)?.value).toBeCloseTo(4 / 9_997, 6)
    // Told only after a restart, it is taken out again.
    const late = account(zone, { from: before, past: [] }).reconcile(before).mark(before, PRICE).open(before, LOT, PRICE)
    late.funding(boundary, -4e8).mark(boundary + 50, PRICE)
    expect(opened(late)).toBe(DEPOSIT)
  })

  it('moves with transfers, which are neither loss nor profit', () => {
    const run = held().mark(boundary, PRICE).candle(boundary, PRICE).transfer(boundary + HOUR_MS, -2_000e8).mark(boundary + HOUR_MS, PRICE)
    expect(opened(run)).toBe(DEPOSIT - 2_000e8)
    expect(run.engine.state.account.highWater).toBe(DEPOSIT - 2_000e8)
    expect(dailyLoss(run)).toMatchObject({ verdict: 'allow', value: 0 })
    expect(run.of('latch-set')).toEqual([])
    const early = held().transfer(boundary + 10, 500e8).mark(boundary + 20, PRICE)
    expect(opened(early)).toBe(DEPOSIT + 500e8)
    expect(dailyLoss(early)).toMatchObject({ value: 0 })
  })

  it('is no day of the other calendar', () => {
    const other = zone === 'utc' ? 'kst' : 'utc'
    const first = held().mark(boundary, PRICE + 20_000)
    const changed = account(other, { from: (boundary + 60_000) as TimeMs, past: journalled(first) })
    expect(changed.engine.state.account).toMatchObject({ day: -1, openingEquity: null })
    expect(opened(changed)).toBeNull()
  })
})

it('goes on being unknown after a loss: nothing is latched by what is not known, and nothing may be opened', () => {
  const run = account('utc', { from: UTC_DAY }).mark(UTC_DAY + HOUR_MS, PRICE).open(UTC_DAY + HOUR_MS, LOT, PRICE).mark(UTC_DAY + 2 * HOUR_MS, PRICE - 400_000)
  expect(run.of('day-opened')).toEqual([])
  expect(run.of('latch-set')).toEqual([])
  expect(guardsNow(run.engine.state).filter(({ verdict }) => verdict === 'refuse').map(({ guard }) => guard)).toEqual(expect.arrayContaining(['not-reconciled', 'daily-loss', 'pre-trade-loss']))
  expect(run.engine.state.ledger.trades.get('BTCUSDT')?.position.entryId).toBe(ENTRY_ID)
})
