import type { TimeMs } from '../../../../src-shared/domain/units.ts'
import type { FeedEvent } from '../../market-feed.port.ts'
import { Alarms } from './alarms.ts'
import { Questions } from './questions.ts'

const NOTHING: readonly FeedEvent[] = []

/** What all parts of a feed share while they take a message: its time, and whom to tell, ask and warn. */
export class Telling {
  readonly alarms: Alarms = new Alarms()
  readonly questions: Questions = new Questions((field) => this.warn('unknown-field', field))
  #time = 0 as TimeMs
  #events: FeedEvent[] = []

  get time(): TimeMs {
    return this.#time
  }

  /** A message has come. Time never goes back, whoever wrote the record. */
  begin(time: TimeMs): void {
    if (time > this.#time) this.#time = time
  }

  tell(event: FeedEvent): void {
    this.#events.push(event)
  }

  warn(code: string, detail: string): void {
    this.alarms.raise(this.#time, code, detail)
  }

  /** What was told since. */
  end(): readonly FeedEvent[] {
    if (this.#events.length === 0) return NOTHING
    const events = this.#events
    this.#events = []
    return events
  }
}
