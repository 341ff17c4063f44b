import { notionalOf, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { Position } from '../../src-shared/domain/position.ts'
import type { Amount, Price } from '../../src-shared/domain/units.ts'
import type { LedgerState } from './ledger-state.ts'

/** Profit at the mark that is not realized yet, before costs of closing. */
export function unrealizedOf(position: Position, version: InstrumentVersion, mark: Price): Amount {
  return (notionalOf(version, mark, position.quantity) - position.cost) as Amount
}

/** Wallet plus unrealized profit; null when a held instrument has no mark price: an unknown sum is not a sum. */
export function equityOf(state: LedgerState, asset: string, unrealized: (position: Position) => Amount | null): Amount | null {
  let equity = state.wallets.get(asset) ?? 0
  for (const { position } of state.trades.values()) {
    const profit = unrealized(position)
    if (profit === null) return null
    equity += profit
  }
  return equity as Amount
}
