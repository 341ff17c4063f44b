import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { archivedInstruments, RECORDED_ACCOUNT, UnknownInstrument } from '../modes/archived-record.ts'
import { openAccountFolder } from '../storage/account-folder.ts'
import type { Opening } from '../storage/database-kind.ts'
import type { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { text, UsageError, type Terminal, type Values } from './command.ts'

export function openingOf({ home, program }: Terminal, accountId: string): Opening {
  try {
    return { folder: openAccountFolder(home, accountId), accountId, program }
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw error
  }
}

export const accountOption = (values: Values, otherwise: string = RECORDED_ACCOUNT): string => text(values, 'account') ?? otherwise

/** The instruments asked for, as the archive knows them. */
export function wantedInstruments(archive: SqliteMarketArchive, names: readonly string[]): Promise<readonly Instrument[]> {
  return archivedInstruments(archive, names).catch((error: unknown) => {
    throw error instanceof UnknownInstrument ? new UsageError(error.message, { cause: error }) : error
  })
}
