import { Notification } from 'electron'
import type { Clock } from '../base/clock.port.ts'
import { RateCap } from '../base/rate-cap.ts'

const RATE = { most: 6, everyMs: 60_000 }

export interface Notice {
  readonly isAlarm: boolean
  readonly title: string
  readonly body: string
}

/** Tells a person outside of the window. What comes too thick is left out: the window's log has it all. */
export class Notices {
  readonly #rates: { readonly alarm: RateCap; readonly other: RateCap }
  readonly #onClick: () => void

  constructor(clock: Clock, onClick: () => void) {
    this.#rates = { alarm: new RateCap(clock, RATE), other: new RateCap(clock, RATE) }
    this.#onClick = onClick
  }

  show({ isAlarm, title, body }: Notice): void {
    const rate = isAlarm ? this.#rates.alarm : this.#rates.other
    if (!Notification.isSupported() || !rate.take()) return
    const notification = new Notification({ title, body, urgency: isAlarm ? 'critical' : 'normal' })
    notification.on('click', this.#onClick)
    notification.show()
  }
}
