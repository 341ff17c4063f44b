import { log, sigmoid } from '../math/elementary.ts'
import { flags, taken } from './columns.ts'
import type { DataSet, SideRows } from './data-set/data-set.ts'
import type { Calibration, FitWish, Fitted, FittedArtifact, Learner, OddsLine } from './learner.ts'
import { CLIP, fitLogistic, fitRidge, scalingOf, standardise, type Columns, type LinearWeights, type Scaling } from './linear.ts'
import { linearModelOnnx, type LinearModel } from './onnx-writer.ts'

const BPS = 10_000
/** Heads that give probabilities come first. */
const PROBABILITIES = 2

/** Pull of the weights toward 0, as a part of the sum of the rows' weights: the same whatever overlaps. */
const DEFAULTS = { penaltyQ: 0.2, penaltyT: 0.02, penaltyAmounts: 0.02 } as const

/** Logistic regressions for q and t, ridge regressions for the amounts, on standardised features. Draws nothing: equal in bits for every seed. */
export const linearLearner: Learner = {
  name: 'linear',
  defaults: DEFAULTS,
  fit: (data, wanted) => {
    const { penaltyQ, penaltyT, penaltyAmounts } = parametersOf(wanted.parameters)
    const rows = rowsOf(wanted)
    const features = data.features.map((column) => taken(column, rows))
    const scaling = scalingOf(features)
    const sample = sampleOf(data[wanted.side], rows, wanted.weights)
    const columns = standardise(features, scaling)
    const q = fitOdds(columns, sample.won, sample.touchedWeights, penaltyQ)
    if (!q) throw new RangeError(`among ${rows.length} rows of the ${wanted.side} side not both barriers were touched, so nothing can be learnt of which comes first: ask for a longer span`)
    if (wanted.heads === 'q') return new FittedLinear(scaling, [q])
    const t = fitOdds(columns, sample.timedOut, sample.weights, penaltyT) ?? constantOdds(columns, sample)
    const amount = (targets: Float64Array, weights: Float64Array): LinearWeights => fitAmount(columns, targets, weights, penaltyAmounts)
    return new FittedLinear(scaling, [q, t, amount(sample.grossBps, sample.timeoutWeights), amount(sample.minutesHeld, sample.weights), amount(sample.adverseBps, sample.weights)])
  },
}

