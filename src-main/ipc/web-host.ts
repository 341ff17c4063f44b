import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { SOCKET_PROTOCOL } from '../../src-shared/contract/contract.ts'
import type { Channel } from '../../src-shared/contract/frames.ts'
import type { WorkstationView } from '../../src-shared/contract/workstation-views.ts'
import type { Clock } from '../base/clock.port.ts'
import type { PageFiles } from '../base/system-page-files.ts'
import { socketChannel } from './socket-channel.ts'
import { refusal, SECURITY_HEADERS } from './web-guard.ts'
import { WebSessions } from './web-sessions.ts'

const FRAME_BYTES_MAX = 64 * 1024
const HEADER_BYTES_MAX = 8 * 1024
const REQUEST_MS_MAX = 10_000
const CONNECTIONS_MAX = 128
const IDLE_MS = 12 * 3_600_000

/** What `GET /health` tells anybody on this computer. */
export interface Health {
  readonly name: string
  readonly version: string
  /** 'down' while no engine's process serves. */
  readonly phase: WorkstationView['phase'] | 'down'
  readonly mode: string | null
  readonly ready: boolean
  readonly trading: boolean
  readonly components: readonly { readonly component: string; readonly healthy: boolean }[]
}

interface WebHostParts {
  readonly files: PageFiles
  /** 0 takes a free one. */
  readonly port: number
  readonly clock: Clock
  health(): Health
  onChannel(channel: Channel): void
  /** Windows wait at the door until this resolves; undefined when they need not. */
  serving?(): Promise<void> | undefined
}

export interface WebHost {
  readonly port: number
  /** A link that works once: its one-time token is in the fragment, which browsers never send. Makes the link before it, if still unused, worthless. */
  newLink(): string
  close(): Promise<void>
}

/** The wished port belongs to somebody else. */
export class PortBusy extends Error {
  override readonly name = 'PortBusy'
  readonly port: number

  constructor(port: number) {
    super(`Port ${port} on 127.0.0.1 is in use by another program, perhaps another Haetae. Close that program, or choose another port: --port 0 takes any free one.`)
    this.port = port
  }
}

/** Serves the window and the engine's door on 127.0.0.1 to whoever shows the boot token first. Rejects with PortBusy. */
export async function openWebHost(parts: WebHostParts): Promise<WebHost> {
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: REQUEST_MS_MAX, requestTimeout: REQUEST_MS_MAX, keepAliveTimeout: REQUEST_MS_MAX })
  server.maxConnections = CONNECTIONS_MAX
  const sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES_MAX, handleProtocols: () => SOCKET_PROTOCOL })
  const sessions = new WebSessions(parts.clock, IDLE_MS)
  const waiting = new WaitingRoom()
  const port = await listen(server, parts.port)

  server.on('request', (request, response) => {
    const refused = refusal({ method: request.method ?? '', headers: request.headers, upgrade: false }, port)
    if (refused) return end(response.setHeader('connection', 'close'), refused.status, 'text/plain', refused.reason)
    return route(request, response, parts, sessions)
  })

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const refused = refusal({ method: request.method ?? '', headers: request.headers, upgrade: true }, port)
    const [protocol, secret = ''] = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim())
    if (refused || request.url !== '/') return void socket.end(refusalText(refused?.status ?? 404))
    if (protocol !== SOCKET_PROTOCOL || !sessions.knows(secret)) return void socket.end(refusalText(401))
    const open = (): void => sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('close', sessions.joined(secret, () => opened.terminate()))
      parts.onChannel(socketChannel(opened))
    })
    waiting.hold(socket, parts.serving?.(), () => (sessions.knows(secret) ? open() : socket.end(refusalText(401))))
  })

  return {
    port,
    newLink: () => `http://127.0.0.1:${port}/#boot=${sessions.newBoot()}`,
    close: () => {
      for (const client of sockets.clients) client.terminate()
      waiting.clear()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Connections that nobody can serve yet: to the page they are still opening. */
class WaitingRoom {
  readonly #sockets = new Set<Duplex>()

  hold(socket: Duplex, until: Promise<void> | undefined, enter: () => void): void {
    if (!until) return enter()
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    void until.then(() => {
      if (this.#sockets.delete(socket)) enter()
    })
  }

  clear(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
  }
}

function route(request: IncomingMessage, response: ServerResponse, parts: WebHostParts, sessions: WebSessions): void {
  const { method = '', url = '' } = request
  if (method === 'POST') {
    if (url !== '/session') return end(response, 404)
    const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ')
    const session = scheme === 'Boot' ? sessions.exchange(token) : undefined
    return session ? end(response, 200, 'text/plain', session) : end(response, 401)
  }
  if (url === '/health') return end(response, 200, 'application/json', JSON.stringify(parts.health()))
  const file = parts.files.get(url)
  return file ? end(response, 200, file.type, file.body) : end(response, 404)
}

function end(response: ServerResponse, status: number, type = 'text/plain', body: string | Uint8Array = ''): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
}

const refusalText = (status: number): string => `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new PortBusy(port) : error))
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
