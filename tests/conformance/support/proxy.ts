import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { readJson, writeJson } from './wire.ts'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface Sent {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One thing that the venue does otherwise. Each part sees only its route or its kind of message. */
export interface Change {
  /** As 'POST /fapi/v1/order', or for messages their `e`, as 'kline'. */
  readonly at: string
  readonly request?: (sent: Sent) => Sent
  readonly reply?: (reply: Reply, sent: Sent) => Reply
  /** Undefined when it never arrives. */
  readonly message?: (data: Readonly<Record<string, unknown>>) => unknown
}

/** Stands between a client and the local Binance, notes what passes and, where it is told to, departs from it in one thing. */
export class Proxy {
  readonly #target: number
  readonly #server: Server
  readonly #sockets = new WebSocketServer({ noServer: true })
  change: Change | undefined
  /** Routes and kinds of messages that passed since it was emptied. */
  readonly passed = new Set<string>()
  /** Paths of sockets that the venue has opened. */
  readonly opened = new Set<string>()

  constructor(target: number) {
    this.#target = target
    this.#server = createServer((incoming, reply) => void this.#forward(incoming, reply))
    this.#server.on('upgrade', (incoming: IncomingMessage, socket, head) => {
      this.#sockets.handleUpgrade(incoming, socket, head, (client) => this.#join(client, incoming.url ?? '/'))
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  listen(): Promise<void> {
    return new Promise((done) => this.#server.listen(0, '127.0.0.1', done))
  }

  close(): void {
    for (const client of this.#sockets.clients) client.terminate()
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #at(name: string): Change | undefined {
    this.passed.add(name)
    return this.change?.at === name ? this.change : undefined
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of incoming) body += String(chunk)
    const { 'content-length': _length, connection: _connection, ...headers } = incoming.headers as Record<string, string>
    const first: Sent = { method: incoming.method ?? 'GET', url: incoming.url ?? '/', headers, body }
    const change = this.#at(`${first.method} ${first.url.split('?')[0]}`)
    const sent = change?.request?.(first) ?? first
    const reply = await this.#ask(sent)
    const told = change?.reply?.(reply, sent) ?? reply
    const { 'content-length': _size, 'transfer-encoding': _encoding, ...kept } = told.headers
    outgoing.writeHead(told.status, { ...kept, 'content-length': String(Buffer.byteLength(told.text)) }).end(told.text)
  }

  #ask({ method, url, headers, body }: Sent): Promise<Reply> {
    return new Promise((done, fail) => {
      const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
      const asked = request({ host: '127.0.0.1', port: this.#target, method, path: url, headers: { ...headers, ...length, 'accept-encoding': 'identity' } }, (reply) => {
        let text = ''
        reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        reply.once('end', () => done({ status: reply.statusCode ?? 0, headers: reply.headers as Record<string, string>, text }))
      })
      asked.once('error', fail)
      asked.end(body)
    })
  }

  #join(client: WebSocket, path: string): void {
    const venue = new WebSocket(`ws://127.0.0.1:${this.#target}${path}`)
    const early: string[] = []
    client.on('message', (data: Buffer) => (venue.readyState === WebSocket.OPEN ? venue.send(data.toString()) : early.push(data.toString())))
    venue.on('open', () => {
      this.opened.add(path)
      early.forEach((text) => venue.send(text))
    })
    venue.on('message', (data: Buffer) => {
      const text = this.#told(data.toString())
      if (text !== undefined) client.send(text)
    })
    for (const [one, other] of [[client, venue], [venue, client]] as const) {
      one.on('close', () => other.terminate())
      one.on('error', () => other.terminate())
    }
  }

  #told(text: string): string | undefined {
    const message = readJson(text) as Readonly<Record<string, unknown>>
    const isWrapped = 'stream' in message && 'data' in message
    const data = (isWrapped ? message['data'] : message) as Readonly<Record<string, unknown>>
    const change = this.#at(typeof data['e'] === 'string' ? data['e'] : 'answer')
    if (!change?.message) return text
    const told = change.message(data)
    return told === undefined ? undefined : writeJson(isWrapped ? { ...message, data: told } : told)
  }
}
