import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { isClosed, type OrderIntent } from '../../src-shared/domain/order.ts'
import type { LedgerEntry } from '../../src-shared/domain/position.ts'

/** Reports about an order come late sometimes, but not later than this many other orders. */
const CLOSED_KEPT = 1_000

/** Which round trip a row belongs to. */
export interface RoundTrip {
  readonly entryId: string
  readonly decisionId: string
}

interface LastFill extends RoundTrip {
  readonly tradeId: string
  readonly orderId: string
  isOpen: boolean
}

/** What has to be remembered of earlier changes to tell the later ones in full: live orders and open round trips, never a whole year. */
export class BookMemory {
  readonly #orders = new Map<string, OrderIntent>()
  readonly #closed: string[] = []
  /** By instrument. */
  readonly #fills = new Map<string, LastFill>()

  apply(change: JournalledChange): void {
    switch (change.kind) {
      case 'intent-opened':
        this.#orders.set(change.order.intentId, change.order)
        return
      case 'order-rejected':
        return this.#close(change.intentId)
      case 'order-closed':
        if (isClosed(change.state)) this.#close(change.intentId)
        return
      case 'fill-booked': {
        const { tradeId, clientOrderId, instrumentId } = change.fill
        const { decisionId } = this.roundTripOf(instrumentId, change.entryId)
        this.#fills.set(instrumentId, { entryId: change.entryId, decisionId, tradeId, orderId: clientOrderId, isOpen: true })
        return
      }
      case 'trade-closed': {
        const last = this.#fills.get(change.trade.instrumentId)
        if (last) last.isOpen = false
        return
      }
      default:
    }
  }

  order(intentId: string): OrderIntent | undefined {
    return this.#orders.get(intentId)
  }

  /** Protective orders name their entry, not the decision behind it. */
  roundTripOf(instrumentId: string, entryId: string): RoundTrip {
    const last = this.#fills.get(instrumentId)
    const decisionId = last?.entryId === entryId ? last.decisionId : this.#orders.get(entryId)?.decisionId
    return { entryId, decisionId: decisionId ?? '' }
  }

  /** Fees and realized profit belong to the fill they name, other payments to what is open; a liquidation's fee may come after its end. */
  ownerOf({ instrumentId, reference, kind }: LedgerEntry): (RoundTrip & { readonly orderId: string | null }) | undefined {
    const last = this.#fills.get(instrumentId)
    if (!last || kind === 'transfer') return undefined
    const { entryId, decisionId, tradeId, orderId, isOpen } = last
    if (reference === tradeId) return { entryId, decisionId, orderId }
    return isOpen || kind === 'liquidation-fee' ? { entryId, decisionId, orderId: null } : undefined
  }

  #close(intentId: string): void {
    this.#closed.push(intentId)
    if (this.#closed.length <= 2 * CLOSED_KEPT) return
    for (const oldest of this.#closed.splice(0, CLOSED_KEPT)) this.#orders.delete(oldest)
  }
}
