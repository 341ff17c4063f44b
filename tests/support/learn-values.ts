import type { EvaluationReport, FoldRow, GateVerdict, LearnReport, ModelRow, TrialRow, TrialsView } from '../../src-shared/contract/evaluation-views.ts'
import type { DataSetReport, FeasibilityReport, Histogram, LabelExample, LabelsReport, LearnSpan, SideName } from '../../src-shared/contract/learning-views.ts'
import type { RunRow } from '../../src-shared/contract/backtest-report.ts'

// What a year of four instruments would come to, in the sizes and shapes of a real one; the same each time.
const HOUR = 3_600_000
const DAY = 24 * HOUR
const FROM: number = Date.UTC(2025, 10, 1)
const TO: number = Date.UTC(2026, 10, 20)
const INSTRUMENTS = ['BTCUSDT', 'ETHUSDT', 'LTCUSDT', 'SUIUSDT'] as const
const SIDES: readonly SideName[] = ['long', 'short']
const HASH = '9c41be7720aa51d0c33f0e1f6a7d4be28f55d0a7e4c1b2a3948576f0e1d2c3b4'

function chance(place: number): number {
  const mixed = Math.imul(place + 1, 0x9e3779b1) ^ Math.imul(place + 7, 0x85ebca6b)
  return ((Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 8) & 0xffffff) / 0x1000000
}

const span: LearnSpan = { strategyId: 'perp-ev', instruments: INSTRUMENTS, from: null, to: null, changes: {} }
const head = { version: 1, program: 'haetae 0.1.0' } as const
const RANGES = [0.00133, 0.00151, 0.00219, 0.00401] as const

export const feasibility: FeasibilityReport = {
  ...head, kind: 'feasibility', runId: 'feasibility-1', wish: { ...span, barrierIntervalsMs: [5, 15, 60, 240].map((minutes) => minutes * 60_000), horizons: [24, 48], costs: [0.0014, 0.004] }, takeProfitAtr: 2, stopAtr: 1,
  cells: INSTRUMENTS.flatMap((instrumentId, i) => [1, 1.75, 3.6, 7.4].flatMap((scale, k) => [24, 48].flatMap((horizon) => [0.0014, 0.004].map((cost) => {
    const atrShare = RANGES[i]! * scale
    const breakEven = (atrShare + cost) / (3 * atrShare)
    return { instrumentId, barrierIntervalMs: [5, 15, 60, 240][k]! * 60_000, horizon, cost, candles: 114_048, atrShare, breakEven, payable: Math.min(1, 0.26 * scale * (0.004 / cost)), timeoutShare: 0.02 + 0.01 * k, timeoutReturn: 0.0001, winNeeded: breakEven * 1.01, baseRate: 0.331 - 0.002 * i }
  })))),
  warnings: [{ code: 'feasibility-unpayable', values: { instruments: 'BTCUSDT, ETHUSDT', minutes: 5, percent: '0.40' } }],
}

const histogram = (seed: number): Histogram => ({ edges: Array.from({ length: 21 }, (_, i) => -0.02 + i * 0.002), counts: Array.from({ length: 20 }, (_, i) => Math.round(4_000 * Math.exp(-((i - 8) ** 2) / 18) * (0.8 + 0.4 * chance(seed + i)))) })

function example(place: number): LabelExample {
  const asOf = FROM + (40 + place * 17) * DAY
  let price = 30_000 + 3_000 * chance(place)
  const bars = Array.from({ length: 58 }, (_, i) => {
    const open = price
    price *= 1 + (chance(place * 100 + i) - 0.49) * 0.006
    return { time: asOf - 10 * HOUR + i * HOUR, open, high: Math.max(open, price) * 1.001, low: Math.min(open, price) * 0.999, close: price }
  })
  const entry = bars[10]!.open
  const side = SIDES[place % 2]!
  const sign = side === 'long' ? 1 : -1
  const outcome = (['tp', 'sl', 'timeout'] as const)[place % 3]!
  const exit = outcome === 'tp' ? entry * (1 + sign * 0.018) : outcome === 'sl' ? entry * (1 - sign * 0.009) : bars[57]!.close
  return { instrumentId: INSTRUMENTS[place % 4]!, side, asOf, entryTime: asOf, entry, takeProfit: entry * (1 + sign * 0.018), stop: entry * (1 - sign * 0.009), exitTime: asOf + (outcome === 'timeout' ? 48 : 12 + place) * HOUR, exit, outcome, net: sign * (exit / entry - 1) - 0.0014, horizonEnd: asOf + 48 * HOUR, bars }
}

export const labels: LabelsReport = {
  ...head, kind: 'labels', runId: 'labels-1', wish: { ...span, cusum: null }, labelSpecHash: HASH, touches: 'trade',
  rows: INSTRUMENTS.flatMap((instrumentId, i) => SIDES.map((side) => ({
    instrumentId, side, rows: 113_700 - i * 900, effectiveRows: 2_471 - 40 * i, uniqueness: 0.0217, takeProfit: 36_120, stop: 73_800, timeout: 3_780 - i * 900, gaps: 12 + i,
    gross: 0.00004 * (i - 1), fees: 0.001, slippage: 0.0004 + 0.0003 * i, funding: side === 'long' ? 0.00006 : -0.00006, net: -0.0014 - 0.0003 * i, minutesHeld: 412, mae: 0.0061, mfe: 0.0072, maeHorizon: 0.0148, mfeHorizon: 0.0151,
  }))),
  net: { long: histogram(1), short: histogram(2) }, minutes: { long: histogram(3), short: histogram(4) }, examples: Array.from({ length: 12 }, (_, i) => example(i)),
}

