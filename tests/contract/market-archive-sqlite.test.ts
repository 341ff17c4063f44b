import { describe, onTestFinished } from 'vitest'
import { SqliteMarketArchive, type MarketArchiveOptions } from '../../src-main/storage/sqlite-market-archive.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { dataArchiveLaws } from './data-archive-laws.ts'
import { marketArchiveLaws } from './market-archive-laws.ts'

function make(options?: MarketArchiveOptions): SqliteMarketArchive {
  const archive = new SqliteMarketArchive(openingIn(temporaryFolder()), options)
  onTestFinished(() => archive.close())
  return archive
}

describe('the market archive in SQLite', () => {
  marketArchiveLaws(() => make())
  dataArchiveLaws((clock) => make({ clock }))
})
