import { expect, it, onTestFinished, vi } from 'vitest'
import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { systemTicker } from '../../src-main/base/system-ticker.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { startLocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import { collect, type CollectReport } from '../../src-main/modes/collect.ts'
import { follow } from '../../src-main/modes/follow.ts'
import { passportOf } from '../../src-main/reports/data-passport.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { localBinance } from '../../src-main/venue/binance/endpoints.ts'
import type { RawMessage } from '../../src-main/venue/market-feed.port.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'

const START = Date.UTC(2026, 10, 20, 12, 1, 30) as TimeMs

it('collects from the local Binance what it lists, then goes on with its streams; another collection finds nothing that is missing or different', async () => {
  const venue = await startLocalBinance({ startTime: START, speed: 0, historyDays: 1, instruments: 2 })
  onTestFinished(() => venue.close())
  const archive = new SqliteMarketArchive(openingIn(temporaryFolder()))
  onTestFinished(() => archive.close())
  const wanted = { endpoint: localBinance(venue.port), instruments: venue.market.symbols, days: 1, intervalsMs: [MINUTE_MS] }
  const place = { archive, clock: monotonicClock, timer: systemTimer, progress: () => {} }
  const first = await collect(wanted, { ...place, signal: new AbortController().signal })
  expect([first.stopped, first.problems, first.series.map(({ holes }) => holes)]).toEqual([null, [], [0, 0, 0, 0]])
  expect(Math.min(...first.series.map(({ added }) => added))).toBeGreaterThan(1_000)
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const kept: RawMessage[] = []
  const passes: CollectReport[] = []
  const rows = async (): Promise<number[]> => (await archive.spans()).map(({ candles }) => candles)
  let phase = ''
  const following = follow({
    ...wanted, ...place, wallClock: systemClock, ticker: systemTicker, random: () => 0.5, record: () => ({ append: (message) => void kept.push(message) }), signal: stop.signal,
    collectEveryMs: 5 * MINUTE_MS, progress: (state) => void (phase = state.phase), onCollected: (report) => void passes.push(report),
  })
  const goOn = async (ms: number, step: number): Promise<void> => {
    for (let left = ms; left > 0; left -= step) {
      venue.clock.advance(step)
      await new Promise((resolve) => void setImmediate(resolve))
    }
  }
  await vi.waitFor(async () => {
    await goOn(1_000, 250)
    expect(phase).toBe('fresh')
  }, { timeout: 15_000 })
  const begun = (await rows())[0]!
  await vi.waitFor(async () => {
    await goOn(10_000, 1_000)
    expect(Math.min(...(await rows()))).toBeGreaterThanOrEqual(begun + 3)
  }, { timeout: 15_000 })
  await vi.waitFor(async () => {
    await goOn(MINUTE_MS, 2_000)
    expect(passes.length).toBeGreaterThan(0)
  }, { timeout: 30_000 })
  expect(passes[0]).toMatchObject({ stopped: null, problems: [] })
  stop.abort()
  await following
  expect(new Set(kept.map(({ kind }) => kind))).toEqual(new Set(['frame', 'answer', 'link', 'tick']))
  const again = await collect(wanted, { ...place, signal: new AbortController().signal })
  expect(again.series.map(({ corrected, holes }) => [corrected, holes])).toEqual(Array.from({ length: 4 }, () => [0, 0]))
  const passports = await Promise.all((await archive.series()).map((span) => passportOf(archive, span)))
  expect(passports.map(({ gaps, corrected }) => [gaps, corrected])).toEqual(passports.map(() => [[], 0]))
  expect(passports[0]!.last).toBeGreaterThan(START + 3 * MINUTE_MS)
}, 90_000)
