import { expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { watchSleep } from '../../src-main/supervision/sleep-watch.ts'
import { VirtualTime } from '../support/virtual-time.ts'

/** The process lives through virtual time; the wall clock may be ahead of it. */
function watched() {
  const time = new VirtualTime()
  const gaps: number[] = []
  const clock = { ahead: 0 }
  const watch = watchSleep({ wall: { now: () => (time.now() + clock.ahead) as TimeMs }, monotonic: time, ticker: time }, (gapMs) => gaps.push(gapMs))
  return { time, gaps, clock, watch }
}

it('notices a sleep once, and how long it was', async () => {
  const { time, gaps, clock } = watched()
  await time.pass(10_000)
  clock.ahead += 3_600_000
  await time.pass(10_000)
  expect(gaps).toEqual([3_600_000])
})

it('takes neither a small correction of the clock nor one back for a sleep', async () => {
  const { time, gaps, clock } = watched()
  for (const step of [5_000, -600_000, 4_000]) {
    clock.ahead += step
    await time.pass(2_000)
  }
  expect(gaps).toEqual([])
})

it('looks no more once it was stopped', async () => {
  const { time, gaps, clock, watch } = watched()
  watch.stop()
  clock.ahead += 3_600_000
  await time.pass(10_000)
  expect(gaps).toEqual([])
})
