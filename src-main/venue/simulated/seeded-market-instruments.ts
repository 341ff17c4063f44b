import { powerOfTen } from '../../../src-shared/domain/decimal.ts'
import type { Instrument, MarginTier } from '../../../src-shared/domain/instrument.ts'
import { HOUR_MS, MONEY_DECIMALS, RATE_DECIMALS, type Amount, type Price, type Quantity, type Rate, type TimeMs } from '../../../src-shared/domain/units.ts'

/** What the generator needs to know of an instrument besides its rules. */
export interface MarketProfile {
  readonly baseAsset: string
  /** In USDT, at the first instant. */
  readonly startPrice: number
  /** As powers of ten: −1 is 0.1. */
  readonly tickExponent: number
  readonly quantityDecimals: number
  readonly notionalMin: number
  /** Of five-minute returns, as a fraction a year. */
  readonly annualVolatility: number
  /** Part of the movement that all share, from 0 to 1; two instruments correlate by about the product of theirs. */
  readonly commonLoading: number
  /** USDT traded an hour, about. */
  readonly hourlyTurnover: number
  readonly slippage: number
  readonly tiers: readonly (readonly [cap: number, maintenanceRate: number, leverageMax: number])[]
}

const LARGE_TIERS: MarketProfile['tiers'] = [[50_000, 0.004, 125], [600_000, 0.005, 100], [3_000_000, 0.0065, 75], [12_000_000, 0.01, 50], [70_000_000, 0.02, 25], [90_000_000, 0.025, 20]]
const SMALL_TIERS: MarketProfile['tiers'] = [[10_000, 0.005, 75], [50_000, 0.01, 50], [100_000, 0.015, 40], [500_000, 0.02, 25], [1_000_000, 0.025, 20], [5_000_000, 0.05, 10]]

const NAMED: readonly MarketProfile[] = [
  { baseAsset: 'BTC', startPrice: 64_000, tickExponent: -1, quantityDecimals: 3, notionalMin: 100, annualVolatility: 0.58, commonLoading: 0.93, hourlyTurnover: 600e6, slippage: 0.0002, tiers: LARGE_TIERS },
  { baseAsset: 'ETH', startPrice: 3_200, tickExponent: -2, quantityDecimals: 3, notionalMin: 20, annualVolatility: 0.75, commonLoading: 0.92, hourlyTurnover: 400e6, slippage: 0.0002, tiers: LARGE_TIERS },
  { baseAsset: 'BNB', startPrice: 580, tickExponent: -2, quantityDecimals: 2, notionalMin: 5, annualVolatility: 0.75, commonLoading: 0.86, hourlyTurnover: 30e6, slippage: 0.0005, tiers: SMALL_TIERS },
  { baseAsset: 'SOL', startPrice: 150, tickExponent: -2, quantityDecimals: 2, notionalMin: 5, annualVolatility: 0.98, commonLoading: 0.88, hourlyTurnover: 100e6, slippage: 0.0005, tiers: SMALL_TIERS },
  { baseAsset: 'ADA', startPrice: 0.45, tickExponent: -4, quantityDecimals: 0, notionalMin: 5, annualVolatility: 0.95, commonLoading: 0.86, hourlyTurnover: 15e6, slippage: 0.0005, tiers: SMALL_TIERS },
]

/** The five known ones, then invented ones (D006, D007, …), so that a test or a measurement can have as many as it needs. */
export function marketProfiles(count: number): readonly MarketProfile[] {
  if (!Number.isSafeInteger(count) || count < 1 || count > 999) throw new RangeError(`a seeded market has 1 to 999 instruments, not ${count}`)
  return Array.from({ length: count }, (_, index) => NAMED[index] ?? inventedProfile(index))
}

function inventedProfile(index: number): MarketProfile {
  const model = NAMED[2 + (index % 3)]!
  return { ...model, baseAsset: `D${String(index + 1).padStart(3, '0')}`, annualVolatility: 0.75 + 0.05 * (index % 6), startPrice: model.startPrice * (1 + 0.1 * (index % 8)) }
}

/** The instruments of the demo market. Their rules are in force from `validFrom` on. */
export function demoInstruments(count = 5, validFrom: TimeMs = 0 as TimeMs): readonly Instrument[] {
  return marketProfiles(count).map((profile) => toInstrument(profile, validFrom))
}

const PRICE_DECIMALS = 8
/** Prices may rise so many times above the start. */
const PRICE_ROOM = 100
const price = (value: number): Price => Math.round(value * powerOfTen(PRICE_DECIMALS)) as Price
const amount = (value: number): Amount => Math.round(value * powerOfTen(MONEY_DECIMALS)) as Amount
const rate = (value: number): Rate => Math.round(value * powerOfTen(RATE_DECIMALS)) as Rate

function toInstrument(profile: MarketProfile, validFrom: TimeMs): Instrument {
  const symbol = `${profile.baseAsset}USDT`
  const tick = powerOfTen(PRICE_DECIMALS + profile.tickExponent) as Price
  const quantityMax = Math.round((50e6 / profile.startPrice) * powerOfTen(profile.quantityDecimals)) as Quantity
  return {
    instrumentId: symbol, venue: 'simulated', symbol, kind: 'linear-perpetual', baseAsset: profile.baseAsset, settleAsset: 'USDT',
    riskGroup: 'crypto', slippage: rate(profile.slippage),
    versions: [{
      validFrom, priceDecimals: PRICE_DECIMALS, quantityDecimals: profile.quantityDecimals,
      rules: {
        priceLadder: [{ from: 0 as Price, tick }], priceMin: tick, priceMax: price(profile.startPrice * PRICE_ROOM),
        quantityStep: 1 as Quantity, quantityMin: 1 as Quantity, quantityMax, marketQuantityMax: Math.floor(quantityMax / 5) as Quantity,
        notionalMin: amount(profile.notionalMin), marketDistanceMax: rate(0.05),
      },
      fees: { maker: rate(0.0002), taker: rate(0.0005), liquidation: rate(0.0125) },
      fundingIntervalMs: 8 * HOUR_MS,
      marginTiers: toMarginTiers(profile.tiers),
    }],
  }
}

/** The deductions make the maintenance margin continuous where two tiers meet. */
function toMarginTiers(tiers: MarketProfile['tiers']): readonly MarginTier[] {
  let [floor, deduction, before] = [0, 0, tiers[0]![1]]
  return tiers.map(([cap, maintenanceRate, leverageMax]) => {
    deduction += floor * (maintenanceRate - before)
    const tier: MarginTier = { floor: amount(floor), cap: amount(cap), maintenanceRate: rate(maintenanceRate), deduction: amount(Math.round(deduction * 100) / 100), leverageMax }
    ;[floor, before] = [cap, maintenanceRate]
    return tier
  })
}
