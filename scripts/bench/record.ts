import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { listRecords, readRecord } from '../../src-main/storage/record-reader.ts'
import { verifyRecords } from '../../src-main/storage/record-verify.ts'
import { SegmentRecordWriter } from '../../src-main/storage/record-writer.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import type { RawMessage } from '../../src-main/venue/market-feed.port.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { commitLatency, type CommitRun } from './commit-latency.ts'
import { decisionLatency } from './decision-latency.ts'
import { atMost, medianSpread, spreadOf, spreadText, type BenchResult, type Spread } from './figures.ts'
import { inFolder } from './workplace.ts'

const FEED = 'l2/binance-usdm-btcusdt_20240808.ndjson.gz'
const RUNS = 3
const COMMITS = 2_000
const COMMIT_MS = 5
/** Of ten instruments, all but a few of them quiet. */
const PER_SECOND = 500
const PAUSE_MS = 20
const TURN = 200

/** What recording costs: per message, on the disk, and for the journal beside it. */
export async function benchRecord(): Promise<BenchResult> {
  const feed = recordedFeed()
  const runs: WriteRun[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await inFolder((folder) => writeAndRead(folder, feed)))
  const best = runs.toSorted((a, b) => b.writtenPerSecond - a.writtenPerSecond)[1]!
  const number = (value: number): string => Math.round(value).toLocaleString('en')
  console.log(`${number(feed.length)} messages of ${number(best.rawBytes)} bytes each on average: ${best.bytes.toFixed(1)} bytes each on the disk in blocks of a second, ${best.bytesAtOnce.toFixed(1)} in full blocks`)
  console.log(`appended in ${best.appendMicroseconds.toFixed(2)} µs each; on the disk ${number(best.writtenPerSecond)} messages/s; read ${number(best.readPerSecond)}/s; verified ${number(best.verifiedPerSecond)}/s (median of ${RUNS} runs)`)
  const { alone, beside } = await inFolder((folder) => commitsBeside(folder, feed))
  console.log(`journal commit of 3 changes, alone: ${spreadText(alone.commits)} (medians of ${RUNS} runs of ${COMMITS} commits); a page of the disk made durable in turn with them: ${spreadText(alone.disk)}`)
  console.log(`beside a record of ${number(PER_SECOND)} messages/s: ${spreadText(beside.commits)}; the page: ${spreadText(beside.disk)}`)
  return { name: 'record', figures: { ...best, commitMs: { alone: { ...alone.commits }, aloneDisk: { ...alone.disk }, beside: { ...beside.commits }, besideDisk: { ...beside.disk } } }, targets: [atMost('journal commit beside a record, p99', beside.commits.p99, COMMIT_MS, 'ms')] }
}

/** One line is when it came, in nanoseconds, a blank and what came. */
function recordedFeed(): readonly RawMessage[] {
  const path = join(resolve(process.env['HAETAE_TEST_DATA'] ?? '../shared/data'), FEED)
  if (!existsSync(path)) throw new Error(`${path} is not there: set HAETAE_TEST_DATA`)
  const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n')
  return lines.map((line) => ({ receivedAt: Math.floor(Number(line.slice(0, line.indexOf(' '))) / 1e6) as TimeMs, kind: 'frame', about: 'public/1', text: line.slice(line.indexOf(' ') + 1) }))
}

interface WriteRun {
  readonly rawBytes: number
  readonly bytes: number
  readonly bytesAtOnce: number
  readonly appendMicroseconds: number
  readonly writtenPerSecond: number
  readonly readPerSecond: number
  readonly verifiedPerSecond: number
}

