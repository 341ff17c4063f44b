import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { MARKET_FAULTS } from '../../src-main/lab/binance/fault-kinds.ts'
import type { FaultOptions } from '../../src-main/lab/binance/faults.ts'
import { startLocalBinance, type LocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { LabListener, type Frame } from '../support/lab-listener.ts'

/** 2026-11-22 00:00 UTC. */
const START = 1_795_305_600_000 as TimeMs
let lab: LocalBinance
const sockets: LabListener[] = []

beforeEach(async () => {
  lab = await startLocalBinance({ startTime: START, speed: 0, historyDays: 1, instruments: 1 })
})

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close()
  await lab.close()
})

async function listen(path: string): Promise<LabListener> {
  const socket = await LabListener.open(lab, path)
  sockets.push(socket)
  return socket
}

const ask = (path = '/fapi/v1/time'): Promise<Response> => fetch(`${lab.restUrl}${path}`, { redirect: 'manual' })
const get = async (path: string): Promise<Frame> => (await (await ask(path)).json()) as Frame
const rows = async (): Promise<readonly (readonly unknown[])[]> => (await get('/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=20')) as unknown as readonly (readonly unknown[])[]
const listed = async (): Promise<readonly Frame[]> => (await get('/fapi/v1/exchangeInfo'))['symbols'] as readonly Frame[]
const usedWeight = async (): Promise<string | null> => (await ask()).headers.get('x-mbx-used-weight-1m')

/** What a stream tells in some time. */
async function told(path: string, ms = 3_000): Promise<readonly Frame[]> {
  const socket = await listen(path)
  lab.clock.advance(ms)
  return socket.told()
}

const MARKS = '/market/ws/btcusdt@markPrice@1s'
const KLINES = '/market/ws/btcusdt@kline_1m'
const DEPTH = '/public/ws/btcusdt@depth@100ms'
const TICKERS = '/public/ws/btcusdt@bookTicker'
const candleOf = (frame: Frame): Frame => frame['k'] as Frame

interface Case {
  readonly options?: FaultOptions
  /** With the fault on. */
  readonly check: () => Promise<void>
  /** Before it is switched on. */
  readonly before?: () => Promise<void>
}

let open: LabListener
const opened = (path: string) => async (): Promise<void> => {
  open = await listen(path)
}

