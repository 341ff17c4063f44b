import type { Channel, ServerFrame } from '../../src-shared/contract/frames.ts'
import type { EngineHandle } from './engine-handle.ts'
import type { EngineMessage, WindowFrame } from './messages.ts'
import type { Supervisor } from './supervisor.ts'

/** Instead of what stands for "it went": whoever sends nothing is no window of ours, and the engine ends its channel. */
const NO_FRAME = false

/** Carries the frames of windows that are joined to this process to the engine's and back. When an engine is gone its windows lose their channels. */
export class WindowRelay {
  readonly #supervisor: Supervisor
  readonly #windows = new Map<number, Channel>()
  #nextNumber = 1

  constructor(supervisor: Supervisor) {
    this.#supervisor = supervisor
    supervisor.listen({ onMessage: (message) => this.#take(message), onDown: () => this.#closeAll() })
  }

  /** Joins a window to the engine that serves; without one its channel is closed, and it may try again. */
  join(window: Channel): void {
    const { engine } = this.#supervisor
    if (!engine) return window.close()
    const channel = this.#nextNumber++
    this.#windows.set(channel, window)
    engine.send({ kind: 'window-frame', channel })
    window.listen((frame) => engine.send({ kind: 'window-frame', channel, frame: frame ?? NO_FRAME }), () => this.#left(engine, channel))
  }

  #left(engine: EngineHandle, channel: number): void {
    if (this.#windows.delete(channel)) engine.send({ kind: 'window-frame', channel, frame: null })
  }

  #take(message: EngineMessage): void {
    if (message.kind !== 'window-frame') return
    const window = this.#windows.get(message.channel)
    if (message.frame !== null) return window?.send((message as WindowFrame & { frame: ServerFrame }).frame)
    this.#windows.delete(message.channel)
    window?.close()
  }

  #closeAll(): void {
    const windows = [...this.#windows.values()]
    this.#windows.clear()
    for (const window of windows) window.close()
  }
}
