import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { RawMessage } from '../../src-main/venue/market-feed.port.ts'
import { exchangeInfoOf, SYMBOL } from './feed-rig.ts'
import { dataFolder } from './recorded.ts'

/** What was recorded of the public streams of BTCUSDT, with the answers that a feed asks for first. `event` is the frame's own kind, 'depth' of a snapshot. */
export interface RecordedMessage extends RawMessage {
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The snapshot comes 54 messages later than the first frame, as it did. */
export function recordedFeed(): readonly RecordedMessage[] {
  const [first = '', ...rest] = gunzipSync(readFileSync(join(dataFolder, 'l2/binance-usdm-btcusdt_20240808.ndjson.gz'))).toString().trim().split('\n')
  const start = Number(first.slice(0, 13)) as TimeMs
  const answer = (about: string, body: unknown): RecordedMessage => ({ receivedAt: start, kind: 'answer', about, text: `200 ${JSON.stringify(body)}`, event: 'answer', data: {} })
  const before: readonly RecordedMessage[] = [
    { receivedAt: start, kind: 'tick', about: '', text: '', event: 'tick', data: {} },
    { receivedAt: start, kind: 'link', about: 'public/1', text: 'open', event: 'link', data: {} },
    answer('/fapi/v1/exchangeInfo', exchangeInfoOf([SYMBOL])), answer('/fapi/v1/fundingInfo', []),
  ]
  return [...before, ...[first, ...rest].map(messageOf)]
}

/** '<nanoseconds> <json>' */
function messageOf(line: string): RecordedMessage {
  const receivedAt = Number(line.slice(0, 13)) as TimeMs
  const text = line.slice(line.indexOf(' ') + 1)
  const { data } = JSON.parse(text) as { data?: RecordedMessage['data'] }
  if (data) return { receivedAt, kind: 'frame', about: 'public/1', text, event: String(data['e']), data }
  return { receivedAt, kind: 'answer', about: '/fapi/v1/depth?symbol=BTCUSDT&limit=1000', text: `200 ${text}`, event: 'depth', data: JSON.parse(text) as RecordedMessage['data'] }
}
