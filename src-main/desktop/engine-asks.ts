import { randomUUID } from 'node:crypto'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { Timer } from '../base/timer.port.ts'
import type { EngineMessage, ShellAsk, ShellMessage } from '../supervision/messages.ts'

/** The engine did it; or would not, and says why; or nobody can say. */
export type AskOutcome = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly told: Told } | { readonly kind: 'unknown' }

const ANSWER_WITHIN_MS = 10_000

/** Asks the engine for what tray, menu and dialogs offer. */
export class EngineAsks {
  readonly #send: (message: ShellMessage) => boolean
  readonly #timer: Timer
  readonly #waiting = new Map<string, (outcome: AskOutcome) => void>()

  /** `send` is false when no engine is there to hear it. */
  constructor(send: (message: ShellMessage) => boolean, timer: Timer) {
    this.#send = send
    this.#timer = timer
  }

  async ask(ask: ShellAsk): Promise<AskOutcome> {
    const requestId = randomUUID()
    const { promise, resolve } = Promise.withResolvers<AskOutcome>()
    this.#waiting.set(requestId, resolve)
    const limit = this.#timer.after(ANSWER_WITHIN_MS)
    if (!this.#send({ kind: 'ask', requestId, ask })) limit.cancel()
    const outcome = await Promise.race([promise, limit.done.then((): AskOutcome => ({ kind: 'unknown' }))])
    limit.cancel()
    this.#waiting.delete(requestId)
    return outcome
  }

  onMessage(message: EngineMessage): void {
    if (message.kind !== 'asked') return
    this.#waiting.get(message.requestId)?.(message.refused ? { kind: 'refused', told: message.refused } : { kind: 'done' })
  }

  /** Who was asked has gone: what became of it is not known. */
  onDown(): void {
    for (const resolve of this.#waiting.values()) resolve({ kind: 'unknown' })
  }
}
