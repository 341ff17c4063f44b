import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'

/** One plain perpetual: prices with 2 decimals, tick .10; quantities with 3, step .001; leverage tiers of a home account. */
export const btc: Instrument = {
  instrumentId: 'BTCUSDT', venue: 'sim', symbol: 'BTCUSDT', kind: 'linear-perpetual', baseAsset: 'BTC', settleAsset: 'USDT', riskGroup: 'crypto', slippage: 20_000 as Rate,
  versions: [{
    validFrom: 0 as TimeMs, priceDecimals: 2, quantityDecimals: 3, fundingIntervalMs: 8 * 3_600_000,
    rules: {
      priceLadder: [{ from: 0 as Price, tick: 10 as Price }], priceMin: 10 as Price, priceMax: 100_000_000 as Price, quantityStep: 1 as Quantity, quantityMin: 1 as Quantity,
      quantityMax: 1_000_000 as Quantity, marketQuantityMax: 120_000 as Quantity, notionalMin: 5_00000000 as Amount, marketDistanceMax: 5_000_000 as Rate,
    },
    fees: { maker: 20_000 as Rate, taker: 50_000 as Rate, liquidation: 1_250_000 as Rate },
    marginTiers: [
      { floor: 0 as Amount, cap: 50_000_00000000 as Amount, maintenanceRate: 400_000 as Rate, deduction: 0 as Amount, leverageMax: 125 },
      { floor: 50_000_00000000 as Amount, cap: 600_000_00000000 as Amount, maintenanceRate: 500_000 as Rate, deduction: 50_00000000 as Amount, leverageMax: 100 },
    ],
  }],
}

export const instrumentNamed = (instrumentId: string): Instrument => ({ ...btc, instrumentId, symbol: instrumentId, baseAsset: instrumentId.replace('USDT', '') })
