import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { Clock } from '../../base/clock.port.ts'

interface Alarm {
  readonly at: number
  readonly order: number
  readonly ring: () => void
  cancelled: boolean
}

/** The venue's time. It goes on only when told to, and rings what was due in order on the way. */
export class LabClock implements Clock {
  #now: number
  #order = 0
  readonly #heap: Alarm[] = []
  /** What the venue says of the time is ahead by so much, and by so much more for each millisecond since: a clock that is wrong. */
  #ahead = { ms: 0, gain: 0, since: 0 }

  constructor(start: TimeMs) {
    this.#now = start
  }

  now(): TimeMs {
    return this.#now as TimeMs
  }

  /** What the venue says the time is. */
  told(): TimeMs {
    const { ms, gain, since } = this.#ahead
    return (this.#now + Math.round(ms + gain * (this.#now - since))) as TimeMs
  }

  step(ms: number): void {
    this.#ahead = { ...this.#ahead, ms: this.#ahead.ms + ms }
  }

  /** Milliseconds gained for each that passes. */
  drift(gain: number): void {
    this.#ahead = { ms: this.told() - this.#now, gain, since: this.#now }
  }

  right(): void {
    this.#ahead = { ms: 0, gain: 0, since: 0 }
  }

  after(delayMs: number, ring: () => void): { cancel(): void } {
    return this.at((this.#now + delayMs) as TimeMs, ring)
  }

  at(time: TimeMs, ring: () => void): { cancel(): void } {
    const alarm: Alarm = { at: Math.max(time, this.#now), order: this.#order++, ring, cancelled: false }
    push(this.#heap, alarm)
    return { cancel: () => (alarm.cancelled = true) }
  }

  /** Goes on to a time, or as far as `enough` allows; it is asked after each alarm. */
  advanceTo(time: number, enough: () => boolean = () => false): void {
    for (;;) {
      const next = this.#heap[0]
      if (!next || next.at > time) break
      pop(this.#heap)
      this.#now = next.at
      if (!next.cancelled) next.ring()
      if (enough()) return
    }
    this.#now = Math.max(this.#now, time)
  }

  advance(ms: number): void {
    this.advanceTo(this.#now + ms)
  }
}

const isEarlier = (a: Alarm, b: Alarm): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

function push(heap: Alarm[], alarm: Alarm): void {
  let index = heap.push(alarm) - 1
  while (index > 0) {
    const parent = (index - 1) >> 1
    if (!isEarlier(alarm, heap[parent]!)) break
    heap[index] = heap[parent]!
    index = parent
  }
  heap[index] = alarm
}

function pop(heap: Alarm[]): void {
  const last = heap.pop()!
  if (heap.length === 0) return
  let index = 0
  for (;;) {
    const left = 2 * index + 1
    if (left >= heap.length) break
    const child = left + 1 < heap.length && isEarlier(heap[left + 1]!, heap[left]!) ? left + 1 : left
    if (!isEarlier(heap[child]!, last)) break
    heap[index] = heap[child]!
    index = child
  }
  heap[index] = last
}
