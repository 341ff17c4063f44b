import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FeatureVector, ModelOutputs } from '../../src-shared/domain/forecast.ts'
import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { engineSettings } from '../../src-main/modes/configuration.ts'
import { ScoredAhead } from '../../src-main/modes/scored-ahead.ts'
import { RecordedSource } from '../../src-main/venue/recorded/recorded-source.ts'
import { pinnedStrategy } from '../support/pinned-run.ts'
import { record, type Recording } from '../support/recorded.ts'

describe('scoring ahead', () => {
  const asked: FeatureVector[] = []
  let recording: Recording
  let ahead: ScoredAhead
  beforeAll(async () => {
    recording = await record(2, 2)
    const { archive, instruments, from, to } = await recording.run()
    const config = pinnedStrategy(instruments.map(({ instrumentId }) => instrumentId), 'expected-value')
    const engine = new Engine(engineSettings(config, { accountId: 'sim:test:1', venue: 'sim', asset: 'USDT', venueCanBeSilent: true }))
    const score = async (modelId: string, vectors: readonly FeatureVector[]): Promise<readonly ModelOutputs[]> => {
      if (modelId === 'long') asked.push(...vectors)
      return vectors.map(({ asOf }) => [asOf, modelId.length])
    }
    ahead = new ScoredAhead(engine, { score }, 100)
    const source = await RecordedSource.open({ archive, instruments, intervalMs: 5 * MINUTE_MS, from, to })
    for await (const events of ahead.events(source.events())) expect(events.length).toBeGreaterThan(0)
    expect(asked.length).toBeGreaterThan(200)
  })
  afterAll(() => recording.close())

  it('has an answer at hand for each question, to whatever it is asked first', () => {
    const [first, second] = [asked[0]!, asked[2]!]
    expect(first.instrumentId).toBe(second.instrumentId)
    expect(ahead.score('long', [second])).toEqual([[second.asOf, 4]])
    expect(ahead.score('short', [first, second])).toEqual([[first.asOf, 5], [second.asOf, 5]])
    expect(ahead.score('long', [first])).toEqual([[first.asOf, 4]])
  })

  it('refuses a question with another bit in it, of another time, of another model, and one that was answered', () => {
    const vector = asked[4]!
    const values = vector.values.map((value, place) => (place === 0 ? value + Number.EPSILON : value))
    expect(values[0]).not.toBe(vector.values[0])
    for (const other of [{ ...vector, values }, { ...vector, asOf: (vector.asOf + 1) as TimeMs }]) expect(() => ahead.score('long', [other])).toThrow('was not foreseen')
    expect(() => ahead.score('other', [vector])).toThrow('was not foreseen')
    expect(ahead.score('long', [vector])).toEqual([[vector.asOf, 4]])
    expect(() => ahead.score('long', [vector])).toThrow('was not foreseen')
  })
})
