import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { instrumentIn } from '../modes/existing-books.ts'
import { DEMO_SEED } from '../modes/paper-account.ts'
import { accountFolderName } from '../storage/account-folder.ts'
import type { Opening } from '../storage/database-kind.ts'
import { refusing, StorageRefusal } from '../storage/refusal.ts'
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

/** The changes as they are, but an unknown instrument is refused before it is folded. */
export function* refusingUnknown(changes: Iterable<JournalledChange>, instruments: ReadonlyMap<string, Instrument>, opening: Opening): Generator<JournalledChange> {
  for (const change of changes) {
    if (change.kind === 'fill-booked') instrumentIn(instruments, change.fill.instrumentId, opening)
    yield change
  }
}
