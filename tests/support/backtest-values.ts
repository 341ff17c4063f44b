import type { BacktestReport, BacktestWish, GroupRow, ParameterOption, ReportTrades, RunRow, StrategyOption, SweepReport } from '../../src-shared/contract/backtest-report.ts'
import type { ArchivedSpan, JobView } from '../../src-shared/contract/workstation-views.ts'

// A year of back-testing as the jobs would tell it: the sizes and shapes of a real one, the same each time.
const HOUR = 3_600_000
const DAY = 24 * HOUR
const FROM: number = Date.UTC(2025, 10, 1)
const TO: number = Date.UTC(2026, 10, 20)
const TRAINED: number = Date.UTC(2026, 7, 1)
const INSTRUMENTS = ['BTCUSDT', 'ETHUSDT', 'LTCUSDT', 'SUIUSDT'] as const
const DEPOSIT = 10_000
const TRADES = 2_000

/** Evenly spread numbers below one; the same for the same place. */
function chance(place: number): number {
  const mixed = Math.imul(place + 1, 0x9e3779b1) ^ Math.imul(place + 7, 0x85ebca6b)
  return ((Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 8) & 0xffffff) / 0x1000000
}
const bell = (place: number): number => [1, 2, 3, 4].reduce((sum, k) => sum + chance(place * 5 + k) - 0.5, 0)

export const spans: readonly ArchivedSpan[] = INSTRUMENTS.map((instrumentId, i) => {
  const from = FROM - [31, 31, 0, -120][i]! * DAY
  return { instrumentId, intervalMs: 300_000, from, to: TO, candles: (TO - from) / 300_000 - 12 * i }
})

const parameter = (name: string, value: number, range: readonly [number, number], unit: ParameterOption['unit']): ParameterOption => ({ name, value, least: range[0], most: range[1], unit })
export const strategies: readonly StrategyOption[] = [{
  strategyId: 'perp-ev', instruments: INSTRUMENTS, features: 34, modelIds: { long: 'demo-long', short: 'demo-short' },
  parameters: [
    parameter('policy.margin', 0.05, [0, 0.5], 'fraction'), parameter('policy.expectedValueMin', 0.0002, [0, 0.05], 'fraction'), parameter('policy.kellyFraction', 0.25, [0.01, 1], 'fraction'), parameter('policy.notionalCap', 100, [10, 1_000], 'money'),
    { ...parameter('labelSpec.stopAtr', 2, [0.25, 20], 'multiple'), only: ['random-entry'] }, { ...parameter('leverage', 3, [1, 20], 'leverage'), isWhole: true }, parameter('risk.dailyLossMax', 0.02, [0.001, 1], 'fraction'),
    parameter('venue.slippageMultiple', 1, [0, 10], 'multiple'),
  ],
}]

const wish: BacktestWish = { strategyId: 'perp-ev', instruments: INSTRUMENTS, from: null, to: null, policyId: 'expected-value', seed: 1, changes: { 'policy.margin': 0.04 }, rivals: 20 }

const hours = (TO - FROM) / HOUR
const walk = (seed: number, drift: number, size: number): readonly number[] => {
  let value = DEPOSIT
  return Array.from({ length: hours }, (_, i) => (value *= 1 + drift + size * bell(seed + i)))
}
const equity = walk(11, 0.000012, 0.0021)
const hold = walk(90_001, -0.00001, 0.0095)
const days = Array.from({ length: Math.floor(hours / 24) }, (_, i) => FROM + i * DAY)
const netOf = (from: number, to: number): number => equity[Math.min(hours, to) - 1]! / (from === 0 ? DEPOSIT : equity[from - 1]!) - 1
const months = Array.from({ length: 13 }, (_, i) => {
  const [first, last] = [0, 1].map((k) => Math.min(hours, (Date.UTC(2025, 10 + i + k, 1) - FROM) / HOUR))
  return { month: new Date(Date.UTC(2025, 10 + i, 1)).toISOString().slice(0, 7), net: netOf(first!, last!), trades: 120 + Math.floor(60 * chance(i)) }
})
let high = 0
const drawdowns = equity.map((value) => 1 - value / (high = Math.max(high, value)))
const deepest = Math.max(...drawdowns)
const net = equity.at(-1)! - DEPOSIT

const EXITS = [['take-profit', 0.462], ['stop', 0.384], ['time-exit', 0.131], ['daily-loss', 0.023]] as const
const shares = (keys: readonly (readonly [string, number])[]): readonly GroupRow[] => keys.map(([key, share], i) => {
  const trades = Math.round(TRADES * share)
  const gross = net * share * 4 * (key === 'stop' ? -3 : 1 + bell(i + 300)) + 300
  const costs = -(trades * 1.27)
  return { key, trades, won: Math.round(trades * (0.4 + 0.25 * chance(i + 40))), gross: gross.toFixed(2), costs: costs.toFixed(2), net: (gross + costs).toFixed(2) }
})
const even = (keys: readonly string[]): readonly GroupRow[] => shares(keys.map((key) => [key, 1 / keys.length]))
const upTo = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => String(i))

