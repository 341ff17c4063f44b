import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** To and fro so often: a handshake, a question and its answer have gone their ways in that time. */
const ROUNDS = 4

/**
 * Waits for what is on its way between sockets of this computer, without a clock: a byte is sent after it, to and fro. Where the computer is too busy to deliver,
 * the byte waits as well.
 */
export class Loopback {
  readonly #near: Socket
  readonly #far: Socket

  private constructor(near: Socket, far: Socket) {
    this.#near = near
    this.#far = far
    far.on('data', (data) => far.write(data))
    for (const socket of [near, far]) socket.setNoDelay(true)
  }

  static async open(): Promise<Loopback> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const near = connect((server.address() as AddressInfo).port, '127.0.0.1')
    const [far] = (await once(server, 'connection')) as [Socket]
    server.close()
    return new Loopback(near, far)
  }

  async delivered(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      const back = once(this.#near, 'data')
      this.#near.write('.')
      await back
    }
  }

  close(): void {
    this.#near.destroy()
    this.#far.destroy()
  }
}
