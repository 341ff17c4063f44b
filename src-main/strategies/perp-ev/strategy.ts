import { powerOfTen } from '../../../src-shared/domain/decimal.ts'
import type { StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import { HOUR_MS, MINUTE_MS, MONEY_DECIMALS, type Amount } from '../../../src-shared/domain/units.ts'

const SECOND_MS = 1_000
const usdt = (amount: number): Amount => (amount * powerOfTen(MONEY_DECIMALS)) as Amount

/** Binance USDT-M perpetuals, a position only where the expected value after costs is positive. Every default is a decision; none is a code path. */
export const perpEv: StrategyConfig = {
  strategyId: 'perp-ev',
  orderTag: 'pe',
  instruments: ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'SOLUSDT', 'ADAUSDT'],
  decisionIntervalMs: 5 * MINUTE_MS,
  featureSet: ['r_3', 'r_12', 'atr_pct_14', 'rsi_14', 'bb_z_20', 'vol_z_48'],
  models: { long: 'demo-linear-long', short: 'demo-linear-short' },
  labelSpec: { barrierIntervalMs: HOUR_MS, barrierAtrWindow: 14, takeProfitAtr: 2, stopAtr: 1, horizon: 48 },
  policy: {
    policyId: 'expected-value',
    seed: 0,
    expectedValueMin: 0,
    margin: 0.02,
    kellyFraction: 0.25,
    riskPerTrade: 0.0025,
    riskPerGroup: 0.01,
    notionalCap: usdt(500),
    equityShareCap: 0.2,
  },
  risk: {
    forecastAgeMsMax: 60 * SECOND_MS,
    markAgeMsMax: 3 * SECOND_MS,
    candleDelayMsMax: 10 * SECOND_MS,
    venueAgeMsMax: 30 * SECOND_MS,
    marginUseWarn: 0.6,
    marginUseMax: 0.7,
    dailyLossMax: 0.02,
    drawdownMax: 0.1,
    liquidationStopDistances: 3,
    liquidationDailyAtrs: 2,
    fundingAgainstMax: 0.001,
    nakedAlarmMs: 3 * SECOND_MS,
    nakedCloseMs: 8 * SECOND_MS,
    ordersPerMinuteMax: 20,
    notionalPerOrderMax: usdt(1_000),
    notionalPerInstrumentMax: usdt(1_000),
    notionalTotalMax: usdt(5_000),
    lossStreakReduce: 5,
    lossStreakPause: 8,
    lossPauseMs: 6 * HOUR_MS,
    slippageMultipleMax: 3,
    slippageWindow: 10,
    slippageMultipleReduce: 2,
    slippagePauseMs: 6 * HOUR_MS,
  },
  leverage: 3,
}
