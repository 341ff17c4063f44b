import type { CandleSeries, MarketRow, SparkRow } from '../../src-shared/contract/market-views.ts'
import type { DecisionDetail, DecisionRow, FillRow, GuardView, LogRow, OrderRow, PositionRow, SideDetail, StatusView, TradeRow } from '../../src-shared/contract/views.ts'
import type { WorkstationView } from '../../src-shared/contract/workstation-views.ts'

// A busy afternoon as the engine would tell it: every kind of row and state is there at once.
export const NOW: number = Date.UTC(2026, 10, 20, 14, 27, 46)
const MINUTE = 60_000
const CANDLE_MS = 5 * MINUTE
const LAST_CLOSE: number = NOW - (NOW % CANDLE_MS)
const before = (minutes: number): number => NOW - minutes * MINUTE

const BASES = [['BTC', 112_480.1, 1], ['ETH', 4_128.44, 2], ['SOL', 188.31, 2], ['AVAX', 27.416, 3], ['DOGE', 0.21874, 5], ['HYPE', 41.207, 3], ['FTM', 0.5411, 4]] as const
const INSTRUMENTS: readonly string[] = BASES.map(([base]) => `${base}USDT`)
const decimalsOf = (instrumentId: string): number => BASES.find(([base]) => `${base}USDT` === instrumentId)?.[2] ?? 2
const priceOf = (instrumentId: string): number => BASES.find(([base]) => `${base}USDT` === instrumentId)?.[1] ?? 100

export const workstation: WorkstationView = { phase: 'running', mode: 'demo', program: { name: 'haetae', version: '0.1.0' }, told: null, part: null, recentCrashes: 0, exitsOnly: false }
export const choosing: WorkstationView = { ...workstation, phase: 'choosing', mode: null }

const allows = (guard: string, value: number, limit: number, unit: string): GuardView => ({ guard, verdict: 'allow', value, limit, unit })
const guards: readonly GuardView[] = [
  allows('trading-off', 1, 1, 'trading on'), allows('not-reconciled', 1, 1, 'reconciled'), allows('journal', 1, 1, 'journal writable'), { guard: 'latch', verdict: 'refuse', value: 1, limit: 0, unit: 'latches set' },
  { guard: 'system-health', verdict: 'refuse', value: 1, limit: 0, unit: 'components not healthy' }, allows('instrument-trading', 1, 1, 'instrument trading'), allows('stale-mark', 900, 3_000, 'ms'), allows('stale-candle', 166_000, 310_000, 'ms'),
  allows('venue-silent', 400, 30_000, 'ms'), allows('unresolved-order', 0, 0, 'orders'), allows('foreign-quantity', 0, 0, 'smallest quantity units'), { guard: 'margin-use', verdict: 'warn', value: 0.64, limit: 0.7, unit: 'initial margin / margin balance' },
  allows('daily-loss', 0.0031, 0.02, 'part of opening equity'), allows('pre-trade-loss', 146.9, 201.4, 'USDT'), allows('drawdown', 0.011, 0.15, 'part of the highest equity'),
  { guard: 'liquidation-distance', verdict: 'refuse', value: null, limit: null, unit: 'part of the mark price (limit from the 1-day ATR)' }, { guard: 'funding-against', verdict: 'refuse', value: 0.0096, limit: 0.005, unit: 'part of notional' },
  allows('order-rate', 3, 20, 'orders in a minute, with this one'), allows('notional-order', 10.2, 1_000, 'USDT'), allows('notional-instrument', 700, 1_000, 'USDT'), allows('notional-total', 2_912.4, 5_000, 'USDT'), allows('group-exposure', 96.1, 125.3, 'USDT'),
  { guard: 'loss-streak', verdict: 'warn', value: 5, limit: 8, unit: 'losses in a row' }, { guard: 'slippage', verdict: 'refuse', value: null, limit: 3, unit: 'multiple of the assumed slippage' },
]

