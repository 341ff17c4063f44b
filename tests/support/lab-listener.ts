import { WebSocket } from 'ws'
import type { LocalBinance } from '../../src-main/lab/binance/local-binance.ts'

export type Frame = Readonly<Record<string, unknown>>

/** A plain socket on a local Binance that keeps all it is told. */
export class LabListener {
  readonly #socket: WebSocket
  #frames: Frame[] = []
  #asked = 0
  readonly #answers = new Map<unknown, () => void>()
  readonly closed: Promise<number>
  pings = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    this.closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    socket.on('ping', () => this.pings++)
    socket.on('message', (data: Buffer) => this.#take(JSON.parse(data.toString()) as Frame))
  }

  /** Rejects when the venue does not open it. */
  static async open(lab: LocalBinance, path: string): Promise<LabListener> {
    const socket = new WebSocket(`${lab.streamUrl}${path}`)
    const listener = new LabListener(socket)
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject).once('unexpected-response', (_request, { statusCode }) => reject(new Error(`${statusCode}`))))
    return listener
  }

  send(frame: unknown): void {
    this.#socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  /** Everything that was sent up to now has come; gives what came since it was called last. */
  async told(): Promise<readonly Frame[]> {
    const id = `barrier-${++this.#asked}`
    const answered = new Promise<void>((resolve) => this.#answers.set(id, resolve))
    this.send({ method: 'LIST_SUBSCRIPTIONS', id })
    await answered
    const frames = this.#frames
    this.#frames = []
    return frames
  }

  /** What has come, without asking for what is on its way. */
  get frames(): readonly Frame[] {
    return this.#frames
  }

  close(): void {
    this.#socket.terminate()
  }

  #take(frame: Frame): void {
    const answered = this.#answers.get(frame['id'])
    if (answered) answered()
    else this.#frames.push(frame)
  }
}
