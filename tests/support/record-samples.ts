import { join } from 'node:path'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { readRecord } from '../../src-main/storage/record-reader.ts'
import { SegmentRecordWriter, type RecordParts } from '../../src-main/storage/record-writer.ts'
import type { RecordOpening } from '../../src-main/storage/record-store.ts'
import type { RawMessage } from '../../src-main/venue/market-feed.port.ts'
import { VirtualTime } from './virtual-time.ts'

const START = 1_795_000_000_000
const SYMBOLS = ['btcusdt', 'ethusdt', 'suiusdt']

/** The n-th message of an invented feed: always the same. About 150 characters, now and then many. */
export function messageAt(n: number): RawMessage {
  const random = new SeededRandom(n)
  const receivedAt = (START + n * 7) as TimeMs
  if (n % 50 === 49) return { receivedAt, kind: 'tick', about: '', text: '' }
  if (n % 200 === 5) return { receivedAt, kind: 'answer', about: `/fapi/v1/klines?symbol=BTCUSDT&limit=${random.below(1_000)}`, text: `200 [${'[1,"2.5"],'.repeat(random.below(3_000))}]` }
  if (n % 500 === 0) return { receivedAt, kind: 'link', about: 'public/1', text: 'open' }
  const symbol = SYMBOLS[random.below(3)]!
  const levels = Array.from({ length: random.below(6) }, () => `["${random.below(9_999_999) / 100}","${random.below(99_999) / 1_000}"]`)
  return { receivedAt, kind: 'frame', about: 'public/1', text: `{"stream":"${symbol}@depth@100ms","data":{"e":"depthUpdate","E":${receivedAt - 3},"s":"${symbol.toUpperCase()}","u":${n},"b":[${levels.join()}],"a":[]}}` }
}

export const messages = (from: number, to: number): readonly RawMessage[] => Array.from({ length: to - from }, (_, i) => messageAt(from + i))

export const recordsIn = (folder: string): string => join(folder, 'record')

/** A writer whose timer waits for the test. */
export function writerIn(folder: string, recordId: string, parts: Partial<RecordParts & RecordOpening> = {}): { readonly writer: SegmentRecordWriter; readonly time: VirtualTime } {
  const time = new VirtualTime()
  const { clock = time, timer = time, waitingMax, ...opening } = parts
  const writer = new SegmentRecordWriter({ folder: recordsIn(folder), accountId: 'sim:paper:binance:local', recordId, venue: 'local', ...opening }, { clock, timer, ...(waitingMax === undefined ? {} : { waitingMax }) })
  return { writer, time }
}

/** Writes some messages, so many in a block. */
export async function write(writer: SegmentRecordWriter, all: readonly RawMessage[], inBlock: number): Promise<void> {
  for (const [i, message] of all.entries()) {
    writer.append(message)
    if (i % inBlock === inBlock - 1) await writer.flush()
  }
  await writer.flush()
}

export const readBack = (folder: string, recordId: string): Promise<readonly RawMessage[]> => collected(readRecord(recordsIn(folder), recordId))

export async function collected<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