export const status: StatusView = {
  mode: 'demo', accountId: 'sim:demo:5', sessionId: 'session-1', configHash: '7f3ac1d29be05411', time: NOW, ready: true, trading: true, strategyId: 'perp-ev',
  decisionIntervalMs: CANDLE_MS, nextDecisionAt: LAST_CLOSE + CANDLE_MS, asset: 'USDT', wallet: '12480.52', equity: '12528.724', dayResult: '48.2', openingEquity: '12480.524', highWater: '12611.1',
  marginUsed: '1712.4', marginUse: 0.1367, lossAtStops: '146.9', marketAsOf: NOW - 900, venueHeardAt: NOW - 400,
  limits: { dailyLossMax: 0.02, drawdownMax: 0.15, marginUseWarn: 0.6, marginUseMax: 0.7 },
  latches: [{ latch: 'daily-loss', reason: { code: 'lost-of-day', values: { lostPercent: '2.04', limitPercent: '2' } }, setAt: before(46) }],
  components: [
    { component: 'market-data', healthy: true, detail: '', heardAt: NOW - 900 }, { component: 'venue', healthy: true, detail: '', heardAt: NOW - 400 },
    { component: 'journal', healthy: true, detail: '', heardAt: NOW - 400 }, { component: 'models', healthy: false, detail: 'model run-time ended, restarting', heardAt: NOW - 4_000 },
  ],
  tradeCount: 3, realized: '61.2', fees: '-14.11', funding: '1.13', guards,
}

function position(instrumentId: string, side: 'long' | 'short', more: Partial<PositionRow> = {}): PositionRow {
  const [price, decimals, sign] = [priceOf(instrumentId), decimalsOf(instrumentId), side === 'long' ? 1 : -1]
  const at = (part: number): string => (price * (1 + sign * part)).toFixed(decimals)
  return {
    entryId: `entry-${instrumentId}`, instrumentId, side, quantity: (3_000 / price).toFixed(3), asset: 'USDT', entry: at(-0.004), mark: at(0), unrealized: '18.73', stop: at(-0.008), takeProfit: at(0.003),
    liquidation: at(-0.2), openedAt: before(48), exitTime: before(-195), stopVerified: true, stopOrderId: `stop-${instrumentId}`, exitReason: null, lossAtStop: '13.82', priceDecimals: decimals, ...more,
  }
}

export const positions: readonly PositionRow[] = [
  position('BTCUSDT', 'long'),
  position('SOLUSDT', 'short', { unrealized: '-2.03', stopVerified: false, stopOrderId: null }),
  position('DOGEUSDT', 'long', { unrealized: null, mark: null, liquidation: null }),
  position('AVAXUSDT', 'short', { exitReason: 'time-exit' }),
]

export const market: readonly MarketRow[] = INSTRUMENTS.map((instrumentId, i) => {
  const [price, decimals] = [priceOf(instrumentId), decimalsOf(instrumentId)]
  const stale = instrumentId === 'FTMUSDT'
  return {
    instrumentId, base: instrumentId.replace('USDT', ''), mark: price.toFixed(decimals), bid: price.toFixed(decimals), ask: (price * 1.0001).toFixed(decimals), asOf: NOW - (stale ? 48_000 : 900), stale, halted: instrumentId === 'HYPEUSDT',
    change: (i % 2 ? -1 : 1) * 0.0113 * (i + 1), longValue: stale ? null : 0.00124 - 0.0004 * i, shortValue: stale ? null : -0.00171 + 0.0003 * i,
    action: stale ? null : (['LONG', 'FLAT', 'SHORT', 'FLAT'] as const)[i % 4]!, reason: stale ? null : ['ev-above-threshold', 'refused', 'ev-above-threshold', 'no-edge'][i % 4]!, decisionId: stale ? null : `decision-${instrumentId}-0`,
    funding: 0.000031 - 0.00001 * i, nextFundingAt: before(-92), held: positions.find((row) => row.instrumentId === instrumentId)?.side ?? null, atr: 0.0031, priceDecimals: decimals,
  }
})

/** A walk that is the same each time. */
const wave = (i: number): number => Math.sin(i / 9) * 0.01 + Math.sin(i / 2.3) * 0.002

export const sparks: readonly SparkRow[] = INSTRUMENTS.map((instrumentId) => ({ instrumentId, closes: Array.from({ length: 48 }, (_, i) => priceOf(instrumentId) * (1 + wave(i))) }))

