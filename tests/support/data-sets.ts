import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { sigmoid } from '../../src-main/math/elementary.ts'
import { perpEvV1 } from '../../src-main/strategies/perp-ev-v1/strategy.ts'
import type { DataSet, SideRows } from '../../src-main/training/data-set/data-set.ts'
import { averageUniqueness } from '../../src-main/training/uniqueness.ts'

export interface Invented {
  readonly seed?: number
  readonly instruments?: readonly string[]
  /** Of each instrument. */
  readonly rows?: number
  readonly featureSet?: readonly string[]
  /** How strongly the first feature speaks of the outcome, in log odds per deviation; 0: nothing does. */
  readonly edge?: number
  /** Longest that a label lasts, in steps. */
  readonly horizon?: number
  readonly startTime?: number
}

export const STEP_MS = 5 * MINUTE_MS
const BARRIER = 0.01
const COST = 0.0014

/** A data set drawn from a seed: normal features, outcomes of 2:1 barriers at a third, and an edge if one is wanted. Every column is filled as the real one is. */
export function inventedDataSet(wanted: Invented = {}): DataSet {
  const { seed = 1, instruments = ['AAAUSDT', 'BBBUSDT'], rows = 500, featureSet = ['signal', 'noise'], edge = 0, horizon = 12, startTime = 1_700_000_100_000 } = wanted
  const random = new SeededRandom(seed)
  const count = rows * instruments.length
  const place = (row: number): number => row % rows
  const column = (of: (row: number) => number): Float64Array => Float64Array.from({ length: count }, (_, row) => of(row))
  const asOf = column((row) => startTime + place(row) * STEP_MS)
  const features = featureSet.map(() => Float32Array.from({ length: count }, () => random.normal()))
  const side = (sign: number): SideRows => sideOf(asOf, rows, { horizon, random, chance: (row) => sigmoid(-0.7 + sign * edge * (features[0]?.[row] ?? 0)) })
  return {
    definitionHash: `invented-${seed}`, contentHash: `invented-${seed}-${count}-${edge}`, featureSet, labelSpec: perpEvV1.labelSpec, stepMs: STEP_MS, instruments,
    instrumentOf: Uint16Array.from({ length: count }, (_, row) => Math.floor(row / rows)), asOf, atrShare: column(() => BARRIER), features, long: side(1), short: side(-1),
  }
}

interface Draw {
  readonly horizon: number
  readonly random: SeededRandom
  /** Of the take-profit where a barrier is touched. */
  readonly chance: (row: number) => number
}

function sideOf(asOf: Float64Array, rowsEach: number, { horizon, random, chance }: Draw): SideRows {
  const column = (of: (row: number) => number): Float64Array => asOf.map((_, row) => of(row))
  const candlesHeld = Int32Array.from(asOf, () => 1 + random.below(horizon))
  const outcome = Int8Array.from(asOf, (_, row) => (candlesHeld[row] === horizon ? 0 : random.uniform() < chance(row) ? 1 : -1))
  const gross = column((row) => (outcome[row] === 1 ? 2 * BARRIER : outcome[row] === -1 ? -BARRIER : BARRIER * (random.uniform() - 0.5)))
  const dependsUntil = column((row) => asOf[row]! + candlesHeld[row]! * STEP_MS)
  const adverse = column((row) => (outcome[row] === -1 ? BARRIER : BARRIER * random.uniform()))
  const favourable = column((row) => Math.max(0, gross[row]!))
  return {
    outcome, gross, net: column((row) => gross[row]! - COST), fees: column(() => COST), slippage: column(() => 0), funding: column(() => 0),
    mae: adverse, mfe: favourable, maeHorizon: column((row) => adverse[row]! * 2), mfeHorizon: column((row) => favourable[row]! * 2),
    minutesHeld: column((row) => (candlesHeld[row]! * STEP_MS) / MINUTE_MS), candlesHeld, dependsUntil,
    horizonUntil: column((row) => asOf[row]! + horizon * STEP_MS), weight: weightsOf(asOf, dependsUntil, rowsEach),
  }
}

function weightsOf(starts: Float64Array, ends: Float64Array, rowsEach: number): Float64Array {
  const weights = new Float64Array(starts.length)
  for (let from = 0; from < starts.length; from += rowsEach) weights.set(averageUniqueness(starts.slice(from, from + rowsEach), ends.slice(from, from + rowsEach), STEP_MS), from)
  return weights
}
