import type { EngineEvent } from '../../src-shared/domain/event.ts'

/** At one instant the market speaks first, then the venue about our orders, then everybody else. */
const RANK: Readonly<Record<EngineEvent['kind'], number>> = {
  'instrument-listed': 0, 'candle-closed': 0, 'funding-settled': 0, 'price-marked': 0, 'venue-reported': 1,
  'session-started': 2, 'forecast-arrived': 2, 'forecast-failed': 2, 'order-sending': 2, 'order-withheld': 2, 'order-outcome-unknown': 2,
  'venue-snapshot': 2, 'component-reported': 2, 'person-asked': 2, 'models-chosen': 2, woken: 2,
}

const isLater = (a: EngineEvent, b: EngineEvent): boolean => (a.time === b.time ? RANK[a.kind] > RANK[b.kind] : a.time > b.time)

/**
 * One queue, one order: by time, then by rank, then by arrival. Of an instrument's mark prices only the newest waits, so that a slow engine
 * is never behind the market; closed candles and everything else wait until they are taken.
 */
export class Inbox {
  #events: EngineEvent[] = []

  push(event: EngineEvent): void {
    if (event.kind === 'price-marked') this.#forgetPrice(event.mark.instrumentId)
    let place = this.#events.length
    while (place > 0 && isLater(this.#events[place - 1]!, event)) place--
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
    while (count < this.#events.length && this.#events[count]!.time === time) count++
    const taken = this.#events
    this.#events = count === taken.length ? [] : taken.splice(count)
    return taken
  }

  #forgetPrice(instrumentId: string): void {
    const waiting = this.#events.findIndex((event) => event.kind === 'price-marked' && event.mark.instrumentId === instrumentId)
    if (waiting >= 0) this.#events.splice(waiting, 1)
  }
}
