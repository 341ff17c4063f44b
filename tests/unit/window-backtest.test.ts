import { describe, expect, it } from 'vitest'
import { SWEEP_MAX } from '../../src-shared/contract/backtest-report.ts'
import { requests } from '../../src-shared/contract/contract.ts'
import { calendarTicks, placeIn, spanOf } from '../../src-renderer/panels/archive/span.ts'
import { costPart, medianOf, verdictOf } from '../../src-renderer/panels/report/report-figures.ts'
import { nextOrder, sortedTrades } from '../../src-renderer/panels/report/trade-sort.ts'
import { sharedHashes } from '../../src-renderer/pages/backtest/run-hashes.ts'
import { combinationsOf, proposedValues, valuesIn, wished } from '../../src-renderer/pages/backtest/wish.ts'
import type { BacktestChoice } from '../../src-renderer/stores/backtest-choice-store.ts'
import type { ReportTrade } from '../../src-renderer/stores/report-trades-store.ts'
import { report, runs, spans, strategies, sweep, trades } from '../support/backtest-values.ts'

const DAY_MS = 86_400_000
const archive = spans.map(({ instrumentId, from, to, candles }) => ({ instrumentId, from, to, candles }))
const none = { name: '', values: '' }
const first: BacktestChoice = { kind: 'run', strategyId: '', instruments: null, from: '', to: '', policyId: 'expected-value', seed: '1', rivals: '10', changes: {}, vary: [none, none] }
const known = { archive, strategies }
const wishOf = (change: Partial<BacktestChoice>) => wished({ ...first, ...change }, known)
const problemOf = (change: Partial<BacktestChoice>): string | undefined => wishOf(change).problem

describe('what crosses to the window', () => {
  const lets = (value: unknown): boolean => requests['research.report'].result.safeParse(value).success
  const withEquity = (change: object): object => ({ ...report, equity: { ...report.equity, ...change } })

  it('is a report, a sweep, or that there is none any more', () => {
    expect([lets(report), lets(sweep), lets(null), lets({ ...report, version: 2 })]).toEqual([true, true, true, false])
    expect(requests['research.trades'].result.safeParse(trades(0, 50)).success).toBe(true)
  })

  it('has a number at each place of its columns', () => {
    const { time, equity } = report.equity
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, '1', null]) expect(lets(withEquity({ equity: equity.with(7, wrong as number) }))).toBe(false)
    expect([lets(withEquity({ time: time.with(7, 1.5) })), lets(withEquity({ time: 'no column' }))]).toEqual([false, false])
  })
})

describe('what a back-test is wished to be', () => {
  it('is everything archived when nothing was chosen, as the contract takes it', () => {
    const result = wishOf({})
    expect(result).toMatchObject({ problem: undefined, wish: { strategyId: 'perp-ev', instruments: archive.map(({ instrumentId }) => instrumentId), from: null, to: null, changes: {}, rivals: 10 } })
    if (result.problem === undefined) expect(requests['research.backtest'].params.safeParse({ requestId: 'click-0001', wish: result.wish }).success).toBe(true)
  })

  it('includes the last day, and keeps only what differs from the strategy', () => {
    const from = Date.UTC(2026, 2, 1)
    expect(wishOf({ from: '2026-03-01', to: '2026-03-01', changes: { 'policy.margin': '0.05', 'policy.kellyFraction': ' 0.5 ', leverage: '' } })).toMatchObject({ wish: { from, to: from + DAY_MS, changes: { 'policy.kellyFraction': 0.5 } } })
  })

  it('says what is missing or wrong', () => {
    expect(wished(first, { archive: [], strategies }).problem).toBe('archive')
    expect(wished(first, { archive, strategies: undefined }).problem).toBe('strategy')
    expect([problemOf({ instruments: [] }), problemOf({ instruments: ['GONE'] }), problemOf({ from: '2026-03-02', to: '2026-03-01' })]).toEqual(['instruments', 'instruments', 'span'])
    expect([problemOf({ seed: '-1' }), problemOf({ seed: '2147483648' }), problemOf({ rivals: '101' }), problemOf({ rivals: 'many' })]).toEqual(['seed', 'seed', 'rivals', 'rivals'])
    expect(wishOf({ changes: { 'policy.margin': '0.51' } })).toMatchObject({ problem: 'value', parameter: { name: 'policy.margin' } })
    expect(problemOf({ changes: { leverage: '2.5' } })).toBe('value')
  })

  it('changes under the models only what they were not fitted on', () => {
    expect(wishOf({ changes: { 'labelSpec.stopAtr': '3' } })).toMatchObject({ wish: { changes: {} } })
    expect(wishOf({ changes: { 'labelSpec.stopAtr': '3' }, policyId: 'random-entry' })).toMatchObject({ wish: { changes: { 'labelSpec.stopAtr': 3 } } })
  })
})

