import type { InstrumentVersion, MarginTier } from './instrument.ts'
import { ONE_RATE, type Amount, type Price, type Quantity } from './units.ts'

/** An isolated position as its margin sees it: signed quantity, signed cost, and what was put in for it. */
export interface IsolatedPosition {
  readonly quantity: Quantity
  readonly cost: Amount
  readonly isolatedWallet: Amount
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

/** What prices × quantities are scaled by. */
function scaleOf({ priceDecimals, quantityDecimals }: InstrumentVersion): bigint {
  const decimals = priceDecimals + quantityDecimals
  return (SCALES[decimals] ??= 10n ** BigInt(decimals))
}

const SCALES: bigint[] = []

/** (wallet + deduction − cost) ÷ (quantity × (rate − direction)). */
function liquidationPriceIn(tier: MarginTier, version: InstrumentVersion, { quantity, cost, isolatedWallet }: IsolatedPosition): number {
  const direction = Math.sign(quantity)
  const worth = BigInt(isolatedWallet) + BigInt(tier.deduction) - BigInt(cost)
  const dividend = -BigInt(direction) * worth * scaleOf(version)
  const divisor = BigInt(Math.abs(quantity)) * BigInt(ONE_RATE - direction * tier.maintenanceRate)
  return dividend <= 0n ? 0 : Number((2n * dividend + divisor) / (2n * divisor))
}
