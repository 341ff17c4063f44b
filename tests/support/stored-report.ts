import type { BacktestReport, BacktestWish, GroupName, GroupRow, ReportTrades, SweepReport } from '../../src-shared/contract/backtest-report.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'

export const WISH: BacktestWish = {
  strategyId: 'perp-ev', instruments: ['BTCUSDT', 'ETHUSDT'], from: 1_700_000_000_000, to: null, policyId: 'expected-value', seed: 0, changes: { 'policy.margin': 0.01 }, rivals: 0,
}

const NO_GROUPS: Readonly<Record<GroupName, readonly GroupRow[]>> = { side: [], instrument: [], regime: [], hour: [], weekday: [], exit: [] }

/** A report in the contract's form that claims nothing. */
export const reportOf = (runId: string, more: Partial<BacktestReport> = {}): BacktestReport => ({
  version: 1, runId, program: '0.1.0', wish: WISH, from: 1_700_000_000_000, to: 1_700_086_400_000,
  hashes: { decisions: 'd1', orders: 'o1', config: 'c1', featureSet: 'f1' }, modelIds: { long: 'long', short: 'short' }, trainedUntil: null, asset: 'USDT', deposit: '10000',
  summary: {
    net: '-12.5', netReturn: -0.00125, sharpe: null, sharpeInterval: null, netReturnInterval: null, drawdown: 0.01, drawdownFrom: null, recoveryDays: null, worstDay: null, trades: 3, won: 1,
    breakEvenShare: null, profitFactor: null, tradesPerDay: 3, holdMinutes: null, exposure: 0.1, decisions: 288, entries: 3, openAtEnd: 0,
  },
  equity: { time: [1_700_000_000_000], equity: [10_000], hold: [10_000] }, days: { day: [], net: [] }, months: [],
  costs: { gross: '0', slippage: '0', fees: '-12.5', funding: '0', net: '-12.5', notional: '3000' }, groups: NO_GROUPS, rivals: [], funnel: [], reasons: [], guards: [], latches: [], alarms: {}, data: [], caveats: [],
  ...more,
})

const INSTRUMENTS = ['BTCUSDT', 'ETHUSDT', 'LTCUSDT', 'SUIUSDT'] as const
const START = 1_700_000_000_000

/** So many trades with numbers as a run has them: nothing repeats but names. */
export function tradesOf(count: number): ReportTrades {
  const random = new SeededRandom(7)
  const chance = (): number => random.uniform()
  const each = <T>(make: (row: number) => T): T[] => Array.from({ length: count }, (_, row) => make(row))
  const money = (): string => ((chance() - 0.5) * 40).toFixed(8)
  const fraction = (): number => (chance() - 0.5) / 20
  const ids = each((row) => `pe.${INSTRUMENTS[row % 4]}.${(START / 1_000 + row * 3_600).toString(36)}`)
  return {
    entryId: ids.map((id) => `${id}.o`), decisionId: ids, instrumentId: each((row) => INSTRUMENTS[row % 4]!), side: each(() => (chance() < 0.5 ? 'long' : 'short')),
    openedAt: each((row) => START + row * 3_600_000 + Math.floor(chance() * 60_000)), closedAt: each((row) => START + row * 3_600_000 + 1_800_000 + Math.floor(chance() * 1_800_000)),
    quantity: each(() => chance().toFixed(3)), entry: each(() => (27_000 + chance() * 4_000).toFixed(1)), exit: each(() => (27_000 + chance() * 4_000).toFixed(1)),
    exitReason: each(() => (chance() < 0.5 ? 'stop' : 'take-profit')), gross: each(money), slippage: each(money), fees: each(money), funding: each(money), net: each(money),
    netReturn: each(fraction), adverse: each(chance), favourable: each(chance), expectedValue: each(fraction), winProbability: each(chance), breakEvenProbability: each(chance), regime: each((row) => ((row % 3) - 1) as -1 | 0 | 1),
  }
}

export const sweepOf = (runId: string): SweepReport => ({
  version: 1, runId, program: '0.1.0', wish: { ...WISH, vary: { 'policy.margin': [0, 0.01] } }, vary: ['policy.margin'],
  rows: [0, 0.01].map((margin) => ({ values: [margin], orderHash: `o${margin}`, net: '1.5', netReturn: 0.00015, sharpe: null, drawdown: 0, trades: 1, won: 1 })),
})
