import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { FallbackJournal } from '../engine/journal-writer.ts'
import type { Journal } from '../engine/journal.port.ts'

/** Back-tests decide nothing that has to survive them: their changes go to the publisher only. */
export const forgetfulJournal: Journal & FallbackJournal = {
  append: (_changes: readonly JournalledChange[]) => {},
  clear: () => {},
}
