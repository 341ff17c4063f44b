import type { EngineEvent } from '../../src-shared/domain/event.ts'

/** One queue, one order: by time, and for equal times by arrival. Answers mostly come in order, so a place is found from the end. */
export class Inbox {
  readonly #events: EngineEvent[] = []

  push(event: EngineEvent): void {
    let place = this.#events.length
    while (place > 0 && this.#events[place - 1]!.time > event.time) place--
    if (place === this.#events.length) this.#events.push(event)
    else this.#events.splice(place, 0, event)
  }

  /** Time of the first event; Infinity when there is none. */
  get nextTime(): number {
    return this.#events[0]?.time ?? Number.POSITIVE_INFINITY
  }

  /** Takes all events of the first instant. */
  takeInstant(): EngineEvent[] {
    const time = this.nextTime
    let count = 0
    while (this.#events[count]?.time === time) count++
    return this.#events.splice(0, count)
  }
}
