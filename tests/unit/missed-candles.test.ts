import { expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { askMissed, missedEvents, type MissedAnswer, type MissedSpan } from '../../src-main/modes/missed-candles.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { btc } from '../support/instruments.ts'
import { approved, closing, kinds, listed, market, marked, plainSettings } from '../support/venue-cases.ts'

/** 00:00 UTC, when funding is settled. */
const MIDNIGHT = 1_700_006_400_000
const minute = (index: number): number => MIDNIGHT - 120_000 + index * 60_000
/** Nobody listened from half a minute before the first of these minutes was over. */
const span: MissedSpan = { instruments: [btc], from: (minute(0) + 30_000) as TimeMs, to: (minute(4) + 10_000) as TimeMs }

const row = (index: number, [open, high, low, close]: readonly number[], volume = '5'): readonly unknown[] =>
  [minute(index), ...[open!, high!, low!, close!].map((price) => price.toFixed(2)), volume, minute(index) + 59_999, '1', 9, '1', '1', '0']

const calm = [60_000, 60_050, 59_950, 60_000]

/** What a venue says of four minutes in which the mark price falls to 59,400 in the last one, and trades to 58,000 in the one before. */
const answersOf = (request: { readonly path: string }): string => {
  const marks = [calm, calm, calm, [60_000, 60_000, 59_400, 59_500]]
  const trades = [calm, calm, [60_000, 60_000, 58_000, 60_000], calm]
  if (request.path.endsWith('fundingRate')) return `200 ${JSON.stringify([{ symbol: 'BTCUSDT', fundingRate: '0.00010000', fundingTime: MIDNIGHT + 3, markPrice: '60000', rateType: 'Regular' }])}`
  return `200 ${JSON.stringify((request.path.includes('mark') ? marks : trades).map((prices, index) => row(index, prices, request.path.includes('mark') ? '0' : '5')))}`
}

const asked = (): Promise<readonly MissedAnswer[]> => askMissed(span, async (request) => answersOf(request))

it('asks for the minutes, their marks and settlements, and tells them in the order in which they were', async () => {
  const answers = await asked()
  expect(answers.map(({ about }) => about)).toEqual([
    `/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=${minute(0)}&endTime=${minute(4) - 1}&limit=4`,
    `/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=1m&startTime=${minute(0)}&endTime=${minute(4) - 1}&limit=4`,
    `/fapi/v1/fundingRate?symbol=BTCUSDT&startTime=${span.from + 1}&endTime=${span.to}&limit=1000`,
  ])
  const events = missedEvents(span, answers)
  expect(events.map(({ kind, time }) => [kind, time])).toEqual([['candle-path', span.from], ['candle-path', minute(1)], ['candle-path', minute(2)], ['funding-settled', MIDNIGHT + 3], ['candle-path', minute(3)]])
})

it('runs a stop through them by the mark alone, after who held has paid', async () => {
  const venue = new SimulatedVenue(plainSettings)
  venue.market(listed())
  venue.market(marked(minute(0), 60_000))
  venue.place(approved('a', market('buy', 100)), minute(0) as TimeMs)
  venue.place(approved('s', closing('sell', 'stop-market', 59_500)), minute(0) as TimeMs)
  venue.advance(span.from)
  for (const event of missedEvents(span, await asked())) venue.market(event)
  const told = venue.advance(span.to)
  expect(kinds(told)).toEqual(['funding-paid', 'order-filled'])
  const snapshot = await venue.snapshot()
  // 0.1 × 60,000 × .01 % of funding.
  expect(snapshot.funding).toMatchObject([{ amount: -60_000000 }])
  expect(snapshot.fills.at(-1)?.time).toBeGreaterThan(minute(3))
})

it('leaves out what could not be had, and is the same for the same answers', async () => {
  expect(missedEvents(span, [])).toEqual([])
  const answers = (await asked()).map((answer) => (answer.about.includes('mark') ? { ...answer, text: '503 {"code":-1008,"msg":"busy"}' } : answer))
  const events = missedEvents(span, answers)
  expect(events.some((event) => event.kind === 'candle-path' && event.marks !== undefined)).toBe(false)
  expect(missedEvents(span, JSON.parse(JSON.stringify(answers)) as readonly MissedAnswer[])).toEqual(events)
})

it('asks for longer candles after longer absences', async () => {
  const days = async (count: number): Promise<string | undefined> => (await askMissed({ ...span, to: (span.from + count * 86_400_000) as TimeMs }, async () => '0 ')).find(({ about }) => about.includes('klines'))?.about
  expect([await days(1), await days(3), await days(30)].map((about) => /interval=(\w+)/.exec(about ?? '')?.[1])).toEqual(['1m', '5m', '1h'])
})
