import { expect, it } from 'vitest'
import type { ForecastAnswer, ForecastRefusal, ForecastRequest, ReliabilityBin } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { assemble } from '../../src-main/inference/assemble.ts'

const ASKED = 1_000
const LIMIT = 50
const modelIds = { long: 'up', short: 'down' }
const request: ForecastRequest = { requestId: 'q', strategyId: 'perp-ev', modelIds, features: { instrumentId: 'AAA', asOf: ASKED as TimeMs, values: new Float64Array(1) } }
const good = [0.4, 0.1, -12, 30, 25]
const judge = (answer: Partial<ForecastAnswer> = {}, now: number = ASKED) =>
  assemble(request, { requestId: 'q', modelIds, long: good, short: good, ...answer }, { now: now as TimeMs, ageMsMax: LIMIT })

const inPlace = (index: number, value: number): number[] => good.map((output, i) => (i === index ? value : output))

it.each<[string, ReturnType<typeof judge>, ForecastRefusal]>([
  ['an answer to another question', judge({ requestId: 'r' }), 'unknown-request'],
  ['another long model', judge({ modelIds: { long: 'other', short: 'down' } }), 'wrong-model'],
  ['another short model', judge({ modelIds: { long: 'up', short: 'other' } }), 'wrong-model'],
  ['models the wrong way round', judge({ modelIds: { long: 'down', short: 'up' } }), 'wrong-model'],
  ['a forecast one millisecond too old', judge({}, ASKED + LIMIT + 1), 'stale'],
  ['a forecast from the future', judge({}, ASKED - 1), 'stale'],
  ['a forecast when the time is not known', judge({}, Number.NaN), 'stale'],
  ['no outputs', judge({ long: [] }), 'wrong-shape'],
  ['four outputs', judge({ short: good.slice(1) }), 'wrong-shape'],
  ['six outputs', judge({ long: [...good, 0] }), 'wrong-shape'],
  ...[0, 1, 2, 3, 4].map((i) => [`output ${i} that is not a number`, judge({ long: inPlace(i, Number.NaN) }), 'not-finite'] satisfies [string, unknown, ForecastRefusal]),
  ...[0, 1, 2, 3, 4].map((i) => [`an infinite output ${i}`, judge({ short: inPlace(i, -Infinity) }), 'not-finite'] satisfies [string, unknown, ForecastRefusal]),
  ['a q above 1', judge({ long: inPlace(0, 1.000001) }), 'not-a-probability'],
  ['a q below 0', judge({ short: inPlace(0, -0.000001) }), 'not-a-probability'],
  ['a t above 1', judge({ short: inPlace(1, 1.000001) }), 'not-a-probability'],
  ['a t below 0', judge({ long: inPlace(1, -0.000001) }), 'not-a-probability'],
])('refuses %s', (_case, verdict, reason) => {
  expect(verdict).toBe(reason)
})

it('turns basis points into fractions', () => {
  const side = { winProbability: 0.4, timeoutProbability: 0.1, timeoutReturn: -0.0012, holdMinutes: 30, adverseExcursion: 0.0025 }
  expect(judge()).toEqual({ instrumentId: 'AAA', asOf: ASKED, long: side, short: side })
})

it('keeps the sides apart', () => {
  expect(judge({ long: inPlace(0, 0), short: inPlace(0, 1) })).toMatchObject({ long: { winProbability: 0 }, short: { winProbability: 1 } })
})

it('uses a forecast until its time is up, that instant included', () => {
  expect(judge({}, ASKED + LIMIT)).toBeTypeOf('object')
  expect(judge({}, ASKED + LIMIT + 1)).toBe('stale')
})

it('takes a negative time or adverse excursion for none, and leaves a negative return negative', () => {
  expect(judge({ long: [0.4, 0.1, -5, -3, -8] })).toMatchObject({ long: { timeoutReturn: -0.0005, holdMinutes: 0, adverseExcursion: 0 } })
})

it('puts each side\'s q into its own model\'s bin, whose upper end belongs to it', () => {
  const bin = (upTo: number): ReliabilityBin => ({ upTo, effectiveRows: 10, observed: 0.3, lower: 0.1 })
  const long = [bin(0.3), bin(0.4), bin(1)]
  expect(judge({ reliability: { long, short: undefined } })).toMatchObject({ long: { reliability: bin(0.4) }, short: { winProbability: 0.4 } })
  expect(judge({ long: inPlace(0, 0.400001), reliability: { long, short: undefined } })).toMatchObject({ long: { reliability: bin(1) } })
  expect(judge({ long: inPlace(0, 0), reliability: { long, short: undefined } })).toMatchObject({ long: { reliability: bin(0.3) } })
  const without = judge({ reliability: { long, short: undefined } })
  expect(typeof without === 'object' && 'reliability' in without.short).toBe(false)
})
