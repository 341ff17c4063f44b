import { expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { MISSED, recordedEvents } from '../../src-main/modes/recorded-events.ts'
import type { FeedEvent, MarketFeed, RawMessage } from '../../src-main/venue/market-feed.port.ts'
import { btc } from '../support/instruments.ts'
import { marked, T0 } from '../support/venue-cases.ts'

/** Tells a price for each frame, at the time it came. */
const feed: MarketFeed = {
  take: ({ receivedAt, kind, text }): readonly FeedEvent[] => (kind === 'frame' ? [marked(receivedAt, Number(text)) as FeedEvent] : []),
  questions: () => [], channels: () => [], alarms: () => [],
}

const frame = (time: number, price: number): RawMessage => ({ receivedAt: time as TimeMs, kind: 'frame', about: 'market/1', text: String(price) })
const mark = (time: number, text: string): RawMessage => ({ receivedAt: time as TimeMs, kind: 'link', about: MISSED, text })
const minute = Math.floor(T0 / 60_000) * 60_000 + 60_000

async function toldOf(messages: readonly RawMessage[]): Promise<readonly (readonly (readonly [string, number])[])[]> {
  async function* record(): AsyncGenerator<RawMessage> {
    yield* messages
  }
  const told: (readonly (readonly [string, number])[])[] = []
  for await (const events of recordedEvents(record(), feed)) told.push(events.map(({ kind, time }) => [kind, time - minute]))
  return told
}

it('tells an instant as one, and each instant by itself', async () => {
  expect(await toldOf([frame(minute, 1), frame(minute, 2), frame(minute + 5, 3)])).toEqual([[['price-marked', 0], ['price-marked', 0]], [['price-marked', 5]]])
})

it('tells what was missed before what came while it was asked for', async () => {
  const span = JSON.stringify({ instruments: [btc], from: minute, to: minute + 180_000 })
  const rows = JSON.stringify([[minute, '1', '1', '1', '1', '1', minute + 59_999, '1', 1, '1', '1', '0']])
  const about = `/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=${minute}&endTime=${minute + 179_999}&limit=3`
  expect(await toldOf([
    frame(minute, 1), frame(minute + 180_000, 2), frame(minute + 181_000, 3),
    mark(minute + 181_000, `open ${span}`), { receivedAt: (minute + 181_000) as TimeMs, kind: 'answer', about, text: `200 ${rows}` }, mark(minute + 181_000, 'closed'),
    frame(minute + 182_000, 4),
  ])).toEqual([[['price-marked', 0]], [['candle-path', 0]], [['price-marked', 180_000]], [['price-marked', 181_000]], [['price-marked', 182_000]]])
})
