import { WebSocket } from 'ws'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { BinanceStreams } from '../../src-main/venue/binance/streams/binance-streams.ts'
import { sharedNow } from './shared-now.ts'
import { timedUntil, type Times } from './stopwatch.ts'
import { CcxtReader } from './stream-ccxt.ts'
import { FeedReader, ParseReader, type Outcome, type Reader } from './stream-readers.ts'
import { recordedFrames } from './stream-recording.ts'

export type Rival = 'parse' | 'ours' | 'ccxt'

/** Frames in process, or from a socket: then the first so many of them. */
export type WorkerOrder = { readonly kind: 'round' } | { readonly kind: 'join'; readonly streamUrl: string; readonly frames: number }

export type WorkerAnswer = { readonly kind: 'joined' } | WorkerResult

export interface WorkerResult {
  readonly kind: 'done'
  /** From the first frame to the last, in milliseconds. */
  readonly times: Times
  readonly outcome: Outcome | null
  /** Of each frame, when it was done with, by the clock that all processes of a computer share; empty in process. */
  readonly doneAt: Float64Array
}

// Reads the recorded frames again and again, in one way, as the messages of the parent say.
const rival = process.argv[2] as Rival
const { frames, snapshot } = recordedFrames()
const startsAt = frames[0]!.receivedAt
process.on('message', (order: WorkerOrder) => void (order.kind === 'round' ? round() : join(order)).then((told) => process.send?.(told)))

async function round(): Promise<WorkerResult> {
  const reader = rival === 'parse' ? new ParseReader() : rival === 'ours' ? new FeedReader(startsAt) : await CcxtReader.open()
  const times = await timedUntil(async () => {
    for (let index = 0; index < snapshot.after; index++) reader.take(frames[index]!.text, frames[index]!.receivedAt)
    await reader.snapshot(snapshot.body, frames[snapshot.after]!.receivedAt)
    for (let index = snapshot.after; index < frames.length; index++) reader.take(frames[index]!.text, frames[index]!.receivedAt)
  })
  return { kind: 'done', times, outcome: reader.outcome(), doneAt: new Float64Array() }
}

const NAMES = ['btcusdt@bookTicker', 'btcusdt@depth@100ms']

/** Connects as each of them does. Answers 'joined' when it is subscribed, and the result after the last frame. */
async function join({ streamUrl, frames: count }: Extract<WorkerOrder, { kind: 'join' }>): Promise<WorkerResult> {
  const doneAt = new Float64Array(count)
  const first = Promise.withResolvers<void>()
  const last = Promise.withResolvers<void>()
  let taken = 0
  const done = (reader: Reader): void => {
    doneAt[taken++] = sharedNow()
    if (taken === 1) first.resolve()
    if (taken === snapshot.after) void reader.snapshot(snapshot.body, frames[taken]!.receivedAt)
    if (taken === count) last.resolve()
  }
  const { reader, close } = await connect(streamUrl, { at: () => taken, done })
  process.send?.({ kind: 'joined' } satisfies WorkerAnswer)
  await first.promise
  const times = await timedUntil(() => last.promise)
  close()
  return { kind: 'done', times, outcome: reader.outcome(), doneAt }
}

interface Progress {
  readonly at: () => number
  readonly done: (reader: Reader) => void
}

async function connect(streamUrl: string, { at, done }: Progress): Promise<{ readonly reader: Reader; readonly close: () => void }> {
  if (rival === 'ccxt') {
    const opened: CcxtReader = await CcxtReader.open(`${streamUrl}/public/ws/1`, () => done(opened))
    await opened.connect(NAMES)
    return { reader: opened, close: () => void opened.close() }
  }
  const reader = rival === 'parse' ? new ParseReader() : new FeedReader(startsAt)
  const take = (text: string): void => {
    reader.take(text, frames[at()]!.receivedAt)
    done(reader)
  }
  return { reader, close: rival === 'parse' ? await bareSocket(streamUrl, take) : await ourStreams(streamUrl, take) }
}

function ourStreams(streamUrl: string, take: (text: string) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const streams = new BinanceStreams({
      endpoint: { streamUrl }, channels: NAMES, timer: systemTimer, random: () => 0, onMessage: (_connection, text) => take(text),
      onLink: (_connection, text) => (text === 'open' ? resolve(() => streams.stop()) : reject(new Error(text))),
    })
    streams.start()
  })
}

function bareSocket(streamUrl: string, take: (text: string) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${streamUrl}/public/stream`, { perMessageDeflate: false })
    socket.once('open', () => socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: NAMES, id: 1 })))
    socket.once('message', () => {
      socket.on('message', (data: Buffer) => take(data.toString()))
      resolve(() => socket.terminate())
    })
    socket.once('error', reject)
  })
}
