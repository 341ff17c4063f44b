import type { Instrument, InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { SideForecast } from '../../src-shared/domain/forecast.ts'
import type { PolicySettings, RiskSettings, StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { HOUR_MS, type Amount, type Price, type Quantity, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import type { PolicyInput } from '../../src-main/policy/policy-input.ts'

/** Whole units of money as an amount. */
export const money = (value: number): Amount => Math.round(value * 1e8) as Amount
export const rate = (fraction: number): Rate => Math.round(fraction * 1e8) as Rate

/** 00:00 UTC of a day. */
export const MIDNIGHT = (19_700 * 24 * HOUR_MS) as TimeMs

/** Prices with two decimals and a tick of .10; quantities with three decimals and a step of .001. */
export const VERSION: InstrumentVersion = {
  validFrom: 0 as TimeMs, priceDecimals: 2, quantityDecimals: 3,
  rules: {
    priceLadder: [{ from: 0 as Price, tick: 10 as Price }], priceMin: 10 as Price, priceMax: 100_000_000 as Price,
    quantityStep: 1 as Quantity, quantityMin: 1 as Quantity, quantityMax: 1_000_000 as Quantity, marketQuantityMax: 120_000 as Quantity,
    notionalMin: money(5), marketDistanceMax: rate(0.05),
  },
  fees: { maker: rate(0.0002), taker: rate(0.0005), liquidation: rate(0.0125) },
  fundingIntervalMs: 8 * HOUR_MS,
  marginTiers: [{ floor: money(0), cap: money(50_000), maintenanceRate: rate(0.004), deduction: money(0), leverageMax: 125 }],
}

const INSTRUMENT: Instrument = {
  instrumentId: 'BTCUSDT', venue: 'binance-usdm', symbol: 'BTCUSDT', kind: 'linear-perpetual', baseAsset: 'BTC', settleAsset: 'USDT', riskGroup: 'crypto',
  slippage: rate(0.0002), versions: [VERSION],
}

export const RISK: RiskSettings = {
  forecastAgeMsMax: 10_000, markAgeMsMax: 3_000, candleDelayMsMax: 10_000, venueAgeMsMax: 30_000, marginUseWarn: 0.6, marginUseMax: 0.7, dailyLossMax: 0.02, drawdownMax: 0.1,
  liquidationStopDistances: 3, liquidationDailyAtrs: 2, fundingAgainstMax: 0.001, nakedAlarmMs: 3_000, nakedCloseMs: 8_000, ordersPerMinuteMax: 10,
  notionalPerOrderMax: money(500), notionalPerInstrumentMax: money(600), notionalTotalMax: money(2_000),
  lossStreakReduce: 3, lossStreakPause: 5, lossPauseMs: 4 * HOUR_MS, slippageMultipleMax: 2, slippageWindow: 20, slippageMultipleReduce: 1.5, slippagePauseMs: 4 * HOUR_MS,
}

const POLICY: PolicySettings = {
  policyId: 'expected-value', seed: 7, expectedValueMin: 0, margin: 0.02, kellyFraction: 0.25, riskPerTrade: 0.0025, riskPerGroup: 0.01, notionalCap: money(500), equityShareCap: 0.2,
}

/** Barriers of 2 and 1 hourly ATR, 48 hours; costs of a round trip are .14 %. */
const CONFIG: StrategyConfig = {
  strategyId: 'perp-ev', orderTag: 'pe', instruments: ['BTCUSDT'], decisionIntervalMs: 300_000, featureSet: [], models: { long: 'l', short: 's' },
  labelSpec: { barrierIntervalMs: HOUR_MS, barrierAtrWindow: 14, takeProfitAtr: 2, stopAtr: 1, horizon: 48 },
  policy: POLICY, risk: RISK, leverage: 3,
}

export const side = (change: Partial<SideForecast> = {}): SideForecast => ({ winProbability: 0.33, timeoutProbability: 0.1, timeoutReturn: 0, holdMinutes: 60, adverseExcursion: 0.004, ...change })

interface Wanted {
  readonly input?: Partial<PolicyInput>
  readonly long?: Partial<SideForecast>
  readonly short?: Partial<SideForecast>
  readonly portfolio?: Partial<PolicyInput['portfolio']>
  readonly policy?: Partial<PolicySettings>
  readonly config?: Partial<StrategyConfig>
  readonly version?: Partial<InstrumentVersion>
  readonly rules?: Partial<InstrumentVersion['rules']>
  readonly mark?: number
}

/** Mark 60,000, hourly ATR 1 %, equity 10,000, one hour after a settlement. Nothing pays unless a case says so. */
export function policyInput({ input, long, short, portfolio, policy, config, version, rules, mark = 6_000_000 }: Wanted = {}): PolicyInput {
  const now = (MIDNIGHT + HOUR_MS) as TimeMs
  return {
    forecast: { instrumentId: 'BTCUSDT', asOf: now, long: side(long), short: side(short) },
    instrument: INSTRUMENT, version: { ...VERSION, ...version, rules: { ...VERSION.rules, ...rules } },
    mark: { instrumentId: 'BTCUSDT', asOf: now, mark: mark as Price, bid: (mark - 10) as Price, ask: (mark + 10) as Price },
    barrierAtr: 0.01, funding: { rate: rate(0.0001), nextFundingTime: (MIDNIGHT + 8 * HOUR_MS) as TimeMs, intervalMs: 8 * HOUR_MS },
    hasPosition: false,
    portfolio: { equity: money(10_000), freeMargin: money(10_000), groupLossAtStop: money(0), lossBudgetLeft: money(200), sizeFactor: 1, ...portfolio },
    config: { ...CONFIG, ...config, policy: { ...POLICY, ...policy } }, now, ...input,
  }
}
