import type { FeatureVector, ForecastRequest, ModelOutputs, Reliability } from '../../src-shared/domain/forecast.ts'
import type { Engine } from '../engine/engine.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import type { MarketSource, SourceEvent } from './market-source.ts'

/**
 * Scores what a record will ask before the loop gets there: each array of its events in batches, then the loop goes through it and finds its
 * answers at hand. The questions depend on the market alone, so an engine that never hears an answer asks the same ones. A question that was
 * not foreseen is an error, which proves that on every run.
 */
export class ScoredAhead implements ModelRuntime {
  readonly #runtime: ModelRuntime
  readonly #batchSize: number
  readonly #asking: Engine
  /** By model and instrument, in the order foreseen, until they are asked for. Several strategies may ask the same model about the same candle, of features of their own each. */
  readonly #answers = new Map<string, Map<string, Foreseen[]>>()

  /** The engine is taken over: one that knows what the loop's knows at the beginning. */
  constructor(asking: Engine, runtime: ModelRuntime, batchSize: number) {
    this.#runtime = runtime
    this.#batchSize = batchSize
    this.#asking = asking
  }

  /** The record, each array of it scored before anybody sees it. */
  async *events(record: MarketSource): AsyncGenerator<readonly SourceEvent[]> {
    for await (const events of record) {
      for (const [modelId, vectors] of this.#byModel(this.#questions(events))) {
        for (let start = 0; start < vectors.length; start += this.#batchSize) await this.#score(modelId, vectors.slice(start, start + this.#batchSize))
      }
      yield events
    }
  }

  score(modelId: string, vectors: readonly FeatureVector[]): readonly ModelOutputs[] {
    return vectors.map((vector) => this.#take(modelId, vector))
  }

  reliability(modelId: string): Reliability | undefined {
    return this.#runtime.reliability?.(modelId)
  }

  #questions(events: readonly SourceEvent[]): ForecastRequest[] {
    const requests: ForecastRequest[] = []
    for (const event of events) {
      if (event.kind !== 'candle-closed' && event.kind !== 'funding-settled' && event.kind !== 'instrument-listed') continue
      for (const change of this.#asking.step(event)) if (change.kind === 'forecast-requested') requests.push(change.request)
    }
    return requests
  }

  #byModel(requests: readonly ForecastRequest[]): ReadonlyMap<string, FeatureVector[]> {
    const asked = new Map<string, FeatureVector[]>()
    for (const { modelIds: { long, short }, features } of requests) {
      for (const modelId of long === short ? [long] : [long, short]) {
        const vectors = asked.get(modelId)
        if (vectors) vectors.push(features)
        else asked.set(modelId, [features])
      }
    }
    return asked
  }

  async #score(modelId: string, batch: readonly FeatureVector[]): Promise<void> {
    const scored = await this.#runtime.score(modelId, batch)
    batch.forEach(({ instrumentId, asOf, values }, row) => this.#answersOf(modelId, instrumentId).push({ asOf, values, outputs: scored[row]! }))
  }

  /** As a rule what was foreseen first is asked for first. */
  #take(modelId: string, { instrumentId, asOf, values }: FeatureVector): ModelOutputs {
    const answers = this.#answersOf(modelId, instrumentId)
    const index = answers.findIndex((answer) => answer.asOf === asOf && areSame(answer.values, values))
    const answer = index === 0 ? answers.shift() : answers.splice(index, index < 0 ? 0 : 1)[0]
    if (!answer) throw new Error(`${modelId}/${instrumentId}/${asOf} was not foreseen with these features`)
    return answer.outputs
  }

  #answersOf(modelId: string, instrumentId: string): Foreseen[] {
    let ofModel = this.#answers.get(modelId)
    if (!ofModel) this.#answers.set(modelId, (ofModel = new Map()))
    let ofInstrument = ofModel.get(instrumentId)
    if (!ofInstrument) ofModel.set(instrumentId, (ofInstrument = []))
    return ofInstrument
  }
}

interface Foreseen {
  readonly asOf: number
  readonly values: Float64Array
  readonly outputs: ModelOutputs
}

/** To the last bit. */
function areSame(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (!Object.is(a[index], b[index])) return false
  return true
}
