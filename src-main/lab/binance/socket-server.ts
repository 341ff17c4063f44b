import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { LabClock } from './lab-clock.ts'
import type { FaultEffect, Faults, FaultOptions } from './faults.ts'
import type { LabExtension } from './lab-types.ts'
import { LabSocket } from './lab-socket.ts'
import { MarketSocket, type MarketSocketParts } from './market-socket.ts'
import type { StreamHub } from './streams-hub.ts'

export interface SocketParts {
  readonly clock: LabClock
  readonly hub: StreamHub
  readonly faults: Faults
  readonly profile: 'production' | 'demo'
  readonly extension: LabExtension | undefined
  readonly speed: number
  /** A stream was asked for. */
  readonly follow: (stream: string) => void
}

/** `/market/ws`, `/public/stream`, un-routed `/ws`, and with a number behind, which some clients send. */
const MARKET_PATH = /^(?:\/(market|public))?\/(ws|stream)(?:\/(.*))?$/

/** The sockets on a port: those of the market, and whatever the trading side takes. */
export class SocketServer {
  readonly sockets: Set<LabSocket> = new Set()
  readonly #parts: SocketParts
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  #opened = 0

  constructor(http: Server, parts: SocketParts) {
    this.#parts = parts
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#upgrade(request, socket, head))
  }

  /** Whether any of them has more to send than a socket should. */
  get isCongested(): boolean {
    for (const socket of this.sockets) if (socket.isCongested) return true
    return false
  }

  /** Faults of sockets that are open. */
  effects(): Readonly<Record<string, FaultEffect>> {
    const each = (act: (socket: LabSocket) => void) => ({ socket: wanted }: FaultOptions): void => [...this.sockets].filter(({ path }) => wanted === undefined || path.includes(wanted)).forEach(act)
    return {
      'half-open': { start: each((socket) => (socket.isDeaf = true)) },
      'socket-dies': { start: ({ socket: wanted }) => [...this.sockets].find(({ path }) => wanted === undefined || path.includes(wanted))?.terminate() },
      'day-cut': { start: each((socket) => socket.close(1001)) },
      maintenance: { start: each((socket) => socket.close(1001)), stop: () => undefined },
    }
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate()
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = request.url ?? '/'
    const [path = '', query = ''] = url.split('?', 2)
    const refusal = this.#refusal(path)
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`)
      return
    }
    this.#server.handleUpgrade(request, socket, head, (ws) => {
      const { clock, speed, extension } = this.#parts
      const connection = new LabSocket(ws, { connectionId: ++this.#opened, path, query, clock, speed })
      this.sockets.add(connection)
      connection.onClose(() => this.sockets.delete(connection))
      if (this.#parts.faults.take('storm', ({ socket: wanted }) => wanted === undefined || path.includes(wanted))) return connection.terminate()
      const match = MARKET_PATH.exec(path)
      if (match) this.#openMarket(connection, match)
      else if (!extension?.connect(connection)) connection.close(1008)
    })
  }

  /** A status and headers where a socket is not to be opened. */
  #refusal(path: string): string | undefined {
    const { faults } = this.#parts
    const isHere = ({ socket: wanted }: FaultOptions): boolean => wanted === undefined || path.includes(wanted)
    if (faults.take('maintenance', isHere)) return '503 Service Unavailable'
    return faults.take('redirect', isHere) ? '302 Found\r\nlocation: /login' : undefined
  }

  #openMarket(connection: LabSocket, [, route, form, rest = '']: RegExpExecArray): void {
    const { hub, profile, extension, follow, clock } = this.#parts
    const parts: MarketSocketParts = { hub, clock, follow, extension, isWrapped: form === 'stream', route: route === 'market' || route === 'public' ? route : profile === 'demo' ? 'any' : 'public' }
    const socket = new MarketSocket(connection, parts)
    const named = /^\d*$/.test(rest) ? [] : rest.split('/')
    const asked = new URLSearchParams(connection.query).get('streams')?.split('/') ?? []
    socket.subscribe([...named, ...asked].filter((name) => name !== ''))
  }
}
