import { dataHash } from '../../base/text-hash.ts'
import { powerOfTen } from '../../../src-shared/domain/decimal.ts'
import type { Instrument, InstrumentVersion, MarginTier } from '../../../src-shared/domain/instrument.ts'
import { DAY_MS, HOUR_MS, type Amount, type Price, type Quantity, type Rate, type TimeMs } from '../../../src-shared/domain/units.ts'
import type { BinanceEndpoint } from './endpoints.ts'
import type { ListedSymbol } from './read-exchange-info.ts'
import type { FundingInfo } from './read-market.ts'

/** What exchangeInfo does not tell of an instrument: from an archive, from what the program knows, else assumed. */
export interface InstrumentFacts {
  /** `venueName` makes it. */
  readonly venue: string
  readonly riskGroup: string
  readonly slippage: Rate
  readonly fees: { readonly maker: Rate; readonly taker: Rate }
  readonly fundingIntervalMs: number
  readonly marginTiers: readonly MarginTier[]
}

/** Of an instrument that nobody has given brackets for: one strict one, so that a position stays smaller than its own brackets would let it become. */
const ASSUMED_TIERS: readonly MarginTier[] = [{ floor: 0 as Amount, cap: 1_000_000_000_000 as Amount, maintenanceRate: 5_000_000 as Rate, deduction: 0 as Amount, leverageMax: 10 }]

/** 0.15 %, as of a thinly traded one. */
const ASSUMED_SLIPPAGE = 150_000 as Rate
/** Of an account without any discount. */
const ASSUMED_FEES = { maker: 20_000 as Rate, taker: 50_000 as Rate }
const USUAL_FUNDING_HOURS = 8

type Decimals = Pick<InstrumentVersion, 'priceDecimals' | 'quantityDecimals'>

/** The venue in an instrument's description: numbers of one are never taken for those of another. */
export function venueName(name: BinanceEndpoint['name']): string {
  return name === 'production' ? 'binance-usdm' : `binance-usdm-${name}`
}

export const areAssumed = (tiers: readonly MarginTier[]): boolean => dataHash(tiers) === dataHash(ASSUMED_TIERS)

/** `known`: the same instrument as an archive or the program describes it. `funding`: fundingInfo, which names only what was ever changed. */
export function factsOf(symbol: string, venue: string, known: Instrument | undefined, funding: readonly FundingInfo[]): InstrumentFacts {
  const newest = known?.versions.at(-1)
  const hours = funding.find((one) => one.symbol === symbol)?.fundingIntervalHours ?? USUAL_FUNDING_HOURS
  return {
    venue, riskGroup: known?.riskGroup ?? 'crypto', slippage: known?.slippage ?? ASSUMED_SLIPPAGE,
    fees: newest ? { maker: newest.fees.maker, taker: newest.fees.taker } : ASSUMED_FEES,
    fundingIntervalMs: hours * HOUR_MS, marginTiers: newest?.marginTiers ?? ASSUMED_TIERS,
  }
}

/** An instrument that was not known: what the venue tells now holds since it was listed. */
export function newInstrument(listed: ListedSymbol, facts: InstrumentFacts): Instrument {
  const { symbol, baseAsset, settleAsset, onboardDate } = listed
  const { venue, riskGroup, slippage } = facts
  const validFrom = (onboardDate - (onboardDate % DAY_MS)) as TimeMs
  return { instrumentId: symbol, venue, symbol, kind: 'linear-perpetual', baseAsset, settleAsset, riskGroup, slippage, versions: [versionNow(listed, facts, validFrom)] }
}

/**
 * A known instrument with what the venue tells now: itself when nothing is different, else with one more version from `at` on. It never gets fewer decimals
 * than it had: a step that became coarser is a rule, and the candle under way still has the old numbers. When numbers became finer the version holds from `seenAt` on, the last time that the old rules are known to have held: what came since may have the new decimals.
 */
export function updatedInstrument(before: Instrument, listed: ListedSymbol, facts: InstrumentFacts, { at, seenAt }: { readonly at: TimeMs; readonly seenAt: TimeMs }): Instrument {
  const newest = before.versions.at(-1)
  if (!newest) return { ...before, versions: [versionNow(listed, facts, at)] }
  const now = versionNow(atLeastAsFine(listed, newest), facts, at)
  if (saidBy(newest) === saidBy(now)) return before
  const isFiner = now.priceDecimals > newest.priceDecimals || now.quantityDecimals > newest.quantityDecimals
  const validFrom = Math.max(newest.validFrom + 1, isFiner ? Math.min(seenAt, at) : at) as TimeMs
  return { ...before, versions: [...before.versions, { ...now, validFrom }] }
}

/** The same rules, told with at least as many decimals as these. */
function atLeastAsFine(listed: ListedSymbol, { priceDecimals, quantityDecimals }: Decimals): ListedSymbol {
  const [prices, quantities] = [Math.max(0, priceDecimals - listed.priceDecimals), Math.max(0, quantityDecimals - listed.quantityDecimals)]
  if (prices === 0 && quantities === 0) return listed
  const price = (value: Price): Price => (value * powerOfTen(prices)) as Price
  const quantity = (value: Quantity): Quantity => (value * powerOfTen(quantities)) as Quantity
  const { rules } = listed
  return {
    ...listed, priceDecimals: listed.priceDecimals + prices, quantityDecimals: listed.quantityDecimals + quantities,
    rules: {
      ...rules, priceLadder: rules.priceLadder.map(({ from, tick }) => ({ from: price(from), tick: price(tick) })), priceMin: price(rules.priceMin), priceMax: price(rules.priceMax),
      quantityStep: quantity(rules.quantityStep), quantityMin: quantity(rules.quantityMin), quantityMax: quantity(rules.quantityMax), marketQuantityMax: quantity(rules.marketQuantityMax),
    },
  }
}

function versionNow({ priceDecimals, quantityDecimals, rules, liquidationFee, status }: ListedSymbol, { fees, fundingIntervalMs, marginTiers }: InstrumentFacts, validFrom: TimeMs): InstrumentVersion {
  return { validFrom, priceDecimals, quantityDecimals, rules, fees: { ...fees, liquidation: liquidationFee }, fundingIntervalMs, status, marginTiers }
}

/** What a version says, whenever it began. */
const saidBy = ({ status = 'trading', ...version }: InstrumentVersion): string => dataHash({ ...version, status, validFrom: 0 })
