import type { WebSocket } from 'ws'
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/domain/units.ts'
import type { LabClock } from './lab-clock.ts'
import type { LabConnection } from './lab-types.ts'

const PING_MS = 3 * MINUTE_MS
const PONG_MS = 10 * MINUTE_MS
/** A client has at least so long by its own clock, however fast time goes here, and for ever where time is moved by hand. */
const PONG_REAL_MS = 20_000
const LIFE_MS = 24 * HOUR_MS
const FRAMES_PER_SECOND = 10
const CONGESTED_BYTES = 4_000_000
const POLICY_VIOLATION = 1008

interface SocketOptions {
  readonly connectionId: number
  readonly path: string
  readonly query: string
  readonly clock: LabClock
  readonly speed: number
}

/** One connection with the venue's manners: it pings, ends after a day, and does not put up with a flood. */
export class LabSocket implements LabConnection {
  readonly connectionId: number
  readonly path: string
  readonly query: string
  readonly #ws: WebSocket
  readonly #clock: LabClock
  readonly #timers: { cancel(): void }[] = []
  #pongDue: { cancel(): void } | undefined
  #second = 0
  #frames = 0
  /** Nothing leaves any more, and nobody is told: the other end is gone without a word. */
  isDeaf = false

  constructor(ws: WebSocket, { connectionId, path, query, clock, speed }: SocketOptions) {
    this.connectionId = connectionId
    this.path = path
    this.query = query
    this.#ws = ws
    this.#clock = clock
    this.#timers.push(clock.after(LIFE_MS, () => this.close(1001)))
    const patience = speed === 0 ? Infinity : Math.max(PONG_MS, PONG_REAL_MS * speed)
    const ping = (): void => {
      if (!this.isDeaf) ws.ping(String(clock.now()))
      this.#pongDue ??= clock.after(patience, () => this.terminate())
      this.#timers[1] = clock.after(PING_MS, ping)
    }
    this.#timers.push(clock.after(PING_MS, ping))
    ws.on('pong', () => this.#ponged())
    ws.on('error', () => ws.terminate())
    ws.on('close', () => this.#ended())
  }

  get isCongested(): boolean {
    return this.#ws.bufferedAmount > CONGESTED_BYTES
  }

  send(text: string): void {
    if (!this.isDeaf && this.#ws.readyState === this.#ws.OPEN) this.#ws.send(text)
  }

  close(code: number): void {
    if (!this.isDeaf) this.#ws.close(code)
  }

  terminate(): void {
    this.#ws.terminate()
  }

  onText(listener: (text: string) => void): void {
    this.#ws.on('message', (data: Buffer) => {
      if (!this.isDeaf && this.#isBearable()) listener(data.toString())
    })
  }

  onClose(listener: () => void): void {
    this.#ws.on('close', listener)
  }

  #ponged(): void {
    this.#pongDue?.cancel()
    this.#pongDue = undefined
  }

  #ended(): void {
    for (const timer of this.#timers) timer.cancel()
    this.#ponged()
  }

  #isBearable(): boolean {
    const second = Math.floor(this.#clock.now() / 1_000)
    if (second !== this.#second) {
      this.#second = second
      this.#frames = 0
    }
    if (++this.#frames <= FRAMES_PER_SECOND) return true
    this.close(POLICY_VIOLATION)
    return false
  }
}
