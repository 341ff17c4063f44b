import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SeededRandom, seedOf } from '../../src-main/base/seeded-random.ts'
import type { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import type { JournalledChange } from '../../src-shared/domain/change.ts'

const WARM_UP = 100
/** Between two commits, as turns do not follow each other without a pause, and so that they meet an import at any of its moments. */
const PAUSE_MS_MAX = 5

/**
 * Milliseconds of each of so many commits of a fill, its fee and the stop that follows, as an entry's fill makes the journal write them.
 * `run` makes the ids of repeated measurements differ.
 */
export function commitLatency(journal: SqliteJournal, fill: readonly JournalledChange[], { commits, run }: { readonly commits: number; readonly run: string }): Promise<readonly number[]> {
  return timed(commits, (index) => {
    const changes = fill.flatMap((change) => again(change, `${run}-${index}`))
    return () => journal.append(changes)
  })
}

/** What the disk alone takes to make 4 KB durable: the floor of every commit. */
export async function syncLatency(folder: string, writes: number): Promise<readonly number[]> {
  const file = openSync(join(folder, 'sync.bin'), 'w')
  const page = Buffer.alloc(4_096, 1)
  try {
    return await timed(writes, () => () => {
      writeSync(file, page)
      fsyncSync(file)
    })
  } finally {
    closeSync(file)
  }
}

async function timed(count: number, prepare: (index: number) => () => void): Promise<readonly number[]> {
  const random = new SeededRandom(seedOf('bench', 'pauses'))
  const samples: number[] = []
  for (let index = 0; index < WARM_UP + count; index++) {
    const work = prepare(index)
    const began = performance.now()
    work()
    samples.push(performance.now() - began)
    await sleep(random.below(PAUSE_MS_MAX))
  }
  return samples.slice(WARM_UP)
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
