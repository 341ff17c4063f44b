import { closeSync, fdatasyncSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SeededRandom, seedOf } from '../../src-main/base/seeded-random.ts'
import type { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import type { JournalledChange } from '../../src-shared/domain/change.ts'

/** Until the write-ahead log has reached its full size: from then on it is written over, not made longer. */
const WARM_UP = 250
/** Turns do not follow each other without a pause, and so each measurement meets an import at any of its moments. */
const PAUSE_MS_MAX = 3
const PAGE = 4_096
const PAGES = 1_000

export interface CommitRun {
  /** Milliseconds of each commit. */
  readonly commits: readonly number[]
  /** Of the disk alone, taken in turn with the commits: one page written over in place and made durable. No commit can be faster. */
  readonly disk: readonly number[]
}

export interface CommitsWanted {
  readonly folder: string
  readonly commits: number
  /** Makes the ids of repeated measurements differ. */
  readonly run: string
}

/** Commits of a fill, its fee and the stop that follows, as an entry's fill makes the journal write them. */
export async function commitLatency(journal: SqliteJournal, fill: readonly JournalledChange[], { folder, commits, run }: CommitsWanted): Promise<CommitRun> {
  const file = openSync(join(folder, 'disk.bin'), 'w')
  const page = Buffer.alloc(PAGE, 1)
  const random = new SeededRandom(seedOf('bench', 'pauses'))
  const samples = { commits: [] as number[], disk: [] as number[] }
  try {
    writeSync(file, Buffer.alloc(PAGES * PAGE))
    fsyncSync(file)
    for (let index = 0; index < WARM_UP + commits; index++) {
      const changes = threeOf(fill, `${run}-${index}`)
      samples.commits.push(timed(() => journal.append(changes)))
      await sleep(random.below(PAUSE_MS_MAX))
      samples.disk.push(timed(() => makeDurable(file, page, index % PAGES)))
      await sleep(random.below(PAUSE_MS_MAX))
    }
  } finally {
    closeSync(file)
  }
  return { commits: samples.commits.slice(WARM_UP), disk: samples.disk.slice(WARM_UP) }
}

function timed(work: () => void): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

function makeDurable(file: number, page: Buffer, place: number): void {
  writeSync(file, page, 0, PAGE, place * PAGE)
  fdatasyncSync(file)
}

function threeOf(fill: readonly JournalledChange[], id: string): readonly JournalledChange[] {
  const changes = fill.flatMap((change) => again(change, id))
  if (changes.length !== 3) throw new RangeError(`a fill, its fee and its stop were to be written, not ${changes.map(({ kind }) => kind).join(', ') || 'nothing'}`)
  return changes
}

/** The same change as if it were another one; kinds that a commit of three does not need are left out. */
function again(change: JournalledChange, id: string): JournalledChange[] {
  switch (change.kind) {
    case 'fill-booked':
      return [{ ...change, fill: { ...change.fill, tradeId: `1${id}` } }]
    case 'ledger-posted':
      return [{ ...change, entry: { ...change.entry, reference: `1${id}` } }]
    case 'intent-opened':
      return change.order.purpose === 'protect' ? [{ ...change, order: { ...change.order, intentId: `${change.order.intentId}.${id}` } }] : []
    default:
      return []
  }
}
