import type { JournalledChange } from '../../src-shared/domain/change.ts'

const KEPT = 3_000

/** Passes a journal on while it is read once, and keeps its last part for windows that want to show the past. */
export class RecentChanges implements Iterable<JournalledChange> {
  readonly #changes: Iterable<JournalledChange>
  readonly #last: JournalledChange[] = []

  constructor(changes: Iterable<JournalledChange>) {
    this.#changes = changes
  }

  get last(): readonly JournalledChange[] {
    return this.#last
  }

  *[Symbol.iterator](): Iterator<JournalledChange> {
    for (const change of this.#changes) {
      this.#last.push(change)
      if (this.#last.length > 2 * KEPT) this.#last.splice(0, KEPT)
      yield change
    }
  }
}