const CASES: Readonly<Record<string, Case>> = {
  refuse: {
    options: { ms: 50 },
    check: async () => {
      await expect(ask()).rejects.toThrow()
      await expect.poll(() => ask().then(({ status }) => status, () => 0), { timeout: 5_000 }).toBe(200)
    },
  },
  'drop-request': { options: { count: 1 }, check: async () => {
    await expect(ask()).rejects.toThrow()
    expect(await usedWeight()).toBe('1')
  } },
  'drop-response': { options: { count: 1 }, check: async () => {
    await expect(ask()).rejects.toThrow()
    expect(await usedWeight()).toBe('2')
  } },
  latency: { options: { count: 1, ms: 100 }, check: async () => {
    const order: string[] = []
    const late = ask().then(() => order.push('late'))
    await expect.poll(() => lab.faults.fired['latency']).toBe(1)
    await ask().then(() => order.push('sooner'))
    await late
    expect(order).toEqual(['sooner', 'late'])
  } },
  'reset-body': { check: async () => {
    const reply = await ask('/fapi/v1/exchangeInfo')
    expect(reply.status).toBe(200)
    await expect(reply.text()).rejects.toThrow()
  } },
  'truncated-json': { check: async () => {
    const reply = await ask()
    expect(reply.status).toBe(200)
    await expect(reply.json()).rejects.toThrow(SyntaxError)
  } },
  html: { options: { status: '503' }, check: async () => {
    const reply = await ask()
    expect([reply.status, reply.headers.get('content-type'), (await reply.text()).slice(0, 9)]).toEqual([503, 'text/html', '<!DOCTYPE'])
  } },
  redirect: { check: async () => {
    expect((await ask()).status).toBe(302)
    await expect(listen(MARKS)).rejects.toThrow('302')
  } },
  'half-open': { before: opened(MARKS), check: async () => {
    expect(await told(MARKS)).toHaveLength(3)
    expect(open.frames).toEqual([])
  } },
  silent: { options: { stream: 'markPrice' }, check: async () => {
    expect(await told(MARKS)).toEqual([])
    expect(await told(TICKERS)).not.toEqual([])
  } },
  'socket-dies': { before: opened(MARKS), check: async () => {
    expect(await open.closed).toBe(1006)
    expect(await told(MARKS)).toHaveLength(3)
  } },
  duplicate: { check: async () => {
    const messages = await told(MARKS)
    expect(messages).toHaveLength(6)
    expect(messages[0]).toEqual(messages[1])
  } },
  reorder: { options: { count: 1 }, check: async () => {
    expect((await told(MARKS)).map(({ E }) => Number(E) - START)).toEqual([2_000, 1_000, 3_000])
  } },
  'drop-message': { options: { count: 1 }, check: async () => {
    expect((await told(MARKS)).map(({ E }) => Number(E) - START)).toEqual([2_000, 3_000])
  } },
  'drop-depth': { before: opened(DEPTH), options: { count: 1 }, check: async () => {
    lab.faults.clear()
    lab.clock.advance(2_000)
    const last = (await open.told()).at(-1)!
    lab.faults.set('drop-depth', { count: 1 })
    lab.clock.advance(2_000)
    const [first, second] = await open.told()
    expect(Number(first!['pu'])).toBeGreaterThan(Number(last['u']))
    expect(second!['pu']).toBe(first!['u'])
  } },
  'drop-close': { check: async () => {
    const messages = await told(KLINES, 61_000)
    expect(messages.filter((message) => candleOf(message)['x'] === true)).toEqual([])
    expect(new Set(messages.map((message) => candleOf(message)['t'])).size).toBe(2)
  } },
  storm: { check: async () => {
    const socket = await listen(MARKS).catch(() => undefined)
    if (socket) expect(await socket.closed).toBe(1006)
  } },
  'too-many': { check: async () => {
    expect((await ask()).status).toBe(429)
    lab.clock.advance(60_000)
    expect((await ask()).status).toBe(200)
  } },
  banned: { options: { ms: 5_000 }, check: async () => {
    const reply = await ask()
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([418, '5'])
  } },
  'filters-change': { before: opened('/market/ws/!contractInfo'), check: async () => {
    const [btc] = await listed()
    expect(btc!['filters']).toEqual(expect.arrayContaining([expect.objectContaining({ filterType: 'PRICE_FILTER', tickSize: '0.01' }), expect.objectContaining({ filterType: 'LOT_SIZE', stepSize: '0.010' }), { filterType: 'MIN_NOTIONAL', notional: '200' }]))
    expect(await open.told()).toMatchObject([{ e: 'contractInfo', s: 'BTCUSDT', cs: 'TRADING' }])
  } },
  'brackets-change': { before: opened('/market/ws/!contractInfo'), check: async () => {
    const [message] = await open.told()
    expect((message!['bks'] as readonly unknown[])[0]).toEqual({ bs: 1, bnf: 0, bnc: 50_000, mmr: 0.006, cf: 0, mi: 101, ma: 125 })
  } },
  halted: { options: { status: 'SETTLING' }, check: async () => {
    const messages = await told(KLINES, 61_000)
    expect(messages.map((message) => [candleOf(message)['x'], candleOf(message)['v'], candleOf(message)['f']])).toContainEqual([true, '0.000', -1])
    expect((await listed())[0]!['status']).toBe('SETTLING')
    lab.faults.clear('halted')
    expect((await listed())[0]!['status']).toBe('TRADING')
    expect((await told(KLINES)).length).toBeGreaterThan(0)
    expect((await rows()).at(-2)![5]).toBe('0.000')
  } },
  delisted: { check: async () => {
    expect(await listed()).toEqual([])
  } },
  unlisted: { check: async () => {
    expect([await listed(), await get('/fapi/v1/klines?symbol=BTCUSDT&interval=1m')]).toEqual([[], { code: -1121, msg: 'Invalid symbol.' }])
    lab.clock.advance(90_000)
    const news = await listen('/market/ws/!contractInfo')
    lab.faults.clear()
    expect(await news.told()).toMatchObject([{ e: 'contractInfo', ot: START + 90_000 }])
    lab.clock.advance(90_000)
    const all = await rows()
    expect([(await listed())[0]!['onboardDate'], all[0]![0], all.every(([, ...prices]) => prices.slice(0, 4).every((price) => Number(price) > 0))]).toEqual([START + 90_000, START + 120_000, true])
  } },
  'day-cut': { before: opened(MARKS), check: async () => {
    expect(await open.closed).toBe(1001)
  } },
  'mark-spike': { check: async () => {
    const [message] = await told(MARKS)
    const { price } = await get('/fapi/v2/ticker/price?symbol=BTCUSDT')
    expect(Number(message!['p']) / Number(price)).toBeCloseTo(1.05, 2)
  } },
  maintenance: { before: opened(MARKS), check: async () => {
    expect(await open.closed).toBe(1001)
    const reply = await ask()
    expect([reply.status, ((await reply.json()) as Frame)['code']]).toEqual([503, -1016])
    await expect(listen(MARKS)).rejects.toThrow('503')
  } },
  'clock-step': { options: { ms: -3_600_000 }, check: async () => {
    expect(await get('/fapi/v1/time')).toEqual({ serverTime: START - 3_600_000 })
  } },
  'clock-drift': { options: { ms: 7_200 }, check: async () => {
    lab.clock.advance(1_800_000)
    expect(await get('/fapi/v1/time')).toEqual({ serverTime: START + 1_803_600 })
  } },
  gap: { options: { ms: 300_000 }, check: async () => {
    expect((await rows()).at(-1)![0]).toBe(START - 6 * 60_000)
    expect(await told(KLINES)).toEqual([])
    lab.faults.clear()
    expect((await rows()).at(-1)![0]).toBe(START)
  } },
  'late-correction': { options: { ms: 120_000 }, check: async () => {
    const early = await rows()
    lab.faults.clear()
    const late = await rows()
    const differ = late.flatMap((row, i) => (row[5] === early[i]![5] ? [] : [row[0]]))
    expect(differ).toEqual([START - 120_000, START - 60_000])
  } },
  'bad-price': { options: { value: 'nan' }, check: async () => {
    expect((await told(MARKS))[0]!['p']).toBe('NaN')
    for (const [value, pattern] of [['zero', /^0+\.0+$/], ['negative', /^-\d/], ['tenfold', /^\d{6,}\./]] as const) {
      lab.faults.set('bad-price', { value })
      expect((await rows()).at(-2)![4]).toMatch(pattern)
    }
  } },
  'crossed-book': { check: async () => {
    expect((await told(TICKERS)).every(({ a, b }) => Number(b) > Number(a))).toBe(true)
    const { bids, asks } = (await get('/fapi/v1/depth?symbol=BTCUSDT&limit=5')) as unknown as Readonly<Record<'bids' | 'asks', readonly (readonly string[])[]>>
    expect(Number(bids[0]![0])).toBeGreaterThan(Number(asks[0]![0]))
  } },
  frozen: { check: async () => {
    const messages = await told(KLINES, 125_000)
    expect(new Set(messages.map((message) => JSON.stringify(candleOf(message)))).size).toBe(1)
    lab.faults.clear()
    const after = await told(KLINES, 60_000)
    expect(after.filter((message) => candleOf(message)['x'] === true).map((message) => candleOf(message)['t'])).toEqual([START + 120_000])
  } },
  'renamed-field': { check: async () => {
    expect(Object.keys((await told(MARKS))[0]!)).toEqual(['e', 'E', 's', 'pNew', 'ap', 'i', 'P', 'r', 'T', 'st'])
    expect((await rows())[0]).toHaveLength(11)
  } },
  'appended-field': { options: { symbol: 'BTCUSDT' }, check: async () => {
    expect(candleOf((await told(KLINES))[0]!)).toHaveProperty('newField', '1')
    expect((await rows())[0]).toHaveLength(13)
    expect(await get('/fapi/v1/premiumIndex?symbol=BTCUSDT')).toHaveProperty('newField')
  } },
  'retyped-field': { options: { field: 'p' }, check: async () => {
    expect((await told(MARKS))[0]!['p']).toBeTypeOf('number')
    expect((await rows())[0]![1]).toBeTypeOf('number')
  } },
  'wrong-route': { check: async () => {
    expect(await told(MARKS)).toEqual([])
    expect(await told(TICKERS)).not.toEqual([])
  } },
}

