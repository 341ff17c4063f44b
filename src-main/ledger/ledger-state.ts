import type { Position } from '../../src-shared/domain/position.ts'
import type { Amount, Quantity, TimeMs } from '../../src-shared/domain/units.ts'

/** A position and what its round trip has earned and cost so far. */
export interface OpenTrade {
  position: Position
  readonly decisionId: string
  readonly openedAt: TimeMs
  quantityMax: Quantity
  entryCost: Amount
  realized: Amount
  fees: Amount
  funding: Amount
}

export interface LedgerState {
  /** Cash by asset: the sum of all entries. */
  readonly wallets: Map<string, Amount>
  /** By instrument; one at a time each. */
  readonly trades: Map<string, OpenTrade>
  /** What others hold on the same account. We never touch it. */
  readonly foreign: Map<string, Quantity>
  /** Keys of fills and entries that are booked: each counts once, however often it is told. */
  readonly booked: Set<string>
  tradeCount: number
  realized: Amount
  fees: Amount
  funding: Amount
}

const ZERO = 0 as Amount

export const newLedgerState = (): LedgerState => ({
  wallets: new Map(), trades: new Map(), foreign: new Map(), booked: new Set(), tradeCount: 0, realized: ZERO, fees: ZERO, funding: ZERO,
})

export const fillKey = ({ venue, instrumentId, tradeId }: { readonly venue: string; readonly instrumentId: string; readonly tradeId: string }): string =>
  `fill/${venue}/${instrumentId}/${tradeId}`

export const entryKey = ({ kind, instrumentId, reference }: { readonly kind: string; readonly instrumentId: string; readonly reference: string }): string =>
  `ledger/${kind}/${instrumentId}/${reference}`
