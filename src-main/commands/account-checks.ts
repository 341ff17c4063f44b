import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { FallbackJournal } from '../storage/fallback-journal.ts'
import { journalKind, marketKind, pathOf, researchKind, trialsKind, type DatabaseKind, type Opening } from '../storage/database-kind.ts'
import { inspectFile } from '../storage/inspect.ts'
import { leaseHolder } from '../storage/survey.ts'
import { SqliteTrialLedger } from '../storage/trial-ledger.ts'
import { toldOfBroken } from '../training/trials-view.ts'
import { isoTime } from '../base/system-calendar.ts'
import { systemClock } from '../base/system-clock.ts'
import { bytesText } from './bytes-text.ts'
import { check, Warning, type Check } from './checks.ts'
import { existingArchive, instrumentsOf, journalToRead } from '../modes/existing-books.ts'
import { foldJournal } from './fold-journal.ts'
import { toldText } from './told-text.ts'

/** Files of the past are never newer than the present; a little is lost where clocks are set. */
const CLOCK_TOLERANCE_MS = 24 * 3_600_000

/** What concerns one account: its files, its journal and who works on it. Changes nothing. */
export function accountChecks(opening: Opening, now: TimeMs): readonly (() => Promise<Check>)[] {
  const name = (what: string): string => `${opening.accountId} ${what}`
  const present = [journalKind, marketKind, researchKind, trialsKind].filter((kind) => existsSync(pathOf(kind, opening)))
  return [
    ...present.map((kind) => () => check(name(`${kind.name}.db`), () => file(kind, opening, now))),
    ...(present.includes(marketKind) ? [() => check(name('candles'), () => candles(opening))] : []),
    ...(present.includes(journalKind) ? [() => check(name('books'), () => books(opening))] : []),
    () => check(name('trials'), () => trials(opening)),
    () => check(name('fallback'), () => fallback(opening)),
    () => check(name('lease'), () => lease(opening)),
  ]
}

function file(kind: DatabaseKind, opening: Opening, now: TimeMs): string {
  const path = pathOf(kind, opening)
  const version = inspectFile(kind, path, opening.accountId)
  const { size, mtimeMs } = statSync(path)
  if (mtimeMs > now + CLOCK_TOLERANCE_MS) throw new Warning(`${path} was written at ${isoTime(mtimeMs)}, which is still to come. Set the computer's clock.`)
  const found = `whole, schema ${version}, ${bytesText(size)}`
  return version < kind.migrations.length ? `${found}; the next start brings it to schema ${kind.migrations.length}, after a copy` : found
}

const DAMAGES_SHOWN = 3

/** Reads every packed span of candles. A file that an older version wrote has none yet. */
async function candles(opening: Opening): Promise<string> {
  if (inspectFile(marketKind, pathOf(marketKind, opening), opening.accountId) < marketKind.migrations.length) return 'none packed yet'
  const archive = existingArchive(opening)
  if (!archive) return 'none yet'
  try {
    const { blocks, candles: packed, damages } = await archive.checkBlocks()
    if (damages.length === 0) return `${packed} packed candles in ${blocks} blocks are what was written`
    throw new Error(`${damages.length} of ${blocks} blocks are not what was written: ${damages.slice(0, DAMAGES_SHOWN).join('; ')}. ${marketKind.remedy}`)
  } finally {
    archive.close()
  }
}

async function books(opening: Opening): Promise<string> {
  const journal = journalToRead(opening)
  if (!journal) return 'none yet'
  try {
    const { engine } = foldJournal(journal, await instrumentsOf(opening), opening)
    const { account, ledger } = engine.state
    const found = `${journal.lastSequence} changes fold without error: ${ledger.trades.size} open, ${ledger.tradeCount} finished trades`
    const latches = [...account.latches.keys()].join(', ')
    if (latches) throw new Warning(`${found}. Latches are set and keep entries off: ${latches}. Look at their reasons, then clear them on the page.`)
    return found
  } finally {
    journal.close()
  }
}

/** Every link, and the head: one that is there without its chain tells that the chain was taken away. */
async function trials(opening: Opening): Promise<string> {
  const ledger = new SqliteTrialLedger(opening, systemClock)
  const broken = await ledger.broken()
  if (broken) throw new Error(toldText(toldOfBroken(broken)))
  const { length } = await ledger.all()
  return length === 0 ? 'none yet' : `${length} trials, every link of their chain holds`
}

function fallback({ folder, accountId }: Opening): string {
  const path = join(folder, 'journal-fallback.ndjson')
  if (!existsSync(path)) return 'none, as it should be'
  const changes = new FallbackJournal(path, accountId).read().length
  throw new Warning(`${path} holds ${changes} changes that the journal could not take. The next start adopts them: start Haetae once the disk is well.`)
}

function lease({ folder }: Opening): string {
  const holder = leaseHolder(folder)
  if (holder === null) return 'free'
  return holder === 'unknown' ? 'in use' : `in use by ${holder.purpose}, process ${holder.pid}, since ${isoTime(holder.startedAt)}`
}