it.each(MARKET_FAULTS.map(({ name }) => name))('%s happens, and is counted', async (name) => {
  const { options, check, before } = CASES[name]!
  await before?.()
  lab.faults.set(name, options)
  await check()
  expect(lab.faults.fired[name]).toBeGreaterThan(0)
})

it('each has its row in the docs', () => {
  const page = readFileSync('docs/local-binance.md', 'utf8')
  const documented = [...page.matchAll(/^\| `([a-z0-9-]+)` \| (F[\d F]+) \| (.+) \|$/gm)].map(([, name, numbers, says]) => ({ name, numbers, says }))
  expect(documented).toEqual(expect.arrayContaining(lab.faults.kinds.filter(({ numbers }) => numbers !== '')))
})

it('is switched by the control address while it runs, but by no page', async () => {
  const post = async (body: unknown, headers: Record<string, string> = {}): Promise<Response> => fetch(`${lab.restUrl}/lab/faults`, { method: 'POST', body: JSON.stringify(body), headers })
  expect((await post({ name: 'html' }, { origin: 'http://127.0.0.1:1' })).status).toBe(403)
  expect((await ask()).status).toBe(200)
  expect(await (await post({ name: 'html', status: 502, count: 1 })).json()).toMatchObject({ active: { html: { status: '502', count: 1 } } })
  expect((await ask()).status).toBe(502)
  expect(await get('/lab/faults')).toMatchObject({ active: {}, fired: { html: 1 } })
  expect((await post({ name: 'nonsense' })).status).toBe(400)
  expect((await post({ name: 'html', lat: 3 })).status).toBe(400)
})
