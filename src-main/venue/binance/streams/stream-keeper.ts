import type { Timer } from '../../../base/timer.port.ts'
import type { DialGate } from './dial-gate.ts'
import { DumbWatch } from './dumb-watch.ts'
import type { LinkEnd } from './link-end.ts'
import { QuietWatch } from './quiet-watch.ts'
import { StreamLink } from './stream-link.ts'
import { speaksWithinMs, steady } from './stream-names.ts'
import { Waits } from './waits.ts'

export interface KeeperParts {
  readonly url: string
  readonly names: readonly string[]
  readonly gate: DialGate
  readonly timer: Timer
  /** 0 ≤ x < 1. */
  readonly random: () => number
  /** A name for one more connection. */
  readonly newName: () => string
  readonly onMessage: (connection: string, text: string) => void
  readonly onLink: (connection: string, text: string) => void
}

interface Live {
  readonly name: string
  readonly link: StreamLink
  readonly waits: Waits
  watch: QuietWatch | undefined
  readonly dumbWatch: DumbWatch
  isOpen: boolean
  hasSpoken: boolean
  wasSilent: boolean
  /** It has been open beside the old one for long enough that nothing can be between them. */
  isRipe: boolean
}

/** Missing twice what is promised each time, and some more, is silence: with the watch's quarter, three times. */
const PATIENCE = 2.4
const OVERLAP_MS = 5_000
/** The venue cuts at 24 h. */
const ROLLOVER_MS = 23 * 3_600_000
const ROLLOVER_SPREAD_MS = 1_800_000
const BACK_OFF_MS = 500
const BACK_OFF_MAX_MS = 60_000
/** Open and talking for so long, a connection has made up for the failures before it. */
const HEALTHY_MS = 60_000
/** A steady stream that says nothing for so long is subscribed to anew, on another connection; twice as long after each time in vain. */
const DUMB_MS = 30_000
const DUMB_MAX_MS = 3_600_000

/**
 * Keeps one set of streams coming. A connection that grows old or falls silent is replaced by one that talks already, so that nothing is missed
 * that could be had; one that ended is opened anew, ever more slowly while that fails.
 */
export class StreamKeeper {
  readonly #parts: KeeperParts
  readonly #waits: Waits
  readonly #speaksWithinMs: number | null
  #current: Live | undefined
  #next: Live | undefined
  #isDialling = false
  #failures = 0
  /** How often in a row something steady was not heard. */
  #dumb = 0

  constructor(parts: KeeperParts) {
    this.#parts = parts
    this.#waits = new Waits(parts.timer)
    this.#speaksWithinMs = speaksWithinMs(parts.names)
  }

  start(): void {
    void this.#dial(0)
  }

  /** Nothing is told any more. */
  stop(): void {
    this.#waits.stop()
    for (const live of [this.#current, this.#next]) if (live) this.#drop(live)
    this.#current = undefined
    this.#next = undefined
  }

  /** Opens the next connection after a time, unless that is under way. */
  async #dial(delayMs: number): Promise<void> {
    if (this.#isDialling || this.#next) return
    this.#isDialling = true
    const mayDial = (await this.#waits.after(delayMs)) && (await this.#parts.gate.pass())
    this.#isDialling = false
    if (mayDial) this.#next = this.#connect()
  }

  #connect(): Live {
    const { url, names, timer, newName, onMessage } = this.#parts
    const name = newName()
    const link = new StreamLink({
      url, names, timer,
      onOpen: () => this.#opened(live),
      onText: (text) => {
        live.watch?.heard()
        live.dumbWatch.heard(text)
        if (!live.hasSpoken) this.#spoke(live)
        onMessage(name, text)
      },
      onEnd: (end) => this.#ended(live, end),
    })
    const waits = new Waits(timer)
    const dumbWatch = new DumbWatch(waits, steady(names), { windowMs: () => Math.min(DUMB_MAX_MS, DUMB_MS * 2 ** this.#dumb), onLooked: (dumb) => this.#looked(live, dumb.length === 0) })
    const live: Live = { name, link, waits, watch: undefined, dumbWatch, isOpen: false, hasSpoken: false, wasSilent: false, isRipe: false }
    return live
  }

  #opened(live: Live): void {
    live.isOpen = true
    if (this.#speaksWithinMs !== null) live.watch = new QuietWatch(live.waits, this.#speaksWithinMs * PATIENCE, () => this.#fellSilent(live))
    this.#parts.onLink(live.name, 'open')
    void live.waits.after(ROLLOVER_MS + this.#parts.random() * ROLLOVER_SPREAD_MS).then((isOld) => isOld && this.#replace(live))
    void live.waits.after(HEALTHY_MS).then((hasLasted) => hasLasted && !live.wasSilent && (this.#failures = 0))
    if (!this.#current) return this.#promote(live)
    void live.waits.after(OVERLAP_MS).then((hasPassed) => {
      live.isRipe = hasPassed
      this.#consider(live)
    })
  }

  #looked(live: Live, isWell: boolean): void {
    if (live !== this.#current) return
    this.#dumb = isWell ? 0 : this.#dumb + 1
    if (!isWell) this.#replace(live)
  }

  /** Another connection takes over from this one, if it is the present one. */
  #replace(live: Live): void {
    if (live === this.#current) void this.#dial(this.#delay())
  }

  #spoke(live: Live): void {
    live.hasSpoken = true
    this.#consider(live)
  }

  /** The next one takes over once it talks and has done so for the overlap. */
  #consider(live: Live): void {
    if (live === this.#next && live.isRipe && (live.hasSpoken || this.#speaksWithinMs === null)) this.#promote(live)
  }

  #promote(live: Live): void {
    const old = this.#current
    this.#current = live
    this.#next = undefined
    if (!old) return
    this.#drop(old)
    this.#parts.onLink(old.name, `closed ${live.name} has taken over`)
  }

  #fellSilent(live: Live): void {
    live.wasSilent = true
    this.#parts.onLink(live.name, `silent nothing came for ${Math.round(this.#speaksWithinMs! * PATIENCE)} ms`)
    if (live === this.#next) {
      this.#drop(live)
      this.#ended(live, { text: 'it never spoke', restMs: null })
    } else void this.#dial(this.#failed())
  }

  #ended(live: Live, { text, restMs }: LinkEnd): void {
    live.waits.stop()
    if (restMs !== null) this.#parts.gate.rest(restMs)
    this.#parts.onLink(live.name, `closed ${text}`)
    const delayMs = this.#failed()
    if (live === this.#next) this.#next = undefined
    else {
      this.#current = undefined
      if (this.#next?.isOpen) return this.#promote(this.#next)
    }
    void this.#dial(delayMs)
  }

  #drop(live: Live): void {
    live.waits.stop()
    live.link.close()
  }

  #failed(): number {
    const delayMs = this.#delay()
    this.#failures++
    return delayMs
  }

  /** Twice as long after each failure, of which a half is chance: many programs that lost the same venue do not come back at the same moment. */
  #delay(): number {
    const most = Math.min(BACK_OFF_MAX_MS, BACK_OFF_MS * 2 ** this.#failures)
    return (most / 2) * (1 + this.#parts.random())
  }
}
