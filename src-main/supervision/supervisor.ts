import type { Clock } from '../base/clock.port.ts'
import type { Timer } from '../base/timer.port.ts'
import type { Birth, EngineFork, EngineHandle } from './engine-handle.ts'
import type { EngineMessage, ShellMessage } from './messages.ts'

/** Before the first start after a death, the second, … and every one after the last. */
export const BACK_OFF_MS: readonly number[] = [250, 500, 1_000, 2_000, 5_000]
export const CRASH_WINDOW_MS: number = 5 * 60_000
const EXITS_ONLY_CRASHES = 3
/** A process that has not come so far by then never will. */
export const SERVING_WITHIN_MS = 30_000
export const STOP_WITHIN_MS = 12_000
/** A process that serves is asked this often whether its loop still turns. One that leaves so many unanswered is killed: it trades no more, and cannot say so. */
export const PING_MS = 5_000
export const UNANSWERED_MAX = 6

export interface SupervisorParts<Handle extends EngineHandle> {
  readonly fork: EngineFork<Handle>
  readonly beginning: Birth['beginning']
  /** Of real time that nobody can set. */
  readonly clock: Clock
  readonly timer: Timer
}

export interface SupervisorListener<Handle extends EngineHandle> {
  /** A life takes windows from now on. */
  onServing?(engine: Handle): void
  onMessage?(message: EngineMessage, engine: Handle): void
  /** A life has ended, wanted or not: its windows have lost their door, and what it launched is on its own. */
  onDown?(engine: Handle): void
}

/**
 * Keeps an engine's process alive: one that dies is started again after a while, with what it was running. Starting is recovering.
 * After three deaths within five minutes it does exits only, until somebody starts the program anew.
 */
export class Supervisor<Handle extends EngineHandle = EngineHandle> {
  readonly #parts: SupervisorParts<Handle>
  readonly #listeners: SupervisorListener<Handle>[] = []
  #beginning: Birth['beginning']
  #life: Life<Handle> | undefined
  #deaths: number[] = []
  #exitsOnly = false
  #pause: { cancel(): void } | undefined
  #stopped = false

  constructor(parts: SupervisorParts<Handle>) {
    this.#parts = parts
    this.#beginning = parts.beginning
  }

  listen(listener: SupervisorListener<Handle>): void {
    this.#listeners.push(listener)
  }

  start(): void {
    this.#fork()
  }

  /** The life that takes windows, if one does. */
  get engine(): Handle | undefined {
    return this.#life?.isServing ? this.#life.handle : undefined
  }

  /** False when no engine is there to hear it. */
  send(message: ShellMessage): boolean {
    this.engine?.send(message)
    return this.engine !== undefined
  }

  /** Ends the present life in peace and begins another, which recovers. Not a death. */
  async restart(): Promise<void> {
    if (this.#stopped || !this.#life) return
    await this.#end(this.#life)
  }

  /** Resolves when the engine's process is gone; it is killed when it does not go by itself. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#pause?.cancel()
    if (this.#life) await this.#end(this.#life)
  }

  #birth(): Birth {
    const now = this.#parts.clock.now()
    this.#deaths = this.#deaths.filter((time) => time > now - CRASH_WINDOW_MS)
    this.#exitsOnly ||= this.#deaths.length >= EXITS_ONLY_CRASHES
    return { recentCrashes: this.#deaths.length, exitsOnly: this.#exitsOnly, beginning: this.#beginning }
  }

  #fork(): void {
    const life = new Life(this.#parts.fork(this.#birth()))
    this.#life = life
    const { handle } = life
    handle.onMessage((message) => this.#onMessage(life, message))
    handle.onExit(() => void this.#onExit(life))
    this.#killAfter(life, SERVING_WITHIN_MS, life.served.promise)
  }

  #onMessage(life: Life<Handle>, message: EngineMessage): void {
    if (message.kind === 'began') this.#beginning = message.beginning
    for (const listener of this.#listeners) listener.onMessage?.(message, life.handle)
    life.unanswered = 0
    if (message.kind !== 'serving') return
    life.isServing = true
    void this.#watch(life)
    life.served.resolve()
    for (const listener of this.#listeners) listener.onServing?.(life.handle)
  }

  /** Counts questions instead of time: after both processes stood still together, one answer is missing and not thirty seconds of them. */
  async #watch(life: Life<Handle>): Promise<void> {
    while (life.isServing && !life.isAskedToEnd) {
      if (life.unanswered >= UNANSWERED_MAX) return life.handle.kill()
      life.unanswered++
      life.handle.send({ kind: 'ping' })
      life.untilPing = this.#parts.timer.after(PING_MS)
      await life.untilPing.done
    }
  }

  async #onExit(life: Life<Handle>): Promise<void> {
    this.#life = undefined
    life.isServing = false
    life.served.resolve()
    life.ended.resolve()
    life.untilPing?.cancel()
    for (const listener of this.#listeners) listener.onDown?.(life.handle)
    if (!life.isAskedToEnd) await this.#backOff()
    if (!this.#stopped) this.#fork()
  }

  async #backOff(): Promise<void> {
    this.#deaths.push(this.#parts.clock.now())
    const { recentCrashes } = this.#birth()
    const pause = this.#parts.timer.after(BACK_OFF_MS[Math.min(recentCrashes, BACK_OFF_MS.length) - 1] ?? 0)
    this.#pause = pause
    await pause.done
  }

  async #end(life: Life<Handle>): Promise<void> {
    if (!life.isAskedToEnd) {
      life.isAskedToEnd = true
      life.handle.send({ kind: 'stop' })
      this.#killAfter(life, STOP_WITHIN_MS, life.ended.promise)
    }
    await life.ended.promise
  }

  #killAfter(life: Life<Handle>, delayMs: number, unless: Promise<void>): void {
    const limit = this.#parts.timer.after(delayMs)
    let isInTime = false
    void unless.then(() => {
      isInTime = true
      limit.cancel()
    })
    void limit.done.then(() => {
      if (!isInTime) life.handle.kill()
    })
  }
}

class Life<Handle extends EngineHandle> {
  readonly handle: Handle
  readonly served: PromiseWithResolvers<void> = Promise.withResolvers<void>()
  readonly ended: PromiseWithResolvers<void> = Promise.withResolvers<void>()
  isServing = false
  isAskedToEnd = false
  unanswered = 0
  untilPing: { readonly done: Promise<void>; cancel(): void } | undefined

  constructor(handle: Handle) {
    this.handle = handle
  }
}
