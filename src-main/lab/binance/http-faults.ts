import type { Socket } from 'node:net'
import type { ServerResponse } from 'node:http'
import { systemTimer } from '../../base/system-timer.ts'
import type { Faults, FaultOptions } from './faults.ts'
import type { LabReply, LabRequest } from './lab-types.ts'
import { losslessJson, refused } from './replies.ts'
import { spoiled } from './stream-faults.ts'
import { retyped, tamper } from './tamper.ts'

const LATENCY_MS = 4_000
const RECENT_MS = 600_000
const CANDLES = /[kK]lines$/

/** Faults on the way of a call: before it is handled, in what it answers, and while that is sent. */
export class HttpFaults {
  readonly #faults: Faults

  constructor(faults: Faults) {
    this.#faults = faults
  }

  /** True when the call got no further. */
  before(request: LabRequest, response: ServerResponse): boolean {
    if (this.#faults.isQuiet) return false
    const isHere = (options: FaultOptions): boolean => fits(request, options)
    if (this.#faults.take('drop-request', isHere)) {
      cut(response)
      return true
    }
    const html = this.#faults.take('html', isHere)
    if (html) {
      response.writeHead(Number(html.status ?? 502), { 'content-type': 'text/html' }).end('<!DOCTYPE html><html><head><title>Bad Gateway</title></head><body><h1>The upstream server did not answer.</h1></body></html>')
      return true
    }
    if (this.#faults.take('redirect', isHere)) {
      response.writeHead(302, { location: '/login' }).end()
      return true
    }
    return false
  }

  /** An answer that comes instead of the venue's own. */
  instead(request: LabRequest): LabReply | undefined {
    return this.#faults.take('maintenance', (options) => fits(request, options)) ? refused(-1016, 'This service is no longer available.', 503) : undefined
  }

  /** What the answer became. */
  changed(request: LabRequest, reply: LabReply): LabReply {
    if (this.#faults.isQuiet || reply.status !== 200) return reply
    let { body } = reply
    for (const [name, change] of CHANGES) {
      const options = this.#faults.look(name)
      if (!options || !fits(request, options) || (CANDLES_ONLY.has(name) && !CANDLES.test(request.path))) continue
      if (this.#faults.take(name)) body = change(body, options, request.now)
    }
    return { ...reply, body }
  }

  /** Sends an answer, sooner, later, in part or not at all. */
  send(request: LabRequest, response: ServerResponse, { status, body, headers }: LabReply): void {
    const isPage = typeof body === 'string'
    const text = isPage ? body : losslessJson(body)
    const write = (): void => {
      if (status === 0) return cut(response)
      const isHere = (options: FaultOptions): boolean => fits(request, options)
      if (this.#faults.take('drop-response', isHere)) return cut(response)
      const head = { 'content-type': isPage ? 'text/html' : 'application/json', ...headers }
      if (this.#faults.take('reset-body', isHere)) {
        response.writeHead(status, { ...head, 'content-length': Buffer.byteLength(text) })
        response.write(text.slice(0, Math.ceil(text.length / 2)), () => cut(response))
        return
      }
      const told = this.#faults.take('truncated-json', isHere) ? text.slice(0, Math.ceil(text.length / 2)) : text
      response.writeHead(status, head).end(told)
    }
    const latency = this.#faults.isQuiet ? undefined : this.#faults.take('latency', (options) => fits(request, options))
    if (latency) void systemTimer.after(latency.ms ?? LATENCY_MS).done.then(write)
    else write()
  }
}

const fits = ({ path, params }: LabRequest, { path: wanted, symbol }: FaultOptions): boolean =>
  (wanted === undefined || path.includes(wanted)) && (symbol === undefined || params.get('symbol') === symbol)

const cut = ({ socket }: { readonly socket: Socket | null }): void => void socket?.resetAndDestroy()

type Change = (body: unknown, options: FaultOptions, now: number) => unknown
type Row = readonly unknown[]

const rowsOf = (body: unknown): readonly Row[] => (Array.isArray(body) ? (body as readonly unknown[]).filter((row): row is Row => Array.isArray(row)) : [])

/** Rows whose candle ended no longer ago than so. */
const isRecent = (row: Row, options: FaultOptions, now: number): boolean => Number(row[6]) > now - (options.ms ?? RECENT_MS)

const gap: Change = (body, options, now) => rowsOf(body).filter((row) => !isRecent(row, options, now))

/** What takers bought stands for the whole. */
const lateCorrection: Change = (body, options, now) => rowsOf(body).map((row) => (isRecent(row, options, now) ? row.with(5, row[9]).with(7, row[10]) : row))

const PRICE_NAMES = ['markPrice', 'bidPrice', 'askPrice', 'lastPrice', 'price']

const badPrice: Change = (body, { value = 'tenfold' }) => eachOf(body, (one) => {
  if (isRow(one)) return one.length === 12 ? one.with(4, spoiled(String(one[4]), value)) : one
  return Object.fromEntries(Object.entries(one).map(([name, text]) => [name, PRICE_NAMES.includes(name) ? spoiled(String(text), value) : text]))
})

const crossed: Change = (body) => eachOf(body, (one) => {
  if (isRow(one)) return one
  if ('asks' in one && 'bids' in one) return { ...one, bids: one['asks'], asks: one['bids'] }
  return 'bidPrice' in one ? { ...one, bidPrice: one['askPrice'], askPrice: one['bidPrice'] } : one
})

/** Candles have places instead of names: one fewer, one more, or a number for a text. */
const tampering = (way: 'renamed' | 'appended' | 'retyped'): Change => (body, { field }) => eachOf(body, (one) => {
  if (!isRow(one)) return tamper(one, way, field ?? Object.keys(one).find((name) => /price|rate|interest|time/i.test(name)) ?? Object.keys(one)[0] ?? '')
  const row = one
  return way === 'renamed' ? row.slice(0, -1) : way === 'appended' ? [...row, '0'] : row.with(1, retyped(row[1]))
})

type Part = Readonly<Record<string, unknown>> | Row
const isRow = (one: Part): one is Row => Array.isArray(one)

function eachOf(body: unknown, change: (one: Part) => unknown): unknown {
  if (!Array.isArray(body)) return typeof body === 'object' && body !== null ? change(body as Part) : body
  return body.map((one: unknown) => (typeof one === 'object' && one !== null ? change(one as Part) : one))
}

const CANDLES_ONLY: ReadonlySet<string> = new Set(['gap', 'late-correction'])

const CHANGES: readonly (readonly [string, Change])[] = [
  ['gap', gap], ['late-correction', lateCorrection], ['bad-price', badPrice], ['crossed-book', crossed],
  ['renamed-field', tampering('renamed')], ['appended-field', tampering('appended')], ['retyped-field', tampering('retyped')],
]
