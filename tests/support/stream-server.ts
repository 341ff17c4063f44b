import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'

interface Asked {
  readonly method: string
  readonly params: readonly string[]
  readonly id: number
}

/** One connection as the venue sees it. */
export interface Peer {
  readonly path: string
  readonly socket: WebSocket
  /** Below the frames. */
  readonly wire: Duplex
  readonly asked: Asked[]
  isOver: boolean
}

/** What a venue's stream host does with connections, and every way in which it may fail to. */
export interface StreamHost {
  readonly endpoint: { readonly streamUrl: string }
  readonly peers: Peer[]
  /** Refused handshakes and connections together. */
  readonly dials: () => number
  /** While set, handshakes are answered with these bytes. */
  refuse: string | undefined
  /** While true, handshakes are not answered at all. */
  hold: boolean
  /** What a subscription is answered with; undefined says nothing. */
  answer: (asked: Asked) => string | undefined
  close(): Promise<void>
}

export async function openStreamHost(): Promise<StreamHost> {
  const http = createServer()
  const sockets = new WebSocketServer({ noServer: true })
  const held = new Set<Duplex>()
  let dials = 0
  const host: StreamHost = {
    endpoint: { get streamUrl() { return `ws://127.0.0.1:${(http.address() as AddressInfo).port}` } },
    peers: [], dials: () => dials, refuse: undefined, hold: false,
    answer: ({ id }) => JSON.stringify({ result: null, id }),
    close: () => {
      for (const socket of held) socket.destroy()
      return new Promise((resolve) => http.close(() => resolve()))
    },
  }
  http.on('upgrade', (request, socket, head) => {
    dials++
    held.add(socket)
    if (host.hold) return
    if (host.refuse === undefined) sockets.handleUpgrade(request, socket, head, (opened) => welcome(host, opened, { path: request.url ?? '', wire: socket }))
    else socket.end(host.refuse)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return host
}

function welcome(host: StreamHost, socket: WebSocket, { path, wire }: Pick<Peer, 'path' | 'wire'>): void {
  const peer: Peer = { path, socket, wire, asked: [], isOver: false }
  socket.on('message', (data: Buffer) => {
    const asked = JSON.parse(data.toString()) as Asked
    peer.asked.push(asked)
    const answer = host.answer(asked)
    if (answer !== undefined) socket.send(answer)
  })
  socket.on('close', () => (peer.isOver = true))
  socket.on('error', () => {})
  host.peers.push(peer)
}
