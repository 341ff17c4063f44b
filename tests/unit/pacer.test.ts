import { expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { monotonicClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { MarketPacer } from '../../src-main/modes/pacer.ts'
import { settled, VirtualTime } from '../support/virtual-time.ts'

const START = 1_700_000_000_000

/** A market with an instant each second, let through by the pacer as the loop of simulated time does it. */
function paced(speed: number | null) {
  const time = new VirtualTime()
  const clock = { ahead: 0, now: () => (time.now() + clock.ahead) as TimeMs }
  const pacer = new MarketPacer(clock, time, speed)
  const market = { time: START }
  const run = async (): Promise<void> => {
    while (market.time < START + 100_000_000) {
      const next = market.time + 1_000
      for (let wait = pacer.until(next as TimeMs); wait; wait = pacer.until(next as TimeMs)) await wait
      market.time = next
      pacer.publish(changesAt(next))
      await Promise.resolve()
    }
  }
  void run()
  return { time, clock, pacer, passed: () => (market.time - START) / 1_000 }
}

/** A candle every minute; every third one brings a decision, and every sixth of these an entry. */
function changesAt(time: number): Change[] {
  const minute = (time - START) / 60_000
  if (!Number.isInteger(minute)) return []
  const decided = { kind: 'decision-made', time, decision: { action: minute % 18 === 0 ? 'LONG' : 'FLAT' } } as unknown as Change
  return [{ kind: 'candle-accepted', time } as unknown as Change, ...(minute % 3 === 0 ? [decided] : [])]
}

it('runs at a multiple of real time', async () => {
  const { time, passed } = paced(60)
  await time.pass(10_000)
  expect(passed()).toBeCloseTo(600, -1)
})

it('goes on from where it is when the speed changes, faster or slower', async () => {
  const { time, pacer, passed } = paced(60)
  await time.pass(10_000)
  pacer.wish({ kind: 'speed', speed: 600 })
  await time.pass(10_000)
  expect(passed()).toBeGreaterThan(6_580)
  expect(passed()).toBeLessThan(6_620)
  pacer.wish({ kind: 'speed', speed: 1 })
  await time.pass(10_000)
  expect(passed()).toBeLessThan(6_632)
})

it('stands still while it is paused, and does not catch up afterwards', async () => {
  const { time, pacer, passed } = paced(60)
  await time.pass(1_000)
  pacer.wish({ kind: 'pause' })
  const before = passed()
  await time.pass(3_600_000)
  expect([passed(), pacer.pace]).toEqual([before, { speed: 60, paused: true }])
  pacer.wish({ kind: 'speed', speed: 120 })
  await time.pass(3_600_000)
  expect(passed()).toBe(before)
  pacer.wish({ kind: 'play' })
  await time.pass(1_000)
  expect(passed() - before).toBeLessThan(123)
})

it('steps to the end of the next candle, and stays there', async () => {
  const { time, pacer, passed } = paced(1)
  pacer.wish({ kind: 'pause' })
  pacer.wish({ kind: 'step' })
  await time.pass(100)
  expect([passed(), pacer.pace.paused]).toEqual([60, true])
  pacer.wish({ kind: 'step' })
  await time.pass(100)
  expect(passed()).toBe(120)
})

it('goes to the next decision that is not FLAT, and stays there', async () => {
  const { time, pacer, passed } = paced(1)
  pacer.wish({ kind: 'next-decision' })
  await time.pass(1_000)
  expect([passed(), pacer.pace.paused]).toEqual([18 * 60, true])
})

it('can be told something else while it is on its way to a decision', async () => {
  const { time, pacer, passed } = paced(1)
  pacer.wish({ kind: 'next-decision' })
  await settled()
  pacer.wish({ kind: 'pause' })
  const before = passed()
  await time.pass(10_000)
  expect(passed()).toBe(before)
})

it('lets others in this process have their turn, however fast it is', async () => {
  const pacer = new MarketPacer(monotonicClock, systemTimer, null)
  let hasHadItsTurn = false
  setTimeout(() => void (hasHadItsTurn = true), 0)
  let instants = 0
  while (!hasHadItsTurn && instants < 50_000_000) await pacer.until((START + ++instants) as TimeMs)
  expect(hasHadItsTurn).toBe(true)
})

it('goes on from here after the computer slept, instead of racing to catch up', async () => {
  const { time, passed, clock } = paced(10)
  await time.pass(10_000)
  clock.ahead = 3_600_000
  await time.pass(10_000)
  expect(passed()).toBeLessThan(250)
})
