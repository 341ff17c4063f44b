import type { FeatureVector, ModelOutputs } from '../../src-shared/domain/forecast.ts'
import type { PolicySettings, StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { HOUR_MS, MINUTE_MS, type Amount } from '../../src-shared/domain/units.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'

const usdt = (whole: number): Amount => (whole * 100_000_000) as Amount

/** A strategy of its own, so that what is pinned does not move when the shipped one gets other features, models or limits. */
export function pinnedStrategy(instruments: readonly string[], policyId: PolicySettings['policyId']): StrategyConfig {
  return {
    strategyId: 'pinned', orderTag: 'pin', instruments, decisionIntervalMs: 5 * MINUTE_MS, featureSet: ['r_3', 'r_12', 'atr_pct_14', 'rsi_14', 'bb_z_20', 'vol_z_48'],
    models: { long: 'long', short: 'short' }, labelSpec: { barrierIntervalMs: HOUR_MS, barrierAtrWindow: 14, takeProfitAtr: 2, stopAtr: 1, horizon: 48 },
    policy: { policyId, seed: 7, expectedValueMin: 0, margin: 0.02, kellyFraction: 0.25, riskPerTrade: 0.0025, riskPerGroup: 0.01, notionalCap: usdt(500), equityShareCap: 0.2 },
    risk: {
      forecastAgeMsMax: 60_000, markAgeMsMax: 3_000, candleDelayMsMax: 10_000, venueAgeMsMax: 30_000, marginUseWarn: 0.6, marginUseMax: 0.7, dailyLossMax: 0.02, drawdownMax: 0.1,
      liquidationStopDistances: 3, liquidationDailyAtrs: 2, fundingAgainstMax: 0.001, nakedAlarmMs: 3_000, nakedCloseMs: 8_000, ordersPerMinuteMax: 20,
      notionalPerOrderMax: usdt(1_000), notionalPerInstrumentMax: usdt(1_000), notionalTotalMax: usdt(5_000), lossStreakReduce: 5, lossStreakPause: 8, lossPauseMs: 6 * HOUR_MS,
      slippageMultipleMax: 3, slippageWindow: 10,
    },
    leverage: 3,
  }
}

/** Forecasts by arithmetic on the features, equal in bits everywhere: one row in some hundred is worth an entry. */
export const arithmeticRuntime: ModelRuntime = { score: async (modelId, vectors) => vectors.map((vector) => outputsOf(modelId, vector)) }

function outputsOf(modelId: string, { values }: FeatureVector): ModelOutputs {
  const [, , , rsi = 0, , volume = 0] = values
  const mixed = Math.abs((Number.isFinite(rsi) ? rsi : 50) * 13.37 + (Number.isFinite(volume) ? volume : 0) * 7.77 + (modelId === 'long' ? 0 : 0.5))
  return [0.25 + 0.5 * (mixed - Math.floor(mixed)), 0.1, 0, 240, 20]
}
