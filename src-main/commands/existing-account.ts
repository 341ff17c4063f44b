import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { DEMO_SEED } from '../modes/paper-account.ts'
import { accountFolderName } from '../storage/account-folder.ts'
import { journalKind, marketKind, pathOf, type Opening } from '../storage/database-kind.ts'
import { refusing, StorageRefusal } from '../storage/refusal.ts'
import { SqliteJournal } from '../storage/sqlite-journal.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { UsageError, type Terminal } from './command.ts'

/** The account that `haetae demo` trades. */
export const DEMO_ACCOUNT: string = `sim:demo:${DEMO_SEED}`

/** An account that is there already. Unlike opening one to work on it, this makes nothing. Throws StorageRefusal when there is none. */
export function existingOpening({ home, program }: Terminal, accountId: string): Opening {
  const folder = join(home, folderName(accountId))
  if (existsSync(folder)) return { folder, accountId, program }
  const others = accountsIn(home)
  const known = others.length > 0 ? `There are ${others.join(', ')}: name one with --account.` : '`haetae demo` makes one; HAETAE_HOME says where they are kept.'
  throw new StorageRefusal('missing', `there is no account ${accountId} in ${home}. ${known}`)
}

function folderName(accountId: string): string {
  try {
    return accountFolderName(accountId)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

/** Ids of the accounts that have a folder, ascending. Throws StorageRefusal when the folder of all accounts cannot be read. */
export function accountsIn(home: string): readonly string[] {
  if (!existsSync(home)) return []
  const folders = refusing(home, () => readdirSync(home, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  return folders.map(({ name }) => name.replaceAll('_', ':')).filter(isAccountId).toSorted()
}

function isAccountId(text: string): boolean {
  try {
    return accountFolderName(text).length > 0
  } catch {
    return false
  }
}

/** The journal as it is, read beside whoever writes it; undefined where nothing was ever journalled. Throws StorageRefusal. */
export function journalToRead(opening: Opening): SqliteJournal | undefined {
  return existsSync(pathOf(journalKind, opening)) ? new SqliteJournal(opening, { readOnly: true }) : undefined
}

/** The instruments that an account knows; none where it has no market data yet. Rejects with StorageRefusal. */
export async function instrumentsOf(opening: Opening): Promise<ReadonlyMap<string, Instrument>> {
  if (!existsSync(pathOf(marketKind, opening))) return new Map()
  const archive = new SqliteMarketArchive(opening, { readOnly: true })
  try {
    return new Map((await archive.instruments()).map((instrument) => [instrument.instrumentId, instrument]))
  } finally {
    archive.close()
  }
}

/** Looks an instrument up. Throws StorageRefusal: without its decimals nothing in it can be told exactly. */
export function instrumentIn(instruments: ReadonlyMap<string, Instrument>, instrumentId: string, opening: Opening): Instrument {
  const instrument = instruments.get(instrumentId)
  if (instrument) return instrument
  const market = pathOf(marketKind, opening)
  const found = `the journal of ${opening.accountId} tells of ${instrumentId}, but ${market} does not know that instrument`
  throw new StorageRefusal('missing', `${found}, so its prices and quantities cannot be told. Put the market.db that belongs to this journal back.`)
}

/** The changes as they are, but an unknown instrument is refused before it is folded. */
export function* refusingUnknown(changes: Iterable<JournalledChange>, instruments: ReadonlyMap<string, Instrument>, opening: Opening): Generator<JournalledChange> {
  for (const change of changes) {
    if (change.kind === 'fill-booked') instrumentIn(instruments, change.fill.instrumentId, opening)
    yield change
  }
}
