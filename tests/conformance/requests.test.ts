import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ccxtClient, clientsAreHere, officialClient, type Access } from './support/clients.ts'

interface Sent {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: string
  readonly key: string | undefined
}

/** Takes down what a client sends and answers an empty object. */
describe.skipIf(!clientsAreHere)('what the clients send', () => {
  const sent: Sent[] = []
  let server: Server
  let access: Access
  beforeAll(async () => {
    server = createServer((request, reply) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        const [path = '', query = ''] = (request.url ?? '').split('?')
        sent.push({ method: request.method ?? '', path, query, body, key: request.headers['x-mbx-apikey']?.toString() })
        reply.end('{}')
      })
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    access = { port: (server.address() as AddressInfo).port, apiKey: 'k', secret: '2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9' }
  })
  afterAll(() => server.close())

  /** The signature is over all that is sent, query and body without a mark between them, but the signature itself, which comes last. */
  const signed = ({ query, body }: Sent): { readonly text: string; readonly is: string | undefined; readonly wanted: string } => {
    const [text = '', is] = `${query}${body}`.split('&signature=')
    return { text, is, wanted: createHmac('sha256', access.secret).update(text).digest('hex') }
  }

  it('ccxt puts an order into the body', async () => {
    const client = await ccxtClient(access)
    await (client['fapiPrivatePostOrder'] as (order: object) => Promise<unknown>)({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.1' })
    const [order] = sent.splice(0)
    expect(order).toMatchObject({ method: 'POST', path: '/fapi/v1/order', query: '', key: 'k' })
    expect(signed(order!).is).toBe(signed(order!).wanted)
    expect(order!.body).toContain('recvWindow=10000')
  })

  it('the official client puts an order into the query', async () => {
    const client = officialClient(access)
    await client.restAPI['newOrder']!({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: 0.1 })
    const [order] = sent.splice(0)
    expect(order).toMatchObject({ method: 'POST', path: '/fapi/v1/order', body: '', key: 'k' })
    expect(signed(order!).is).toBe(signed(order!).wanted)
  })
})