const REASONS = [['no-edge', 391_204], ['below-margin', 21_117], ['cost-exceeds-barrier', 9_377], ['position-held', 8_806], ['forecast-missing', 17_280], ['refused', 1_412], ['too-small', 96]] as const
const flat = REASONS.reduce((sum, [, count]) => sum + count, 0)

export const report: BacktestReport = {
  version: 1, runId: 'run-2026-11-20-a1', program: '0.1.0', wish, from: FROM, to: TO, modelIds: { long: 'demo-long', short: 'demo-short' }, trainedUntil: TRAINED, asset: 'USDT', deposit: String(DEPOSIT),
  hashes: { decisions: 'd51c09a7be05411f00a91c22', orders: '1e70c4d29be0541177aa0f31', config: '7f3ac1d29be05411c0ffee12', featureSet: '55aa12d29be05411deadbe01' },
  summary: {
    net: net.toFixed(2), netReturn: net / DEPOSIT, sharpe: 0.94, sharpeInterval: { low: -0.41, high: 2.2 }, netReturnInterval: { low: -0.061, high: 0.302 }, drawdown: deepest, drawdownFrom: FROM + 90 * DAY,
    recoveryDays: 41, worstDay: -0.0194, trades: TRADES, won: 1_096, breakEvenShare: 0.472, profitFactor: 1.12, tradesPerDay: 5.2, holdMinutes: 112, exposure: 0.382, decisions: flat + 2_003, entries: 2_003, openAtEnd: 3,
  },
  equity: { time: Array.from({ length: hours }, (_, i) => FROM + (i + 1) * HOUR), equity, hold },
  days: { day: days, net: days.map((_, i) => netOf(24 * i, 24 * (i + 1))) }, months,
  costs: { gross: (net + 3_914.02).toFixed(2), slippage: '-1102.11', fees: '-2620.44', funding: '-191.47', net: net.toFixed(2), notional: '5241880.12' },
  groups: {
    side: even(['long', 'short']), instrument: even(INSTRUMENTS), regime: even(['-1', '0', '1']), hour: even(upTo(24)), weekday: even(['1', '2', '3', '4', '5', '6', '7']), exit: shares(EXITS),
  },
  rivals: [
    { rival: 'nothing', runs: 1, netReturn: 0, low: null, high: null, sharpe: null, drawdown: 0, trades: 0 },
    { rival: 'hold', runs: 1, netReturn: hold.at(-1)! / hold[0]! - 1, low: null, high: null, sharpe: -0.31, drawdown: 0.44, trades: 4 },
    { rival: 'random', runs: 20, netReturn: -0.214, low: -0.31, high: -0.11, sharpe: -2.4, drawdown: 0.24, trades: 2_104 },
  ],
  funnel: [
    { step: 'decisions', left: flat + 2_003, lostTo: null }, { step: 'forecast', left: flat + 2_003 - 17_280, lostTo: 'forecast-missing' }, { step: 'payable', left: 424_638, lostTo: 'cost-exceeds-barrier' },
    { step: 'positive', left: 33_434, lostTo: 'no-edge' }, { step: 'above-margin', left: 12_317, lostTo: 'below-margin' }, { step: 'free', left: 3_511, lostTo: 'position-held' }, { step: 'sized', left: 3_415, lostTo: 'too-small' },
    { step: 'allowed', left: 2_003, lostTo: 'funding-against' }, { step: 'entered', left: 2_003, lostTo: null },
  ],
  reasons: REASONS.map(([reason, count]) => ({ reason, count, byInstrument: Object.fromEntries(INSTRUMENTS.map((name, i) => [name, Math.floor(count / 4) + (i === 0 ? count % 4 : 0)])) })),
  guards: [{ guard: 'funding-against', refused: 902, warned: 0 }, { guard: 'margin-use', refused: 301, warned: 588 }, { guard: 'loss-streak', refused: 209, warned: 41 }, { guard: 'stale-mark', refused: 0, warned: 0 }],
  latches: [{ latch: 'daily-loss', time: Date.UTC(2026, 2, 14, 9, 5), reason: { code: 'lost-of-day', values: { lostPercent: '2.04', limitPercent: '2' } } }],
  alarms: { 'naked-position': 1 },
  data: INSTRUMENTS.map((instrumentId, i) => ({ instrumentId, candles: 110_580 - 12 * i, gaps: 12 * i, funding: i === 3 ? 'assumed' : 'archive', settlements: 1_155, finePaths: i === 0 ? 110_000 : 0, markPaths: i === 1 ? 55_000 : 0 })),
  caveats: [
    { code: 'report-partly-in-sample', values: { until: '2026-08-01', from: '2025-11-01' } }, { code: 'report-may-be-chance', values: { low: '-0.41', high: '2.20' } },
    { code: 'report-funding-assumed', values: { instruments: 'SUIUSDT' } },
  ],
}

