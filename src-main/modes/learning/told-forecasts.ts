import type { FeatureVector, ModelOutputs, Reliability } from '../../../src-shared/domain/forecast.ts'
import type { ModelRuntime } from '../../inference/model-runtime.port.ts'
import type { ForecastTable } from '../../training/policy-run.port.ts'

/** The names under which a strategy asks for them. */
export const TOLD_MODELS = { long: 'told-long', short: 'told-short' } as const

/** Refused by the engine, which then stays out: nothing is traded on what nobody said. */
const NOTHING_SAID: ModelOutputs = Array.from({ length: 5 }, () => Number.NaN)

/** Stands where models stand and says what a table says. Questions ascend in time within each instrument. */
export class ToldForecasts implements ModelRuntime {
  readonly #table: ForecastTable
  readonly #next = new Map<string, number>()
  readonly #end = new Map<string, number>()
  #askedAt = -Infinity

  constructor(table: ForecastTable) {
    this.#table = table
    for (let row = 0; row < table.asOf.length; row++) {
      const instrumentId = table.instruments[table.instrumentOf[row]!]!
      if (!this.#next.has(instrumentId)) this.#next.set(instrumentId, row)
      this.#end.set(instrumentId, row + 1)
    }
  }

  score(modelId: string, vectors: readonly FeatureVector[]): readonly ModelOutputs[] {
    const columns = modelId === TOLD_MODELS.long ? this.#table.long : this.#table.short
    this.#askedAt = vectors.at(-1)?.asOf ?? this.#askedAt
    return vectors.map((vector) => {
      const row = this.#rowOf(vector)
      return row === undefined ? NOTHING_SAID : columns.map((column) => column[row]!)
    })
  }

  /** As of the close that was asked about last: whoever wants to know asks with the answer. */
  reliability(modelId: string): Reliability | undefined {
    const known = this.#table.reliability.findLast(({ from }) => from <= this.#askedAt)
    return modelId === TOLD_MODELS.long ? known?.long : known?.short
  }

  #rowOf({ instrumentId, asOf }: FeatureVector): number | undefined {
    const { asOf: times } = this.#table
    const end = this.#end.get(instrumentId) ?? 0
    let row = this.#next.get(instrumentId) ?? 0
    while (row < end && times[row]! < asOf) row++
    this.#next.set(instrumentId, row)
    return row < end && times[row] === asOf ? row : undefined
  }
}
