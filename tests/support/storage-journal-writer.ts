import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { openingIn } from './storage-opening.ts'
import { fillBooked } from './storage-samples.ts'

/** Appends fills 1, 2, 3 … and tells each number when it was acknowledged, until it is killed. */
const journal = new SqliteJournal(openingIn(process.argv[2] ?? ''))
for (let n = 1; ; n++) {
  journal.append([fillBooked(String(n))])
  process.stdout.write(`${n}\n`)
}
