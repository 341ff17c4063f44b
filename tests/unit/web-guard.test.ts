import { expect, it } from 'vitest'
import { refusal, type WebRequest } from '../../src-main/ipc/web-guard.ts'

const own = { host: '127.0.0.1:4100' }
const get = (headers: WebRequest['headers']): WebRequest => ({ method: 'GET', headers, upgrade: false })
const post = (headers: WebRequest['headers']): WebRequest => ({ method: 'POST', headers, upgrade: false })
const upgrade = (headers: WebRequest['headers']): WebRequest => ({ method: 'GET', headers, upgrade: true })
const origin = 'http://127.0.0.1:4100'

it.each([
  ['our own page', get(own), undefined],
  ['our own page by name', get({ host: 'localhost:4100', origin: 'http://localhost:4100', 'sec-fetch-site': 'same-origin' }), undefined],
  ['the address bar', get({ ...own, 'sec-fetch-site': 'none' }), undefined],
  ['our own post', post({ ...own, origin, 'sec-fetch-site': 'same-origin' }), undefined],
  ['our own web socket', upgrade({ ...own, origin }), undefined],
  ['no host', get({}), [403, 'host']],
  ['a rebound name', get({ host: 'evil.test:4100' }), [403, 'host']],
  ['another port', get({ host: '127.0.0.1:4101' }), [403, 'host']],
  ['a host that only begins like ours', get({ host: '127.0.0.1:4100.evil.test' }), [403, 'host']],
  ['a rebound name with its own origin', post({ host: 'evil.test:4100', origin: 'http://evil.test:4100' }), [403, 'host']],
  ['a foreign origin', get({ ...own, origin: 'https://evil.test' }), [403, 'origin']],
  ['our origin over https', get({ ...own, origin: 'https://127.0.0.1:4100' }), [403, 'origin']],
  ['the null origin of a sandboxed frame', post({ ...own, origin: 'null' }), [403, 'origin']],
  ['a post without origin', post(own), [403, 'origin missing']],
  ['a web socket without origin', upgrade(own), [403, 'origin missing']],
  ['a link on a foreign page', get({ ...own, 'sec-fetch-site': 'cross-site' }), [403, 'site']],
  ['a page of another port of this computer', get({ ...own, 'sec-fetch-site': 'same-site' }), [403, 'site']],
  ['a post that no page sent', post({ ...own, origin, 'sec-fetch-site': 'none' }), [403, 'site']],
  ['another method', { method: 'DELETE', headers: { ...own, origin }, upgrade: false }, [405, 'method']],
  ['a web socket by post', { method: 'POST', headers: { ...own, origin }, upgrade: true }, [405, 'method']],
  ['a post with a body', post({ ...own, origin, 'content-length': '5' }), [400, 'body']],
  ['a body of unknown length', post({ ...own, origin, 'transfer-encoding': 'chunked' }), [400, 'body']],
  ['first the host, then the origin', post({ host: 'evil.test', origin: 'null', 'sec-fetch-site': 'cross-site' }), [403, 'host']],
] as const)('%s', (_, request, expected) => {
  const answer = refusal(request, 4_100)
  expect(answer && [answer.status, answer.reason]).toEqual(expected)
})
