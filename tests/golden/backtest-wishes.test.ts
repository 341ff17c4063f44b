import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BacktestReport, BacktestWish, ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { DAY_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { SEED_CANDLES } from '../../src-main/features/feature.ts'
import { runBacktest } from '../../src-main/modes/backtest-run.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'
import { TrialsInMemory } from '../support/trials-in-memory.ts'

const START = 1_672_531_200_000
const DAYS = 24
const STEP = 5 * MINUTE_MS

type Ran = { readonly report: BacktestReport; readonly trades: ReportTrades }

let recording: Recording
let instruments: readonly string[]
let plain: Ran
const ran = (more: Partial<BacktestWish> = {}, from: Recording = recording, root = '.'): Promise<Ran> =>
  runBacktest({ strategyId: 'perp-ev', instruments, from: null, to: null, policyId: 'expected-value', seed: 0, changes: {}, rivals: 0, ...more }, { archive: from.archive, root, runId: 'test', accountId: ACCOUNT, trials: new TrialsInMemory() })
const codes = ({ report }: Ran): readonly string[] => report.caveats.map(({ code }) => code)

beforeAll(async () => {
  recording = await record(DAYS, 2)
  instruments = (await recording.run()).config.instruments
  plain = await ran()
}, 60_000)
afterAll(() => recording.close())

describe('what a wish changes', () => {
  it('fees by the level of the venue’s table, exactly', async () => {
    const { report } = await ran({ changes: { 'venue.feeTier': 9 } })
    expect(Number(report.costs.fees) / Number(report.costs.notional)).toBeCloseTo(-2 * 0.00017, 5)
    expect(Number(plain.report.costs.fees) / Number(plain.report.costs.notional)).toBeCloseTo(-2 * 0.0005, 5)
  })

  it('slippage, for the decision as for the fills', async () => {
    const dear = await ran({ changes: { 'venue.slippageMultiple': 5 } })
    const share = ({ report: { costs } }: Ran): number => Number(costs.slippage) / Number(costs.notional)
    expect(share(dear)).toBeLessThan(2 * share(plain))
    expect(dear.report.summary.entries).toBeLessThan(plain.report.summary.entries)
  })

  it('barriers of a policy that asks no model, and needs none to be there', async () => {
    const drawn = { policyId: 'random-entry', changes: { 'labelSpec.takeProfitAtr': 1, 'labelSpec.stopAtr': 4, 'policy.entryChance': 0.01 } } as const
    const takenShare = ({ trades: { exitReason } }: Ran): number => exitReason.filter((exit) => exit === 'take-profit').length / exitReason.length
    const near = await ran(drawn, recording, '/nowhere')
    const far = await ran({ ...drawn, changes: { 'labelSpec.takeProfitAtr': 4, 'labelSpec.stopAtr': 1, 'policy.entryChance': 0.01 } }, recording, '/nowhere')
    expect([near.report.trainedUntil, near.report.summary.trades > 10, far.report.summary.trades > 10]).toEqual([null, true, true])
    expect(takenShare(near)).toBeGreaterThan(2 * takenShare(far))
    const seeds = await Promise.all([1, 1, 2].map((seed) => ran({ ...drawn, seed }, recording, '/nowhere')))
    expect(seeds[1]!.report.hashes).toEqual(seeds[0]!.report.hashes)
    expect(seeds[2]!.report.hashes.orders).not.toBe(seeds[0]!.report.hashes.orders)
  })
})

describe('a run that ends with something open', () => {
  it('has it in its equity, and says that it is in no trade', async () => {
    const { openedAt, closedAt } = plain.trades
    const long = openedAt.findIndex((time, index) => closedAt[index]! - time > 4 * STEP)
    const to = Math.ceil(openedAt[long]! / STEP) * STEP + STEP
    const cut = await ran({ to })
    const { summary, costs, equity, deposit } = cut.report
    expect([summary.openAtEnd >= 1, codes(cut).includes('report-open'), cut.report.to]).toEqual([true, true, to])
    expect(summary.net).not.toBe(costs.net)
    expect(equity.equity.at(-1)! - Number(deposit)).toBeCloseTo(Number(summary.net), 8)
    expect(summary.trades).toBeLessThan(plain.report.summary.trades)
    // The future is not in it: what closed before is as it was.
    expect(cut.trades.net).toEqual(plain.trades.net.filter((_, index) => closedAt[index]! < to))
  })
})

describe('a latch', () => {
  it('ends entries, and the report says when', async () => {
    const stopped = await ran({ policyId: 'random-entry', seed: 3, changes: { 'risk.drawdownMax': 0.005, 'policy.entryChance': 0.2 } })
    const [latch] = stopped.report.latches
    expect([latch?.latch, codes(stopped)[0]]).toEqual(['drawdown', 'report-latched'])
    expect(stopped.trades.openedAt.filter((time) => time > latch!.time + 1_000)).toEqual([])
    expect(stopped.report.guards.find(({ guard }) => guard === 'latch')?.refused ?? 0).toBeGreaterThan(0)
    expect(stopped.trades.exitReason.filter((exit) => exit === 'drawdown').length).toBeGreaterThan(0)
  })
})

describe('candles that are missing', () => {
  it('are counted and said', async () => {
    const [first] = instruments
    const gap = (candle: Candle): boolean => candle.instrumentId === first && candle.openTime >= START + 20 * DAY_MS && candle.openTime < START + 20 * DAY_MS + 7 * STEP
    const other = await record(DAYS, 2, (candles) => candles.filter((candle) => !gap(candle)))
    try {
      const holed = await ran({}, other)
      expect(holed.report.data.map(({ gaps }) => gaps)).toEqual([1, 0])
      expect(holed.report.data[0]!.candles).toBe(plain.report.data[0]!.candles - 7)
      expect(codes(holed)).toContain('report-gaps')
      // Every full hour has its point, gap or not.
      expect(holed.report.equity.time).toEqual(plain.report.equity.time)
    } finally {
      other.close()
    }
  })
})

describe('the regime at entry', () => {
  it('is that of BTC’s candles up to the close that was decided on', async () => {
    const btc = await recording.archive.candles('BTCUSDT', STEP, START as TimeMs, (START + DAYS * DAY_MS) as TimeMs)
    const regimeAt = (asOf: number): number | null => {
      const last = btc.findIndex(({ closeTime }) => closeTime === asOf)
      // Averages begin four thousand candles before the day of the candle.
      const midnight = btc.findIndex(({ openTime }) => openTime >= Math.floor(btc[last]!.openTime / DAY_MS) * DAY_MS)
      if (midnight < SEED_CANDLES) return null
      const closes = btc.slice(midnight - SEED_CANDLES, last + 1).map(({ close }) => close as number)
      const [fast, slow] = [51, 201].map((span) => closes.reduce((average, close) => average + (2 / span) * (close - average), closes[0]!))
      return fast! > slow! * 1.02 ? 1 : fast! < slow! * 0.98 ? -1 : 0
    }
    const asOf = plain.trades.decisionId.map((id) => Number(id.split('/').at(-1)))
    expect(plain.trades.regime).toEqual(asOf.map(regimeAt))
    expect(plain.trades.regime.filter((regime) => regime !== null).length).toBeGreaterThan(3)
  })
})
