import { describe, expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { BAR, FeedRig, klineRow, NOON } from '../support/feed-rig.ts'

const KLINES = '/fapi/v1/klines'
const SCALE = 1e8

/** Marks of the newest first price that were told, and what was alarmed at. */
const marks = (rig: FeedRig): readonly number[] => rig.told('price-marked').map(({ mark }) => mark.mark / SCALE)
const healthy = (rig: FeedRig): boolean | undefined => rig.told('component-reported').at(-1)?.healthy
const ready = (): FeedRig => new FeedRig({ depth: false }).begin()

describe('F39 F71 a price', () => {
  it.each([['0.00000000'], ['-60000.0'], ['NaN'], ['6e4'], ['']])('that is none (%s) is not told', (price) => {
    const rig = ready()
    rig.mark(1_000, price)
    rig.quote(1_200, price, '60000.10')
    rig.trade(1_400, 5, { p: price })
    rig.tick(1_700)
    expect([marks(rig), rig.told('trade-printed'), healthy(rig)]).toEqual([[60_000], [], false])
    expect(rig.codes).toEqual(['unreadable', 'unreadable', 'unreadable'])
  })

  it.each([['600000.0'], ['6000.0'], ['120000.0']])('of %s, far from the index, from best prices and from itself, is not told: the old one grows old', (price) => {
    const rig = ready()
    for (let at = 1_000; at <= 4_000; at += 1_000) rig.mark(at, price)
    rig.tick(4_300)
    expect([marks(rig), rig.codes, healthy(rig)]).toEqual([[60_000], ['implausible-price'], false])
  })

  it('that has slipped by a digit, with the index, is not told: what is bid and the price before know better', () => {
    const rig = ready()
    rig.mark(1_000, '600000.0', { i: '600000.0' })
    expect([marks(rig), rig.codes]).toEqual([[60_000], ['implausible-price']])
  })

  it('that falls by half within a second, with the index and best prices, is told: positions must be protected', () => {
    const rig = ready()
    rig.quote(900, '30000.00', '30000.20')
    expect(rig.codes).toEqual(['implausible-price'])
    rig.mark(1_000, '33000.0', { i: '32000.0' })
    expect(marks(rig)).toEqual([60_000])
    rig.mark(12_000, '33000.0', { i: '32000.0' })
    rig.quote(12_200, '30000.00', '30000.20')
    expect(marks(rig)).toEqual([60_000, 33_000, 33_000])
    expect(rig.told('price-marked').at(-1)?.mark.bid).toBe(30_000 * SCALE)
  })

  it('of a mark that alone is five per cent away is told, since the venue goes by it, but nothing is opened', () => {
    const rig = ready()
    rig.mark(1_000, '63000.0')
    rig.tick(1_300)
    expect([marks(rig), rig.codes, rig.feed.trouble]).toEqual([[60_000, 63_000], ['mark-diverges'], 'BTCUSDT mark price is far from index or best prices'])
    rig.mark(2_000, '60000.0')
    rig.tick(2_300)
    expect(rig.feed.trouble).toBe('')
  })

  it('that falls fast, but step by step, is told at each step', () => {
    const rig = ready()
    for (const [index, price] of [50_000, 40_000, 30_000, 22_000].entries()) {
      rig.mark(1_000 * (index + 1), `${price}.0`, { i: `${price}.0` })
      rig.quote(1_000 * (index + 1) + 200, `${price - 1}.0`, `${price + 1}.0`)
    }
    expect([marks(rig), rig.codes.filter((code) => code !== 'mark-diverges')]).toEqual([[60_000, 50_000, 50_000, 40_000, 40_000, 30_000, 30_000, 22_000, 22_000], []])
  })

  it('of a trade far from the mark fills nobody', () => {
    const rig = ready()
    rig.trade(600, 5, { p: '6000.0' })
    rig.trade(700, 6, { p: '59000.0' })
    expect([rig.told('trade-printed').map(({ price }) => price / SCALE), rig.codes]).toEqual([[59_000], ['implausible-price']])
  })

  it('crossed is not told', () => {
    const rig = ready()
    rig.quote(600, '60000.20', '60000.10')
    rig.quote(800, '60000.10', '60000.10')
    rig.mark(1_000, '60000.0')
    expect([rig.told('price-marked').at(-1)?.mark.bid, rig.codes]).toEqual([59_999.9 * SCALE, ['crossed-quote', 'crossed-quote']])
  })

  it('whose time stands still is as old as it says', () => {
    const rig = ready()
    for (let at = 1_000; at < 5_000; at += 500) rig.mark(at, '60000.0', { E: NOON + 195 })
    expect([marks(rig), rig.told('component-reported').at(-1)?.detail]).toEqual([[60_000], 'BTCUSDT markPrice is silent'])
  })

  it('has one telling at an instant, and is told no more often than ten times a second unless the mark is new', () => {
    const rig = ready()
    rig.events.length = 0
    for (let at = 1_000; at < 2_000; at += 10) rig.quote(at, '59999.90', `600${10 + (at % 100) / 10}.10`)
    rig.quote(2_000, '59999.80', '60000.10')
    rig.mark(2_000, '60001.0')
    rig.mark(2_030, '60002.0', { E: NOON + 2_020 })
    rig.tick(2_040)
    const told = rig.told('price-marked').map(({ time }) => time - NOON)
    expect(told).toEqual([1_000, 1_100, 1_200, 1_300, 1_400, 1_500, 1_600, 1_700, 1_800, 1_900, 2_000, 2_030])
    expect(rig.told('price-marked').at(-1)?.mark.mark).toBe(60_002 * SCALE)
  })
})

describe('F71 a candle', () => {
  it.each([
    ['zero', { l: '0' }], ['negative', { l: '-1.0' }], ['no number', { c: 'NaN' }], ['a high that is none', { h: '59950.00' }], ['of another length', { T: NOON + BAR }], ['of another time', { t: NOON + 1 }],
  ])('with %s is refused, and asked for', (_what, k) => {
    const rig = ready()
    rig.kline(BAR + 20, 0, k)
    expect([rig.bars, rig.codes]).toEqual([[], ['unreadable']])
    rig.tick(BAR + 4_000)
    rig.answer(BAR + 4_100, KLINES, [klineRow(0), klineRow(1)])
    expect(rig.bars).toEqual([0])
  })

  it('ten times too high is doubted: the other way of asking has the last word', () => {
    const rig = ready()
    rig.kline(BAR + 20, 0)
    rig.kline(2 * BAR + 20, 1, { o: '600000', h: '600100', l: '599900', c: '600000' })
    expect([rig.bars, rig.codes]).toEqual([[0], ['implausible-candle']])
    rig.kline(3 * BAR + 20, 2)
    expect(rig.bars).toEqual([0])
    rig.answer(3 * BAR + 90, KLINES, [klineRow(1), klineRow(2)])
    expect(rig.told('candle-closed').map(({ candle }) => candle.close / SCALE)).toEqual([60_000, 60_000, 60_000])
  })

  it('that stands still while others trade is doubted', () => {
    const rig = ready()
    rig.trade(1_000, 5)
    rig.kline(BAR + 20, 0, { v: '0', n: 0, q: '0', V: '0', Q: '0', h: '60000', l: '60000', c: '60000' })
    expect([rig.bars, rig.codes]).toEqual([[], ['frozen-candle']])
    rig.tick(BAR + 4_000)
    rig.answer(BAR + 4_100, KLINES, [klineRow(0), klineRow(1)])
    expect(rig.told('candle-closed').map(({ candle }) => candle.volume)).toEqual([12_345])
  })

  it('without trades, where nobody traded, is one', () => {
    const rig = ready()
    rig.kline(BAR + 20, 0, { f: -1, L: -1, v: '0', n: 0, q: '0', V: '0', Q: '0', h: '60000', l: '60000', c: '60000' })
    expect([rig.bars, rig.codes]).toEqual([[0], []])
  })

  it('that is corrected after it was told is alarmed at, and not told again', () => {
    const rig = ready()
    rig.kline(BAR + 20, 0)
    rig.kline(BAR + 60, 0, { v: '12.400' })
    expect([rig.bars, rig.codes]).toEqual([[0], ['late-correction']])
    rig.kline(2 * BAR + 20, 1, { c: '60001.00' })
    rig.kline(2 * BAR + 30, 0)
    expect([rig.bars, rig.feed.alarms().map(({ detail }) => detail)]).toEqual([[0, 1], [`BTCUSDT ${NOON}`]])
  })

  it('F70 is told whatever the calendar: over a leap day, and over the night in which clocks change', () => {
    for (const midnight of [Date.UTC(2028, 1, 29), Date.UTC(2028, 2, 1), Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 10, 1, 6)]) {
      const shift = midnight - NOON
      const rig = new FeedRig({ depth: false, instruments: [{ symbol: 'BTCUSDT', known: null, candlesUntil: (midnight - BAR) as TimeMs, fundingUntil: null }] }).begin(shift - BAR)
      for (const bar of [-1, 0]) rig.kline(shift + (bar + 1) * BAR + 20, bar + shift / BAR)
      expect(rig.told('candle-closed').map(({ candle }) => candle.closeTime)).toEqual([midnight, midnight + BAR])
    }
  })
})

