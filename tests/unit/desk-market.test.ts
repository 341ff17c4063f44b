import { expect, it } from 'vitest'
import type { Topics } from '../../src-shared/contract/contract.ts'
import type { Price } from '../../src-shared/domain/units.ts'
import { DayCloses } from '../../src-main/ipc/day-closes.ts'
import { DeskTopics } from '../../src-main/ipc/desk-topics.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'
import { at, candle, decision, FakeDesk } from '../support/fake-desk.ts'
import { btc, instrumentNamed } from '../support/instruments.ts'
import { ManualClock } from '../support/manual-clock.ts'

const DAY = 24 * 60
const eth = instrumentNamed('ETHUSDT')

function open() {
  const log = new TopicLog('a')
  const topics = new DeskTopics(log)
  const desk = new FakeDesk()
  topics.attach(desk, new ManualClock())
  const newest = <K extends keyof Topics>(topic: K): Topics[K] => log.read(topic, '', 0).values.at(-1) as Topics[K]
  const mark = (minutes: number, price: number): void => {
    desk.now = at(minutes)
    desk.marks.set('BTCUSDT', { instrumentId: 'BTCUSDT', asOf: at(minutes), mark: price as Price, bid: (price - 10) as Price, ask: (price + 10) as Price })
    topics.publish([{ kind: 'price-accepted', time: at(minutes), mark: desk.marks.get('BTCUSDT')! }])
  }
  const close = (minutes: number, price: number): void => topics.publish([{ kind: 'candle-accepted', time: at(minutes), candle: candle(minutes, btc, price) }])
  return { log, topics, desk, newest, mark, close }
}

it('shows one row for each instrument, with the newest decision of each', () => {
  const { topics, newest, mark } = open()
  mark(7, 11_248_010)
  topics.publish([decision(5, btc, 'FLAT', { reason: 'refused' }), decision(5, eth, 'FLAT'), decision(10, btc, 'LONG')])
  expect(newest('market').map(({ instrumentId }) => instrumentId)).toEqual(['BTCUSDT', 'ETHUSDT', 'SOLUSDT'])
  expect(newest('market')[0]).toEqual({
    instrumentId: 'BTCUSDT', base: 'BTC', mark: '112480.1', bid: '112480', ask: '112480.2', asOf: at(7), stale: false, halted: false, change: null, longValue: 0.00124, shortValue: -0.00171,
    action: 'LONG', reason: 'ev-above-threshold', decisionId: 'decision-BTCUSDT-10', funding: 0.0001, nextFundingAt: at(120), held: 'long', atr: 0.004, priceDecimals: 1,
  })
  expect(newest('market')[2]).toMatchObject({ mark: null, bid: null, ask: null, asOf: null, stale: true, action: null, longValue: null, decisionId: null })
})

it('has no value of a side where there is none, and none that is not a number', () => {
  const { topics, newest } = open()
  topics.publish([decision(5, btc, 'FLAT', { long: null }), decision(5, eth, 'FLAT')])
  topics.publish([decision(10, eth, 'FLAT', { short: { ...(decision(10, eth, 'FLAT') as { decision: { short: object } }).decision.short, expectedValue: Number.NaN } as never })])
  expect(newest('market').slice(0, 2)).toMatchObject([{ longValue: null, shortValue: -0.00171 }, { longValue: 0.00124, shortValue: null }])
})

it('measures the change against the close of 24 hours before, and does not know it before', () => {
  const { newest, mark, close } = open()
  close(0, 10_000_000)
  for (let minutes = 5; minutes < DAY; minutes += 5) close(minutes, 11_000_000)
  mark(DAY - 1, 12_000_000)
  expect(newest('market')[0]?.change).toBeNull()
  close(DAY, 12_000_000)
  mark(DAY, 12_000_000)
  expect(newest('market')[0]?.change).toBeCloseTo(0.2, 12)
  mark(DAY + 5, 12_100_000)
  expect(newest('market')[0]?.change).toBeCloseTo(0.1, 12)
})

it('makes rows when they are read, not when a price comes', () => {
  const { desk, log, mark } = open()
  let made = 0
  const markets = desk.markets.bind(desk)
  desk.markets = () => (made++, markets())
  for (let i = 0; i < 1_000; i++) mark(i / 60, 11_000_000 + i)
  expect(made).toBe(0)
  log.read('market', 'a', 0)
  log.read('market', 'a', 0)
  expect(made).toBe(1)
})

it('gives closed candles as floats, and new sparks with each of them', () => {
  const { newest, log, close, mark } = open()
  close(5, 11_248_010)
  expect(newest('candles')).toEqual({ instrumentId: 'BTCUSDT', intervalMs: 300_000, openTime: at(0), open: 112_479.9, high: 112_480.4, low: 112_479.7, close: 112_480.1, volume: 12 })
  expect(newest('sparks')).toEqual([{ instrumentId: 'BTCUSDT', closes: [112_480.1] }])
  const { first } = log.read('sparks', 'a', 0)
  mark(6, 11_248_010)
  expect(log.read('sparks', 'a', first).values).toEqual([])
  close(10, 11_250_000)
  expect(newest('sparks')).toEqual([{ instrumentId: 'BTCUSDT', closes: [112_480.1, 112_500] }])
})

it.each([[1, 1], [48, 48], [49, 25], [288, 48], [289, 48], [1_000, 48]])('picks from %i five-minute closes %i points of the last day, evenly and the newest last', (count, points) => {
  const closes = new DayCloses()
  for (let i = 1; i <= count; i++) closes.push(at(5 * i), i)
  const spark = closes.spark()
  expect([spark.length, spark.at(-1)]).toEqual([points, count])
  expect(spark[0]!).toBeGreaterThan(count - 288)
  expect(new Set(spark.slice(1).map((value, index) => value - spark[index]!)).size).toBeLessThanOrEqual(1)
})
