import { z } from 'zod/mini'
import { interval, numbers, times } from './backtest-schemas.ts'
import type { EvaluateWish, EvaluationReport, GateVerdict, LearnReport, LearnWish, ModelRow, ModelStatus, TrialsView } from './evaluation-views.ts'
import { bySide, cusum, dataSetReport, dataSetWish, every, feasibilityReport, feasibilityWish, labelsReport, labelsWish, reportFields, side, spanFields } from './learning-schemas.ts'
import { name, text, time, told, type Schema } from './schemas.ts'

const FOLDS_MAX = 50
const SEEDS_MAX = 100

const number = z.number()
const maybeNumber = z.nullable(number)
const maybeInterval = z.nullable(interval)
const count = z.int().check(z.nonnegative())

const evaluateWish: Schema<EvaluateWish> = z.strictObject({
  ...spanFields, learner: z.literal('linear'), parameters: z.record(name, number), every, cusum, folds: z.int().check(z.minimum(2), z.maximum(FOLDS_MAX)), seeds: z.int().check(z.minimum(1), z.maximum(SEEDS_MAX)),
})

const foldRow = z.strictObject({
  fold: z.nullable(count), side, from: time, to: time, fitRows: count, fitEffectiveRows: number, purged: count, rows: count, effectiveRows: number, baseRate: number, accuracy: number,
  precision: maybeNumber, recall: maybeNumber, f1: maybeNumber, auc: maybeNumber, logLoss: number, logLossOfBaseRate: number, brier: number, calibrationError: number, rankIc: maybeNumber,
})
const metaFigures = z.strictObject({ entries: count, effectiveEntries: number, precision: maybeNumber, recall: maybeNumber, net: maybeNumber })
const metaRow = z.strictObject({ side, plain: metaFigures, taken: metaFigures, accepted: z.boolean() })
const reliability = z.array(z.strictObject({ forecast: number, observed: number, low: number, high: number, rows: count }))
const deciles = z.array(z.strictObject({ expected: number, net: number, interval: maybeInterval, rows: count }))
const check = z.strictObject({ name, passed: z.boolean(), value: maybeNumber, limit: maybeNumber })

const gateVerdict: Schema<GateVerdict> = z.strictObject({
  verdict: z.enum(['proven', 'not-proven', 'rejected']),
  criteria: z.array(z.strictObject({
    name: z.enum(['deflated-sharpe', 'overfitting', 'walk-forward-value', 'track-length', 'strategy-risk', 'checks']), value: maybeNumber, needed: maybeNumber, is: z.enum(['at-least', 'at-most', 'above']), met: z.boolean(),
  })),
  trials: count, effectiveTrials: number, days: count, sharpe: maybeNumber, sharpeAnnual: maybeNumber, sharpeInterval: maybeInterval, sharpeProvable: maybeNumber, daysMissing: maybeNumber, reasons: z.array(told),
})

const evaluationReport: Schema<EvaluationReport> = z.strictObject({
  ...reportFields, kind: z.literal('evaluation'), wish: evaluateWish, dataHash: name, featureSetHash: name, labelSpecHash: name, candidateId: name,
  folds: z.array(foldRow), meta: z.array(metaRow), reliability: bySide(reliability), deciles: bySide(deciles),
  days: z.strictObject({ day: times, net: numbers }), equity: z.strictObject({ time: times, value: numbers, low: numbers, high: numbers }),
  trades: count, netPerTrade: maybeNumber, netPerTradeInterval: maybeInterval,
  seeds: z.array(z.strictObject({ seed: z.int(), auc: bySide(maybeNumber), sharpe: maybeNumber })),
  cpcv: z.nullable(z.strictObject({ groups: count, testGroups: count, splits: count, paths: count, auc: bySide(z.array(maybeNumber)) })),
  features: z.array(z.strictObject({ name, importance: bySide(number), psi: maybeNumber })),
  checks: z.array(check), verdict: gateVerdict, took: z.record(name, number),
})

export const learnWish: Schema<LearnWish> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('feasibility'), wish: feasibilityWish }),
  z.strictObject({ kind: z.literal('labels'), wish: labelsWish }),
  z.strictObject({ kind: z.literal('dataset'), wish: dataSetWish }),
  z.strictObject({ kind: z.literal('evaluation'), wish: evaluateWish }),
])

/** A report is as long as what it tells of: the page reads what this program has written. */
export const learnReport: Schema<LearnReport> = z.union([feasibilityReport, labelsReport, dataSetReport, evaluationReport])

export const trialsView: Schema<TrialsView> = z.strictObject({
  rows: z.array(z.strictObject({
    sequence: count, trialId: name, kind: z.enum(['evaluation', 'neighbour', 'backtest', 'sweep']), state: z.enum(['begun', 'done', 'failed']), startedAt: time, strategyId: name, dataHash: name,
    parameters: z.record(name, z.union([text, number])), days: z.nullable(count), sharpeAnnual: maybeNumber, trades: z.nullable(count), hash: name,
  })),
  count, onData: z.array(z.strictObject({ dataHash: name, trials: count, effective: number })), broken: z.nullable(z.strictObject({ sequence: count, told })),
})

const modelStatus: Schema<ModelStatus> = z.enum(['trained', 'shadow', 'promoted', 'archived'])

export const modelRow: Schema<ModelRow> = z.strictObject({
  candidateId: name, modelIds: bySide(name), artifacts: z.nullable(bySide(name)), strategyId: name, instruments: z.array(name), learner: name, status: modelStatus, shipped: z.boolean(), createdAt: time, dataFrom: time, dataTo: time,
  dataHash: name, featureSetHash: name, labelSpecHash: name, runId: z.nullable(name), verdict: z.nullable(gateVerdict),
  history: z.array(z.strictObject({ time, status: modelStatus, by: name, reason: z.nullable(text), override: z.boolean() })),
})
