import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TimeMs } from '../../src-shared/domain/units.ts'

interface RecordedFrame {
  readonly text: string
  /** By a clock near the venue's. */
  readonly receivedAt: TimeMs
}

/** What came by the sockets of one recording, and the book that was asked for meanwhile. */
export interface FrameRecording {
  readonly frames: readonly RecordedFrame[]
  /** The answer to depth: it came when so many frames had. */
  readonly snapshot: { readonly body: string; readonly after: number }
}

const FILE = resolve(process.env['HAETAE_TEST_DATA'] ?? '../shared/data', 'l2/binance-usdm-btcusdt_20240808.ndjson.gz')
export const hasFrames: boolean = existsSync(FILE)

/** Lines are the nanosecond of the recorder's clock, a blank, and the message. That clock was a second behind the venue's. */
export function recordedFrames(): FrameRecording {
  const lines = gunzipSync(readFileSync(FILE)).toString().trim().split('\n').map((line) => ({ at: Number(line.slice(0, line.indexOf(' '))) / 1e6, text: line.slice(line.indexOf(' ') + 1) }))
  const behindMs = Math.max(...lines.slice(0, 1_000).map(({ at, text }) => Number(/"E":(\d+)/.exec(text)?.[1]) - at))
  const after = lines.findIndex(({ text }) => !text.startsWith('{"stream"'))
  const frames = lines.filter((_, index) => index !== after).map(({ at, text }) => ({ text, receivedAt: Math.ceil(at + behindMs) as TimeMs }))
  return { frames, snapshot: { body: lines[after]!.text, after } }
}
