import type { Channel } from '../../src-shared/contract/frames.ts'

/** What is used of a MessagePort; Node's have it too. */
export interface Port {
  postMessage(message: unknown): void
  addEventListener(type: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void
  start(): void
  close(): void
}

/** Ports come when the shell gives them: one per load of the page and per life of the engine. The newest is the one that counts. */
export class PortDoor {
  #waiting: ((channel: Channel) => void) | undefined
  #ready: Port | undefined
  #endCurrent: (() => void) | undefined
  readonly #askForPort: () => void
  #hadOne = false

  /** The first port comes by itself; in place of one that was given up another is asked for. */
  constructor(askForPort: () => void) {
    this.#askForPort = askForPort
  }

  /** A new engine is there, or this page is new. A channel over an older port ends, and whoever used it opens this one. */
  offer(port: Port): void {
    this.#ready?.close()
    this.#ready = port
    this.#endCurrent?.()
    this.#handOver()
  }

  /** Resolves with the port that is there, or with the next one. */
  open(): Promise<Channel> {
    if (!this.#ready && this.#hadOne) this.#askForPort()
    return new Promise((resolve) => {
      this.#waiting = resolve
      this.#handOver()
    })
  }

  #handOver(): void {
    const [port, resolve] = [this.#ready, this.#waiting]
    if (!port || !resolve) return
    this.#ready = this.#waiting = undefined
    this.#hadOne = true
    resolve(this.#channelOf(port))
  }

  #channelOf(port: Port): Channel {
    const closed = Promise.withResolvers<void>()
    const end = (): void => {
      if (this.#endCurrent === end) this.#endCurrent = undefined
      port.close()
      closed.resolve()
    }
    this.#endCurrent = end
    return {
      send: (frame) => port.postMessage(frame),
      congested: () => false,
      close: end,
      listen: (onFrame, onClose) => {
        port.addEventListener('message', ({ data }) => onFrame(data))
        port.addEventListener('close', end)
        void closed.promise.then(onClose)
        port.start()
      },
    }
  }
}
