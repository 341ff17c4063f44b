import type { JournalledChange } from '../../src-shared/domain/change.ts'

/** The ordered record of all that can change an order, money, a latch or a setting. */
export interface Journal {
  /**
   * One durable commit for all of them, in order. Throws JournalUnavailable when they could not be written, and then none was.
   * An intent or a fill that is already there is a program error and throws too.
   */
  append(changes: readonly JournalledChange[]): void
}

export class JournalUnavailable extends Error {
  override readonly name = 'JournalUnavailable'
}
