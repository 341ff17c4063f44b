import { parseDecimal } from '../../../src-shared/domain/decimal.ts'
import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import { RATE_DECIMALS, type Rate } from '../../../src-shared/domain/units.ts'

/** Maker and taker of Binance's USDT-margined perpetuals by VIP level, 0 first. Before any discount for paying in another coin. */
const TIERS: readonly (readonly [maker: string, taker: string])[] = [
  ['0.0002', '0.0005'],
  ['0.00016', '0.0004'],
  ['0.00014', '0.00035'],
  ['0.00012', '0.00032'],
  ['0.0001', '0.0003'],
  ['0.00008', '0.00027'],
  ['0.00006', '0.00025'],
  ['0.00004', '0.00022'],
  ['0.00002', '0.0002'],
  ['0', '0.00017'],
]

export const FEE_TIER_MAX: number = TIERS.length - 1

/** A part of 100 that is given off every fee when fees are paid in BNB. */
const BNB_DISCOUNT = 10

const rateOf = (text: string): Rate => parseDecimal(text, RATE_DECIMALS) as Rate

/**
 * The same instrument with what an account of that level pays, in all its versions; what a liquidation costs stays. Throws a RangeError for a level
 * that there is not, and for an instrument that is not counted in USDT: other assets have a table of their own.
 */
export function withFeeTier(instrument: Instrument, tier: number, payInBnb = false): Instrument {
  const rates = TIERS[tier]
  if (!rates) throw new RangeError(`a fee tier is a whole number from 0 to ${FEE_TIER_MAX}, not ${tier}`)
  if (instrument.settleAsset !== 'USDT') throw new RangeError(`${instrument.instrumentId} is counted in ${instrument.settleAsset}: the fee tiers are those of USDT`)
  const [maker, taker] = rates.map((text) => (payInBnb ? discounted(rateOf(text)) : rateOf(text))) as [Rate, Rate]
  return { ...instrument, versions: instrument.versions.map((version) => ({ ...version, fees: { ...version.fees, maker, taker } })) }
}

/** Exact: each rate of the table is a whole multiple of a thousandth of a percent. */
const discounted = (rate: Rate): Rate => ((rate * (100 - BNB_DISCOUNT)) / 100) as Rate
