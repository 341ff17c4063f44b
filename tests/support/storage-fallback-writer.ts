import { FallbackJournal } from '../../src-main/storage/fallback-journal.ts'
import { ACCOUNT, latchSet } from './storage-samples.ts'

/** Appends to the file it is given: something short, something longer than its process may write, something short again. Says what came of each. */
const fallback = new FallbackJournal(process.argv[2] ?? '', ACCOUNT)
for (const latch of ['first', 'x'.repeat(100_000), 'last']) {
  try {
    fallback.append([latchSet(latch)])
    process.stdout.write('written\n')
  } catch (error) {
    process.stdout.write(`${String(error)}\n`)
  }
}
