import { describe, expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { BAR, exchangeInfoOf, FeedRig, klineRow, NOON, SYMBOL } from '../support/feed-rig.ts'

const KLINES = '/fapi/v1/klines'
const MINUTE = 60_000
/** So late the stream has had its chance, and a missing candle has been asked for. */
const DUE = BAR + 4_000

/** Prices that come once a second, as if nothing were wrong, up to a time. */
function goOn(rig: FeedRig, from: number, to: number, step = 1_000): void {
  for (let at = from; at <= to; at += step) {
    rig.quote(at, '59999.90', '60000.10')
    rig.mark(at + 1, '60000.00000000')
  }
}

const healthy = (rig: FeedRig): boolean | undefined => rig.told('component-reported').at(-1)?.healthy

/** A rig whose first candle after noon did not come by the stream. */
function missing(): FeedRig {
  const rig = new FeedRig({ depth: false }).begin()
  rig.tick(DUE)
  return rig
}

describe('an answer that is none', () => {
  it.each<[string, string | object, number]>([
    ['F1 refused', 'connect ECONNREFUSED 127.0.0.1:443', 0],
    ['F2 no name', 'getaddrinfo ENOTFOUND fapi.binance.com', 0],
    ['F3 F4 lost', 'timeout of 10000ms exceeded', 0],
    ['F6 reset in the body', 'aborted', 0],
    ['F7 cut', '[[1795176000000,"60000.0', 200],
    ['F7 another’s', '{"serverTime":1795176000000}', 200],
    ['F8 a proxy’s page', '<html><body>Please log in</body></html>', 200],
    ['F8 a gateway’s page', '<html><h1>502 Bad Gateway</h1></html>', 502],
    ['F9 a captive portal', '', 302],
    ['F9 a certificate that nobody signed', 'self-signed certificate in certificate chain', 0],
    ['F18 busy', { code: -1008, msg: 'Request throttled by system-level protection. Reduce-only/close-position orders are exempt.' }, 503],
    ['F20 no time', { code: -1007, msg: 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.' }, 408],
    ['F22 too many', { code: -1003, msg: 'Too many requests; current limit of IP(1.2.3.4) is 2400 requests per minute.' }, 429],
    ['F22 banned', { code: -1003, msg: 'Way too many requests; IP banned until 1795180000000.' }, 418],
    ['F40 maintenance', 'Service Unavailable.', 503],
    ['a firewall', '<html>403 Forbidden</html>', 403],
  ])('%s: nothing is told, it is asked again, and the candle counts as missing', (_what, body, status) => {
    const rig = missing()
    rig.answer(DUE + 100, KLINES, body, status)
    expect([rig.bars, rig.isAsked(KLINES), rig.codes]).toEqual([[], false, ['candles-missing']])
    rig.tick(DUE + 1_900)
    expect([rig.isAsked(KLINES), healthy(rig)]).toEqual([false, false])
    rig.tick(DUE + 2_200)
    rig.answer(DUE + 2_300, KLINES, [klineRow(0), klineRow(1)])
    goOn(rig, DUE + 3_000, DUE + 3_000)
    rig.tick(DUE + 3_300)
    expect([rig.bars, healthy(rig)]).toEqual([[0], true])
  })

  it('is asked for more and more rarely', () => {
    const rig = missing()
    let asked = 0
    for (let at = DUE; at < DUE + 10 * MINUTE; at += 250) {
      if (rig.isAsked(KLINES)) {
        asked++
        rig.answer(at, KLINES, 'timeout of 10000ms exceeded', 0)
      }
      rig.tick(at)
    }
    expect(asked).toBeGreaterThan(8)
    expect(asked).toBeLessThan(18)
  })
})

describe('a link', () => {
  it('F5 slow: prices are as old as they are, and not traded on', () => {
    const rig = new FeedRig({ depth: false }).begin()
    rig.mark(8_000, '60010.00000000', { E: NOON + 1_000 })
    expect(rig.told('price-marked').at(-1)?.mark.asOf).toBe(NOON + 1_000)
    rig.tick(8_300)
    expect(rig.told('component-reported').at(-1)).toMatchObject({ healthy: false, detail: 'messages come late' })
  })

  it('F10 half open: silence is found by the time that goes on', () => {
    const rig = new FeedRig({ depth: false }).begin()
    rig.tick(3_000)
    expect(healthy(rig)).toBe(true)
    rig.tick(3_500)
    expect(rig.told('component-reported').at(-1)).toMatchObject({ healthy: false, detail: 'BTCUSDT markPrice is silent' })
  })

  it('F11 of two, one dies: what still comes does not make up for it', () => {
    const rig = new FeedRig({ depth: false }).begin()
    rig.take(600, 'link', 'public/1', 'closed 1006')
    for (let at = 1_000; at < 20_000; at += 1_000) rig.mark(at, '60000.00000000')
    expect(rig.told('component-reported').at(-1)).toMatchObject({ healthy: false, detail: 'closed 1006' })
    expect(rig.told('price-marked').at(-1)?.time).toBe(NOON + 19_000)
    rig.take(20_000, 'link', 'public/2', 'open')
    rig.mark(20_500, '60000.00000000')
    expect(healthy(rig)).toBe(false)
    rig.quote(21_000, '60000.00', '60000.20')
    rig.tick(21_300)
    expect(healthy(rig)).toBe(true)
  })

  it.each([['answers', true], ['does not answer', false]])('F11 whose quotes are quiet is asked for them; when it %s they are fresh: %s', (_what, isAnswered) => {
    const rig = new FeedRig({ depth: false }).begin()
    for (let at = 1_000; at < 45_000; at += 1_000) {
      rig.mark(at, '60000.0')
      if (rig.isAsked('/fapi/v1/ticker/bookTicker')) rig.answer(at + 100, '/fapi/v1/ticker/bookTicker', isAnswered ? { symbol: 'BTCUSDT', bidPrice: '59999.80', bidQty: '1', askPrice: '60000.20', askQty: '1', time: NOON } : 'timeout', isAnswered ? 200 : 0)
    }
    expect([healthy(rig), rig.told('price-marked').at(-1)!.mark.bid / 1e8]).toEqual([isAnswered, isAnswered ? 59_999.8 : 59_999.9])
    if (!isAnswered) expect(rig.feed.trouble).toBe('BTCUSDT bookTicker is silent')
  })

  it('F12 F38 of two during a change-over: each thing is told once, and nothing is missing', () => {
    const rig = new FeedRig({ depth: false }).begin()
    rig.take(600, 'link', 'market/2', 'open')
    for (const connection of ['market/1', 'market/2']) {
      rig.frame(1_000, { e: 'aggTrade', E: NOON + 900, s: 'BTCUSDT', a: 7, p: '60000.1', q: '1.000', f: 1, l: 2, T: NOON + 900, m: true }, connection)
      rig.frame(1_100, { e: 'markPriceUpdate', E: NOON + 1_000, s: 'BTCUSDT', p: '60001.0', i: '60001.0', P: '60001.0', r: '0.0001', T: NOON + 4 * 3_600_000 }, connection)
    }
    rig.kline(BAR + 20, 0)
    rig.kline(BAR + 21, 0)
    rig.take(BAR + 100, 'link', 'market/1', 'closed by us, it is 24 hours old')
    goOn(rig, BAR + 200, BAR + 200)
    rig.tick(BAR + 500)
    expect([rig.told('trade-printed').length, rig.told('price-marked').filter(({ time }) => time === NOON + 1_100).length, rig.bars, healthy(rig)]).toEqual([1, 1, [0], true])
  })

  it('F13 with frames out of order: what is older than what was told is not told', () => {
    const rig = new FeedRig({ depth: false }).begin()
    rig.mark(2_000, '60002.0')
    rig.mark(2_200, '60001.0', { E: NOON + 1_000 })
    rig.quote(2_400, '60003.00', '60003.10', { u: 2_000 })
    rig.quote(2_600, '60001.00', '60001.10', { u: 1_500 })
    rig.trade(2_700, 12)
    rig.trade(2_800, 11)
    expect(rig.told('price-marked').slice(1).map(({ mark }) => [mark.mark / 1e8, mark.bid / 1e8])).toEqual([[60_002, 59_999.9], [60_002, 60_003]])
    expect(rig.told('trade-printed')).toHaveLength(1)
  })

  it('F14 that loses one frame while others come: the candle is asked for', () => {
    const rig = new FeedRig({ depth: false }).begin()
    goOn(rig, 1_000, BAR + 2_500)
    expect(rig.isAsked(KLINES)).toBe(false)
    goOn(rig, BAR + 3_500, BAR + 3_500)
    expect([rig.isAsked(KLINES), healthy(rig)]).toEqual([true, false])
  })

  it('F15 that comes and goes: each question is open once', () => {
    const rig = new FeedRig().begin()
    rig.frame(600, { e: 'depthUpdate', E: NOON, T: NOON, s: 'BTCUSDT', U: 95, u: 100, pu: 94, b: [], a: [] }, 'public/1')
    for (let connection = 2; connection < 200; connection++) {
      rig.take(DUE + connection * 10, 'link', `market/${connection}`, 'closed ECONNRESET')
      rig.take(DUE + connection * 10 + 5, 'link', `market/${connection + 1}`, 'open')
    }
    expect(rig.asked.map(({ path }) => path).toSorted()).toEqual(['/fapi/v1/depth', KLINES, '/fapi/v1/ticker/bookTicker'])
  })

  it('F17 away for three hours: all that was missed comes first, and only then what is new', () => {
    const rig = new FeedRig({ depth: false }).begin()
    rig.kline(BAR + 20, 0)
    rig.take(BAR + 100, 'link', 'market/1', 'closed 1006')
    rig.take(BAR + 100, 'link', 'public/1', 'closed 1006')
    for (let at = BAR + 250; at < 37 * BAR; at += 60_000) {
      rig.tick(at)
      if (rig.isAsked(KLINES)) rig.answer(at + 10, KLINES, 'getaddrinfo EAI_AGAIN fapi.binance.com', 0)
    }
    expect([rig.bars, healthy(rig)]).toEqual([[0], false])
    rig.take(37 * BAR + 1_000, 'link', 'market/2', 'open')
    rig.take(37 * BAR + 1_000, 'link', 'public/2', 'open')
    goOn(rig, 37 * BAR + 2_000, 37 * BAR + 62_000)
    rig.kline(38 * BAR + 20, 37)
    expect(rig.bars).toEqual([0])
    expect(healthy(rig)).toBe(false)
    // It was asked for when the last but one had just closed.
    rig.answer(38 * BAR + 60, KLINES, Array.from({ length: 36 }, (_, index) => klineRow(index + 1)))
    rig.answer(38 * BAR + 90, KLINES, [klineRow(36), klineRow(37), klineRow(38)])
    expect(rig.bars).toEqual(Array.from({ length: 38 }, (_, index) => index))
    goOn(rig, 38 * BAR + 1_000, 38 * BAR + 1_000)
    rig.tick(38 * BAR + 1_300)
    expect(healthy(rig)).toBe(true)
  })

  it('F40 under maintenance with a hole that stays: the venue shows that it has no such candles', () => {
    const rig = new FeedRig({ depth: false }).begin()
    rig.kline(BAR + 20, 0)
    rig.tick(6 * BAR + 4_000)
    rig.answer(6 * BAR + 4_100, KLINES, [klineRow(4), klineRow(5), klineRow(6)])
    expect(rig.bars).toEqual([0, 4, 5])
    expect(rig.feed.alarms().map(({ code, detail }) => [code, detail])).toEqual([['candles-missing', `BTCUSDT: the venue has none from ${NOON + BAR} to ${NOON + 4 * BAR}`]])
  })
})

describe('the venue’s rules', () => {
  const look = (rig: FeedRig, at: number, symbols: readonly object[]): void => {
    rig.tick(at)
    rig.answer(at + 10, '/fapi/v1/exchangeInfo', exchangeInfoOf(symbols as never))
    rig.answer(at + 20, '/fapi/v1/fundingInfo', [])
  }
  const filtered = (filterType: string, more: object): object =>
    ({ ...SYMBOL, filters: (SYMBOL['filters'] as readonly { filterType: string }[]).map((filter) => (filter.filterType === filterType ? { ...filter, ...more } : filter)) })

  it.each([['tick', filtered('PRICE_FILTER', { tickSize: '0.50' })], ['step', filtered('LOT_SIZE', { stepSize: '0.002' })], ['notional', filtered('MIN_NOTIONAL', { notional: '100' })], ['fee', { ...SYMBOL, liquidationFee: '0.015000' }]])(
    'F31 change their %s while running: from then on the new ones hold',
    (_what, symbol) => {
      const rig = new FeedRig().begin()
      look(rig, 16 * MINUTE, [SYMBOL])
      expect(rig.told('instrument-listed')).toHaveLength(1)
      look(rig, 32 * MINUTE, [symbol])
      const [first, second] = rig.told('instrument-listed').at(-1)!.instrument.versions
      expect(second?.validFrom).toBe(NOON + 32 * MINUTE + 20)
      expect({ ...second, validFrom: 0 }).not.toEqual({ ...first, validFrom: 0 })
    },
  )

  it('F31 with a finer step: quantities are read in the new scale', () => {
    const rig = new FeedRig().begin()
    look(rig, 16 * MINUTE, [filtered('LOT_SIZE', { stepSize: '0.0001', minQty: '0.0001' })])
    rig.trade(17 * MINUTE, 5, { q: '0.2501' })
    expect([rig.told('instrument-listed').at(-1)?.instrument.versions.map(({ quantityDecimals }) => quantityDecimals), rig.told('trade-printed').at(-1)?.quantity]).toEqual([[3, 4], 2_501])
  })

  it('F31 with a coarser step: the candle under way still has quantities of the finer one', () => {
    const rig = new FeedRig().begin()
    rig.frame(4 * MINUTE + 100, { e: 'contractInfo', E: NOON, s: 'BTCUSDT', ps: 'BTCUSDT', ct: 'PERPETUAL', dt: 0, ot: 0, cs: 'TRADING' })
    look(rig, 4 * MINUTE + 200, [filtered('LOT_SIZE', { stepSize: '0.01', minQty: '0.01' })])
    rig.kline(BAR + 20, 0)
    expect(rig.told('instrument-listed').at(-1)?.instrument.versions.map(({ quantityDecimals, rules }) => [quantityDecimals, rules.quantityStep])).toEqual([[3, 1], [3, 10]])
    expect(rig.told('candle-closed').map(({ candle }) => candle.volume)).toEqual([12_345])
  })

  it('F31 announced by the stream: brackets hold at once', () => {
    const rig = new FeedRig().begin()
    const bks = [{ bs: 1, bnf: 0, bnc: 50_000, mmr: 0.005, cf: 0, mi: 76, ma: 100 }, { bs: 2, bnf: 50_000, bnc: 600_000, mmr: 0.0065, cf: 75, mi: 51, ma: 75 }]
    rig.frame(1_000, { e: 'contractInfo', E: NOON + 990, s: 'BTCUSDT', ps: 'BTCUSDT', ct: 'PERPETUAL', dt: 4_133_404_800_000, ot: 1_569_398_400_000, cs: 'TRADING', bks })
    rig.answer(1_100, '/fapi/v1/exchangeInfo', exchangeInfoOf([SYMBOL]))
    rig.answer(1_110, '/fapi/v1/fundingInfo', [])
    expect(rig.told('instrument-listed').at(-1)?.instrument.versions.at(-1)?.marginTiers).toEqual([
      { floor: 0, cap: 5_000_000_000_000, maintenanceRate: 500_000, deduction: 0, leverageMax: 100 },
      { floor: 5_000_000_000_000, cap: 60_000_000_000_000, maintenanceRate: 650_000, deduction: 7_500_000_000, leverageMax: 75 },
    ])
  })

  it.each([['halted', [{ ...SYMBOL, status: 'PENDING_TRADING' }]], ['settling', [{ ...SYMBOL, status: 'SETTLING' }]], ['gone', []], ['unreadable', [{ ...SYMBOL, marketTakeBound: 0.05 }]]])('F32 %s: it is told, and trading again is too', (_what, symbols) => {
    const rig = new FeedRig().begin()
    look(rig, 16 * MINUTE, symbols)
    expect(rig.told('instrument-listed').at(-1)?.instrument.versions.at(-1)).toMatchObject({ status: 'halted', validFrom: NOON + 16 * MINUTE + 20 })
    look(rig, 32 * MINUTE, symbols)
    expect(rig.told('instrument-listed')).toHaveLength(2)
    look(rig, 48 * MINUTE, [SYMBOL])
    expect(rig.told('instrument-listed').at(-1)?.instrument.versions.map(({ status }) => status)).toEqual(['trading', 'halted', 'trading'])
  })

  it('F32 of one that was never there: nothing of it is told, and nothing may be opened', () => {
    const rig = new FeedRig()
    rig.tick(0)
    rig.answer(10, '/fapi/v1/exchangeInfo', exchangeInfoOf([]))
    rig.answer(20, '/fapi/v1/fundingInfo', [])
    rig.quote(100, '59999.90', '60000.10')
    rig.mark(200, '60000.0')
    rig.kline(BAR + 10, 0)
    expect(rig.events.filter(({ kind }) => kind !== 'woken' && kind !== 'component-reported')).toEqual([])
    expect([healthy(rig), rig.codes]).toEqual([false, ['unknown-instrument']])
  })
})

describe('settlements', () => {
  const settled = (fundingTime: number): object => ({ symbol: 'BTCUSDT', fundingRate: '-0.00025000', fundingTime: NOON + fundingTime, markPrice: '60000.0', rateType: 'Regular' })
  const HOUR = 3_600_000

  it('F36 missing at first are asked for until they are booked, and the next one’s time says how far apart they are', () => {
    const rig = new FeedRig({ depth: false }).begin()
    rig.mark(4 * HOUR - 1_000, '60000.0')
    rig.mark(4 * HOUR + 1_000, '60000.0', { T: NOON + 8 * HOUR })
    rig.tick(4 * HOUR + 5_100)
    rig.answer(4 * HOUR + 5_200, '/fapi/v1/fundingRate', [])
    rig.tick(4 * HOUR + 7_000)
    expect(rig.isAsked('/fapi/v1/fundingRate')).toBe(false)
    rig.tick(4 * HOUR + 7_400)
    rig.answer(4 * HOUR + 7_500, '/fapi/v1/fundingRate', [settled(4 * HOUR + 12)])
    expect(rig.told('funding-settled').at(-1)).toEqual({ kind: 'funding-settled', time: NOON + 4 * HOUR + 7_500, funding: { instrumentId: 'BTCUSDT', fundingTime: NOON + 4 * HOUR + 12, rate: -25_000, intervalMs: 4 * HOUR } })
    rig.tick(4 * HOUR + 60_000)
    expect(rig.isAsked('/fapi/v1/fundingRate')).toBe(false)
  })

  it('F17 that were missed while away come all, each with its own distance', () => {
    const rig = new FeedRig({ depth: false, instruments: [{ symbol: 'BTCUSDT', known: null, candlesUntil: NOON, fundingUntil: (NOON - 12 * HOUR) as TimeMs }] })
    rig.tick(0)
    rig.answer(50, '/fapi/v1/exchangeInfo', exchangeInfoOf([SYMBOL]))
    rig.answer(60, '/fapi/v1/fundingInfo', [])
    rig.mark(200, '60000.0')
    rig.tick(300)
    rig.answer(400, '/fapi/v1/fundingRate', [settled(-8 * HOUR + 3), settled(-4 * HOUR), settled(7)])
    expect(rig.told('funding-settled').map(({ funding }) => [Math.round((funding.fundingTime - NOON) / HOUR), funding.intervalMs / HOUR])).toEqual([[-8, 4], [-4, 4], [0, 4]])
  })
})
