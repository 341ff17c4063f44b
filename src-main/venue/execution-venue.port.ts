import type { ApprovedOrder } from '../../src-shared/domain/order.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueCapabilities, VenueSnapshot } from '../../src-shared/domain/venue.ts'

/**
 * Where orders go. Answers never return here: they arrive as engine events.
 * Laws: a call never throws for what the venue says; an order whose outcome is not known arrives as 'order-outcome-unknown';
 * the same clientOrderId is one order while it is open.
 */
export interface ExecutionVenue {
  readonly capabilities: VenueCapabilities
  place(order: ApprovedOrder, sentAt: TimeMs): void
  cancel(instrumentId: string, clientOrderId: string, sentAt: TimeMs): void
  snapshot(): Promise<VenueSnapshot>
}
