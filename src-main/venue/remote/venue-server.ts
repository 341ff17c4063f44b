import { createServer, type Server, type Socket } from 'node:net'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { VenueSnapshot } from '../../../src-shared/domain/venue.ts'
import { readLines } from './lines.ts'
import { readRequest, REQUEST_CHARACTERS_MAX, type Advanced, type Hello, type Request, type WireCall } from './wire.ts'

/** What is served. Throwing ends the connection, and must leave the book as it was. */
export interface ServedVenue {
  readonly accountId: string
  hello(): Hello
  advance(calls: readonly WireCall[], until: TimeMs): Advanced
  snapshot(fillsFrom: TimeMs): Promise<VenueSnapshot>
}

export interface ServerEvents {
  /** True when an engine is connected. */
  connected(up: boolean): void
  stopAsked(): void
}

/** Serves one engine at a time: a newer connection replaces the older one once it has said hello. */
export class VenueServer {
  readonly #venue: ServedVenue
  readonly #events: ServerEvents
  readonly #server: Server
  #engine: Socket | undefined

  constructor(venue: ServedVenue, events: ServerEvents) {
    this.#venue = venue
    this.#events = events
    this.#server = createServer((socket) => this.#meet(socket))
  }

  /** Rejects when the place is taken. */
  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(path, resolve)
    })
  }

  /** A failure of the process is not answered: whoever is connected sees the link end. */
  close(): void {
    this.#engine?.destroy()
    this.#server.close()
  }

  #meet(socket: Socket): void {
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      if (this.#engine !== socket) return
      this.#engine = undefined
      this.#events.connected(false)
    })
    readLines(socket, REQUEST_CHARACTERS_MAX, (line) => void this.#take(socket, line))
  }

  async #take(socket: Socket, line: string): Promise<void> {
    let id: number | null = null
    try {
      const request = readRequest(line)
      id = request.id
      const body = await this.#answer(socket, request)
      if (!socket.destroyed) socket.write(`${JSON.stringify({ id, ok: true, body })}\n`)
      if (request.kind === 'stop') this.#events.stopAsked()
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      if (!socket.destroyed) socket.end(`${JSON.stringify({ id, ok: false, error: text.slice(0, 2_000) })}\n`, () => socket.destroy())
    }
  }

  #answer(socket: Socket, request: Request): unknown {
    if (request.kind === 'hello') return this.#greet(socket, request.accountId)
    if (this.#engine !== socket) throw new Error('say hello first: another engine may have taken this place')
    switch (request.kind) {
      case 'advance':
        return this.#advance(request.calls, request.until)
      case 'snapshot':
        return this.#venue.snapshot(request.fillsFrom)
      case 'stop':
        return {}
    }
  }

  #greet(socket: Socket, accountId: string): Hello {
    this.#refuseForeign(accountId)
    const older = this.#engine
    this.#engine = socket
    if (older !== socket) older?.destroy()
    this.#events.connected(true)
    return this.#venue.hello()
  }

  #advance(calls: readonly WireCall[], until: TimeMs): Advanced {
    for (const call of calls) if (call.kind === 'place') this.#refuseForeign(call.accountId)
    return this.#venue.advance(calls, until)
  }

  #refuseForeign(accountId: string): void {
    if (accountId !== this.#venue.accountId) throw new Error(`this is the venue of ${this.#venue.accountId}, not of ${accountId}`)
  }
}
