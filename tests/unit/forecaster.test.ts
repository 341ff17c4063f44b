import { expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { FeatureVector, ForecastRequest, ModelOutputs } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { Forecaster } from '../../src-main/inference/forecaster.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'

type Scorer = (modelId: string, features: readonly FeatureVector[]) => readonly ModelOutputs[]

/** A run-time that answers after as many microtasks as asked for, and remembers what it was asked. */
class PlainRuntime implements ModelRuntime {
  readonly asked: string[] = []
  readonly #scorer: Scorer
  readonly #turns: (modelId: string) => number

  constructor(scorer: Scorer = (modelId, features) => features.map(({ values }) => [modelId.length, ...values]), turns: (modelId: string) => number = () => 1) {
    this.#scorer = scorer
    this.#turns = turns
  }

  async score(modelId: string, features: readonly FeatureVector[]): Promise<readonly ModelOutputs[]> {
    this.asked.push(`${modelId}: ${features.map(({ instrumentId }) => instrumentId).join(' ')}`)
    for (let i = 0; i < this.#turns(modelId); i++) await Promise.resolve()
    return this.#scorer(modelId, features)
  }
}

const requestOf = (instrumentId: string, asOf: number, modelIds = { long: 'up', short: 'down' }): ForecastRequest => ({
  requestId: `${instrumentId}/${asOf}`, strategyId: 'perp-ev',
  modelIds,
  features: { instrumentId, asOf: asOf as TimeMs, values: Float64Array.of(asOf) },
})
const asks = (...requests: readonly ForecastRequest[]): Change[] => requests.map((request) => ({ kind: 'forecast-requested', time: request.features.asOf, request }))
const setUp = (runtime: ModelRuntime) => {
  const events: EngineEvent[] = []
  const forecaster = new Forecaster({ runtime, arrive: (event) => events.push(event), stamp: ({ features }) => (features.asOf + 250) as TimeMs })
  return { forecaster, events }
}
const idsOf = (events: readonly EngineEvent[]): string[] => events.map((event) => `${event.kind} ${event.kind === 'forecast-arrived' ? event.answer.requestId : event.kind === 'forecast-failed' ? event.requestId : ''}`)

it('asks each model once for all questions of a turn', async () => {
  const runtime = new PlainRuntime()
  const { forecaster } = setUp(runtime)
  forecaster.send([...asks(requestOf('AAA', 1), requestOf('BBB', 1)), { kind: 'venue-heard', time: 1 as TimeMs }, ...asks(requestOf('CCC', 1))])
  await forecaster.settled()
  expect(runtime.asked).toEqual(['up: AAA BBB CCC', 'down: AAA BBB CCC'])
})

it('asks the models that a turn names, whatever the turn before did', async () => {
  const runtime = new PlainRuntime()
  const { forecaster, events } = setUp(runtime)
  const [pair, other] = [{ long: 'up', short: 'down' }, { long: 'rise', short: 'fall' }]
  for (const request of [requestOf('AAA', 1, pair), requestOf('AAA', 2, pair), requestOf('AAA', 3, other), requestOf('AAA', 4, pair)]) {
    forecaster.send(asks(request))
    await forecaster.settled()
  }
  expect(runtime.asked).toEqual(['up: AAA', 'down: AAA', 'up: AAA', 'down: AAA', 'rise: AAA', 'fall: AAA', 'up: AAA', 'down: AAA'])
  expect(events.map((event) => event.kind === 'forecast-arrived' && event.answer.long)).toEqual([[2, 1], [2, 2], [4, 3], [2, 4]])
})

it('answers with both models\' outputs, stamped by the given clock', async () => {
  const { forecaster, events } = setUp(new PlainRuntime())
  forecaster.send(asks(requestOf('AAA', 7)))
  await forecaster.settled()
  const answer = { requestId: 'AAA/7', modelIds: { long: 'up', short: 'down' }, long: [2, 7], short: [4, 7] }
  expect(events).toEqual([{ kind: 'forecast-arrived', time: 257, answer }])
})

it('sends the bins of the models along with the answer, where a model has some', async () => {
  const bins = [{ upTo: 1, effectiveRows: 50, observed: 0.4, lower: 0.3 }]
  const known: ModelRuntime = Object.assign(new PlainRuntime(), { reliability: (modelId: string) => (modelId === 'up' ? bins : undefined) })
  const { forecaster, events } = setUp(known)
  forecaster.send(asks(requestOf('AAA', 7), requestOf('AAA', 8, { long: 'down', short: 'down' })))
  await forecaster.settled()
  expect(events.map((event) => event.kind === 'forecast-arrived' && event.answer.reliability)).toEqual([{ long: bins, short: undefined }, undefined])
})

it('keeps the order asked, however long a model takes', async () => {
  let left = 40
  const { forecaster, events } = setUp(new PlainRuntime(undefined, () => (left -= 15)))
  forecaster.send(asks(requestOf('BBB', 1), requestOf('AAA', 1)))
  forecaster.send(asks(requestOf('AAA', 2)))
  forecaster.send(asks(requestOf('CCC', 3)))
  await forecaster.settled()
  expect(idsOf(events)).toEqual(['forecast-arrived BBB/1', 'forecast-arrived AAA/1', 'forecast-arrived AAA/2', 'forecast-arrived CCC/3'])
})

it('knows how many answers are outstanding', async () => {
  const { forecaster } = setUp(new PlainRuntime())
  expect(forecaster.pending).toBe(0)
  forecaster.send([{ kind: 'venue-heard', time: 1 as TimeMs }])
  expect(forecaster.pending).toBe(0)
  forecaster.send(asks(requestOf('AAA', 1), requestOf('BBB', 1)))
  forecaster.send(asks(requestOf('AAA', 2)))
  expect(forecaster.pending).toBe(3)
  await forecaster.settled()
  expect(forecaster.pending).toBe(0)
})

it('asks each strategy\'s own models, each question of its own', async () => {
  const runtime = new PlainRuntime()
  const { forecaster, events } = setUp(runtime)
  forecaster.send(asks(requestOf('AAA', 1), requestOf('BBB', 1, { long: 'other', short: 'down' }), requestOf('CCC', 1, { long: 'one', short: 'one' })))
  await forecaster.settled()
  expect(runtime.asked).toEqual(['up: AAA', 'down: AAA BBB', 'other: BBB', 'one: CCC'])
  expect(events.map((event) => (event.kind === 'forecast-arrived' ? [event.answer.long[0], event.answer.short[0]] : []))).toEqual([[2, 4], [5, 4], [3, 3]])
})

it('fails the questions of a model that fails, and only those', async () => {
  const { forecaster, events } = setUp(new PlainRuntime((modelId, features) => {
    if (modelId === 'broken') throw new Error('out of memory')
    return features.map(() => [])
  }))
  forecaster.send(asks(requestOf('AAA', 1, { long: 'up', short: 'broken' }), requestOf('BBB', 1)))
  forecaster.send(asks(requestOf('CCC', 2)))
  await forecaster.settled()
  expect(idsOf(events)).toEqual(['forecast-failed AAA/1', 'forecast-arrived BBB/1', 'forecast-arrived CCC/2'])
  expect(events[0]).toMatchObject({ time: 251, detail: 'broken: out of memory' })
})

it.each([['too few', -1], ['too many', 1]])('fails a batch with %s answers: nobody can say whose they are', async (_case, excess) => {
  const { forecaster, events } = setUp(new PlainRuntime((_modelId, features) => Array.from({ length: features.length + excess }, () => [1])))
  forecaster.send(asks(requestOf('AAA', 1), requestOf('BBB', 1)))
  await forecaster.settled()
  expect(idsOf(events)).toEqual(['forecast-failed AAA/1', 'forecast-failed BBB/1'])
})

it('survives a run-time that throws instead of rejecting', async () => {
  const { forecaster, events } = setUp({ score: () => { throw new TypeError('no session') } })
  forecaster.send(asks(requestOf('AAA', 1)))
  await forecaster.settled()
  expect(events).toEqual([{ kind: 'forecast-failed', time: 251, requestId: 'AAA/1', detail: 'up: no session' }])
})
