import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backtestReport, reportTrades } from '../../src-shared/contract/backtest-schemas.ts'
import type { BacktestReport, BacktestWish, GroupName, ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import { parseDecimal } from '../../src-shared/domain/decimal.ts'
import { MONEY_DECIMALS } from '../../src-shared/domain/units.ts'
import { runBacktest, RunCancelled, type BacktestParts } from '../../src-main/modes/backtest-run.ts'
import { backtest } from '../../src-main/modes/recorded-run.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'
import { TrialsInMemory } from '../support/trials-in-memory.ts'

const DAYS = 30

let recording: Recording
let names: readonly string[]
let whole: { readonly report: BacktestReport; readonly trades: ReportTrades }
const parts = (more: Partial<BacktestParts> = {}): BacktestParts => ({ archive: recording.archive, root: '.', runId: 'test', accountId: ACCOUNT, trials: new TrialsInMemory(), ...more })
const wished = (more: Partial<BacktestWish> = {}): BacktestWish => ({ strategyId: 'perp-ev', instruments: names, from: null, to: null, policyId: 'expected-value', seed: 0, changes: {}, rivals: 0, ...more })
const amount = (text: string): bigint => BigInt(parseDecimal(text, MONEY_DECIMALS)!)
const total = (texts: readonly string[]): bigint => texts.reduce((sum, text) => sum + amount(text), 0n)

beforeAll(async () => {
  recording = await record(DAYS, 3)
  names = (await recording.run()).config.instruments
  whole = await runBacktest(wished({ rivals: 2 }), parts())
}, 120_000)
afterAll(() => recording.close())

describe('the report of a back-test', () => {
  it('has the hashes of the run that the command makes', async () => {
    const outcome = await backtest(await recording.run())
    const { hashes, summary, costs } = whole.report
    expect([hashes.decisions, hashes.orders, hashes.config]).toEqual([outcome.decisionHash, outcome.orderHash, outcome.configHash])
    expect([summary.decisions, summary.entries, summary.trades, summary.openAtEnd, amount(costs.net)]).toEqual([outcome.decisions, outcome.entries, outcome.trades, outcome.openAtEnd, amount(outcome.netProfit)])
    expect(summary.trades).toBeGreaterThan(5)
  })

  it('is what the contract lets through', () => {
    expect(backtestReport.safeParse(whole.report).error).toBeUndefined()
    expect(reportTrades.safeParse(whole.trades).error).toBeUndefined()
  })

  it('is the same, bit for bit, when it is made again', async () => {
    expect(await runBacktest(wished({ rivals: 2 }), parts())).toEqual(whole)
  })
})

it('says from where on the models have seen nothing, where their artifacts do', async () => {
  const { report } = await runBacktest(wished({ strategyId: 'perp-ev-v1', to: 1_672_531_200_000 + 2 * 86_400_000 }), parts())
  const { dataUntil } = JSON.parse(readFileSync('models/real-linear-long/artifact.json', 'utf8')) as { readonly dataUntil: number }
  expect([report.trainedUntil, whole.report.trainedUntil]).toEqual([dataUntil, null])
}, 60_000)

describe('exact sums', () => {
  it('gross + slippage + fees + funding = net, in each trade and in all', () => {
    const { trades, report: { costs } } = whole
    for (const index of trades.net.keys()) expect(total([trades.gross[index]!, trades.slippage[index]!, trades.fees[index]!, trades.funding[index]!])).toBe(amount(trades.net[index]!))
    expect([total(trades.gross), total(trades.slippage), total(trades.fees), total(trades.funding), total(trades.net)]).toEqual([costs.gross, costs.slippage, costs.fees, costs.funding, costs.net].map(amount))
    expect(total([costs.gross, costs.slippage, costs.fees, costs.funding])).toBe(amount(costs.net))
  })

  it('each way of grouping adds up to the whole', () => {
    const { groups, costs, summary } = whole.report
    for (const name of Object.keys(groups) as GroupName[]) {
      const rows = groups[name]
      expect([name, total(rows.map(({ net }) => net)), total(rows.map(({ gross }) => gross)), total(rows.map((row) => row.costs))])
        .toEqual([name, amount(costs.net), amount(costs.gross), total([costs.slippage, costs.fees, costs.funding])])
      expect([rows.reduce((sum, row) => sum + row.trades, 0), rows.reduce((sum, row) => sum + row.won, 0)]).toEqual([summary.trades, summary.won])
    }
  })

  it('equity at the end − deposit is the net of the trades when nothing is open', () => {
    const { summary, costs, deposit, equity } = whole.report
    expect(summary.openAtEnd).toBe(0)
    expect(summary.net).toBe(costs.net)
    expect(equity.equity.at(-1)! - Number(deposit)).toBeCloseTo(Number(summary.net), 8)
  })

  it('reasons add up to the decisions that were no entries, and the funnel ends at what was entered', () => {
    const { reasons, funnel, summary } = whole.report
    expect(reasons.reduce((sum, { count }) => sum + count, 0)).toBe(summary.decisions - summary.entries)
    for (const { count, byInstrument } of reasons) expect(Object.values(byInstrument).reduce((sum, one) => sum + one, 0)).toBe(count)
    expect([funnel[0]!.left, funnel.at(-2)!.left]).toEqual([summary.decisions, summary.entries])
    for (const [index, { left }] of funnel.entries()) expect(left).toBeLessThanOrEqual(funnel[index - 1]?.left ?? Infinity)
  })

  it('days and months compound to the whole', () => {
    const { days, months, summary } = whole.report
    const compounded = (nets: readonly number[]): number => nets.reduce((worth, net) => worth * (1 + net), 1) - 1
    expect(days.day.length).toBe(DAYS)
    expect(compounded(days.net)).toBeCloseTo(summary.netReturn, 12)
    expect(compounded(months.map(({ net }) => net))).toBeCloseTo(summary.netReturn, 12)
  })
})

describe('rivals', () => {
  it('are nothing, holding and chance, which enters about as often', () => {
    const { rivals, summary, equity } = whole.report
    expect(rivals.map(({ rival, runs }) => [rival, runs])).toEqual([['nothing', 1], ['hold', 1], ['random', 2]])
    expect(rivals[1]!.netReturn).toBeCloseTo(equity.hold.at(-1)! / equity.hold[0]! - 1, 12)
    expect(rivals[2]!.trades).toBeGreaterThan(summary.entries / 2)
    expect(rivals[2]!.trades).toBeLessThan(summary.entries * 2)
    expect(rivals[2]!.low).toBeLessThan(rivals[2]!.high!)
  })
})

describe('a wish', () => {
  it('may be stopped, and tells how far it is', async () => {
    const told: number[] = []
    await runBacktest(wished({ rivals: 1, to: 1_672_531_200_000 + 10 * 86_400_000 }), parts({ progress: (part) => told.push(part) }))
    expect(told.length).toBeGreaterThan(100)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect([told[0]! < 0.05, told.at(-1)! > 0.95, told.at(-1)! <= 1]).toEqual([true, true, true])
    let asked = 0
    await expect(runBacktest(wished(), parts({ cancelled: () => ++asked > 50 }))).rejects.toThrow(RunCancelled)
  })

  it('for what there is not is refused by name', async () => {
    await expect(runBacktest(wished({ instruments: ['NONE'] }), parts())).rejects.toThrow(/NONE is not in the archive/)
    await expect(runBacktest(wished({ strategyId: 'none' }), parts())).rejects.toThrow(/there is no strategy none/)
    await expect(runBacktest(wished({ instruments: [names[0]!, names[0]!] }), parts())).rejects.toThrow(/named twice/)
    await expect(runBacktest(wished({ changes: { 'policy.margin': 0.9 } }), parts())).rejects.toThrow(/policy\.margin takes from 0 to 0\.5, not 0\.9/)
    await expect(runBacktest(wished({ from: 1 }), parts())).resolves.toMatchObject({ report: { from: 1_672_531_200_000 } })
    await expect(runBacktest(wished({ from: Date.UTC(2030, 0) }), parts())).rejects.toThrow(RangeError)
  })
})