async function writeAndRead(folder: string, feed: readonly RawMessage[]): Promise<WriteRun> {
  const bySecond = writer(folder, 'by-second')
  for (const [i, message] of feed.entries()) {
    bySecond.append(message)
    if (Math.floor(message.receivedAt / 1_000) !== Math.floor((feed[i + 1]?.receivedAt ?? 0) / 1_000)) await bySecond.flush()
  }
  await bySecond.close()
  const { appendSeconds, seconds } = await writeAtOnce(folder, feed)
  const [one, all] = await listRecords(folder)
  const begun = performance.now()
  let read = 0
  for await (const message of readRecord(folder, 'at-once')) read += message.text.length > 0 ? 1 : 0
  const readSeconds = since(begun)
  const verifying = performance.now()
  const { records } = await verifyRecords(folder, 'at-once')
  if (read !== feed.length || records[0]!.messages !== feed.length || records[0]!.findings.length > 0) throw new Error('the record is not what was written')
  return {
    rawBytes: feed.reduce((sum, { text }) => sum + text.length, 0) / feed.length, bytes: one!.bytes / feed.length, bytesAtOnce: all!.bytes / feed.length, appendMicroseconds: (appendSeconds * 1e6) / feed.length,
    writtenPerSecond: feed.length / seconds, readPerSecond: feed.length / readSeconds, verifiedPerSecond: feed.length / since(verifying),
  }
}

/** As fast as the disk takes it, the thread let go now and then as a feed does. */
async function writeAtOnce(folder: string, feed: readonly RawMessage[]): Promise<{ readonly appendSeconds: number; readonly seconds: number }> {
  const all = writer(folder, 'at-once')
  const begun = performance.now()
  let appendSeconds = 0
  for (let start = 0; start < feed.length; start += TURN) {
    const appending = performance.now()
    for (const message of feed.slice(start, start + TURN)) all.append(message)
    appendSeconds += since(appending)
    await nextTurn()
  }
  await all.close()
  return { appendSeconds, seconds: since(begun) }
}

const since = (begun: number): number => (performance.now() - begun) / 1_000

const writer = (folder: string, recordId: string): SegmentRecordWriter =>
  new SegmentRecordWriter({ folder, accountId: 'sim:bench:1', recordId, venue: 'production' }, { clock: systemClock, timer: systemTimer })

interface Commits {
  readonly commits: Spread
  readonly disk: Spread
}

/** Both in one process and on one disk, as where it trades. */
async function commitsBeside(home: string, feed: readonly RawMessage[]): Promise<{ readonly alone: Commits; readonly beside: Commits }> {
  const { fill } = await inFolder((folder) => decisionLatency({ folder, instruments: 5, closes: 400 }))
  const accountId = fill.flatMap((change) => (change.kind === 'fill-booked' ? [change.accountId] : []))[0]!
  const folder = openAccountFolder(home, accountId)
  const journal = new SqliteJournal({ folder, accountId, program: 'bench' })
  const measure = (run: string): Promise<CommitRun> => commitLatency(journal, fill, { folder, commits: COMMITS, run })
  const [alone, beside]: [CommitRun[], CommitRun[]] = [[], []]
  try {
    // In turn, so that what other programs do meets both.
    for (let run = 0; run < RUNS; run++) {
      alone.push(await measure(`alone${run}`))
      const recording = record(writer(join(folder, 'record'), `beside-${run}`), feed)
      beside.push(await measure(`beside${run}`))
      await recording.stop()
    }
    return { alone: commitsOf(alone), beside: commitsOf(beside) }
  } finally {
    journal.close()
  }
}

const commitsOf = (runs: readonly CommitRun[]): Commits => ({ commits: medianSpread(runs.map(({ commits }) => spreadOf(commits))), disk: medianSpread(runs.map(({ disk }) => spreadOf(disk))) })

/** Goes through the feed again and again, at the wanted pace. */
function record(all: SegmentRecordWriter, feed: readonly RawMessage[]): { stop(): Promise<void> } {
  let stopped = false
  const run = async (): Promise<void> => {
    const begun = performance.now()
    for (let next = 0; !stopped;) {
      for (const due = since(begun) * PER_SECOND; next < due; next++) all.append(feed[next % feed.length]!)
      await systemTimer.after(PAUSE_MS).done
    }
    await all.close()
  }
  const done = run()
  return { stop: () => ((stopped = true), done) }
}