/** An hour's walk of trades, one after the other. */
export function trades(first: number, count: number): ReportTrades {
  const places = Array.from({ length: Math.max(0, Math.min(count, TRADES - first)) }, (_, i) => first + i)
  const of = <T>(make: (place: number) => T): readonly T[] => places.map(make)
  const opened = (i: number): number => FROM + 16 * DAY + Math.floor((i * (TO - FROM - 17 * DAY)) / TRADES / 300_000) * 300_000
  const returned = (i: number): number => 0.0004 + 0.0042 * bell(i * 3)
  return {
    entryId: of((i) => `PE-entry-${i}`), decisionId: of((i) => `decision-${i}`), instrumentId: of((i) => INSTRUMENTS[i % 4]!), side: of((i) => (chance(i) < 0.5 ? 'long' : 'short')),
    openedAt: of(opened), closedAt: of((i) => opened(i) + Math.ceil(240 * chance(i + 9)) * 60_000), quantity: of((i) => (0.01 + 0.05 * chance(i)).toFixed(3)), entry: of((i) => (101_220.5 + 40 * i).toFixed(1)), exit: of((i) => ((101_220.5 + 40 * i) * (1 + returned(i))).toFixed(1)),
    exitReason: of((i) => EXITS[Math.floor(4 * chance(i + 3))]![0]), gross: of((i) => (2_600 * returned(i) + 3.3).toFixed(4)), slippage: of(() => '-0.5511'), fees: of(() => '-1.3102'), funding: of((i) => (-0.2 * chance(i)).toFixed(4)),
    net: of((i) => (2_600 * returned(i)).toFixed(4)), netReturn: of(returned), adverse: of((i) => 0.0035 * chance(i + 21) ** 2 + Math.max(0, -returned(i))), favourable: of((i) => 0.0045 * chance(i + 51) ** 2 + Math.max(0, returned(i))),
    expectedValue: of((i) => (i % 50 === 7 ? null : 0.0003 + 0.0012 * chance(i + 5))), winProbability: of((i) => (i % 50 === 7 ? null : 0.5 + 0.14 * chance(i + 6))), breakEvenProbability: of((i) => (i % 50 === 7 ? null : 0.44 + 0.04 * chance(i + 8))),
    regime: of((i) => ([-1, 0, 1, null] as const)[i % 4]!),
  }
}

const VALUES = { 'policy.margin': [0.02, 0.03, 0.04, 0.05, 0.06, 0.08], 'venue.slippageMultiple': [0.5, 0.75, 1, 1.25, 1.5, 2, 3] } as const
export const sweep: SweepReport = {
  version: 1, runId: 'run-2026-11-19-s1', program: '0.1.0', wish: { ...wish, changes: {}, rivals: 0, vary: VALUES }, vary: Object.keys(VALUES),
  rows: VALUES['policy.margin'].flatMap((margin, i) => VALUES['venue.slippageMultiple'].map((stop, j) => {
    const value = 0.09 - 0.02 * Math.abs(i - 2) - 0.025 * Math.abs(j - 3) + 0.02 * bell(10 * i + j)
    return { values: [margin, stop], orderHash: `${(i + 1).toString(16)}${(j + 1).toString(16)}70c4d29be05411`, net: (value * DEPOSIT).toFixed(2), netReturn: value, sharpe: value * 11, drawdown: 0.05 + 0.03 * chance(i + j), trades: 2_400 - 210 * i, won: 1_200 - 100 * i }
  })),
}

const run = (runId: string, more: Partial<RunRow>): RunRow => ({
  runId, kind: 'backtest', startedAt: TO - 3 * HOUR, seconds: 41, strategyId: 'perp-ev', instruments: INSTRUMENTS, from: null, to: null, trades: TRADES, netReturn: report.summary.netReturn, sharpe: 0.94, orderHash: report.hashes.orders, ...more,
})
export const runs: readonly RunRow[] = [
  run(report.runId, {}),
  run('run-2026-11-20-a0', { startedAt: TO - 4 * HOUR }),
  run(sweep.runId, { kind: 'sweep', startedAt: TO - 20 * HOUR, seconds: 812, trades: null, netReturn: null, sharpe: null, orderHash: null, from: FROM, to: TO }),
  run('run-2026-11-18-b2', { startedAt: TO - 45 * HOUR, instruments: ['BTCUSDT'], from: FROM + 30 * DAY, to: FROM + 90 * DAY, trades: 212, netReturn: -0.0312, sharpe: -0.8, orderHash: 'aa0177d29be05411' }),
  run('run-2026-11-17-c3', { kind: 'replay', startedAt: TO - 60 * HOUR, seconds: 1_201, instruments: ['BTCUSDT', 'ETHUSDT'], trades: 12, netReturn: 0.0041, sharpe: null, orderHash: 'bb0177d29be05411' }),
]

export const jobs: readonly JobView[] = [
  { jobId: 'job-1', kind: 'backtest', state: 'running', part: 0.37, secondsLeft: 24, told: null, file: null, runId: null },
  { jobId: 'job-2', kind: 'sweep', state: 'failed', part: 0.1, secondsLeft: null, told: { code: 'nothing-recorded', values: { instruments: 'BTCUSDT' } }, file: null, runId: null },
]
