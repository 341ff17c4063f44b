import { describe, expect, it } from 'vitest'
import { requests } from '../../src-shared/contract/contract.ts'
import { DEMO_SPEEDS, demoOpening, FIRST_DEMO, FIRST_REPLAY, INSTRUMENTS_MAX, REPLAY_SPEEDS, replayOpening } from '../../src-renderer/pages/first-run/opening.ts'
import { archivedInstruments } from '../../src-renderer/stores/archived.ts'
import { EXPORT_SPANS, spanStart } from '../../src-renderer/stores/export-span.ts'

const DAY_MS = 86_400_000
const follows = (opening: unknown): boolean => requests['workstation.open'].params.safeParse({ requestId: 'click-00001', opening }).success

describe('a demo', () => {
  it('can be started as it is proposed, at every speed that is offered', () => {
    expect(demoOpening(FIRST_DEMO)).toEqual({ mode: 'demo', seed: 5, speed: 60, edge: 'trend' })
    for (const speed of DEMO_SPEEDS) expect(follows(demoOpening({ ...FIRST_DEMO, speed }))).toBe(true)
  })

  it('needs a seed that is a whole number within bounds', () => {
    expect(['0', ' 7 ', '999999'].map((seed) => follows(demoOpening({ ...FIRST_DEMO, seed })))).toEqual([true, true, true])
    expect(['', '-1', '1.5', '1e3', 'x', '1000000'].map((seed) => demoOpening({ ...FIRST_DEMO, seed }))).toEqual(Array.from({ length: 6 }))
  })
})

describe('a replay', () => {
  const chosen = { ...FIRST_REPLAY, instruments: ['BTCUSDT'] }

  it('needs an instrument, and takes the whole record when nothing else is said', () => {
    expect(replayOpening(FIRST_REPLAY)).toBeUndefined()
    expect(replayOpening(chosen)).toEqual({ mode: 'replay', instruments: ['BTCUSDT'], from: null, to: null, speed: 300 })
    for (const speed of REPLAY_SPEEDS) expect(follows(replayOpening({ ...chosen, speed }))).toBe(true)
  })

  it('includes the last day, and refuses to end before it begins', () => {
    const from = Date.UTC(2026, 2, 1)
    expect(replayOpening({ ...chosen, from: '2026-03-01', to: '2026-03-01' })).toMatchObject({ from, to: from + DAY_MS })
    expect(replayOpening({ ...chosen, from: '2026-03-02', to: '2026-03-01' })).toBeUndefined()
  })

  it('takes no more instruments than the contract does', () => {
    const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `X${i}`)
    expect(follows(replayOpening({ ...chosen, instruments: many(INSTRUMENTS_MAX) }))).toBe(true)
    expect(replayOpening({ ...chosen, instruments: many(INSTRUMENTS_MAX + 1) })).toBeUndefined()
  })

  it('offers one line per instrument, over all its spans', () => {
    const spans = [
      { instrumentId: 'SOLUSDT', intervalMs: 300_000, from: 50, to: 90, candles: 4 }, { instrumentId: 'BTCUSDT', intervalMs: 300_000, from: 10, to: 20, candles: 1 }, { instrumentId: 'SOLUSDT', intervalMs: 60_000, from: 40, to: 80, candles: 7 },
    ]
    expect(archivedInstruments(spans)).toEqual([{ instrumentId: 'BTCUSDT', from: 10, to: 20, candles: 1 }, { instrumentId: 'SOLUSDT', from: 40, to: 90, candles: 11 }])
  })
})

it('exports from where the span begins; the day is the one losses are counted by', () => {
  const now = Date.UTC(2026, 2, 14, 5, 30)
  expect(EXPORT_SPANS.map((span) => spanStart(span, now))).toEqual([null, Date.UTC(2026, 2, 14), now - DAY_MS, now - 7 * DAY_MS])
})
