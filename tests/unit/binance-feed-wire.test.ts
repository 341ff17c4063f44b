import { describe, expect, it } from 'vitest'
import type { FeedEvent } from '../../src-main/venue/market-feed.port.ts'
import { BAR, exchangeInfoOf, FeedRig, klineRow, NOON, SYMBOL } from '../support/feed-rig.ts'

type Row = Record<string, unknown>

const AT = BAR + 20
const [t, o, h, l, c, v, T, q, n, V, Q] = klineRow(0)

/** Each kind of frame as the venue sends it, the fields that are read, and what it brings about. */
const FRAMES: readonly { readonly data: Row; readonly read: readonly string[]; readonly told: FeedEvent['kind'] | 'depth' | 'rules' }[] = [
  { data: { e: 'markPriceUpdate', E: NOON + AT, s: 'BTCUSDT', p: '60001.00000000', ap: '60000.5', i: '60000.00000000', P: '60001.0', r: '0.00010000', T: NOON + 4 * 3_600_000, st: 1 }, read: ['e', 'E', 's', 'p', 'i', 'r', 'T'], told: 'price-marked' },
  { data: { e: 'bookTicker', u: 900_000, E: NOON + AT, T: NOON + AT, s: 'BTCUSDT', ps: 'BTCUSDT', b: '60000.00', B: '1.0', a: '60000.20', A: '2.0', st: 1 }, read: ['e', 'u', 'E', 's', 'b', 'B', 'a', 'A'], told: 'price-marked' },
  { data: { e: 'aggTrade', E: NOON + AT, s: 'BTCUSDT', a: 77, p: '60000.10', q: '0.250', nq: '0.250', f: 1, l: 2, T: NOON + AT, m: false, st: 1 }, read: ['e', 'E', 's', 'a', 'p', 'q', 'T', 'm'], told: 'trade-printed' },
  { data: { e: 'depthUpdate', E: NOON + AT, T: NOON + AT, s: 'BTCUSDT', U: 101, u: 110, pu: 100, b: [['60000.00', '0']], a: [], ps: 'BTCUSDT', st: 1 }, read: ['e', 's', 'U', 'u', 'pu', 'b', 'a'], told: 'depth' },
  { data: { e: 'contractInfo', E: NOON + AT, s: 'BTCUSDT', ps: 'BTCUSDT', ct: 'PERPETUAL', dt: 4_133_404_800_000, ot: 1_569_398_400_000, cs: 'TRADING', bks: [{ bs: 1, bnf: 0, bnc: 50_000, mmr: 0.004, cf: 0, mi: 101, ma: 125 }] }, read: ['e', 's'], told: 'rules' },
]
const KLINE: Row = { t, T, s: 'BTCUSDT', i: '5m', f: 100, L: 420, o, c, h, l, v, n, x: true, q, V, Q, B: '0' }
const klineFrame = (k: Row): Row => ({ e: 'kline', E: NOON + AT, s: 'BTCUSDT', k, st: 1 })

function ready(): FeedRig {
  const rig = new FeedRig().begin()
  rig.frame(600, { e: 'depthUpdate', E: NOON, T: NOON, s: 'BTCUSDT', U: 95, u: 100, pu: 94, b: [], a: [] }, 'public/1')
  rig.answer(700, '/fapi/v1/depth', { lastUpdateId: 100, E: NOON, T: NOON, bids: [['60000.00', '1']], asks: [['60000.20', '1']] })
  // The time of the frames to come is now, and all else is well.
  rig.quote(AT - 200, '59999.90', '60000.10')
  rig.mark(AT - 150, '60000.00000000')
  rig.events.length = 0
  return rig
}

function isTold(rig: FeedRig, what: (typeof FRAMES)[number]['told']): boolean {
  if (what === 'depth') return rig.feed.book('BTCUSDT')?.lastUpdateId === 110
  if (what === 'rules') return rig.isAsked('/fapi/v1/exchangeInfo')
  return rig.told(what).length > 0
}

const isTrusted = (rig: FeedRig): boolean => {
  rig.tick(AT + 300)
  return rig.feed.trouble === ''
}

const retyped = (value: unknown): unknown => (typeof value === 'string' ? Number(value) : typeof value === 'number' ? String(value) : typeof value === 'boolean' ? String(value) : {})

function without(data: Row, name: string): Row {
  const { [name]: value, ...rest } = data
  return { ...rest, [`${name}New`]: value }
}

