import { describe, expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import type { ForecastAnswer, ForecastRefusal, ForecastRequest } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { MIDNIGHT } from '../support/policy-cases.ts'
import { ScriptedAccount } from '../support/scripted-account.ts'

const GOOD = [0.4, 0.1, -12, 30, 25]
const modelIds = { long: 'demo-linear-long', short: 'demo-linear-short' }
const request: ForecastRequest = { requestId: 'perp-ev.BTCUSDT.1', strategyId: 'perp-ev', modelIds, features: { instrumentId: 'BTCUSDT', asOf: MIDNIGHT, values: Float64Array.of(0, 0, 0.3, 50, 0, 0) } }

/** What the engine that trades makes of an answer that comes so much after the close. */
function heard(answer: Partial<ForecastAnswer>, ms = 40): Change[] {
  const account = new ScriptedAccount({ from: MIDNIGHT })
  account.engine.apply({ kind: 'forecast-requested', time: MIDNIGHT, request })
  const before = account.changes.length
  account.tell({ kind: 'forecast-arrived', time: (MIDNIGHT + ms) as TimeMs, answer: { requestId: request.requestId, modelIds, long: GOOD, short: GOOD, ...answer } })
  return account.changes.slice(before)
}

const LATE = 60_000
const CASES: readonly (readonly [string, Partial<ForecastAnswer>, number, ForecastRefusal])[] = [
  ['of four numbers', { long: GOOD.slice(1) }, 40, 'wrong-shape'],
  ['of six numbers', { short: [...GOOD, 0] }, 40, 'wrong-shape'],
  ['of none', { long: [] }, 40, 'wrong-shape'],
  ['with NaN', { long: GOOD.with(2, NaN) }, 40, 'not-finite'],
  ['with Infinity', { short: GOOD.with(4, Infinity) }, 40, 'not-finite'],
  ['with a q above 1', { long: GOOD.with(0, 1.01) }, 40, 'not-a-probability'],
  ['with a t below 0', { short: GOOD.with(1, -0.01) }, 40, 'not-a-probability'],
  ['of another model', { modelIds: { ...modelIds, short: 'real-linear-short' } }, 40, 'wrong-model'],
  ['that comes too late', {}, LATE + 1, 'stale'],
]

describe('an answer of the models', () => {
  it.each(CASES)('%s ends in one decision that says so, and in nothing else', (_case, answer, ms, refusal) => {
    const changes = heard(answer, ms)
    expect(changes.filter(({ kind }) => kind === 'forecast-refused')).toMatchObject([{ requestId: request.requestId, reason: refusal }])
    expect(changes.flatMap((change) => (change.kind === 'decision-made' ? [change.decision] : []))).toMatchObject([{ action: 'FLAT', reason: `forecast-${refusal}`, long: null, short: null, side: null, quantity: 0 }])
    expect(changes.some(({ kind }) => kind === 'intent-opened')).toBe(false)
  })

  it('to a question that nobody asked is refused, and no decision is made of it', () => {
    const changes = heard({ requestId: 'perp-ev.BTCUSDT.2' })
    expect(changes.filter(({ kind }) => kind === 'forecast-refused')).toMatchObject([{ reason: 'unknown-request' }])
    expect(changes.some(({ kind }) => kind === 'decision-made')).toBe(false)
  })

  it('that undershoots with its minutes or its adverse excursion is taken for none of them, and in time is used until the last instant', () => {
    for (const changes of [heard({ long: [0.4, 0.1, -12, -3, -8] }), heard({}, LATE)]) {
      expect(changes.filter(({ kind }) => kind === 'forecast-refused')).toEqual([])
      expect(changes.flatMap((change) => (change.kind === 'decision-made' ? [change.decision.reason] : []))).toEqual(['mark-unknown'])
    }
  })

  it('is answered once: the second is to no question', () => {
    const account = new ScriptedAccount({ from: MIDNIGHT })
    account.engine.apply({ kind: 'forecast-requested', time: MIDNIGHT, request })
    const answer = { requestId: request.requestId, modelIds, long: GOOD, short: GOOD }
    for (const ms of [40, 41]) account.tell({ kind: 'forecast-arrived', time: (MIDNIGHT + ms) as TimeMs, answer })
    expect(account.changes.filter(({ kind }) => kind === 'decision-made')).toHaveLength(1)
    expect(account.changes.filter(({ kind }) => kind === 'forecast-refused')).toMatchObject([{ reason: 'unknown-request' }])
  })
})
