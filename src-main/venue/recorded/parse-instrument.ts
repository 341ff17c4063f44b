import { z } from 'zod'
import { multiplyDivideCut, parseDecimal } from '../../../src-shared/domain/decimal.ts'
import type { Instrument, InstrumentVersion, MarginTier, OrderRules } from '../../../src-shared/domain/instrument.ts'
import { HOUR_MS, MONEY_DECIMALS, ONE_RATE, RATE_DECIMALS, type Amount, type Price, type Quantity, type Rate, type TimeMs } from '../../../src-shared/domain/units.ts'

/** Numbers of money, price, quantity and rate are plain decimal texts, so that they are read exactly. */
const decimal: z.ZodType<string> = z.string().regex(/^\d{1,15}(\.\d{1,12})?$/, 'must be a plain decimal in quotes, as "0.001"')
const name: z.ZodType<string> = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,39}$/, 'must be a short name')

interface TierDefinition {
  readonly cap: string
  readonly maintenanceRate: string
  readonly leverageMax: number
}

interface VersionDefinition {
  readonly validFrom: number
  readonly priceDecimals: number
  readonly quantityDecimals: number
  readonly tick: string
  readonly priceMin: string
  readonly priceMax: string
  readonly step: string
  readonly quantityMin: string
  readonly quantityMax: string
  readonly marketQuantityMax: string
  readonly notionalMin: string
  readonly marketDistanceMax: string
  readonly fees: { readonly maker: string; readonly taker: string; readonly liquidation: string }
  readonly fundingHours: 1 | 2 | 4 | 8
  readonly marginTiers: readonly TierDefinition[]
}

/** What a definition file holds. docs/import.md explains each field. */
export interface InstrumentDefinition {
  readonly instrumentId: string
  readonly venue: string
  readonly symbol: string
  readonly kind: 'linear-perpetual'
  readonly baseAsset: string
  readonly settleAsset: string
  readonly riskGroup: string
  readonly slippage: string
  readonly versions: readonly VersionDefinition[]
}

const tier: z.ZodType<TierDefinition> = z.strictObject({ cap: decimal, maintenanceRate: decimal, leverageMax: z.int().min(1).max(1_000) })
const version: z.ZodType<VersionDefinition> = z.strictObject({
  validFrom: z.int().min(0),
  priceDecimals: z.int().min(0).max(12),
  quantityDecimals: z.int().min(0).max(12),
  tick: decimal, priceMin: decimal, priceMax: decimal,
  step: decimal, quantityMin: decimal, quantityMax: decimal, marketQuantityMax: decimal,
  notionalMin: decimal,
  marketDistanceMax: decimal,
  fees: z.strictObject({ maker: decimal, taker: decimal, liquidation: decimal }),
  fundingHours: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(8)]),
  marginTiers: z.array(tier).min(1).max(50),
})
const definition: z.ZodType<InstrumentDefinition> = z.strictObject({
  instrumentId: name, venue: name, symbol: name,
  kind: z.literal('linear-perpetual'),
  baseAsset: name, settleAsset: name, riskGroup: name,
  slippage: decimal,
  versions: z.array(version).min(1).max(100),
})

