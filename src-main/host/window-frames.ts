import type { Channel, ClientFrame, ServerFrame } from '../../src-shared/contract/frames.ts'
import type { WindowFrame } from '../supervision/messages.ts'

/** So many of our messages may wait to leave this process before windows are sent no more news. */
const WAITING_MAX = 200

/** How frames go to the process that has the windows. */
export interface FrameLine {
  send(frame: WindowFrame): void
  /** Messages that have not left this process yet. */
  readonly waiting: number
}

/** The windows that are joined through a process in between: one channel for each number. */
export class WindowFrames {
  readonly #line: FrameLine
  readonly #onWindow: (channel: Channel) => void
  readonly #windows = new Map<number, RelayedWindow>()

  constructor(line: FrameLine, onWindow: (channel: Channel) => void) {
    this.#line = line
    this.#onWindow = onWindow
  }

  take({ channel, frame }: WindowFrame): void {
    if (frame === undefined) return this.#open(channel)
    const window = this.#windows.get(channel)
    if (frame !== null) return window?.onFrame(frame)
    this.#windows.delete(channel)
    window?.onClose()
  }

  #open(channel: number): void {
    const window = new RelayedWindow(channel, this.#line, () => void this.#windows.delete(channel))
    this.#windows.set(channel, window)
    this.#onWindow(window)
  }
}

class RelayedWindow implements Channel {
  readonly #channel: number
  readonly #line: FrameLine
  readonly #forget: () => void
  onFrame: (frame: unknown) => void = () => {}
  onClose: () => void = () => {}

  constructor(channel: number, line: FrameLine, forget: () => void) {
    this.#channel = channel
    this.#line = line
    this.#forget = forget
  }

  send(frame: ClientFrame | ServerFrame): void {
    this.#line.send({ kind: 'window-frame', channel: this.#channel, frame })
  }

  congested(): boolean {
    return this.#line.waiting > WAITING_MAX
  }

  listen(onFrame: (frame: unknown) => void, onClose: () => void): void {
    this.onFrame = onFrame
    this.onClose = onClose
  }

  close(): void {
    this.#forget()
    this.#line.send({ kind: 'window-frame', channel: this.#channel, frame: null })
    this.onClose()
  }
}
