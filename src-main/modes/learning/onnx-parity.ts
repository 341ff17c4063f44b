import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { ModelRuntime } from '../../inference/model-runtime.port.ts'
import type { DataSet } from '../../training/data-set/data-set.ts'
import type { Fitted } from '../../training/learner.ts'

/** A model that says something else once it is a file must not be registered. */
export class ParityRefusal extends Error {
  override readonly name = 'ParityRefusal'
}

export interface Parity {
  readonly rows: number
  /** Of probabilities, absolute. */
  readonly probability: number
  /** Of bps and minutes, over 1 + their size. */
  readonly amount: number
}

export const PARITY_ROWS = 10_000
export const PARITY_MAX = 1e-6
/** Sums of some tens of products in single precision. */
const AMOUNT_MAX = 1e-4
const PROBABILITIES = 2
const BATCH = 1_000

/** Values that a feature may have and hardly ever has. */
const STRANGE = [Number.NaN, Infinity, -Infinity, 0, -0, 1e30, -1e30, 1e-30]

/**
 * Scores rows of the data set by the file, and by the numbers that it was written from. Beside rows as they are there are rows with a missing, infinite,
 * extreme or borrowed value in one place, each feature in turn: also values that stand exactly at a step of a tree. Throws ParityRefusal beyond the limits.
 */
export async function checkParity(modelId: string, { runtime, fitted, data }: { readonly runtime: ModelRuntime; readonly fitted: Fitted; readonly data: DataSet }): Promise<Parity> {
  const rows = strangeRows(data)
  const own = fitted.predict(rows, Int32Array.from(rows.asOf.keys()))
  let [probability, amount] = [0, 0]
  for (let from = 0; from < rows.asOf.length; from += BATCH) {
    const answers = await runtime.score(modelId, vectorsOf(rows, from, Math.min(from + BATCH, rows.asOf.length)))
    answers.forEach((answer, place) => answer.forEach((value, head) => {
      const said = own[head]![from + place]!
      const difference = Number.isFinite(said) && Number.isFinite(value) ? Math.abs(said - value) : Infinity
      if (head < PROBABILITIES) probability = Math.max(probability, difference)
      else amount = Math.max(amount, difference / (1 + Math.abs(said)))
    }))
  }
  if (probability > PARITY_MAX || amount > AMOUNT_MAX) throw new ParityRefusal(`the file of ${modelId} does not say what was fitted: probabilities differ by ${probability}, amounts by ${amount} of their size. It is not registered; this is a fault of the program`)
  return { rows: rows.asOf.length, probability, amount }
}

/** So many rows, every second one with one strange value. */
function strangeRows(data: DataSet): DataSet {
  const { asOf, featureSet, features } = data
  const places = Int32Array.from({ length: PARITY_ROWS }, (_, row) => Math.floor((row * asOf.length) / PARITY_ROWS))
  const columns = features.map((column) => Float32Array.from(places, (place) => column[place]!))
  const steps = STRANGE.length + 2
  for (let row = 1; row < PARITY_ROWS; row += 2) {
    const turn = (row - 1) / 2
    const column = columns[turn % featureSet.length]!
    const step = Math.floor(turn / featureSet.length) % steps
    // The value of another row: with trees one that is exactly that of a split.
    column[row] = step < STRANGE.length ? STRANGE[step]! : features[turn % featureSet.length]![(row * 7_919) % asOf.length]!
  }
  return { ...data, asOf: Float64Array.from(places, (place) => asOf[place]!), features: columns }
}

function vectorsOf({ asOf, features, instruments }: DataSet, from: number, to: number): Parameters<ModelRuntime['score']>[1] {
  return Array.from({ length: to - from }, (_, place) => ({
    instrumentId: instruments[0] ?? '', asOf: asOf[from + place]! as TimeMs, values: Float64Array.from(features, (column) => column[from + place]!),
  }))
}
