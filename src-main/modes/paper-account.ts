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

/** The market a newcomer sees. It trades within its first hour and has its first stops by the fourth. */
export const DEMO_SEED = 5
