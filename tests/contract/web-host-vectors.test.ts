import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SOCKET_PROTOCOL } from '../../src-shared/contract/contract.ts'
import { openWebHost, type WebHost } from '../../src-main/ipc/web-host.ts'
import { ManualClock } from '../support/manual-clock.ts'

// Requests as an attacker could write them, byte for byte: none of them comes from a client that would correct it.
const files = new Map([['/', { type: 'text/html; charset=utf-8', body: new TextEncoder().encode('<p>page</p>') }]])
const opened: unknown[] = []
let host: WebHost
let ours: string
let secret: string

beforeAll(async () => {
  const health = { name: 'haetae', version: '0', phase: 'running', mode: 'demo', ready: true, trading: true, components: [] } as const
  host = await openWebHost({ files, port: 0, clock: new ManualClock(), health: () => health, onChannel: (channel) => opened.push(channel) })
  ours = `127.0.0.1:${host.port}`
  const token = new URL(host.newLink()).hash.replace('#boot=', '')
  secret = (await send([`POST /session HTTP/1.1`, `Host: ${ours}`, `Origin: http://${ours}`, 'Content-Length: 0', `Authorization: Boot ${token}`, 'Connection: close'])).split('\r\n\r\n')[1]!
})
afterAll(() => host.close())

/** What the server answers before it closes; a web socket that opens is closed from here. */
function send(lines: readonly string[], body = '', to = '127.0.0.1'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(host.port, to, () => socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (text.startsWith('HTTP/1.1 101')) socket.end()
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
}

type Head = readonly [line: string, headers?: readonly string[], body?: string]
const get = (...headers: string[]): Head => ['GET / HTTP/1.1', headers]
const post = (...headers: string[]): Head => ['POST /session HTTP/1.1', ['Content-Length: 0', 'Authorization: Boot 00', ...headers]]
const dial = (...headers: string[]): Head => ['GET / HTTP/1.1', ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', ...headers]]
const own = (): string => `Host: ${ours}`
const origin = (): string => `Origin: http://${ours}`
const offered = (word: string): string => `Sec-WebSocket-Protocol: ${SOCKET_PROTOCOL}, ${word}`

const REFUSED: readonly (readonly [name: string, answer: number, head: () => Head])[] = [
  ['a rebound name', 403, () => get('Host: evil.test')],
  ['a rebound name with our port', 403, () => get(`Host: evil.test:${host.port}`)],
  ['a name that ends in ours', 403, () => get(`Host: evil.${ours}`)],
  ['our name without the port', 403, () => get('Host: 127.0.0.1')],
  ['our address written otherwise', 403, () => get(`Host: 127.1:${host.port}`)],
  ['no name, as HTTP/1.0 allows', 403, () => ['GET / HTTP/1.0', []]],
  ['no name', 400, () => get()],
  ['two names, theirs first', 403, () => get('Host: evil.test', own())],
  ['the name in the target, ours in the header', 404, () => [`GET http://evil.test:${host.port}/ HTTP/1.1`, [own()]]],
  ['a page of another site', 403, () => get(own(), 'Origin: https://evil.test')],
  ['a page of another port', 403, () => get(own(), 'Origin: http://127.0.0.1:1')],
  ['a page that hides where it is from', 403, () => get(own(), 'Origin: null')],
  ['a rebound page, its own origin', 403, () => post(`Host: evil.test:${host.port}`, `Origin: http://evil.test:${host.port}`)],
  ['a link on another site', 403, () => get(own(), 'Sec-Fetch-Site: cross-site')],
  ['a page of a sister site', 403, () => get(own(), 'Sec-Fetch-Site: same-site')],
  ['a form of another site', 403, () => post(own(), 'Origin: https://evil.test', 'Content-Type: application/x-www-form-urlencoded')],
  ['a form that hides where it is from', 403, () => post(own(), 'Origin: null')],
  ['a post without origin', 403, () => post(own())],
  ['a post with a body', 400, () => ['POST /session HTTP/1.1', [own(), origin(), 'Content-Length: 3'], 'a=b']],
  ['a body in pieces', 400, () => ['POST /session HTTP/1.1', [own(), origin(), 'Transfer-Encoding: chunked'], '3\r\na=b\r\n0\r\n\r\n']],
  ['two lengths, to smuggle a second request', 400, () => ['POST /session HTTP/1.1', [own(), origin(), 'Content-Length: 0', 'Transfer-Encoding: chunked'], '0\r\n\r\n']],
  ['a preflight', 403, () => ['OPTIONS /session HTTP/1.1', [own(), 'Origin: https://evil.test', 'Access-Control-Request-Method: POST']]],
  ['another method', 405, () => ['DELETE /session HTTP/1.1', [own(), origin()]]],
  ['a tunnel', 0, () => ['CONNECT evil.test:80 HTTP/1.1', [own()]]],
  ['a token in the address', 404, () => ['GET /?boot=0000 HTTP/1.1', [own()]]],
  ['a token in a query of the exchange', 404, () => ['POST /session?boot=0000 HTTP/1.1', [own(), origin(), 'Content-Length: 0']]],
  ['a wrong token', 401, () => post(own(), origin())],
  ['a web socket of another site', 403, () => dial(own(), 'Origin: https://evil.test', offered(secret))],
  ['a web socket of a rebound page', 403, () => dial(`Host: evil.test:${host.port}`, `Origin: http://evil.test:${host.port}`, offered(secret))],
  ['a web socket without origin', 403, () => dial(own(), offered(secret))],
  ['a web socket without the secret', 401, () => dial(own(), origin())],
  ['a web socket with a wrong secret', 401, () => dial(own(), origin(), offered('0'.repeat(64)))],
  ['a web socket with the secret in the address', 404, () => ['GET /?secret=00 HTTP/1.1', dial(own(), origin(), offered(secret))[1]!]],
  ['a web socket by post', 405, () => ['POST / HTTP/1.1', dial(own(), origin(), offered(secret))[1]!]],
]

it.each(REFUSED)('refuses %s', async (_, answer, head) => {
  const [line, headers = [], body = ''] = head()
  const closing = headers.some((header) => header.startsWith('Upgrade')) ? [] : ['Connection: close']
  const before = opened.length
  const text = await send([line, ...headers, ...closing], body)
  expect(Number(text.split(' ')[1] ?? 0)).toBe(answer)
  expect(text.toLowerCase()).not.toContain('access-control-allow')
  expect(text).not.toContain('<p>page</p>')
  expect(opened).toHaveLength(before)
})

it('refuses what follows a good request on the same connection', async () => {
  const text = await send([`GET / HTTP/1.1`, own(), '', `GET / HTTP/1.1`, 'Host: evil.test', 'Connection: close'])
  expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '403'])
})

it('listens on this computer’s own address alone', async () => {
  const others = ['::1', ...Object.values(networkInterfaces()).flatMap((known) => known ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address)]
  const answering = await Promise.all(others.map((address) => send(['GET /health HTTP/1.1', own(), 'Connection: close'], '', address).then(() => [address], () => [])))
  expect(answering.flat()).toEqual([])
})

it('lets the same requests in when they are ours, so that the refusals above mean something', async () => {
  expect(await send(['GET / HTTP/1.1', own(), 'Sec-Fetch-Site: none', 'Connection: close'])).toMatch(/^HTTP\/1\.1 200.*<p>page<\/p>$/s)
  const [line, headers] = dial(own(), origin(), 'Sec-Fetch-Site: same-origin', offered(secret))
  const before = opened.length
  expect(await send([line, ...headers!])).toMatch(/^HTTP\/1\.1 101/)
  expect(opened).toHaveLength(before + 1)
})