describe.each(FRAMES)('a frame $data.e', ({ data, read, told }) => {
  it('is told as it is', () => {
    const rig = ready()
    rig.frame(AT, data)
    expect([isTold(rig, told), isTrusted(rig), rig.codes]).toEqual([true, true, []])
  })

  it('with a name more is told, but trusted no more', () => {
    const rig = ready()
    rig.frame(AT, { ...data, zz: 1 })
    expect([isTold(rig, told), isTrusted(rig), rig.codes]).toEqual([true, false, ['unknown-field']])
  })

  it.each(read)('is not guessed when %s has another name', (name) => {
    const rig = ready()
    rig.frame(AT, without(data, name))
    expect([isTold(rig, told), rig.codes.length > 0]).toEqual([false, true])
  })

  it.each(read)('is not guessed when %s has another type', (name) => {
    const rig = ready()
    rig.frame(AT, { ...data, [name]: retyped(data[name]) })
    expect([isTold(rig, told), rig.codes.length > 0]).toEqual([false, true])
  })
})

describe('a closed kline', () => {
  it('with a name more is told, but trusted no more', () => {
    const rig = ready()
    rig.frame(AT, klineFrame({ ...KLINE, zz: 1 }))
    expect([rig.bars, isTrusted(rig), rig.codes]).toEqual([[0], false, ['unknown-field']])
  })

  it.each(['t', 'T', 'i', 'o', 'h', 'l', 'c', 'v', 'x', 'q', 'n'])('is not guessed when %s has another name or type', (name) => {
    for (const k of [without(KLINE, name), { ...KLINE, [name]: retyped(KLINE[name]) }]) {
      const rig = ready()
      rig.frame(AT, klineFrame(k))
      expect([rig.bars, rig.codes.length > 0]).toEqual([[], true])
    }
  })
})

describe('levels of a book', () => {
  it.each([['three fields', ['60000.00', '1', 'x']], ['one field', ['60000.00']], ['numbers', [60_000, 1]], ['no price', ['abc', '1']], ['a negative quantity', ['60000.00', '-1']]])('with %s empty it', (_what, level) => {
    const rig = ready()
    rig.frame(AT, { e: 'depthUpdate', E: NOON + AT, T: NOON + AT, s: 'BTCUSDT', U: 101, u: 110, pu: 100, b: [level], a: [] }, 'public/1')
    expect([rig.feed.book('BTCUSDT')?.lastUpdateId, rig.codes]).toEqual([null, ['unreadable']])
  })
})

describe('an answer', () => {
  const rows = [klineRow(0)]
  const due = (): FeedRig => {
    const rig = ready()
    rig.tick(BAR + 4_000)
    return rig
  }

  it('of klines is taken', () => {
    const rig = due()
    rig.answer(BAR + 4_100, '/fapi/v1/klines', rows)
    expect(rig.bars).toEqual([0])
  })

  it.each([
    ['a field more', [[...klineRow(0), 'x']]], ['a field less', [klineRow(0).slice(0, 11)]], ['numbers for texts', [klineRow(0).map((field) => (typeof field === 'string' ? Number(field) : field))]],
    ['names', [{ openTime: NOON }]], ['an object', { rows }],
  ])('of klines with %s is refused', (_what, body) => {
    const rig = due()
    rig.answer(BAR + 4_100, '/fapi/v1/klines', body)
    expect([rig.bars, rig.codes]).toEqual([[], ['candles-missing']])
  })

  it.each([
    ['a symbol’s name', [{ ...SYMBOL, zz: 1 }]],
    ['a filter', [{ ...SYMBOL, filters: [...(SYMBOL['filters'] as Row[]), { filterType: 'NEW_FILTER' }] }]],
    ['a filter’s name', [{ ...SYMBOL, filters: (SYMBOL['filters'] as Row[]).map((filter) => ({ ...filter, zz: 1 })) }]],
  ])('of rules with %s that is not known is alarmed at', (_what, symbols) => {
    const rig = ready()
    rig.tick(16 * 60_000)
    rig.answer(16 * 60_000, '/fapi/v1/exchangeInfo', exchangeInfoOf(symbols))
    expect(rig.codes).toEqual(['unknown-field'])
  })

  it.each(['status', 'liquidationFee', 'marketTakeBound', 'filters'])('of rules whose %s has another name halts the instrument', (name) => {
    const rig = ready()
    rig.tick(16 * 60_000)
    rig.answer(16 * 60_000, '/fapi/v1/exchangeInfo', exchangeInfoOf([without(SYMBOL, name)]))
    rig.answer(16 * 60_000 + 1, '/fapi/v1/fundingInfo', [])
    expect(rig.told('instrument-listed').map(({ instrument }) => instrument.versions.at(-1)?.status)).toEqual(['halted'])
    expect(rig.codes).toEqual(['unknown-field', 'unreadable'])
  })

  it('of rules without symbols’ names is refused as a whole', () => {
    const rig = ready()
    rig.tick(16 * 60_000)
    rig.answer(16 * 60_000, '/fapi/v1/exchangeInfo', exchangeInfoOf([without(SYMBOL, 'symbol')]))
    rig.answer(16 * 60_000 + 1, '/fapi/v1/fundingInfo', [])
    expect([rig.told('instrument-listed'), rig.codes]).toEqual([[], ['unknown-field', 'instruments-missing']])
  })
})
