import type { BacktestReport, ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import { DAY_MS, HOUR_MS } from '../../src-shared/domain/units.ts'

export const START: number = Date.UTC(2023, 0, 1)
const HOURS = 24 * 70

/** A report in which every text that is not a number is the given one. */
export function sample(text: string, trades = 3): { readonly report: BacktestReport; readonly trades: ReportTrades } {
  const time = Array.from({ length: HOURS + 1 }, (_, hour) => START + hour * HOUR_MS)
  const many = <Cell>(cell: Cell): readonly Cell[] => Array<Cell>(trades).fill(cell)
  const group = [{ key: text, trades: 3, won: 1, gross: '4', costs: '-1.5', net: '2.5' }]
  const counts = { [text]: 7 }
  const report: BacktestReport = {
    version: 1, runId: text, program: text, from: START, to: START + 70 * DAY_MS, asset: text, deposit: '10000', trainedUntil: START + 10 * DAY_MS, modelIds: { long: text, short: text },
    wish: { strategyId: text, instruments: [text], from: null, to: null, policyId: 'expected-value', seed: 0, changes: { [text]: 2 }, rivals: 2 },
    hashes: { decisions: text, orders: text, config: text, featureSet: text },
    summary: {
      net: '2.5', netReturn: 0.00025, sharpe: 0.4, sharpeInterval: { low: -1, high: 2 }, netReturnInterval: { low: -0.01, high: 0.02 }, drawdown: 0.01, drawdownFrom: START, recoveryDays: null, worstDay: -0.002, trades, won: 1,
      breakEvenShare: 0.4, profitFactor: 1.2, tradesPerDay: 0.04, holdMinutes: 77, exposure: 0.1, decisions: 20_000, entries: 3, openAtEnd: 0,
    },
    equity: { time, equity: time.map((_, hour) => 10_000 + (hour % 97)), hold: time.map((_, hour) => 10_000 + (hour % 31)) }, days: { day: [START], net: [0] }, months: [{ month: '2023-01', net: 0.01, trades: 2 }, { month: '2023-02', net: -0.02, trades: 1 }],
    costs: { gross: '4', slippage: '-0.5', fees: '-1', funding: '0', net: '2.5', notional: '1500' }, groups: { side: group, instrument: group, regime: group, hour: [{ ...group[0]!, key: '13' }], weekday: group, exit: group },
    rivals: [{ rival: 'nothing', runs: 1, netReturn: 0, low: null, high: null, sharpe: null, drawdown: 0, trades: 0 }, { rival: 'random', runs: 2, netReturn: 0, low: -0.01, high: 0.01, sharpe: 0, drawdown: 0.01, trades: 3 }],
    funnel: [{ step: 'decisions', left: 20_000, lostTo: null }, { step: 'forecast', left: 3, lostTo: text }], reasons: [{ reason: text, count: 19_997, byInstrument: counts }], guards: [{ guard: text, refused: 2, warned: 1 }],
    latches: [{ latch: text, time: START + DAY_MS, reason: { code: text, values: { [text]: text } } }], alarms: counts,
    data: [{ instrumentId: text, candles: 20_160, gaps: 1, funding: 'assumed', settlements: 210, finePaths: 0, markPaths: 0 }], caveats: [{ code: text, values: { [text]: text } }, { code: 'report-gaps', values: { gaps: 1, instruments: text } }],
  }
  const columns: ReportTrades = {
    entryId: many(text), decisionId: many(text), instrumentId: many(text), side: many('short'), openedAt: many(START), closedAt: many(START + HOUR_MS), quantity: many('1'), entry: many('500'), exit: many('501'), exitReason: many(text),
    gross: many('4'), slippage: many('-0.5'), fees: many('-1'), funding: many('0'), net: many('2.5'), netReturn: many(0.005), adverse: many(0.01), favourable: many(0.02), expectedValue: many(null), winProbability: many(0.4), breakEvenProbability: many(0.38), regime: many(null),
  }
  return { report, trades: columns }
}
