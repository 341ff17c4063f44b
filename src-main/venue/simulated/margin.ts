import type { IsolatedPosition } from '../../../src-shared/domain/margin.ts'
import { multiplyDivideCut } from '../../../src-shared/domain/decimal.ts'
import { rateOf, roundToTick, type InstrumentVersion, type MarginTier } from '../../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, type Amount, type Price } from '../../../src-shared/domain/units.ts'

export const initialMargin = (notional: Amount, leverage: number): Amount => multiplyDivideCut(Math.abs(notional), 1, leverage) as Amount

/** What must be left of the margin at a notional (not negative). */
export function maintenanceMargin(tiers: readonly MarginTier[], notional: Amount): Amount {
  const tier = tiers.find(({ cap }) => notional <= cap) ?? tiers.at(-1)
  return tier ? ((rateOf(notional, tier.maintenanceRate) - tier.deduction) as Amount) : (0 as Amount)
}

/** The largest notional a position may have at a leverage. 0 when no tier allows that leverage. */
export function notionalMaxAt(tiers: readonly MarginTier[], leverage: number): Amount {
  return tiers.findLast(({ leverageMax }) => leverageMax >= leverage)?.cap ?? (0 as Amount)
}

/** The worst tick at which a close still loses no more than the isolated wallet. */
export function bankruptcyPrice(version: InstrumentVersion, { quantity, cost, isolatedWallet }: IsolatedPosition): Price {
  const scale = 10n ** BigInt(version.priceDecimals + version.quantityDecimals)
  const unit = BigInt(Math.abs(quantity)) * 10n ** BigInt(MONEY_DECIMALS)
  if (quantity < 0) return roundToTick(version.rules, Number((BigInt(isolatedWallet - cost) * scale) / unit) as Price, 'down')
  const least = BigInt(cost - isolatedWallet) * scale
  return least <= 0n ? (0 as Price) : roundToTick(version.rules, Number((least + unit - 1n) / unit) as Price, 'up')
}
