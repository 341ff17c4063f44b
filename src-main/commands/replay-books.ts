import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { systemTimer } from '../base/system-timer.ts'
import { SpeedPacer } from '../modes/pacer.ts'
import { FallbackJournal } from '../storage/fallback-journal.ts'
import { SqliteJournal } from '../storage/sqlite-journal.ts'
import { UsageError, type Terminal } from './command.ts'
import { openingOf } from './recorded-account.ts'

interface ReplayBooks {
  readonly journal: SqliteJournal
  readonly fallback: FallbackJournal
  close(): void
}

/** Real books in a folder of their own, gone after the replay: a replay begins with an empty account. */
export function replayBooks(accountId: string, terminal: Terminal): ReplayBooks {
  const folder = mkdtempSync(join(openingOf(terminal, accountId).folder, 'replay-'))
  const journal = new SqliteJournal({ folder, accountId, program: terminal.program })
  const fallback = new FallbackJournal(join(folder, 'journal-fallback.ndjson'), accountId)
  const close = (): void => {
    journal.close()
    fallback.close()
    rmSync(folder, { recursive: true })
  }
  return { journal, fallback, close }
}

/** Undefined for 'max'. */
export function pacerOf(speed: string, { clock }: Terminal): SpeedPacer | undefined {
  if (speed === 'max') return undefined
  if (!/^\d{1,6}$/.test(speed) || Number(speed) < 1) throw new UsageError(`--speed takes max or a whole number from 1, not "${speed}"`)
  return new SpeedPacer(clock, systemTimer, Number(speed))
}
