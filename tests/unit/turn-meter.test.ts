import { expect, it } from 'vitest'
import { TurnMeter } from '../../src-main/modes/turn-meter.ts'
import { ManualClock } from '../support/manual-clock.ts'

it('gives the median of the last turns, and nothing before the first', () => {
  const clock = new ManualClock()
  const meter = new TurnMeter(clock)
  expect(meter.medianMs).toBeNull()
  const turn = (ms: number): number => meter.measure(() => (clock.time += ms))
  for (const ms of [1, 500, 2]) turn(ms)
  expect(meter.medianMs).toBe(2)
  for (let i = 0; i < 256; i++) turn(7)
  expect(meter.medianMs).toBe(7)
})
