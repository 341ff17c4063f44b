import type { Change, JournalledChange } from '../../src-shared/domain/change.ts'
import { JournalUnavailable, type Journal } from './journal.port.ts'

/** Where changes go while the journal cannot be written. */
export interface FallbackJournal {
  append(changes: readonly JournalledChange[]): void
  /** The journal has all of it again. */
  clear(): void
}

/** The compiler refuses a kind that is on the wrong side. */
const KINDS: { readonly [Kind in Change['kind']]: Kind extends JournalledChange['kind'] ? true : false } = {
  'session-started': true, 'intent-opened': true, 'attempt-sent': true, 'order-accepted': true, 'order-rejected': true, 'order-unknown': true,
  'order-closed': true, 'cancel-requested': true, 'fill-booked': true, 'ledger-posted': true, 'trade-closed': true, 'exit-due': true,
  'latch-set': true, 'latch-cleared': true, 'trading-switched': true, 'models-chosen': true, 'day-opened': true, 'high-water-raised': true,
  'foreign-quantity-seen': true, 'difference-found': true, reconciled: true, 'alarm-raised': true,
  'instrument-accepted': false, 'price-accepted': false, 'candle-accepted': false, 'candle-refused': false, 'gap-found': false,
  'funding-accepted': false, 'forecast-requested': false, 'forecast-refused': false, 'decision-made': false, 'component-marked': false,
  'venue-heard': false, 'reconcile-requested': false, 'wake-requested': false,
}

const isJournalled = (change: Change): change is JournalledChange => KINDS[change.kind]

/**
 * Writes what has to be written. While the journal fails, changes go to the fallback and are kept in memory, in order,
 * and are offered to the journal again with the next ones.
 */
export class JournalWriter {
  readonly #journal: Journal
  readonly #fallback: FallbackJournal
  #backlog: JournalledChange[] = []

  constructor(journal: Journal, fallback: FallbackJournal) {
    this.#journal = journal
    this.#fallback = fallback
  }

  /** False when the journal could not take them. */
  append(changes: readonly Change[]): boolean {
    if (!changes.some(isJournalled)) return this.#backlog.length === 0
    const journalled = changes.filter(isJournalled)
    try {
      this.#journal.append(this.#backlog.length > 0 ? [...this.#backlog, ...journalled] : journalled)
      if (this.#backlog.length > 0) this.#fallback.clear()
      this.#backlog = []
      return true
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) throw error
      this.#backlog.push(...journalled)
      this.#keepAside(journalled)
      return false
    }
  }

  #keepAside(changes: readonly JournalledChange[]): void {
    try {
      this.#fallback.append(changes)
    } catch {
      // The same full disk: memory has them, and the venue has the truth about orders.
    }
  }
}