describe('a clock', () => {
  it('F67 F69 that is behind the venue’s: prices are not from the future, and nothing is opened until it is set', () => {
    const rig = ready()
    rig.mark(1_000, '60001.0', { E: NOON + 3_600_000 })
    rig.tick(1_300)
    expect([rig.told('price-marked').at(-1)?.mark.asOf, rig.told('component-reported').at(-1)?.detail, rig.feed.isClockDoubtful, rig.codes]).toEqual([NOON + 1_000, 'the venue’s clock is not known', true, ['clock']])
  })

  it('F69 that jumps, since the computer slept for three hours: what was missed comes first', () => {
    const rig = ready()
    rig.kline(BAR + 20, 0)
    const woken = 36 * BAR + 7_000
    rig.tick(woken)
    expect([rig.told('component-reported').at(-1)?.healthy, rig.isAsked(KLINES)]).toEqual([false, true])
    rig.answer(woken + 200, KLINES, Array.from({ length: 36 }, (_, index) => klineRow(index + 1)))
    expect(rig.bars).toEqual(Array.from({ length: 36 }, (_, index) => index))
    expect(rig.events.findLast(({ kind }) => kind === 'price-marked')?.time).toBe(NOON + 200)
  })

  it('F68 never goes back, whatever the record says', () => {
    const rig = ready()
    rig.mark(2_000, '60001.0')
    rig.mark(1_500, '60002.0', { E: NOON + 1_999 })
    const times = rig.events.map(({ time }) => time)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})

describe('a book', () => {
  const update = (rig: FeedRig, at: number, ids: readonly [number, number, number], b: readonly (readonly string[])[] = []): void =>
    void rig.frame(at, { e: 'depthUpdate', E: NOON + at, T: NOON + at, s: 'BTCUSDT', U: ids[0], u: ids[1], pu: ids[2], b, a: [] }, 'public/1')
  const snapshot = (lastUpdateId: number): object => ({ lastUpdateId, E: NOON, T: NOON, bids: [['60000.00', '1']], asks: [['60000.20', '1']] })
  const stateOf = (rig: FeedRig): string | undefined => rig.feed.channels().find(({ channel }) => channel === 'depth')?.state

  it('is asked for when its stream begins, and again after a hole', () => {
    const rig = new FeedRig().begin()
    update(rig, 600, [90, 100, 89])
    expect(stateOf(rig)).toBe('filling')
    rig.answer(700, '/fapi/v1/depth', snapshot(95))
    expect([stateOf(rig), rig.feed.book('BTCUSDT')?.lastUpdateId]).toEqual(['fresh', 100])
    update(rig, 800, [121, 130, 120])
    expect([stateOf(rig), rig.isAsked('/fapi/v1/depth')]).toEqual(['filling', true])
    rig.answer(900, '/fapi/v1/depth', snapshot(125))
    expect([stateOf(rig), rig.feed.book('BTCUSDT')?.lastUpdateId, rig.feed.channels().find(({ channel }) => channel === 'depth')?.gaps]).toEqual(['fresh', 130, 1])
  })

  it('whose snapshot is older than its stream is asked for again, after a pause', () => {
    const rig = new FeedRig().begin()
    update(rig, 600, [190, 200, 189])
    rig.answer(700, '/fapi/v1/depth', snapshot(95))
    expect([stateOf(rig), rig.isAsked('/fapi/v1/depth')]).toEqual(['filling', false])
    rig.tick(2_800)
    rig.answer(2_900, '/fapi/v1/depth', snapshot(195))
    expect(stateOf(rig)).toBe('fresh')
  })

  it('F40 begins anew when the venue counts its changes anew', () => {
    const rig = new FeedRig().begin()
    update(rig, 600, [90, 100, 89])
    rig.answer(700, '/fapi/v1/depth', snapshot(95))
    update(rig, 900, [80, 99, 79])
    expect(stateOf(rig)).toBe('fresh')
    update(rig, 6_900, [3, 5, 2])
    update(rig, 7_000, [6, 9, 5])
    rig.answer(7_100, '/fapi/v1/depth', snapshot(7))
    expect([rig.feed.book('BTCUSDT')?.lastUpdateId, stateOf(rig)]).toEqual([9, 'fresh'])
  })

  it('F71 that is crossed is thrown away', () => {
    const rig = new FeedRig().begin()
    update(rig, 600, [90, 100, 89])
    rig.answer(700, '/fapi/v1/depth', snapshot(95))
    update(rig, 800, [101, 105, 100], [['60000.30', '2']])
    expect([rig.feed.book('BTCUSDT')?.lastUpdateId, stateOf(rig), rig.codes]).toEqual([null, 'filling', ['crossed-book']])
  })
})