function parametersOf(given: Readonly<Record<string, number>>): Readonly<Record<keyof typeof DEFAULTS, number>> {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULTS, name)) throw new RangeError(`the linear learner has no parameter ${name}; it has ${Object.keys(DEFAULTS).join(', ')}`)
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name} must be above 0, not ${value}`)
  }
  return { ...DEFAULTS, ...given }
}

/** Nothing here has to be told when to stop, so the rows for that are fitted on too. */
function rowsOf({ fit, stop, weights }: FitWish): Int32Array {
  const rows = new Int32Array(fit.length + stop.length)
  rows.set(fit)
  rows.set(stop, fit.length)
  return rows.filter((row) => weights[row]! > 0)
}

interface Sample {
  readonly weights: Float64Array
  readonly touchedWeights: Float64Array
  readonly timeoutWeights: Float64Array
  readonly won: Float64Array
  readonly timedOut: Float64Array
  readonly grossBps: Float64Array
  readonly minutesHeld: Float64Array
  readonly adverseBps: Float64Array
}

function sampleOf(side: SideRows, rows: Int32Array, rowWeights: Float64Array): Sample {
  const [weights, timedOut] = [taken(rowWeights, rows), flags(side.outcome, rows, 0)]
  return {
    weights, timedOut, won: flags(side.outcome, rows, 1), minutesHeld: taken(side.minutesHeld, rows),
    touchedWeights: weights.map((weight, place) => weight * (1 - timedOut[place]!)), timeoutWeights: weights.map((weight, place) => weight * timedOut[place]!),
    grossBps: taken(side.gross, rows).map((gross) => BPS * gross), adverseBps: taken(side.maeHorizon, rows).map((adverse) => BPS * adverse),
  }
}

/** Undefined where the rows that count are all of one kind. */
function fitOdds(columns: Columns, targets: Float64Array, weights: Float64Array, penaltyShare: number): LinearWeights | undefined {
  let [hits, all] = [0, 0]
  for (let row = 0; row < targets.length; row++) {
    hits += weights[row]! * targets[row]!
    all += weights[row]!
  }
  return hits > 0 && hits < all ? fitLogistic(columns, targets, weights, penaltyShare * all) : undefined
}

/** Half a row more on each side, where timeouts were never seen or always. */
function constantOdds(columns: Columns, { weights, timedOut }: Sample): LinearWeights {
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const odds = timedOut[0] === 1 ? (all + 0.5) / 0.5 : 0.5 / (all + 0.5)
  return new Float64Array(columns.length + 1).fill(log(odds), 0, 1)
}

/** 0 where no row counts: what is expected of timeouts that never come. */
function fitAmount(columns: Columns, targets: Float64Array, weights: Float64Array, penaltyShare: number): LinearWeights {
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return all > 0 ? fitRidge(columns, targets, weights, penaltyShare * all) : new Float64Array(columns.length + 1)
}

class FittedLinear implements Fitted {
  readonly importance: Float64Array
  readonly #scaling: Scaling
  readonly #heads: readonly LinearWeights[]

  constructor(scaling: Scaling, heads: readonly LinearWeights[]) {
    this.#scaling = scaling
    this.#heads = heads
    const strengths = heads[0]!.slice(1).map(Math.abs)
    const all = strengths.reduce((sum, strength) => sum + strength, 0)
    this.importance = all > 0 ? strengths.map((strength) => strength / all) : strengths
  }

  predict(data: DataSet, rows: Int32Array): readonly Float64Array[] {
    const sums = this.#heads.map((head) => new Float64Array(rows.length).fill(head[0]!))
    const values = new Float64Array(rows.length)
    for (const [feature, column] of data.features.entries()) {
      const [mean, deviation] = [this.#scaling.means[feature]!, this.#scaling.deviations[feature]!]
      for (let place = 0; place < rows.length; place++) {
        const value = column[rows[place]!]!
        values[place] = Number.isNaN(value) ? 0 : Math.min(Math.max((value - mean) / deviation, -CLIP), CLIP)
      }
      for (const [head, sum] of sums.entries()) addScaled(sum, values, this.#heads[head]![feature + 1]!)
    }
    return sums.map((sum, head) => (head < PROBABILITIES ? sum.map(sigmoid) : sum))
  }

  calibrated({ q, t }: Calibration): Fitted {
    return new FittedLinear(this.#scaling, this.#heads.map((head, place) => (place === 0 ? moved(head, q) : place === 1 ? moved(head, t) : head)))
  }

  toArtifact(): FittedArtifact {
    const [q, t, timeoutReturnBps, holdMinutes, adverseBps] = this.#heads
    if (!q || !t || !timeoutReturnBps || !holdMinutes || !adverseBps) throw new RangeError('a model of q alone cannot decide, so it has no artifact: fit all heads')
    const model: LinearModel = { scaling: this.#scaling, clip: CLIP, heads: [q, t, timeoutReturnBps, holdMinutes, adverseBps] }
    const { means, deviations } = this.#scaling
    return { kind: 'linear', onnx: linearModelOnnx(model), fields: { clip: CLIP, parameters: { means, deviations, heads: model.heads.map((head) => Array.from(head)) } } }
  }
}

function addScaled(sums: Float64Array, values: Float64Array, weight: number): void {
  for (let place = 0; place < sums.length; place++) sums[place]! += weight * values[place]!
}

const moved = (head: LinearWeights, { slope, intercept }: OddsLine): LinearWeights => head.map((weight, place) => slope * weight + (place === 0 ? intercept : 0))
