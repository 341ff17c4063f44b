import { createHash } from 'node:crypto'
import type { Candle } from '../src-shared/domain/candle.ts'
import { rateAsFloat, versionAt } from '../src-shared/domain/instrument.ts'
import { DAY_MS, type Price, type TimeMs } from '../src-shared/domain/units.ts'
import { dataHash } from '../src-main/base/text-hash.ts'
import { featureSetHash } from '../src-main/features/catalogue.ts'
import { perpEv } from '../src-main/strategies/perp-ev/strategy.ts'
import { reportRule, type EntryRule, type RuleReport } from '../src-main/training/entry-rule.ts'
import { evaluateProbabilities, type ProbabilityMetrics } from '../src-main/training/evaluate.ts'
import { CLIP } from '../src-main/training/linear.ts'
import { linearModelOnnx, type LinearModel } from '../src-main/training/onnx-writer.ts'
import { fitOutcomeModel, predictOutcomes, type Penalties } from '../src-main/training/outcome-model.ts'
import { outcomeRows, type Direction, type OutcomeRows } from '../src-main/training/outcome-rows.ts'
import { demoInstruments } from '../src-main/venue/simulated/seeded-market-instruments.ts'
import { SeededMarket } from '../src-main/venue/simulated/seeded-market.ts'
import { modelCard } from './model-card.ts'

export interface DemoModelPlan {
  readonly days: number
  readonly startTime: number
  readonly trainSeeds: { readonly trend: readonly number[]; readonly none: readonly number[] }
  readonly holdOutSeeds: { readonly trend: readonly number[]; readonly none: readonly number[] }
  /** Rows are taken at every so-manyth candle for the fit, and at each for the hold-out. */
  readonly every: number
  /** As a part of the number of rows. */
  readonly penaltyShare: { readonly q: number; readonly t: number; readonly amounts: number }
}

const seeds = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index)

/** What the shipped models are fitted on. Half of the markets have no edge: the fit must not take one for granted. */
export const SHIPPED_PLAN: DemoModelPlan = {
  days: 30,
  startTime: 20_000 * DAY_MS,
  trainSeeds: { trend: seeds(1_001, 8), none: seeds(1_101, 8) },
  holdOutSeeds: { trend: seeds(2_001, 4), none: seeds(2_101, 4) },
  every: 6,
  penaltyShare: { q: 0.35, t: 0.01, amounts: 0.01 },
}

interface HoldOut {
  readonly q: ProbabilityMetrics
  readonly t: ProbabilityMetrics
  readonly baseRates: Readonly<Record<'takeProfit' | 'stop' | 'timeout', number>>
}

export interface DemoMetrics {
  readonly holdOut: Readonly<Record<'trend' | 'none', HoldOut>>
  /** Of both directions together, as the strategy uses them. */
  readonly rule: Readonly<Record<'trend' | 'none', RuleReport>>
}

type Edge = 'trend' | 'none'
type Models = Readonly<Record<Direction, LinearModel>>
const ROWS = { featureSet: perpEv.featureSet, labelSpec: perpEv.labelSpec }
const INVERSE_SCALE = 1e20
const EDGES: readonly Edge[] = ['trend', 'none']
const DIRECTIONS: readonly Direction[] = ['long', 'short']

/** Every file of the two models, by path below models/. The same plan gives the same bytes. */
export function demoModelFiles(plan: DemoModelPlan): ReadonlyMap<string, Uint8Array> {
  const markets = EDGES.flatMap((edge) => plan.trainSeeds[edge].flatMap((seed) => seriesOf(plan, seed, edge)))
  const train = outcomeRows([...markets, ...markets.map(upsideDown)], { ...ROWS, every: plan.every })
  const rows = train.asOf.length
  const penalties: Penalties = { q: rows * plan.penaltyShare.q, t: rows * plan.penaltyShare.t, amounts: rows * plan.penaltyShare.amounts }
  const models: Models = { long: fitOutcomeModel(train, 'long', penalties), short: fitOutcomeModel(train, 'short', penalties) }
  const metrics = metricsOf(plan, models)
  return new Map(DIRECTIONS.flatMap((direction) => filesOf({ plan, rows, direction, model: models[direction], metrics: metrics[direction] })))
}

/** One array of candles per instrument. */
function seriesOf(plan: DemoModelPlan, seed: number, edge: Edge): Candle[][] {
  const market = new SeededMarket({ seed, edge, startTime: plan.startTime as TimeMs })
  const { candles } = market.history((plan.startTime + plan.days * DAY_MS) as TimeMs)
  const byInstrument = Map.groupBy(candles, ({ instrumentId }) => instrumentId)
  return market.instruments.map(({ instrumentId }) => byInstrument.get(instrumentId) ?? [])
}