export const dataSet: DataSetReport = {
  ...head, kind: 'dataset', runId: 'dataset-1', wish: { ...span, every: 1 }, rows: 416_804, from: FROM, to: TO, definitionHash: HASH, contentHash: HASH.toUpperCase(), featureSetHash: HASH, labelSpecHash: HASH, bytes: 148_220_416, cached: true,
  instruments: INSTRUMENTS.map((instrumentId, i) => ({ instrumentId, rows: 113_700 - 900 * i, from: FROM, to: TO, effectiveRows: { long: 2_471, short: 2_440 } })),
  features: ['r_1', 'r_3', 'r_12', 'atr_pct_14', 'rsi_14', 'macd_atr', 'adx_14', 'bb_z_20', 'vol_z_48', 'funding_z_30d', 'btc_regime', 'hour'].map((name, i) => ({ name, missing: i === 9 ? 1_204 : 0, mean: chance(i) - 0.5, deviation: chance(i + 50) })),
}

const verdict = (which: GateVerdict['verdict'], { missing, sharpe }: { readonly missing: number | null; readonly sharpe: number }): GateVerdict => ({
  verdict: which, trials: 64, effectiveTrials: 19.2, days: 217, sharpe: sharpe / 19.1, sharpeAnnual: sharpe, sharpeInterval: { low: sharpe - 1.4, high: sharpe + 1.3 }, sharpeProvable: 3.4, daysMissing: missing, reasons: [],
  criteria: [
    { name: 'deflated-sharpe', value: which === 'proven' ? 0.981 : 0.93, needed: 0.95, is: 'at-least', met: which === 'proven' }, { name: 'overfitting', value: which === 'rejected' ? 0.56 : 0.14, needed: 0.2, is: 'at-most', met: which !== 'rejected' },
    { name: 'walk-forward-value', value: which === 'rejected' ? -0.00031 : 0.00041, needed: 0, is: 'above', met: which !== 'rejected' }, { name: 'track-length', value: 217, needed: which === 'proven' ? 180 : 259, is: 'at-least', met: which === 'proven' },
    { name: 'strategy-risk', value: 0.034, needed: 0.05, is: 'at-most', met: true }, { name: 'checks', value: 0, needed: 0, is: 'at-most', met: true },
  ],
})

const fold = (number: number | null, side: SideName): FoldRow => ({
  fold: number, side, from: FROM + (60 + 60 * (number ?? 0)) * DAY, to: FROM + (120 + 60 * (number ?? 4)) * DAY, fitRows: 42_000 * ((number ?? 4) + 1), fitEffectiveRows: 910 * ((number ?? 4) + 1), purged: 1_152, rows: number === null ? 96_578 : 19_000 + 211 * number, effectiveRows: 411,
  baseRate: 0.331, accuracy: 0.66 + 0.002 * (number ?? 2), precision: 0.39, recall: 0.21, f1: 0.273, auc: 0.556 + 0.01 * chance((number ?? 9) + (side === 'long' ? 0 : 20)), logLoss: 0.6301, logLossOfBaseRate: 0.6354, brier: 0.2198, calibrationError: 0.011, rankIc: number === 2 ? -0.011 : 0.041,
})

const walk = Array.from({ length: 218 }, (_, i) => 0.00042 * i + 0.012 * Math.sin(i / 9) + 0.01 * (chance(i) - 0.5))

