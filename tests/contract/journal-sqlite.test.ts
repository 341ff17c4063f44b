import { describe, onTestFinished } from 'vitest'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { journalLaws } from './journal-laws.ts'

describe('the journal in SQLite', () => {
  journalLaws(() => {
    const journal = new SqliteJournal(openingIn(temporaryFolder()))
    onTestFinished(() => journal.close())
    return journal
  })
})
