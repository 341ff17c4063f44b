import { expect, it } from 'vitest'
import { opening } from '../../src-shared/contract/schemas.ts'
import { readArguments } from '../../src-main/host/arguments.ts'
import { withPace } from '../../src-main/host/paced-beginning.ts'
import type { Beginning } from '../../src-main/supervision/beginning.ts'
import { engineArguments } from '../../src-main/supervision/engine-handle.ts'

const DEMO: Beginning = { opening: { mode: 'demo', seed: 5, speed: 60, edge: 'trend' }, trading: true }
const REPLAY: Beginning = { opening: { mode: 'replay', instruments: ['BTCUSDT'], from: null, to: null, speed: 100 }, trading: false, accountId: 'sim:replay:2', strategyId: 'perp-ev', policyId: 'seeded-random' }

it.each([0.5, 1, 7.5, 1_000, 1_000_000, null])('goes on at a speed that can be begun: %s', (speed) => {
  for (const beginning of [DEMO, REPLAY]) expect(opening.safeParse(withPace(beginning, { kind: 'speed', speed }).opening).success).toBe(true)
})

it('stands still after what ends in a pause', () => {
  expect((['pause', 'step', 'next-decision', 'play'] as const).map((kind) => withPace(DEMO, { kind }).paused)).toEqual([true, true, true, false])
})

it.each([null, 'last', DEMO, REPLAY, withPace(DEMO, { kind: 'pause' })] as const)('is what the next life is told', (beginning) => {
  const place = { home: '/home', root: '/root' }
  const birth = { recentCrashes: 2, exitsOnly: false, beginning }
  expect(readArguments(engineArguments(place, birth))).toEqual({ ...place, birth })
})

it('refuses arguments that nobody wrote', () => {
  for (const text of ['', '{}', JSON.stringify({ home: '/', root: '/', birth: { recentCrashes: 0, exitsOnly: false, beginning: { opening: { mode: 'live' }, trading: true } } })]) expect(() => readArguments([text])).toThrow()
})
