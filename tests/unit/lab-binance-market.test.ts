import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startLocalBinance, type LocalBinance, type LocalBinanceOptions } from '../../src-main/lab/binance/local-binance.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

/** 2026-11-22 00:00 UTC, a Sunday. */
const START = 1_795_305_600_000 as TimeMs
const running: LocalBinance[] = []

async function local(options: LocalBinanceOptions = {}): Promise<LocalBinance> {
  const lab = await startLocalBinance({ startTime: START, speed: 0, historyDays: 3, ...options })
  running.push(lab)
  return lab
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((lab) => lab.close()))
})

const get = async (lab: LocalBinance, path: string): Promise<unknown> => (await fetch(`${lab.restUrl}${path}`)).json()

type Row = readonly [number, string, string, string, string, string, number, string, number, string, string, string]
const klines = async (lab: LocalBinance, query: string): Promise<readonly Row[]> => (await get(lab, `/fapi/v1/klines?${query}`)) as readonly Row[]

describe('candles of the local venue', () => {
  it('are the same for the same seed, whenever they are asked', async () => {
    const [one, later] = [await local(), await local({ startTime: (START + 3 * 3_600_000) as TimeMs })]
    const query = `symbol=ETHUSDT&interval=1m&startTime=${START - 86_400_000}&limit=1000`
    expect(await klines(later, query)).toEqual(await klines(one, query))
    expect(await klines(await local({ seed: 6 }), query)).not.toEqual(await klines(one, query))
  })

  it('of five minutes are those of one minute joined', async () => {
    const lab = await local()
    const from = START - 6 * 3_600_000
    const minutes = await klines(lab, `symbol=BTCUSDT&interval=1m&startTime=${from}&limit=300`)
    const fives = await klines(lab, `symbol=BTCUSDT&interval=5m&startTime=${from}&limit=60`)
    expect(fives).toHaveLength(60)
    const sum = (parts: readonly Row[], field: 5 | 7 | 9 | 10): number => parts.reduce((total, row) => total + Math.round(Number(row[field]) * 100_000), 0)
    for (const [index, five] of fives.entries()) {
      const parts = minutes.slice(5 * index, 5 * index + 5)
      expect([five[1], five[4]]).toEqual([parts[0]![1], parts[4]![4]])
      expect([Number(five[2]), Number(five[3])]).toEqual([Math.max(...parts.map((row) => Number(row[2]))), Math.min(...parts.map((row) => Number(row[3])))])
      for (const field of [5, 7, 9, 10] as const) expect(Math.round(Number(five[field]) * 100_000)).toBe(sum(parts, field))
      expect(five[8]).toBe(parts.reduce((total, row) => total + row[8], 0))
    }
  })

  it('that a stream closes are those that REST tells', async () => {
    const lab = await local()
    const socket = new WebSocket(`${lab.streamUrl}/market/ws/btcusdt@kline_1m`)
    const closed: { readonly k: Readonly<Record<string, unknown>> }[] = []
    const three = Promise.withResolvers<void>()
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { readonly k: { readonly x: boolean } }
      if (message.k.x) closed.push(message)
      if (closed.length === 3) three.resolve()
    })
    await new Promise((resolve) => socket.once('open', resolve))
    lab.clock.advance(200_000)
    await three.promise
    const rows = await klines(lab, `symbol=BTCUSDT&interval=1m&startTime=${START}&limit=3`)
    expect(closed.map(({ k }) => [k['t'], k['o'], k['h'], k['l'], k['c'], k['v'], k['T'], k['q'], k['n'], k['V'], k['Q'], k['B']])).toEqual(rows)
    socket.terminate()
  })
})

describe('what is asked wrongly', () => {
  it.each([
    ['/fapi/v1/klines?symbol=NOPE&interval=1m', -1121],
    ['/fapi/v1/klines?symbol=BTCUSDT&interval=1s', -1120],
    ['/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1501', -1130],
    ['/fapi/v1/klines?interval=1m', -1102],
    ['/fapi/v1/depth?symbol=BTCUSDT&limit=7', -4021],
  ])('%s is refused with %i', async (path, code) => {
    expect(await get(await local(), path)).toMatchObject({ code })
  })

  it('is no JSON where there is no such path', async () => {
    const reply = await fetch(`${(await local()).restUrl}/fapi/v1/bookTicker`)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'text/html'])
  })
})
