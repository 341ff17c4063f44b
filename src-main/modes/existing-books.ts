import { existsSync } from 'node:fs'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { journalKind, marketKind, pathOf, type Opening } from '../storage/database-kind.ts'
import { StorageRefusal } from '../storage/refusal.ts'
import { SqliteJournal } from '../storage/sqlite-journal.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { UnknownInstrument } from './archived-record.ts'

/** The journal as it is, read beside whoever writes it; undefined where nothing was ever journalled. Throws StorageRefusal. */
export function journalToRead(opening: Opening): SqliteJournal | undefined {
  return existsSync(pathOf(journalKind, opening)) ? new SqliteJournal(opening, { readOnly: true }) : undefined
}

/** The market data of an account, read beside whoever writes them; undefined where there are none yet. Throws StorageRefusal. */
export function existingArchive(opening: Opening): SqliteMarketArchive | undefined {
  return existsSync(pathOf(marketKind, opening)) ? new SqliteMarketArchive(opening, { readOnly: true }) : undefined
}

/** As `existingArchive`, for whoever cannot do without these instruments. Throws UnknownInstrument, too. */
export function archiveOf(opening: Opening, [first = '']: readonly string[]): SqliteMarketArchive {
  const archive = existingArchive(opening)
  if (!archive) throw new UnknownInstrument(first, [])
  return archive
}

/** The instruments that an account knows; none where it has no market data yet. Rejects with StorageRefusal. */
export async function instrumentsOf(opening: Opening): Promise<ReadonlyMap<string, Instrument>> {
  const archive = existingArchive(opening)
  try {
    return new Map((await archive?.instruments())?.map((instrument) => [instrument.instrumentId, instrument]))
  } finally {
    archive?.close()
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
