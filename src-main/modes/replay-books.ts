import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Opening } from '../storage/database-kind.ts'
import { FallbackJournal } from '../storage/fallback-journal.ts'
import { SqliteJournal } from '../storage/sqlite-journal.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'

export interface ReplayBooks {
  readonly opening: Opening
  readonly journal: SqliteJournal
  readonly fallback: FallbackJournal
  /** Of this replay alone. */
  readonly decisions: SqliteMarketArchive
  close(): void
}

/** Real books in a folder of their own within the account's, gone after the replay: a replay begins with an empty account. */
export function replayBooks({ folder, accountId, program }: Opening): ReplayBooks {
  const opening = { folder: mkdtempSync(join(folder, 'replay-')), accountId, program }
  const journal = new SqliteJournal(opening)
  const fallback = new FallbackJournal(join(opening.folder, 'journal-fallback.ndjson'), accountId)
  const decisions = new SqliteMarketArchive(opening)
  const close = (): void => {
    journal.close()
    fallback.close()
    decisions.close()
    rmSync(opening.folder, { recursive: true })
  }
  return { opening, journal, fallback, decisions, close }
}
