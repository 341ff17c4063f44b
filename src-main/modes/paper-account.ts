import type { BinanceChoice } from '../../src-shared/contract/binance-choice.ts'
import { parseDecimal } from '../../src-shared/domain/decimal.ts'
import { MONEY_DECIMALS, type Amount, type Rate } from '../../src-shared/domain/units.ts'
import type { VenueSettings } from '../venue/simulated/venue-state.ts'

/** What simulated accounts are counted in, and begin with. */
export const ASSET = 'USDT'
export const DEPOSIT: Amount = parseDecimal('10000', MONEY_DECIMALS) as Amount
/** The simulated venue's name in fills and books. */
export const VENUE = 'sim'
/** How long a model is said to take. */
export const SCORING_MS = 40

/** The venue that demo, replay and back-test trade at: a home connection, Binance-like costs. */
export function venueSettings(seed: number, leverage: number): VenueSettings {
  return {
    venue: VENUE, seed, walletAsset: ASSET, deposit: DEPOSIT, leverage,
    latency: { toVenueMs: 60, fromVenueMs: 40, jitterMs: 20 }, halfSpread: 1_000 as Rate,
    topOfBook: { least: parseDecimal('150', MONEY_DECIMALS) as Amount, most: parseDecimal('2000', MONEY_DECIMALS) as Amount },
  }
}

/** An account of invented money: nothing that it does reaches a real venue. */
export type SimulatedAccount = `sim:${string}`

/** Each market has an account of its own. */
export function paperAccount(venue: BinanceChoice): SimulatedAccount {
  return venue.name === 'local' && venue.port !== null ? `sim:paper:binance:local-${venue.port}` : `sim:paper:binance:${venue.name}`
}

/** The same venue on live prices: its quotes are real, and what they hold is assumed. */
export const paperVenueSettings = (leverage: number): VenueSettings => ({
  ...venueSettings(1, leverage), quotesAreReal: true, topOfBook: { least: parseDecimal('2000', MONEY_DECIMALS) as Amount, most: parseDecimal('20000', MONEY_DECIMALS) as Amount },
})

/** The market a newcomer sees. It trades within its first hour and has its first stops by the fourth. */
export const DEMO_SEED = 5
