import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { ForecastAnswer, ForecastRequest, ModelOutputs } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { ModelRuntime } from './model-runtime.port.ts'

export interface ForecasterOptions {
  readonly runtime: ModelRuntime
  /** Where answers go: the inbox. Must not throw. */
  readonly arrive: (event: EngineEvent) => void
  /** When an answer arrives: the clock's time when live, the question's time plus a fixed latency when simulated. Must not throw. */
  readonly stamp: (request: ForecastRequest) => TimeMs
}

/** What one model said, a place for each question of the turn, or why it could not. */
type Scored = readonly (ModelOutputs | undefined)[] | { readonly failure: string }

/** Asks the model run-time what the engine wants to know. Answers reach the engine as events, in the order asked. */
export class Forecaster {
  readonly #options: ForecasterOptions
  #outstanding: Promise<void> = Promise.resolve()
  #pending = 0
  /** The models of the last turn's questions, where they all named the same. */
  #pair: ForecastRequest['modelIds'] | undefined
  #models: readonly string[] = []

  constructor(options: ForecasterOptions) {
    this.#options = options
  }

  /** Questions asked and not yet answered. With 0 there is nothing to wait for. */
  get pending(): number {
    return this.#pending
  }

  /** Takes the changes of one turn. All questions in them go to each model as one batch. */
  send(changes: readonly Change[]): void {
    const requests = requestsIn(changes)
    if (requests.length === 0) return
    const models = this.#modelsOf(requests)
    const score = (): (Scored | Promise<Scored>)[] => models.map((modelId) => this.#score(modelId, requests))
    if (this.#pending > 0) return this.#wait(requests, this.#outstanding.then(() => all(score())), models)
    const scored = score()
    if (isAtHand(scored)) this.#arrive(requests, models, scored)
    else this.#wait(requests, all(scored), models)
  }

  /** Resolves when every question asked so far has been answered. */
  settled(): Promise<void> {
    return this.#outstanding
  }

  #wait(requests: readonly ForecastRequest[], scoring: Promise<readonly Scored[]>, models: readonly string[]): void {
    this.#pending += requests.length
    this.#outstanding = scoring.then((scored) => {
      this.#pending -= requests.length
      this.#arrive(requests, models, scored)
    })
  }

  #arrive(requests: readonly ForecastRequest[], models: readonly string[], scored: readonly Scored[]): void {
    for (let row = 0; row < requests.length; row++) {
      const request = requests[row]!
      const long = outputsIn(scored[models.indexOf(request.modelIds.long)], row)
      const short = outputsIn(scored[models.indexOf(request.modelIds.short)], row)
      this.#options.arrive(eventOf(request, { long, short, reliability: this.#reliability(request) }, this.#options.stamp(request)))
    }
  }

  /** With the answer, so that what the engine makes of it is a function of the event alone. */
  #reliability({ modelIds: { long, short } }: ForecastRequest): ForecastAnswer['reliability'] {
    const { runtime } = this.#options
    if (!runtime.reliability) return undefined
    const known = { long: runtime.reliability(long), short: runtime.reliability(short) }
    return known.long || known.short ? known : undefined
  }

  /** As a rule all questions of a turn name the same pair, and so did those of the turn before. */
  #modelsOf(requests: readonly ForecastRequest[]): readonly string[] {
    const { modelIds } = requests[0]!
    for (const request of requests) if (request.modelIds !== modelIds) return modelsOf(requests)
    if (this.#pair !== modelIds) {
      this.#pair = modelIds
      this.#models = modelsOf(requests)
    }
    return this.#models
  }

  #score(modelId: string, requests: readonly ForecastRequest[]): Scored | Promise<Scored> {
    const asking = asksAlways(requests, modelId) ? requests : requests.filter((request) => asks(request, modelId))
    const features = asking.map((request) => request.features)
    try {
      const answers = this.#options.runtime.score(modelId, features)
      if (!isPromise(answers)) return placed(answers, modelId, requests)
      return answers.then((arrived) => placed(arrived, modelId, requests)).catch((error: unknown) => failed(modelId, error))
    } catch (error) {
      return failed(modelId, error)
    }
  }
}

const NOT_ASKED: Scored = { failure: 'not asked' }

const asks = ({ modelIds }: ForecastRequest, modelId: string): boolean => modelIds.long === modelId || modelIds.short === modelId

function asksAlways(requests: readonly ForecastRequest[], modelId: string): boolean {
  for (const request of requests) if (!asks(request, modelId)) return false
  return true
}

const failed = (modelId: string, error: unknown): Scored => ({ failure: `${modelId}: ${error instanceof Error ? error.message : String(error)}` })

/** A model's answers at the places of their questions among those of the turn. */
function placed(answers: readonly ModelOutputs[], modelId: string, requests: readonly ForecastRequest[]): Scored {
  let asked = 0
  for (const request of requests) if (asks(request, modelId)) asked++
  if (answers.length !== asked) return { failure: `${modelId} gave ${answers.length} answers to ${asked} questions` }
  if (asked === requests.length) return answers
  let next = 0
  return requests.map((request) => (asks(request, modelId) ? answers[next++] : undefined))
}

const isPromise = <Value>(value: Value | Promise<Value>): value is Promise<Value> => value instanceof Promise

/** An answer that is there already comes back in the same turn: a back-test would wait a hundred thousand times for nothing. */
const isAtHand = (scored: readonly (Scored | Promise<Scored>)[]): scored is readonly Scored[] => !scored.some(isPromise)

const all = (scored: readonly (Scored | Promise<Scored>)[]): Promise<readonly Scored[]> => Promise.all(scored.map(async (one) => one))

function requestsIn(changes: readonly Change[]): ForecastRequest[] {
  const requests: ForecastRequest[] = []
  for (const change of changes) if (change.kind === 'forecast-requested') requests.push(change.request)
  return requests
}

function modelsOf(requests: readonly ForecastRequest[]): string[] {
  const models: string[] = []
  for (const { modelIds } of requests) {
    if (!models.includes(modelIds.long)) models.push(modelIds.long)
    if (!models.includes(modelIds.short)) models.push(modelIds.short)
  }
  return models
}

function outputsIn(scored: Scored = NOT_ASKED, row: number): ModelOutputs | string {
  return 'failure' in scored ? scored.failure : (scored[row] ?? 'not answered')
}

interface Said {
  readonly long: ModelOutputs | string
  readonly short: ModelOutputs | string
  readonly reliability: ForecastAnswer['reliability']
}

function eventOf({ requestId, modelIds }: ForecastRequest, { long, short, reliability }: Said, time: TimeMs): EngineEvent {
  if (typeof long === 'string') return { kind: 'forecast-failed', time, requestId, detail: long }
  if (typeof short === 'string') return { kind: 'forecast-failed', time, requestId, detail: short }
  return { kind: 'forecast-arrived', time, answer: reliability ? { requestId, modelIds, long, short, reliability } : { requestId, modelIds, long, short } }
}