/** The newest `count` closed candles before a time. */
export function candles(instrumentId: string, intervalMs: number, until: number, count: number): CandleSeries {
  const price = priceOf(instrumentId)
  const end = Math.min(until, LAST_CLOSE)
  const openTime = Array.from({ length: count }, (_, i) => Math.floor(end / intervalMs) * intervalMs - (count - i) * intervalMs)
  const walk = openTime.map((time) => price * (1 + wave(time / intervalMs)))
  const next = openTime.map((time) => price * (1 + wave(time / intervalMs + 1)))
  return {
    openTime, open: walk, close: next, high: walk.map((open, i) => Math.max(open, next[i]!) * 1.0008), low: walk.map((open, i) => Math.min(open, next[i]!) * 0.9992),
    volume: openTime.map((time) => 40 + 30 * Math.abs(Math.sin(time / intervalMs))), priceDecimals: decimalsOf(instrumentId), more: true,
  }
}

const sideView = (expectedValue: number | null, winProbability: number | null): { expectedValue: number | null; winProbability: number | null; breakEvenProbability: number } => ({ expectedValue, winProbability, breakEvenProbability: 0.452 })
/** What refused or warned at an entry of that afternoon. */
const SEEN_AT_ENTRY: ReadonlySet<string> = new Set(['margin-use', 'funding-against', 'slippage', 'latch'])
const REASONS = ['no-edge', 'refused', 'ev-above-threshold', 'below-margin', 'position-held', 'forecast-missing'] as const

function decision(instrumentId: string, candlesAgo: number): DecisionRow {
  const kind = REASONS[(candlesAgo + INSTRUMENTS.indexOf(instrumentId)) % REASONS.length]!
  const [price, decimals] = [priceOf(instrumentId), decimalsOf(instrumentId)]
  const entry = kind === 'ev-above-threshold'
  return {
    decisionId: `decision-${instrumentId}-${candlesAgo}`, strategyId: 'perp-ev', instrumentId, asOf: LAST_CLOSE - candlesAgo * CANDLE_MS, action: entry ? 'LONG' : 'FLAT', reason: kind,
    long: kind === 'forecast-missing' ? null : sideView(0.00124 * Math.cos(candlesAgo), 0.596), short: kind === 'forecast-missing' ? null : sideView(-0.00171 * Math.cos(candlesAgo), 0.388),
    mark: price.toFixed(decimals), quantity: entry ? '0.035' : '0', notional: entry ? '3936.8' : '0', stop: entry ? (price * 0.992).toFixed(decimals) : null, takeProfit: entry ? (price * 1.003).toFixed(decimals) : null,
    guards: kind === 'refused' ? guards.filter(({ guard }) => SEEN_AT_ENTRY.has(guard)) : [], priceDecimals: decimals,
  }
}

export const decisions: readonly DecisionRow[] = Array.from({ length: 12 }, (_, i) => 11 - i).flatMap((ago) => INSTRUMENTS.map((instrumentId) => decision(instrumentId, ago)))

const sideDetail = (expectedValue: number, winProbability: number): SideDetail => ({
  ...sideView(expectedValue, winProbability), timeoutProbability: 0.1, adverseExcursion: 0.0084, holdMinutes: 95, grossValue: expectedValue + 0.00126, feeCost: 0.001, slippageCost: 0.00024, fundingCost: 0.00002, confidence: null, saidProbability: null,
  contributions: [{ feature: 'r_12', value: 0.84, logOdds: 0.118 }, { feature: 'rsi_14', value: 63.1, logOdds: 0.033 }, { feature: 'atr_pct_14', value: 0.0014, logOdds: -0.041 }],
})

export function detail(row: DecisionRow): DecisionDetail {
  return { row, long: row.long && sideDetail(0.00124, 0.596), short: row.short && sideDetail(-0.00171, 0.388), margin: 0.05, expectedValueMin: 0.0002, modelIds: { long: 'demo-long', short: 'demo-short' }, exitTime: row.asOf + 240 * MINUTE, guards: guards.filter(({ guard }) => SEEN_AT_ENTRY.has(guard) || guard === 'daily-loss' || guard === 'drawdown' || guard === 'stale-mark') }
}

