import type { ModelOutputs } from '../../src-shared/domain/forecast.ts'
import { sigmoid } from '../math/elementary.ts'
import { CLIP, fitLogistic, fitRidge, linearAt, scalingOf, standardise } from './linear.ts'
import type { LinearModel } from './onnx-writer.ts'
import type { Direction, OutcomeRows } from './outcome-rows.ts'

const BPS = 10_000

/** Pull of the weights toward 0, in rows. */
export interface Penalties {
  readonly q: number
  readonly t: number
  readonly amounts: number
}

/**
 * One direction's model: q = P(take-profit | a barrier was touched), fitted on rows that touched one; t = P(timeout); the gross return at a
 * timeout, fitted on timeouts; minutes held; adverse excursion.
 */
export function fitOutcomeModel(rows: OutcomeRows, direction: Direction, penalties: Penalties): LinearModel {
  const outcomes = rows.outcomes[direction]
  const scaling = scalingOf(rows.features)
  const columns = standardise(rows.features, scaling)
  const column = (of: (index: number) => number): Float64Array => Float64Array.from(outcomes, (_, index) => of(index))
  const isTimeout = column((index) => Number(outcomes[index]!.outcome === 'timeout'))
  const touched = isTimeout.map((timeout) => 1 - timeout)
  const all = column(() => 1)
  return {
    scaling,
    clip: CLIP,
    heads: [
      fitLogistic(columns, column((index) => Number(outcomes[index]!.outcome === 'tp')), touched, penalties.q),
      fitLogistic(columns, isTimeout, all, penalties.t),
      fitRidge(columns, column((index) => BPS * outcomes[index]!.grossReturn), isTimeout, penalties.amounts),
      fitRidge(columns, column((index) => outcomes[index]!.minutesHeld), all, penalties.amounts),
      fitRidge(columns, column((index) => BPS * outcomes[index]!.mae), all, penalties.amounts),
    ],
  }
}

/** What the model says of every row, in double precision; the ONNX file says the same in single. */
export function predictOutcomes(model: LinearModel, rows: OutcomeRows): readonly ModelOutputs[] {
  const columns = standardise(rows.features, model.scaling)
  return rows.outcomes.long.map((_, row) => model.heads.map((head, index) => (index < 2 ? sigmoid(linearAt(columns, head, row)) : linearAt(columns, head, row))))
}
