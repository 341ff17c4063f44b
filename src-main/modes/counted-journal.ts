import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Journal } from '../engine/journal.port.ts'

/** A journal that knows how far it has come without asking the disk. */
export class CountedJournal implements Journal {
  readonly #journal: Journal
  #sequence: number
  #writtenAt: TimeMs | null = null

  constructor(journal: Journal, lastSequence: number) {
    this.#journal = journal
    this.#sequence = lastSequence
  }

  append(changes: readonly JournalledChange[]): void {
    this.#journal.append(changes)
    this.#sequence += changes.length
    this.#writtenAt = changes.at(-1)?.time ?? this.#writtenAt
  }

  get sequence(): number {
    return this.#sequence
  }

  /** The engine's time of the newest change that was written in this session. */
  get writtenAt(): TimeMs | null {
    return this.#writtenAt
  }
}