export const trades: readonly TradeRow[] = (['take-profit', 'stop', 'time-exit'] as const).map((exitReason, i) => ({
  entryId: `past-${i}`, decisionId: `decision-BTCUSDT-${60 + 20 * i}`, strategyId: 'perp-ev', instrumentId: INSTRUMENTS[i]!, side: i % 2 ? 'short' : 'long', quantity: '0.012', openedAt: before(400 - 90 * i), closedAt: before(330 - 90 * i),
  entry: priceOf(INSTRUMENTS[i]!).toFixed(decimalsOf(INSTRUMENTS[i]!)), exit: (priceOf(INSTRUMENTS[i]!) * 1.003).toFixed(decimalsOf(INSTRUMENTS[i]!)), realized: ['18.73', '-13.82', '6.02'][i]!, fees: '-1.3434', funding: '-0.12',
  net: ['17.2666', '-15.2834', '4.5566'][i]!, exitReason, priceDecimals: decimalsOf(INSTRUMENTS[i]!),
}))

const STATES = ['accepted', 'unknown', 'filled', 'rejected', 'cancelled', 'sent'] as const
export const orders: readonly OrderRow[] = STATES.map((state, i) => ({
  intentId: `PE-${INSTRUMENTS[i]}-${i}`, strategyId: 'perp-ev', instrumentId: INSTRUMENTS[i]!, purpose: ['protect', 'open', 'take-profit', 'protect', 'reduce', 'open'][i]!, side: i % 2 ? 'buy' : 'sell', type: i === 1 || i === 5 ? 'market' : 'stop-market',
  quantity: i === 0 ? null : '0.035', filled: state === 'filled' ? '0.035' : '0', trigger: i === 1 || i === 5 ? null : priceOf(INSTRUMENTS[i]!).toFixed(decimalsOf(INSTRUMENTS[i]!)), state, attempts: 1 + (i % 2), venueOrderId: state === 'sent' ? null : `90071992547${i}`,
  reason: ['protect-position', 'ev-above-threshold', 'protect-position', 'protect-position', 'time-exit', 'ev-above-threshold'][i]!, detail: state === 'rejected' ? 'would trigger immediately (−2021)' : '', createdAt: before(60 - i), updatedAt: before(58 - i), priceDecimals: decimalsOf(INSTRUMENTS[i]!),
}))

export const fills: readonly FillRow[] = INSTRUMENTS.slice(0, 4).map((instrumentId, i) => ({
  tradeId: `fill-${i}`, intentId: `PE-${instrumentId}-${i}`, entryId: `entry-${instrumentId}`, instrumentId, side: i % 2 ? 'sell' : 'buy', quantity: '0.035', price: priceOf(instrumentId).toFixed(decimalsOf(instrumentId)), fee: '0.6712345', realized: i ? '-4.02' : '0',
  liquidity: i % 2 ? 'maker' : 'taker', time: before(48 - i), priceDecimals: decimalsOf(instrumentId),
}))

export const log: readonly LogRow[] = [
  { time: before(300), level: 'info', code: 'session-started', values: { session: 'session-1', mode: 'demo' } },
  { time: before(48), level: 'info', code: 'fill-booked', values: { instrument: 'BTCUSDT', side: 'buy', quantity: '0.035', price: '111945.0', fee: '0.67', asset: 'USDT' } },
  { time: before(47), level: 'warn', code: 'order-unknown', values: { order: 'PE-ETHUSDT-1', instrument: 'ETHUSDT', purpose: 'open', side: 'buy', detail: 'No answer for 1.5 s.' } },
  { time: before(46), level: 'alarm', code: 'latch-set', values: { latch: 'daily-loss' } },
  { time: before(3), level: 'alarm', code: 'alarm-naked-position', values: { instrument: 'SOLUSDT' } },
]

export const equity: readonly { readonly time: number; readonly equity: string }[] = Array.from({ length: 240 }, (_, i) => ({ time: before(240 - i), equity: (12_480 + 60 * Math.sin(i / 40) + 0.2 * i).toFixed(2) }))
