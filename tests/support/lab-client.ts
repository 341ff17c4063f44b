import { createHmac } from 'node:crypto'
import { WebSocket } from 'ws'
import { parseLossless, type Lossless } from '../../src-main/venue/binance/lossless-json.ts'
import { startLocalBinance, type LocalBinance, type LocalBinanceOptions } from '../../src-main/lab/binance/local-binance.ts'
import { LAB_KEY } from '../../src-main/lab/binance/trading/lab-trading.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

export type Json = Readonly<Record<string, Lossless>>
type Fields = Readonly<Record<string, string | number | boolean>>

export interface Told {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
  readonly rows: readonly Json[]
}

/** Ten seconds before everything settles. */
const EARLY = Date.UTC(2026, 10, 20, 7, 59, 50) as TimeMs

/** A local Binance whose time stands still, and the plainest client of it: what is sent is what the test says. */
export class LabClient {
  readonly lab: LocalBinance
  readonly #sockets: WebSocket[] = []

  private constructor(lab: LocalBinance) {
    this.lab = lab
  }

  static async open(options: LocalBinanceOptions = {}): Promise<LabClient> {
    return new LabClient(await startLocalBinance({ speed: 0, startTime: EARLY, instruments: 2, historyDays: 1, isUnlimited: true, ...options }))
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate()
    await this.lab.close()
  }

  get now(): number {
    return this.lab.clock.now()
  }

  /** Signed as the venue wants it. POST and PUT send a form, the others a query, unless `as` says so. */
  ask(method: string, path: string, fields: Fields = {}, as: 'query' | 'form' = method === 'GET' || method === 'DELETE' ? 'query' : 'form'): Promise<Told> {
    const text = new URLSearchParams(Object.entries({ ...fields, timestamp: this.now }).map(([name, value]) => [name, String(value)])).toString()
    const whole = `${text}&signature=${sign(text)}`
    return this.send(method, as === 'query' ? `${path}?${whole}` : path, as === 'form' ? whole : '')
  }

  async send(method: string, url: string, body = '', apiKey: string | null = LAB_KEY.apiKey): Promise<Told> {
    const headers: Record<string, string> = { ...(apiKey === null ? {} : { 'X-MBX-APIKEY': apiKey }), ...(body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) }
    const reply = await fetch(`${this.lab.restUrl}${url}`, { method, headers, ...(body === '' ? {} : { body }) })
    const text = await reply.text()
    const json = text.startsWith('<') ? text : parseLossless(text)
    return { status: reply.status, headers: reply.headers, body: json as Json, rows: json as unknown as readonly Json[] }
  }

  /** A socket, and what it heard so far. */
  async listen(path: string): Promise<{ readonly heard: Json[]; readonly socket: WebSocket }> {
    const socket = new WebSocket(`${this.lab.streamUrl}${path}`)
    this.#sockets.push(socket)
    const heard: Json[] = []
    socket.on('message', (data: Buffer) => heard.push(parseLossless(data.toString()) as Json))
    await new Promise((done, fail) => socket.once('open', done).once('error', fail))
    return { heard, socket }
  }
}

export const sign = (text: string, secret: string = LAB_KEY.secret): string => createHmac('sha256', secret).update(text).digest('hex')

/** A number or text of a reply, with all its digits. */
export const told = (value: Lossless | undefined): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
