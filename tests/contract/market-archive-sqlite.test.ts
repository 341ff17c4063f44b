import { describe, onTestFinished } from 'vitest'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { marketArchiveLaws } from './market-archive-laws.ts'

describe('the market archive in SQLite', () => {
  marketArchiveLaws(() => {
    const archive = new SqliteMarketArchive(openingIn(temporaryFolder()))
    onTestFinished(() => archive.close())
    return archive
  })
})
