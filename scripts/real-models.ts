import { createHash } from 'node:crypto'
import type { Reliability } from '../src-shared/domain/forecast.ts'
import type { LabelSpec } from '../src-shared/domain/strategy.ts'
import { DAY_MS } from '../src-shared/domain/units.ts'
import { dataHash } from '../src-main/base/text-hash.ts'
import { seriesOf } from '../src-main/features/candle-series.ts'
import { featureSetHash } from '../src-main/features/catalogue.ts'
import { regimeColumn } from '../src-main/features/regime-column.ts'
import { perpEvV1 } from '../src-main/strategies/perp-ev-v1/strategy.ts'
import { CLIP } from '../src-main/training/linear.ts'
import { linearModelOnnx, type LinearModel } from '../src-main/training/onnx-writer.ts'
import { fitOutcomeModel, predictOutcomes } from '../src-main/training/outcome-model.ts'
import { outcomeRows, type Direction, type OutcomeRows } from '../src-main/training/outcome-rows.ts'
import { reliabilityBins } from '../src-main/training/reliability.ts'
import { horizonMs, rowsWhere, rowsWithin, type TimePart } from '../src-main/training/time-parts.ts'
import { uniquenessOf } from '../src-main/training/uniqueness.ts'
import { printOf, type HistoryPrint, type MarketHistory } from './market-history.ts'
import { realCard } from './real-card.ts'
import { countedOutputs, holdOutOf, ruleOf, verdictsOf, type HoldOutMetrics } from './real-hold-out.ts'
import type { RuleReport } from '../src-main/training/entry-rule.ts'

