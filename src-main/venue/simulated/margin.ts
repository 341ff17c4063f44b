import { multiplyDivideCut } from '../../../src-shared/domain/decimal.ts'
import { rateOf, roundToTick, type InstrumentVersion, type MarginTier } from '../../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, ONE_RATE, type Amount, type Price, type Quantity } from '../../../src-shared/domain/units.ts'

/** An isolated position as its margin sees it: signed quantity, signed cost, and what was put in for it. */
export interface IsolatedPosition {
  readonly quantity: Quantity
  readonly cost: Amount
  readonly isolatedWallet: Amount
}

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

/**
 * The mark price at which wallet and profit are worth just the maintenance margin, to the nearest unit of price; 0 when there is none.
 * Maintenance grows ever faster with the notional, so each tier's formula is exact in its tier and too kind elsewhere:
 * the tier that the notional at this price belongs to is the one that liquidates first.
 */
export function liquidationPrice(version: InstrumentVersion, position: IsolatedPosition): Price {
  const direction = Math.sign(position.quantity)
  let first: number | undefined
  for (const tier of version.marginTiers) {
    const price = liquidationPriceIn(tier, version, position)
    if (first === undefined || direction * (price - first) > 0) first = price
  }
  return Math.max(0, first ?? 0) as Price
}

/** (wallet + deduction − cost) ÷ (quantity × (rate − direction)). */
function liquidationPriceIn(tier: MarginTier, version: InstrumentVersion, { quantity, cost, isolatedWallet }: IsolatedPosition): number {
  const direction = Math.sign(quantity)
  const worth = BigInt(isolatedWallet) + BigInt(tier.deduction) - BigInt(cost)
  const dividend = -BigInt(direction) * worth * 10n ** BigInt(version.priceDecimals + version.quantityDecimals)
  const divisor = BigInt(Math.abs(quantity)) * BigInt(ONE_RATE - direction * tier.maintenanceRate)
  return dividend <= 0n ? 0 : Number((2n * dividend + divisor) / (2n * divisor))
}

/** The worst tick at which a close still loses no more than the isolated wallet. */
export function bankruptcyPrice(version: InstrumentVersion, { quantity, cost, isolatedWallet }: IsolatedPosition): Price {
  const scale = 10n ** BigInt(version.priceDecimals + version.quantityDecimals)
  const unit = BigInt(Math.abs(quantity)) * 10n ** BigInt(MONEY_DECIMALS)
  if (quantity < 0) return roundToTick(version.rules, Number((BigInt(isolatedWallet - cost) * scale) / unit) as Price, 'down')
  const least = BigInt(cost - isolatedWallet) * scale
  return least <= 0n ? (0 as Price) : roundToTick(version.rules, Number((least + unit - 1n) / unit) as Price, 'up')
}
