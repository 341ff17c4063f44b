import type { StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import { perpEv } from '../perp-ev/strategy.ts'

/** Policy, barriers and limits of `perp-ev`, on every input of the catalogue, with models that were fitted on archived real candles of these four. */
export const perpEvV1: StrategyConfig = {
  ...perpEv,
  strategyId: 'perp-ev-v1',
  orderTag: 'pev',
  instruments: ['BTCUSDT', 'ETHUSDT', 'LTCUSDT', 'SUIUSDT'],
  featureSet: [
    'r_1', 'r_3', 'r_12', 'ema_dist_atr', 'atr_pct_14', 'volatility_10', 'volatility_30', 'rsi_14', 'macd_atr', 'macd_signal_atr', 'adx_14', 'vol_z_48', 'bb_z_20',
    'funding_last', 'funding_mean_24h', 'funding_z_30d', 'funding_minutes', 'is_funding_hour', 'btc_regime', 'hour', 'weekday', 'is_asian_session',
  ],
  models: { long: 'real-linear-long', short: 'real-linear-short' },
}