export interface RealPlan {
  readonly instruments: readonly string[]
  readonly labelSpec: LabelSpec
  /** One after the other. Candles are read from the first one's beginning to the last one's end, so features begin some weeks into it. */
  readonly parts: Readonly<Record<'fit' | 'calibrate' | 'holdOut', TimePart>>
  /** The fit takes every so-manyth candle: neighbours tell nearly the same. */
  readonly every: number
  /** Pull of the weights toward 0, as a part of the number of rows. Rows are not weighed by how much is their own: that would favour what ends soon, which is stops. */
  readonly penaltyShare: { readonly q: number; readonly t: number; readonly amounts: number }
  /** Reliability is counted in steps of q this wide. */
  readonly binWidth: number
}

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`)

/**
 * Set beforehand and not tuned to the hold-out, but changed after it had been looked at: at first each row was weighed by its uniqueness, which made q too
 * low everywhere; the bins had equal numbers of rows, then the last one went on to 1 and so vouched for what was never said in the calibration.
 */
export const REAL_PLAN: RealPlan = {
  instruments: perpEvV1.instruments,
  labelSpec: perpEvV1.labelSpec,
  parts: {
    fit: { from: day('2023-01-01'), to: day('2023-09-01') },
    calibrate: { from: day('2023-09-01'), to: day('2023-11-01') },
    holdOut: { from: day('2023-11-01'), to: day('2024-02-01') },
  },
  every: 3,
  penaltyShare: { q: 0.2, t: 0.02, amounts: 0.02 },
  binWidth: 0.05,
}

/** Rows, and what they amount to when overlapping labels are counted once. */
interface Count {
  readonly rows: number
  readonly effectiveRows: number
}

export interface RealMetrics {
  readonly fit: Count
  readonly calibrate: Count
  /** Part of the rows of the fit in which an input was missing. */
  readonly missing: Readonly<Record<string, number>>
  readonly reliability: Reliability
  readonly holdOut: HoldOutMetrics
  /** Of both directions together, as the strategy uses them: with the lower bounds, and with q as it is. */
  readonly rule: { readonly counted: RuleReport; readonly plain: RuleReport }
}

export interface RealModel {
  readonly plan: RealPlan
  readonly direction: Direction
  readonly model: LinearModel
  readonly metrics: RealMetrics
  readonly dataUntil: number
  readonly data: readonly HistoryPrint[]
}

const DIRECTIONS: readonly Direction[] = ['long', 'short']
const { decisionIntervalMs: STEP_MS } = perpEvV1

/** Every file of the two models, by path below models/. The same rows and plan give the same bytes. */
export function realModelFiles(plan: RealPlan, history: readonly MarketHistory[]): ReadonlyMap<string, Uint8Array> {
  const parts = partsOf(plan, history)
  const fitted = { long: fitOf(plan, parts, 'long'), short: fitOf(plan, parts, 'short') }
  const outputs = { long: predictOutcomes(fitted.long.model, parts.holdOut), short: predictOutcomes(fitted.short.model, parts.holdOut) }
  const counted = { long: countedOutputs(outputs.long, fitted.long.reliability), short: countedOutputs(outputs.short, fitted.short.reliability) }
  const setting = { rows: parts.holdOut, history, labelSpec: plan.labelSpec, marketDays: plan.instruments.length * (plan.parts.holdOut.to - plan.parts.holdOut.from) / DAY_MS }
  const rule = { counted: ruleOf(setting, counted), plain: ruleOf(setting, outputs) }
  const dataUntil = horizonMs(plan.labelSpec) + [parts.fit, parts.calibrate].reduce((last, { asOf }) => asOf.reduce((most, time) => Math.max(most, time), last), 0)
  const data = history.map(printOf)
  return new Map(DIRECTIONS.flatMap((direction) => {
    const { model, ...facts } = fitted[direction]
    const metrics: RealMetrics = { ...facts, holdOut: holdOutOf(setting, direction, { outputs: outputs[direction], counted: counted[direction] }, plan.binWidth), rule }
    return filesOf({ plan, direction, model, metrics, dataUntil, data })
  }))
}

type Parts = Readonly<Record<keyof RealPlan['parts'], OutcomeRows>>

function partsOf({ parts, labelSpec }: RealPlan, history: readonly MarketHistory[]): Parts {
  const btc = history.find(({ instrument }) => instrument.instrumentId === 'BTCUSDT')
  if (!btc) throw new RangeError('the regime needs BTCUSDT among the instruments')
  const regime = regimeColumn(seriesOf(btc.candles))
  const fundingOf = new Map(history.map(({ instrument, funding }) => [instrument.instrumentId, funding]))
  const rows = outcomeRows(history.map(({ candles }) => candles), {
    featureSet: perpEvV1.featureSet, labelSpec, every: 1, wholeHorizon: true,
    surroundings: ([candle]) => ({ regime, funding: fundingOf.get(candle?.instrumentId ?? '') ?? [] }),
  })
  const within = (part: TimePart): OutcomeRows => rowsWithin(rows, part, horizonMs(labelSpec))
  return { fit: within(parts.fit), calibrate: within(parts.calibrate), holdOut: within(parts.holdOut) }
}

function fitOf(plan: RealPlan, parts: Parts, direction: Direction): Omit<RealMetrics, 'holdOut' | 'rule'> & { readonly model: LinearModel } {
  const fit = rowsWhere(parts.fit, (asOf) => (asOf / STEP_MS) % plan.every === 0)
  const rows = fit.asOf.length
  const { q, t, amounts } = plan.penaltyShare
  const model = fitOutcomeModel(fit, direction, { q: rows * q, t: rows * t, amounts: rows * amounts })
  const weights = uniquenessOf(parts.calibrate, direction, STEP_MS)
  const verdicts = verdictsOf(parts.calibrate, direction, predictOutcomes(model, parts.calibrate), weights)
  return {
    model,
    fit: { rows, effectiveRows: sumOf(uniquenessOf(fit, direction, STEP_MS)) },
    calibrate: { rows: weights.length, effectiveRows: sumOf(weights) },
    missing: Object.fromEntries(perpEvV1.featureSet.map((name, place) => [name, missingShare(fit.features[place]!)])),
    reliability: reliabilityBins(verdicts, plan.binWidth),
  }
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
const missingShare = (column: Float64Array): number => column.reduce((count, value) => count + Number(Number.isNaN(value)), 0) / Math.max(1, column.length)

function filesOf(parts: RealModel): readonly (readonly [string, Uint8Array])[] {
  const { plan, direction, model, metrics, dataUntil, data } = parts
  const onnx = linearModelOnnx(model)
  const artifact = {
    modelId: perpEvV1.models[direction], role: 'outcome', direction, strategyId: perpEvV1.strategyId, kind: 'linear',
    inputs: perpEvV1.featureSet, featureSetHash: featureSetHash(perpEvV1.featureSet),
    outputs: ['q', 't', 'timeoutReturnBps', 'holdMinutes', 'adverseBps'], adverse: 'horizon',
    labelSpec: plan.labelSpec, labelSpecHash: dataHash(plan.labelSpec),
    trainedOn: 'archived five-minute candles and settlements of the perpetuals below; none of them are in these files',
    plan, dataUntil, data, rows: metrics.fit, clip: CLIP,
    parameters: { means: model.scaling.means, deviations: model.scaling.deviations, heads: model.heads.map((head) => Array.from(head)) },
    reliability: metrics.reliability,
    modelSha256: createHash('sha256').update(onnx).digest('hex'),
  }
  const file = (name: string, content: string): readonly [string, Uint8Array] => [`${artifact.modelId}/${name}`, new TextEncoder().encode(content)]
  return [
    [`${artifact.modelId}/model.onnx`, onnx],
    file('artifact.json', `${JSON.stringify(artifact, null, 2)}\n`),
    file('metrics.json', `${JSON.stringify(metrics, null, 2)}\n`),
    file('card.md', realCard(artifact.modelId, parts)),
  ]
}
