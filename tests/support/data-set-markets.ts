import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { seriesOf } from '../../src-main/features/candle-series.ts'
import { labelCandlesOf } from '../../src-main/labels/label-candles.ts'
import type { InstrumentMarket, RowRecipe } from '../../src-main/training/data-set/instrument-rows.ts'
import { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'

export const LABELS: LabelSpec = { barrierIntervalMs: 30 * MINUTE_MS, barrierAtrWindow: 5, takeProfitAtr: 2, stopAtr: 1, horizon: 6 }
export const RECIPE: RowRecipe = { featureSet: ['r_3', 'atr_pct_14', 'rsi_14', 'funding_last'], labelSpec: LABELS, every: 1, from: 0 }
/** Candles of five minutes. */
export const HORIZON_CANDLES = 36
export const COSTS = { fees: 0.001, slippage: 0.0004 }

export interface History {
  readonly instrumentId: string
  readonly candles: readonly Candle[]
  readonly funding: readonly FundingRate[]
}

/** Some days of the invented market, instrument by instrument. */
export function histories(days: number, instruments: number): readonly History[] {
  const market = new SeededMarket({ seed: 5, startTime: (20_000 * DAY_MS) as TimeMs, instruments, stepMs: MINUTE_MS })
  const { candles, funding } = market.history((market.time + days * DAY_MS) as TimeMs)
  return market.instruments.map(({ instrumentId }) => ({
    instrumentId, candles: candles.filter((candle) => candle.instrumentId === instrumentId),
    // Hourly ones, so that labels meet some.
    funding: Array.from({ length: 24 * days }, (_, hour): FundingRate => ({ ...funding[0]!, instrumentId, fundingTime: (20_000 * DAY_MS + hour * HOUR_MS) as TimeMs, intervalMs: HOUR_MS, rate: (10_000 + 7 * hour) as FundingRate['rate'] })),
  }))
}

export const marketOf = ({ instrumentId, candles, funding }: History): InstrumentMarket => ({ instrumentId, candles: { ...seriesOf(candles), ...labelCandlesOf(candles) }, funding, costs: COSTS })
