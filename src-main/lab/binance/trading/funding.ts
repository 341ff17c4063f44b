import { notionalOf, rateOf } from '../../../../src-shared/domain/instrument.ts'
import type { Amount, Price, Rate } from '../../../../src-shared/domain/units.ts'
import { bookIncome, positionsOf, type SymbolDesk, type TradingState } from './trading-state.ts'
import { tellAccount } from './user-events.ts'

/** Whoever holds at this instant pays or receives quantity × mark × rate; an isolated position out of its own wallet. */
export function settleFunding(state: TradingState, desk: SymbolDesk, { rate, mark }: { readonly rate: Rate; readonly mark: Price }): void {
  const { rules, marginType } = desk
  for (const position of positionsOf(state, desk)) {
    const amount = (0 - rateOf(notionalOf(rules.version, mark, position.quantity), rate)) as Amount
    if (amount === 0 || state.happens('funding-missing')) continue
    const isIsolated = marginType === 'ISOLATED'
    if (isIsolated) position.isolatedWallet = (position.isolatedWallet + amount) as Amount
    bookIncome(state, desk, { type: 'FUNDING_FEE', amount })
    if (!state.happens('funding-event-missing')) tellAccount(state, 'FUNDING_FEE', { asset: rules.asset, change: amount, positions: isIsolated ? [[desk, position]] : [], symbol: rules.symbol })
  }
}
