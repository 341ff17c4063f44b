import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { ForecastRequest, ModelOutputs } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { ModelRuntime } from './model-runtime.port.ts'

export interface ForecasterOptions {
  readonly runtime: ModelRuntime
  /** Where answers go: the inbox. Must not throw. */
  readonly arrive: (event: EngineEvent) => void
  /** When an answer arrives: the clock's time when live, the question's time plus a fixed latency when simulated. Must not throw. */
  readonly stamp: (request: ForecastRequest) => TimeMs
}

/** What one model said about the questions of one turn, or why it could not. */
type Scored = ReadonlyMap<ForecastRequest, ModelOutputs> | { readonly failure: string }

/** Asks the model run-time what the engine wants to know. Answers reach the engine as events, in the order asked. */
export class Forecaster {
  readonly #options: ForecasterOptions
  #outstanding: Promise<void> = Promise.resolve()
  #pending = 0

  constructor(options: ForecasterOptions) {
    this.#options = options
  }

  /** Questions asked and not yet answered. With 0 there is nothing to wait for. */
  get pending(): number {
    return this.#pending
  }

  /** Takes the changes of one turn. All questions in them go to each model as one batch. */
  send(changes: readonly Change[]): void {
    const requests = changes.flatMap((change) => (change.kind === 'forecast-requested' ? [change.request] : []))
    if (requests.length === 0) return
    this.#pending += requests.length
    this.#outstanding = this.#outstanding.then(() => this.#answer(requests))
  }

  /** Resolves when every question asked so far has been answered. */
  settled(): Promise<void> {
    return this.#outstanding
  }

  async #answer(requests: readonly ForecastRequest[]): Promise<void> {
    const models = [...new Set(requests.flatMap(({ modelIds }) => [modelIds.long, modelIds.short]))]
    const scored = new Map(await Promise.all(models.map(async (modelId) => [modelId, await this.#score(modelId, requests)] as const)))
    for (const request of requests) {
      const event = eventOf(request, scored, this.#options.stamp(request))
      this.#pending--
      this.#options.arrive(event)
    }
  }

  async #score(modelId: string, requests: readonly ForecastRequest[]): Promise<Scored> {
    const asked = requests.filter(({ modelIds }) => modelIds.long === modelId || modelIds.short === modelId)
    try {
      const answers = await this.#options.runtime.score(modelId, asked.map(({ features }) => features))
      if (answers.length !== asked.length) return { failure: `${modelId} gave ${answers.length} answers to ${asked.length} questions` }
      return new Map(asked.map((request, i) => [request, answers[i] ?? []]))
    } catch (error) {
      return { failure: `${modelId}: ${error instanceof Error ? error.message : String(error)}` }
    }
  }
}

function eventOf(request: ForecastRequest, scored: ReadonlyMap<string, Scored>, time: TimeMs): EngineEvent {
  const { requestId, modelIds } = request
  const long = outputsOf(request, scored.get(modelIds.long))
  const short = outputsOf(request, scored.get(modelIds.short))
  if (typeof long === 'string') return { kind: 'forecast-failed', time, requestId, detail: long }
  if (typeof short === 'string') return { kind: 'forecast-failed', time, requestId, detail: short }
  return { kind: 'forecast-arrived', time, answer: { requestId, modelIds, long, short } }
}

function outputsOf(request: ForecastRequest, scored: Scored | undefined): ModelOutputs | string {
  if (!scored) return 'not asked'
  return 'failure' in scored ? scored.failure : (scored.get(request) ?? 'not answered')
}