/** An instrument from the content of a definition file, or the reason why it is none. */
export function parseInstrument(json: unknown): Instrument | string {
  const parsed = definition.safeParse(json)
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`).join('; ')
  try {
    return instrumentOf(parsed.data)
  } catch (error) {
    if (error instanceof Refused) return error.message
    throw error
  }
}

/** Leaves the reading of one definition from any depth; never leaves this file. */
class Refused extends Error {}

function scaled(what: string, text: string, decimals: number): number {
  const value = parseDecimal(text, decimals)
  if (value === undefined) throw new Refused(`${what}: ${text} does not fit into ${decimals} decimals`)
  return value
}

function check(holds: boolean, reason: string): void {
  if (!holds) throw new Refused(reason)
}

function instrumentOf({ slippage, versions, ...rest }: InstrumentDefinition): Instrument {
  check(versions.every(({ validFrom }, i) => i === 0 || validFrom > (versions[i - 1]?.validFrom ?? 0)), 'versions: validFrom must ascend')
  return { ...rest, slippage: fraction('slippage', slippage), versions: versions.map(versionOf) }
}

function versionOf(version: VersionDefinition): InstrumentVersion {
  const { validFrom, priceDecimals, quantityDecimals, fees, fundingHours } = version
  return {
    validFrom: validFrom as TimeMs,
    priceDecimals,
    quantityDecimals,
    rules: rulesOf(version),
    fees: { maker: fraction('fees.maker', fees.maker), taker: fraction('fees.taker', fees.taker), liquidation: fraction('fees.liquidation', fees.liquidation) },
    fundingIntervalMs: fundingHours * HOUR_MS,
    marginTiers: tiersOf(version.marginTiers),
  }
}

/** A rate below 100 %: "0.05" is meant, "5" is a mistake. */
function fraction(what: string, text: string): Rate {
  const rate = scaled(what, text, RATE_DECIMALS)
  check(rate < ONE_RATE, `${what}: must be a fraction below 1 (5 % is "0.05")`)
  return rate as Rate
}

function rulesOf(version: VersionDefinition): OrderRules {
  const price = (what: 'tick' | 'priceMin' | 'priceMax'): Price => scaled(what, version[what], version.priceDecimals) as Price
  const quantity = (what: 'step' | 'quantityMin' | 'quantityMax' | 'marketQuantityMax'): Quantity => scaled(what, version[what], version.quantityDecimals) as Quantity
  const rules: OrderRules = {
    priceLadder: [{ from: 0 as Price, tick: price('tick') }],
    priceMin: price('priceMin'),
    priceMax: price('priceMax'),
    quantityStep: quantity('step'),
    quantityMin: quantity('quantityMin'),
    quantityMax: quantity('quantityMax'),
    marketQuantityMax: quantity('marketQuantityMax'),
    notionalMin: scaled('notionalMin', version.notionalMin, MONEY_DECIMALS) as Amount,
    marketDistanceMax: fraction('marketDistanceMax', version.marketDistanceMax),
  }
  check(price('tick') > 0, 'tick: must be above 0')
  check(rules.quantityStep > 0, 'step: must be above 0')
  check(rules.priceMin > 0 && rules.priceMin < rules.priceMax, 'priceMin: must be above 0 and below priceMax')
  check(rules.quantityMin >= rules.quantityStep && rules.quantityMin <= rules.marketQuantityMax, 'quantityMin: must be at least step and at most marketQuantityMax')
  check(rules.marketQuantityMax <= rules.quantityMax, 'marketQuantityMax: must be at most quantityMax')
  return rules
}

/** Deductions follow from the rates, so that the maintenance margin has no jump where one tier ends and the next begins. */
function tiersOf(tiers: VersionDefinition['marginTiers']): readonly MarginTier[] {
  const result: MarginTier[] = []
  for (const { cap, maintenanceRate, leverageMax } of tiers) {
    const before = result.at(-1)
    const floor = (before?.cap ?? 0) as Amount
    const rate = fraction('marginTiers.maintenanceRate', maintenanceRate)
    const top = scaled('marginTiers.cap', cap, MONEY_DECIMALS) as Amount
    check(top > floor && rate > (before?.maintenanceRate ?? 0), 'marginTiers: caps and rates must ascend')
    check(leverageMax <= (before?.leverageMax ?? leverageMax), 'marginTiers: leverageMax must not rise')
    const deduction = before ? ((before.deduction + multiplyDivideCut(floor, rate - before.maintenanceRate, ONE_RATE)) as Amount) : (0 as Amount)
    result.push({ floor, cap: top, maintenanceRate: rate, deduction, leverageMax })
  }
  return result
}
