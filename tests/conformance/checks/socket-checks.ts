import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { until, type Check, type Row } from '../support/check.ts'
import { SYMBOL } from '../support/truth.ts'
import { readJson } from '../support/wire.ts'
import type { World } from '../support/world.ts'

interface Opened {
  readonly socket: WebSocket
  readonly heard: readonly Row[]
}

const s = SYMBOL.toLowerCase()

async function open(world: World, path: string): Promise<Opened> {
  const heard: Row[] = []
  const socket = new WebSocket(`ws://127.0.0.1:${world.proxy.port}${path}`)
  socket.on('message', (data: Buffer) => heard.push(readJson(data.toString()) as Row))
  await until(`a socket at ${path}`, () => world.proxy.opened.has(path))
  return { socket, heard }
}

const kindsOf = ({ heard }: Opened): ReadonlySet<unknown> => new Set(heard.map((message) => ((message['data'] ?? message) as Row)['e']))

/** Forms of address and frames that change what a socket hears. */
export const socketChecks: readonly Check[] = [
  {
    name: 'each route carries its own streams and no others', by: 'wire',
    run: async (world) => {
      const names = `${s}@kline_1m/${s}@markPrice@1s/${s}@bookTicker/${s}@aggTrade/${s}@depth@100ms`
      const [market, open_, bare] = [await open(world, `/market/stream?streams=${names}`), await open(world, `/public/stream?streams=${names}`), await open(world, `/ws/${names}`)]
      await until('messages of all streams', () => {
        world.lab.clock.advance(50)
        return kindsOf(market).size >= 3 && kindsOf(open_).size >= 2 && kindsOf(bare).size >= 2
      })
      expect(kindsOf(market)).toEqual(new Set(['kline', 'markPriceUpdate', 'aggTrade']))
      expect(kindsOf(open_)).toEqual(new Set(['bookTicker', 'depthUpdate']))
      // What is left of addresses without a route.
      expect(kindsOf(bare)).toEqual(new Set(['bookTicker', 'depthUpdate']))
      expect([market.heard.every((message) => typeof message['stream'] === 'string'), bare.heard.every((message) => !('stream' in message))]).toEqual([true, true])
      for (const { socket } of [market, open_, bare]) socket.terminate()
    },
  },
  {
    name: 'frames subscribe, list and unsubscribe, and are answered with their own id', by: 'wire',
    run: async (world) => {
      const one = await open(world, '/market/ws')
      const answered = async (frame: Row): Promise<Row> => {
        one.socket.send(JSON.stringify(frame))
        return until(`the answer to ${String(frame['method'])}`, () => one.heard.find(({ id }) => id === frame['id']))
      }
      expect(await answered({ method: 'SUBSCRIBE', params: [`${s}@markPrice@1s`], id: 7 })).toEqual({ result: null, id: 7 })
      expect(await answered({ method: 'LIST_SUBSCRIPTIONS', id: 'a1b2' })).toEqual({ result: [`${s}@markPrice@1s`], id: 'a1b2' })
      await until('a mark', () => {
        world.lab.clock.advance(500)
        return kindsOf(one).has('markPriceUpdate')
      })
      expect(await answered({ method: 'UNSUBSCRIBE', params: [`${s}@markPrice@1s`], id: 8 })).toEqual({ result: null, id: 8 })
      const before = one.heard.length
      await world.advance(3_000)
      expect(await answered({ method: 'LIST_SUBSCRIPTIONS', id: 9 })).toEqual({ result: [], id: 9 })
      expect(one.heard.length).toBe(before + 1)
      expect(await answered({ method: 'DANCE', id: 10 })).toMatchObject({ error: { code: 2 } })
      one.socket.terminate()
    },
  },
  {
    name: 'a socket that asks too often is closed', by: 'wire',
    run: async (world) => {
      const { socket } = await open(world, '/public/ws')
      let closed: number | undefined
      socket.on('close', (code) => (closed = code))
      for (let id = 1; id <= 11; id++) socket.send(JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id }))
      expect(await until('the end of the socket', () => closed)).toBeDefined()
    },
  },
]