/** Of the first day of two training markets: differs when the market's arithmetic has changed since the fit. */
export function firstDayHash(plan: DemoModelPlan): string {
  return dataHash(EDGES.map((edge) => seriesOf({ ...plan, days: 1 }, plan.trainSeeds[edge][0]!, edge)))
}

/** The same market with every price turned into its inverse. Fitted on both, no model favours a direction because its seeds happened to. */
function upsideDown(candles: readonly Candle[]): Candle[] {
  const turned = (price: Price): Price => (INVERSE_SCALE / price) as Price
  return candles.map((candle) => ({ ...candle, open: turned(candle.open), high: turned(candle.low), low: turned(candle.high), close: turned(candle.close) }))
}

function metricsOf(plan: DemoModelPlan, models: Models): Readonly<Record<Direction, DemoMetrics>> {
  const parts = EDGES.map((edge) => {
    const rows = outcomeRows(plan.holdOutSeeds[edge].flatMap((seed) => seriesOf(plan, seed, edge)), { ...ROWS, every: 1 })
    const outputs = { long: predictOutcomes(models.long, rows), short: predictOutcomes(models.short, rows) }
    const rule = reportRule(rows, outputs, { ...entryRule(plan), marketDays: plan.days * plan.holdOutSeeds[edge].length })
    return { edge, rule, long: holdOut(rows, 'long', outputs.long), short: holdOut(rows, 'short', outputs.short) }
  })
  const byEdge = <Value>(of: (part: (typeof parts)[number]) => Value): Record<Edge, Value> => ({ trend: of(parts[0]!), none: of(parts[1]!) })
  const rule = byEdge((part) => part.rule)
  return { long: { holdOut: byEdge((part) => part.long), rule }, short: { holdOut: byEdge((part) => part.short), rule } }
}

function holdOut(rows: OutcomeRows, direction: Direction, outputs: readonly (readonly number[])[]): HoldOut {
  const outcomes = rows.outcomes[direction].map(({ outcome }) => outcome)
  const touched = outcomes.flatMap((outcome, row) => (outcome === 'timeout' ? [] : [row]))
  const share = (wanted: string): number => outcomes.filter((outcome) => outcome === wanted).length / outcomes.length
  return {
    q: evaluateProbabilities(touched.map((row) => outputs[row]![0]!), touched.map((row) => Number(outcomes[row] === 'tp'))),
    t: evaluateProbabilities(outputs.map((output) => output[1]!), outcomes.map((outcome) => Number(outcome === 'timeout'))),
    baseRates: { takeProfit: share('tp'), stop: share('sl'), timeout: share('timeout') },
  }
}

function entryRule(plan: DemoModelPlan): Omit<EntryRule, 'marketDays'> {
  const costs = new Map(demoInstruments().map((instrument) => {
    const { fees } = versionAt(instrument, plan.startTime as TimeMs)
    return [instrument.instrumentId, 2 * rateAsFloat(fees.taker) + 2 * rateAsFloat(instrument.slippage)]
  }))
  return { labelSpec: perpEv.labelSpec, expectedValueMin: perpEv.policy.expectedValueMin, margin: perpEv.policy.margin, costs }
}

interface ModelParts {
  readonly plan: DemoModelPlan
  readonly rows: number
  readonly direction: Direction
  readonly model: LinearModel
  readonly metrics: DemoMetrics
}

function filesOf(parts: ModelParts): readonly (readonly [string, Uint8Array])[] {
  const { plan, rows, direction, model, metrics } = parts
  const onnx = linearModelOnnx(model)
  const artifact = {
    modelId: perpEv.models[direction], role: 'outcome', direction, strategyId: perpEv.strategyId, kind: 'linear',
    inputs: perpEv.featureSet, featureSetHash: featureSetHash(perpEv.featureSet),
    outputs: ['q', 't', 'timeoutReturnBps', 'holdMinutes', 'adverseBps'],
    labelSpec: perpEv.labelSpec, labelSpecHash: dataHash(perpEv.labelSpec),
    trainedOn: 'the invented demo market (docs/demo-market.md): half of the markets with the planted edge, half without, each also upside down',
    plan, firstDayHash: firstDayHash(plan), rows, clip: CLIP,
    parameters: { means: model.scaling.means, deviations: model.scaling.deviations, heads: model.heads.map((head) => Array.from(head)) },
    modelSha256: createHash('sha256').update(onnx).digest('hex'),
  }
  const file = (name: string, content: string): readonly [string, Uint8Array] => [`${artifact.modelId}/${name}`, new TextEncoder().encode(content)]
  return [
    [`${artifact.modelId}/model.onnx`, onnx],
    file('artifact.json', `${JSON.stringify(artifact, null, 2)}\n`),
    file('metrics.json', `${JSON.stringify(metrics, null, 2)}\n`),
    file('card.md', modelCard(artifact.modelId, parts)),
  ]
}
