import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemTimer } from '../../base/system-timer.ts'
import type { FaultEffect, Faults } from './faults.ts'
import type { SocketServer } from './socket-server.ts'

const REFUSED_MS = 5_000

/** The port: open, or for a while closed to everybody. */
export class Door {
  readonly #http: Server
  readonly #sockets: SocketServer
  #port = 0
  #isClosed = false

  constructor(http: Server, sockets: SocketServer) {
    this.#http = http
    this.#sockets = sockets
  }

  /** Gives the port that it is. Rejects when somebody else has it. */
  async open(port: number): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#http.once('error', reject)
    this.#http.listen(port, '127.0.0.1', resolve)
    await promise
    this.#http.off('error', reject)
    this.#port = (this.#http.address() as AddressInfo).port
    return this.#port
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#shut()
  }

  effects(faults: Faults): Readonly<Record<string, FaultEffect>> {
    return {
      refuse: {
        start: ({ ms = REFUSED_MS }) => {
          void this.#shut()
          void systemTimer.after(ms).done.then(() => faults.clear('refuse'))
        },
        stop: () => {
          if (!this.#isClosed && !this.#http.listening) void this.open(this.#port)
        },
      },
    }
  }

  #shut(): Promise<void> {
    this.#sockets.close()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#http.close(() => resolve())
    this.#http.closeAllConnections()
    return promise
  }
}