describe('a sweep', () => {
  const margin = strategies[0]!.parameters[0]!

  it('reads values with commas, each once, ascending', () => {
    expect(valuesIn('0.04, 0.02;0.04 0.1', margin)).toEqual([0.02, 0.04, 0.1])
    expect([valuesIn('', margin), valuesIn('0.04, x', margin), valuesIn('0.04, 0.6', margin)]).toEqual([undefined, undefined, undefined])
  })

  it('proposes values that it then reads', () => {
    for (const parameter of strategies[0]!.parameters) expect(valuesIn(proposedValues(parameter), parameter)?.length ?? 0, parameter.name).toBeGreaterThan(2)
  })

  it('is every combination, without rivals, and not more of them than the contract takes', () => {
    const result = wishOf({ kind: 'sweep', vary: [{ name: 'policy.margin', values: '0.02, 0.04' }, { name: 'leverage', values: '1 2 3' }] })
    expect(result).toMatchObject({ problem: undefined, vary: { 'policy.margin': [0.02, 0.04], leverage: [1, 2, 3] }, wish: { rivals: 0 } })
    expect(combinationsOf(sweep.wish.vary)).toBe(sweep.rows.length)
    const many = Array.from({ length: 30 }, (_, i) => (0.01 + i * 0.01).toFixed(2)).join(',')
    expect(30 * 20).toBeGreaterThan(SWEEP_MAX)
    expect([problemOf({ kind: 'sweep' }), problemOf({ kind: 'sweep', vary: [{ name: 'policy.margin', values: many }, { name: 'leverage', values: Array.from({ length: 20 }, (_, i) => i + 1).join() }] })]).toEqual(['vary', 'too-many'])
  })
})

describe('trades in order', () => {
  const columns = trades(0, 200)
  const rows = columns.entryId.map((_, i) => Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i]])) as unknown as ReportTrade)

  it('puts what is not known last either way', () => {
    for (const down of [true, false]) {
      const sorted = sortedTrades(rows, { by: 'expected', down }).map(({ expectedValue }) => expectedValue)
      const values = sorted.filter((value) => value !== null)
      expect(sorted.slice(values.length).every((value) => value === null)).toBe(true)
      expect(sorted.length - values.length).toBe(4)
      expect(values).toEqual(values.toSorted((a, b) => (down ? b - a : a - b)))
    }
  })

  it('turns round on the second press, and begins with the largest number and the first name', () => {
    expect(nextOrder({ by: 'opened', down: true }, 'opened')).toEqual({ by: 'opened', down: false })
    expect([nextOrder({ by: 'opened', down: true }, 'net').down, nextOrder({ by: 'net', down: true }, 'instrument').down]).toEqual([true, false])
  })

  it('compares money as numbers, not as text', () => {
    const sorted = sortedTrades([{ ...rows[0]!, net: '9.5' }, { ...rows[1]!, net: '10.5' }, { ...rows[2]!, net: '-20' }], { by: 'money', down: true })
    expect(sorted.map(({ net }) => net)).toEqual(['10.5', '9.5', '-20'])
  })
})

describe('a report in a word', () => {
  const withInterval = (low: number, high: number, count = 5): string => verdictOf({ summary: { ...report.summary, trades: count, netReturnInterval: { low, high } } })

  it('says chance wherever the interval holds zero', () => {
    expect([withInterval(0.01, 0.2), withInterval(-0.01, 0.2), withInterval(0, 0.2), withInterval(-0.2, -0.01), withInterval(0.1, 0.2, 0)]).toEqual(['above', 'chance', 'chance', 'below', 'nothing'])
    expect(verdictOf({ summary: { ...report.summary, netReturnInterval: null } })).toBe('unknown')
  })

  it('counts all that was paid as a part of what was entered', () => {
    expect(costPart({ gross: '0', slippage: '-1', fees: '-2', funding: '0.5', net: '0', notional: '1000' })).toBeCloseTo(0.0025, 12)
    expect(costPart({ gross: '0', slippage: '0', fees: '0', funding: '0', net: '0', notional: '0' })).toBeNull()
    expect([medianOf([3, 1, 2]), medianOf([])]).toEqual([2, null])
  })
})

it('finds the runs that did the same, to the last order', () => {
  expect([...sharedHashes(runs)]).toEqual([[report.hashes.orders, 2]])
})

it('places days on the line of what is archived', () => {
  const whole = { from: Date.UTC(2026, 0, 15), to: Date.UTC(2026, 6, 1) }
  expect([placeIn(whole, whole.from), placeIn(whole, whole.to), placeIn(whole, 0)]).toEqual([0, 1, 0])
  const ticks = calendarTicks(whole, 3)
  expect(ticks.length).toBeLessThanOrEqual(3)
  expect(ticks.every((time) => new Date(time).getUTCDate() === 1 && time > whole.from && time < whole.to)).toBe(true)
  expect(spanOf('', '')).toEqual({ from: null, to: null })
})
