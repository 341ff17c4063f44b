import { expect, it } from 'vitest'
import type { JobMessage } from '../../src-main/host/job-messages.ts'
import { JobProgress } from '../../src-main/host/job-progress.ts'
import { ManualClock } from '../support/manual-clock.ts'

/** What is told of a job that was so far at these times, in seconds. */
function toldOf(steps: readonly (readonly [seconds: number, part: number | null])[]): (number | null)[] {
  const clock = new ManualClock()
  const began = clock.time
  const told: JobMessage[] = []
  const progress = new JobProgress({ clock, tell: (message) => void told.push(message), memoryMbMax: 100_000 })
  for (const [seconds, part] of steps) {
    clock.time = began + 1_000 * seconds
    progress.tell(part, null)
  }
  return told.map((message) => (message.kind === 'progress' ? message.secondsLeft : null))
}

it('tells how long the rest takes at the pace so far', () => {
  expect(toldOf([[0, 0], [10, 0.25], [20, 0.5]])).toEqual([null, 30, 20])
})

it('tells by the pace of the last minute, once what was there already is behind it', () => {
  const [, , last] = toldOf([[1, 0.5], [31, 0.6], [91, 0.8]])
  expect(last).toBeCloseTo(60, 6)
})

it('does not tell what cannot be said, and no more often than a person can read', () => {
  expect(toldOf([[0, null], [0.1, 0.5], [10, 0.5], [20, 0.5], [90, 0.5]])).toEqual([null, 10, 20, null])
})
