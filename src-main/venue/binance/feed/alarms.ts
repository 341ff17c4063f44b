import type { TimeMs } from '../../../../src-shared/domain/units.ts'
import type { FeedAlarm } from '../../market-feed.port.ts'

/** Of one code: a thousand broken frames are one piece of news. */
const KEPT = 10
const DETAIL_MAX = 200

/** What was not understood. The same thing again counts once, at its newest time. */
export class Alarms {
  readonly #alarms = new Map<string, FeedAlarm>()
  #isStrange = false

  raise(at: TimeMs, code: string, detail: string): void {
    const cut = detail.slice(0, DETAIL_MAX)
    const key = `${code}/${cut}`
    if (code === 'unknown-field') this.#isStrange = true
    this.#alarms.delete(key)
    this.#alarms.set(key, { at, code, detail: cut })
    const same = [...this.#alarms].filter(([, alarm]) => alarm.code === code)
    if (same.length > KEPT) this.#alarms.delete(same[0]![0])
  }

  /** The venue has said something that this program does not know: until somebody has looked, nothing may be opened on it. */
  get isStrange(): boolean {
    return this.#isStrange
  }

  list(): readonly FeedAlarm[] {
    return [...this.#alarms.values()]
  }
}