export const evaluation: EvaluationReport = {
  ...head, kind: 'evaluation', runId: 'evaluation-1', wish: { ...span, learner: 'linear', parameters: {}, every: 6, cusum: null, folds: 5, seeds: 5 }, dataHash: HASH, featureSetHash: HASH, labelSpecHash: HASH, candidateId: 'm-9c41be7720aa',
  folds: [0, 1, 2, 3, 4, null].flatMap((number) => SIDES.map((side) => fold(number, side))),
  meta: SIDES.map((side, i) => ({ side, plain: { entries: 279_168, effectiveEntries: 5_900, precision: 0.298, recall: 1, net: -0.00121 }, taken: { entries: 1_412 - 600 * i, effectiveEntries: 160, precision: 0.341 - 0.06 * i, recall: 0.0058, net: 0.0004 }, accepted: i === 0 })),
  reliability: { long: points(0), short: points(30) }, deciles: { long: deciles(0), short: deciles(30) },
  days: { day: walk.map((_, i) => FROM + i * DAY), net: walk.map((value, i) => value - (walk[i - 1] ?? 0)) },
  equity: { time: walk.map((_, i) => FROM + i * DAY), value: walk.map((value) => 10_000 * (1 + value)), low: walk.map((value, i) => 10_000 * (1 + value - 0.004 * Math.sqrt(i))), high: walk.map((value, i) => 10_000 * (1 + value + 0.0043 * Math.sqrt(i))) },
  trades: 412, netPerTrade: 0.00041, netPerTradeInterval: { low: -0.0002, high: 0.001 },
  seeds: [0, 1, 2, 3, 4].map((seed) => ({ seed, auc: { long: 0.556 + 0.002 * chance(seed), short: 0.551 + 0.003 * chance(seed + 9) }, sharpe: null })),
  cpcv: { groups: 6, testGroups: 2, splits: 15, paths: 5, auc: { long: [0.551, 0.558, 0.549, 0.561, 0.553], short: [0.548, 0.552, 0.545, 0.556, 0.55] } },
  features: dataSet.features.map(({ name }, i) => ({ name, importance: { long: 0.004 * chance(i), short: 0.003 * chance(i + 40) }, psi: i === 3 ? 0.24 : 0.02 * i })),
  checks: ['purged-by-label-end', 'scaled-inside-fold', 'entry-after-decision', 'null-test', 'leak-alarm'].map((name, i) => ({ name, passed: true, value: i === 3 ? 0.501 : null, limit: i === 3 ? 0.55 : null })),
  verdict: verdict('not-proven', { missing: 42, sharpe: 2.8 }), took: { data: 3.1, folds: 12.4, policy: 20.2, gate: 0.8 },
}

function points(seed: number): EvaluationReport['reliability']['long'] {
  return Array.from({ length: 8 }, (_, i) => {
    const forecast = 0.22 + 0.04 * i
    const observed = forecast + (chance(seed + i) - 0.5) * 0.03
    return { forecast, observed, low: observed - 0.02, high: observed + 0.02, rows: 2_000 + 300 * i }
  })
}

function deciles(seed: number): EvaluationReport['deciles']['long'] {
  return Array.from({ length: 10 }, (_, i) => {
    const expected = -0.0022 + 0.0003 * i
    const net = expected + (chance(seed + i) - 0.4) * 0.0006
    return { expected, net, interval: { low: net - 0.0003, high: net + 0.0003 }, rows: 9_657 }
  })
}

const trial = (sequence: number): TrialRow => ({
  sequence, trialId: `trial-${sequence}`, kind: (['evaluation', 'neighbour', 'backtest', 'sweep'] as const)[sequence % 4]!, state: sequence === 31 ? 'failed' : 'done', startedAt: TO - (40 - sequence) * HOUR, strategyId: 'perp-ev', dataHash: HASH,
  parameters: { 'policy.margin': 0.02 + 0.01 * (sequence % 5), learner: 'linear' }, days: 217, sharpeAnnual: 3 * (chance(sequence) - 0.4), trades: 200 + sequence, hash: `${(0x51c09af2 + sequence * 7_919).toString(16)}e7`,
})

export const trials: TrialsView = { rows: Array.from({ length: 40 }, (_, i) => trial(39 - i)), count: 64, onData: [{ dataHash: HASH, trials: 64, effective: 19.2 }], broken: null }
export const brokenTrials: TrialsView = { ...trials, broken: { sequence: 17, told: { code: 'trial-altered', values: { link: 17 } } } }

const model = (candidateId: string, more: Partial<ModelRow>): ModelRow => ({
  candidateId, modelIds: { long: `${candidateId}-long`, short: `${candidateId}-short` }, artifacts: { long: HASH, short: HASH }, strategyId: 'perp-ev', instruments: INSTRUMENTS, learner: 'linear', status: 'trained', shipped: false, createdAt: TO - 3 * DAY, dataFrom: FROM, dataTo: TO, dataHash: HASH, featureSetHash: HASH, labelSpecHash: HASH,
  runId: 'evaluation-1', verdict: evaluation.verdict, history: [{ time: TO - 3 * DAY, status: 'trained', by: 'haetae', reason: null, override: false }], ...more,
})

export const models: readonly ModelRow[] = [
  model('m-9c41be7720aa', {}),
  model('m-77ab03f11c29', { status: 'promoted', verdict: verdict('proven', { missing: null, sharpe: 4.1 }), history: [{ time: TO - 9 * DAY, status: 'trained', by: 'haetae', reason: null, override: false }, { time: TO - 8 * DAY, status: 'promoted', by: 'window', reason: 'Two weeks in shadow went as the tests said', override: true }] }),
  model('m-51c09af2e7d0', { status: 'archived', verdict: verdict('rejected', { missing: null, sharpe: -0.6 }) }),
  model('demo-linear', { shipped: true, runId: null, verdict: null }),
]

const run = (report: LearnReport): RunRow => ({ runId: report.runId, kind: report.kind, startedAt: TO - HOUR, seconds: 36, strategyId: 'perp-ev', instruments: INSTRUMENTS, from: null, to: null, trades: null, netReturn: null, sharpe: null, orderHash: null })
export const reports: readonly LearnReport[] = [feasibility, labels, dataSet, evaluation]
export const runs: readonly RunRow[] = reports.map(run)
