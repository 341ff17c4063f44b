import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Clock } from '../base/clock.port.ts'
import type { FallbackJournal as FallbackPort } from '../engine/journal-writer.ts'
import { openAccountFolder } from '../storage/account-folder.ts'
import type { Opening } from '../storage/database-kind.ts'
import { FallbackJournal } from '../storage/fallback-journal.ts'
import { Lease } from '../storage/lease.ts'
import { SqliteJournal, type Adoption } from '../storage/sqlite-journal.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'

export interface AccountBooks {
  readonly opening: Opening
  readonly sessionId: string
  readonly journal: SqliteJournal
  readonly fallback: FallbackPort
  readonly archive: SqliteMarketArchive
  /** What an earlier session had to write beside its journal. */
  readonly adopted: Adoption | undefined
  close(): void
}

export interface BooksWanted {
  readonly home: string
  readonly accountId: string
  readonly program: string
  readonly clock: Clock
}

const FALLBACK = 'journal-fallback.ndjson'

/** Opens an account for the one engine that may work on it. Throws StorageRefusal; then nothing is held. */
export function openBooks({ home, accountId, program, clock }: BooksWanted): AccountBooks {
  const opening: Opening = { folder: openAccountFolder(home, accountId), accountId, program }
  const sessionId = randomUUID()
  const held: { close(): void }[] = []
  const close = (): void => {
    for (const one of held.splice(0).toReversed()) one.close()
  }
  try {
    const lease = Lease.take(opening.folder, { instance: sessionId, pid: process.pid, startedAt: clock.now(), purpose: 'engine' })
    held.push({ close: () => lease.release() })
    const journal = new SqliteJournal(opening)
    held.push(journal)
    const path = join(opening.folder, FALLBACK)
    const adopted = journal.adoptFallback(path)
    const fallback = new FallbackJournal(path, accountId)
    held.push(fallback)
    const archive = new SqliteMarketArchive(opening)
    held.push(archive)
    return { opening, sessionId, journal, fallback, archive, adopted, close }
  } catch (error) {
    close()
    throw error
  }
}
