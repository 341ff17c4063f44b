import { expect, it } from 'vitest'
import { topics as schemas, type Topics } from '../../src-shared/contract/contract.ts'
import type { Price } from '../../src-shared/domain/units.ts'
import { DeskTopics } from '../../src-main/ipc/desk-topics.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'
import { at, closedTrade, decision, FakeDesk, filled, opened, quietDay, sol } from '../support/fake-desk.ts'
import { btc } from '../support/instruments.ts'
import { ManualClock } from '../support/manual-clock.ts'

function open() {
  const log = new TopicLog('a')
  const topics = new DeskTopics(log)
  const desk = new FakeDesk()
  const clock = new ManualClock()
  topics.attach(desk, clock)
  desk.publish = (changes) => topics.publish(changes)
  const read = <K extends keyof Topics>(topic: K) => log.read(topic, '', 0).values as readonly Topics[K][]
  return { log, topics, desk, clock, read }
}

it('sends nothing the contract forbids', () => {
  const { desk, read } = open()
  quietDay(desk)
  // The rest is the workstation's.
  const served = ['status', 'positions', 'market', 'sparks', 'candles', 'decisions', 'trades', 'orders', 'fills', 'equity', 'log'] as const
  for (const topic of served) {
    const values = read(topic)
    expect(values.length, topic).toBeGreaterThan(0)
    for (const value of values) expect(schemas[topic].safeParse(JSON.parse(JSON.stringify(value))).error, topic).toBeUndefined()
  }
})

it('writes exact numbers with the decimals of the instrument', () => {
  const { topics, read } = open()
  topics.publish([filled(1, 'x', 12, -13.82), closedTrade(2, 'short', -13.82, 'stop')])
  expect(read('fills')[0]).toMatchObject({ price: '111945.05', quantity: '0.012', fee: '0.6712345', realized: '-13.82', priceDecimals: 1 })
  // Sold for 1343.34, bought back for 13.82 more: 1357.16 ÷ 0.012.
  expect(read('trades')[0]).toMatchObject({ entry: '111945', exit: '113096.66', net: '-15.2834', fees: '-1.3434' })
  expect(read('positions')[0]?.[1]).toMatchObject({ side: 'short', quantity: '4.2', entry: '190.42' })
  expect(read('status')[0]).toMatchObject({ equity: '12528.724', dayResult: '48.2', guards: [{ value: 0.0031 }, { value: 0.274 }, { guard: 'funding-against', value: null, verdict: 'refuse' }] })
})

it('gives a decision with both sides and the guards that said no', () => {
  const { topics, read } = open()
  topics.publish([decision(5, btc, 'FLAT', { reason: 'refused', guards: [{ guard: 'spread', verdict: 'allow', value: 1, limit: 2, unit: 'bps' }, { guard: 'mark-age', verdict: 'refuse', value: Number.NaN, limit: 5_000, unit: 'ms' }] })])
  expect(read('decisions')).toMatchObject([{ reason: 'refused', long: { expectedValue: 0.00124, winProbability: 0.596, breakEvenProbability: 0.452 }, short: { expectedValue: -0.00171 }, stop: null, guards: [{ guard: 'mark-age', value: null }] }])
})

it('follows an order through each of its states', () => {
  const { topics, read } = open()
  topics.publish([
    opened(1, 'PE-1', 'open'), { kind: 'attempt-sent', time: at(1), intentId: 'PE-1', attempt: 1 }, { kind: 'order-unknown', time: at(2), intentId: 'PE-1', detail: 'no answer' },
    { kind: 'order-accepted', time: at(3), intentId: 'PE-1', venueOrderId: '881' }, filled(4, 'PE-1', 5), filled(4, 'PE-1', 7), { kind: 'order-closed', time: at(4), intentId: 'PE-1', state: 'filled', detail: '' },
  ])
  expect(read('orders').map(({ state, filled: done }) => `${state} ${done}`)).toEqual(['pending 0', 'sent 0', 'unknown 0', 'accepted 0', 'partially-filled 0.005', 'partially-filled 0.012', 'filled 0.012'])
  expect(read('log')).toContainEqual({ time: at(2), level: 'alarm', code: 'order-unknown', values: { order: 'PE-1', instrument: 'BTCUSDT', purpose: 'open', side: 'buy', detail: 'no answer' } })
})

it('takes one point of equity per simulated minute, and none while equity is unknown', () => {
  const { topics, desk, read } = open()
  topics.publish([decision(5, btc, 'FLAT'), decision(5, sol, 'FLAT', { markPrice: 18_831 as Price })])
  desk.equity = null
  topics.publish([decision(10, btc, 'FLAT')])
  desk.equity = 100 as never
  topics.publish([decision(15, btc, 'FLAT')])
  expect(read('equity')).toEqual([{ time: at(5), equity: '12528.724' }, { time: at(15), equity: '0.000001' }])
})

it('does not work out status or positions while nobody looks, and once per tick when somebody does', () => {
  const { log, topics, desk, clock } = open()
  const change = (i: number) => topics.publish([{ kind: 'venue-heard', time: at(i) }])
  for (let i = 0; i < 1_000; i++) change(i)
  clock.tick()
  expect(desk.statusCount).toBe(0)
  let place = { first: 0, values: [] as readonly unknown[] }
  log.onFlush(() => { place = log.read('status', 'a', place.first + place.values.length - 1) })
  for (let i = 0; i < 1_000; i++) change(i)
  clock.tick()
  clock.tick()
  expect(desk.statusCount).toBe(1)
})
