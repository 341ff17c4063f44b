import type { FeatureVector, ForecastRequest, ModelOutputs } from '../../src-shared/domain/forecast.ts'
import { Engine } from '../engine/engine.ts'
import type { EngineSettings } from '../engine/state.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import type { MarketSource } from './market-source.ts'

/**
 * Scores a whole record beforehand, in batches, and then answers from memory. The questions depend on the market alone, so an engine
 * that never hears an answer asks the same ones. A question that was not foreseen is an error, which proves that on every run.
 */
export async function prescored(settings: EngineSettings, record: MarketSource, runtime: ModelRuntime, batchSize: number): Promise<ModelRuntime> {
  const answers = new Map<string, Map<string, { readonly values: Float64Array; readonly outputs: ModelOutputs }>>()
  let batch: FeatureVector[] = []
  const { long, short } = settings.config.models
  const flush = async (): Promise<void> => {
    for (const modelId of new Set([long, short])) {
      const scored = await runtime.score(modelId, batch)
      const known = answers.get(modelId) ?? new Map()
      answers.set(modelId, known)
      batch.forEach((vector, row) => known.set(keyOf(vector), { values: vector.values, outputs: scored[row]! }))
    }
    batch = []
  }
  for await (const request of questions(new Engine(settings), record)) {
    batch.push(request.features)
    if (batch.length === batchSize) await flush()
  }
  if (batch.length > 0) await flush()
  return { score: async (modelId, vectors) => vectors.map((vector) => lookUp(answers.get(modelId)?.get(keyOf(vector)), vector)) }
}

async function* questions(engine: Engine, record: MarketSource): AsyncGenerator<ForecastRequest> {
  for await (const events of record) {
    const asking = events.filter((event) => event.kind === 'candle-closed' || event.kind === 'funding-settled' || event.kind === 'instrument-listed')
    for (const change of asking.flatMap((event) => engine.step(event))) if (change.kind === 'forecast-requested') yield change.request
  }
}

const keyOf = ({ instrumentId, asOf }: FeatureVector): string => `${instrumentId}/${asOf}`

function lookUp(answer: { readonly values: Float64Array; readonly outputs: ModelOutputs } | undefined, vector: FeatureVector): ModelOutputs {
  const isSame = answer?.values.every((value, i) => Object.is(value, vector.values[i]))
  if (!answer || !isSame) throw new Error(`${keyOf(vector)} was not foreseen with these features`)
  return answer.outputs
}
