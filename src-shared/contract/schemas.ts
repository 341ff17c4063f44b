import { z } from 'zod/mini'
import type { BinanceChoice } from './binance-choice.ts'
import type { CandleRow, CandleSeries, MarketRow, PaceChange, PaceView } from './market-views.ts'
import type { DecisionDetail, DecisionRow, DecisionSeries, FillRow, GuardView, OrderRow, PositionRow, SideDetail, SideView, StatusView, TradeRow } from './views.ts'
import type { ArchivedSpan, AskAnswer, JobView, Opening, StartedJob, Told, VitalsView, WorkstationView } from './workstation-views.ts'

export type Schema<T> = z.ZodMiniType<T>

/** What is checked of every value that crosses; the types say what it means. */
export const name: Schema<string> = z.string().check(z.minLength(1), z.maxLength(128))
export const text: Schema<string> = z.string().check(z.maxLength(2_000))
export const decimal: Schema<string> = z.string().check(z.regex(/^-?\d{1,16}(\.\d{1,20})?$/))
export const time: Schema<number> = z.int()
export const profileKey: Schema<string> = z.string().check(z.regex(/^[a-z][a-z0-9.-]{0,63}$/))

const maybeDecimal = z.nullable(decimal)
const maybeTime = z.nullable(time)
const maybeNumber = z.nullable(z.number())
const count = z.int().check(z.nonnegative())
const positionSide = z.enum(['long', 'short'])
const orderSide = z.enum(['buy', 'sell'])
const action = z.enum(['LONG', 'SHORT', 'FLAT'])
const mode = z.enum(['demo', 'replay', 'paper', 'live'])
const numbers = z.array(z.number())

export const click: { readonly requestId: Schema<string> } = { requestId: z.string().check(z.minLength(8), z.maxLength(64)) }

export const toldValues: Schema<Told['values']> = z.record(name, z.union([text, z.number()]))
export const told: Schema<Told> = z.strictObject({ code: name, values: toldValues })
const refused = z.strictObject({ accepted: z.literal(false), reason: told })

export const answer: Schema<AskAnswer> = z.discriminatedUnion('accepted', [z.strictObject({ accepted: z.literal(true) }), refused])
export const startedJob: Schema<StartedJob> = z.discriminatedUnion('accepted', [z.strictObject({ accepted: z.literal(true), jobId: name }), refused])

const guard: Schema<GuardView> = z.strictObject({ guard: name, verdict: z.enum(['allow', 'warn', 'refuse']), value: maybeNumber, limit: maybeNumber, unit: text })

export const workstation: Schema<WorkstationView> = z.strictObject({
  phase: z.enum(['choosing', 'starting', 'running', 'ended', 'failed']), mode: z.nullable(mode), program: z.strictObject({ name, version: name }),
  told: z.nullable(told), part: maybeNumber, recentCrashes: count, exitsOnly: z.boolean(),
})

/** More than a computer at home can follow. */
const INSTRUMENTS_MAX = 50

const port = z.int().check(z.minimum(1), z.maximum(65_535))
export const binanceChoice: Schema<BinanceChoice> = z.discriminatedUnion('name', [z.strictObject({ name: z.enum(['production', 'demo']) }), z.strictObject({ name: z.literal('local'), port: z.nullable(port) })])
export const instruments: Schema<readonly string[]> = z.array(name).check(z.minLength(1), z.maxLength(INSTRUMENTS_MAX))

export const opening: Schema<Opening> = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('demo'), seed: z.int().check(z.nonnegative(), z.maximum(999_999)), speed: z.number().check(z.minimum(1), z.maximum(1_000)), edge: z.enum(['trend', 'none']) }),
  z.strictObject({
    mode: z.literal('replay'), instruments, from: maybeTime, to: maybeTime,
    speed: z.nullable(z.number().check(z.positive(), z.maximum(1_000_000))), strategyId: z.optional(name),
  }),
  z.strictObject({ mode: z.literal('paper'), venue: binanceChoice, instruments, speed: z.optional(z.number().check(z.minimum(1), z.maximum(1_000))), clock: z.optional(z.literal('server')), strategyId: z.optional(name), recordGb: z.optional(z.number().check(z.minimum(0), z.maximum(100_000))) }),
])

export const archivedSpan: Schema<ArchivedSpan> = z.strictObject({ instrumentId: name, intervalMs: count, from: time, to: time, candles: count })

export const status: Schema<StatusView> = z.strictObject({
  mode, accountId: name, sessionId: name, configHash: text, time, ready: z.boolean(), trading: z.boolean(), strategyId: name, decisionIntervalMs: count, nextDecisionAt: time,
  asset: name, wallet: decimal, equity: maybeDecimal, dayResult: maybeDecimal, openingEquity: maybeDecimal, highWater: maybeDecimal, marginUsed: maybeDecimal, marginUse: maybeNumber,
  lossAtStops: decimal, marketAsOf: maybeTime, venueHeardAt: maybeTime,
  limits: z.strictObject({ dailyLossMax: z.number(), drawdownMax: z.number(), marginUseWarn: z.number(), marginUseMax: z.number() }),
  latches: z.array(z.strictObject({ latch: name, reason: told, setAt: time })),
  components: z.array(z.strictObject({ component: name, healthy: z.boolean(), detail: text, heardAt: time })),
  tradeCount: count, realized: decimal, fees: decimal, funding: decimal, guards: z.array(guard),
})

export const position: Schema<PositionRow> = z.strictObject({
  entryId: name, instrumentId: name, side: positionSide, quantity: decimal, asset: name, entry: decimal, mark: maybeDecimal, unrealized: maybeDecimal,
  stop: decimal, takeProfit: decimal, liquidation: maybeDecimal, openedAt: time, exitTime: time,
  stopVerified: z.boolean(), stopOrderId: z.nullable(name), exitReason: z.nullable(text), lossAtStop: decimal, priceDecimals: count,
})

const sideView = { expectedValue: maybeNumber, winProbability: maybeNumber, breakEvenProbability: maybeNumber }
const side: Schema<SideView> = z.strictObject(sideView)
const sideDetail: Schema<SideDetail> = z.strictObject({
  ...sideView, timeoutProbability: maybeNumber, adverseExcursion: maybeNumber, holdMinutes: maybeNumber,
  grossValue: maybeNumber, feeCost: maybeNumber, slippageCost: maybeNumber, fundingCost: maybeNumber, confidence: maybeNumber, saidProbability: maybeNumber,
  contributions: z.array(z.strictObject({ feature: name, value: maybeNumber, logOdds: z.number() })),
})

export const decision: Schema<DecisionRow> = z.strictObject({
  decisionId: name, strategyId: name, instrumentId: name, asOf: time, action, reason: text, long: z.nullable(side), short: z.nullable(side),
  mark: decimal, quantity: decimal, notional: decimal, stop: maybeDecimal, takeProfit: maybeDecimal, guards: z.array(guard), priceDecimals: count,
})

export const decisionDetail: Schema<DecisionDetail> = z.strictObject({
  row: decision, long: z.nullable(sideDetail), short: z.nullable(sideDetail), margin: z.number(), expectedValueMin: z.number(),
  modelIds: z.strictObject({ long: text, short: text }), exitTime: time, guards: z.array(guard),
})

export const decisionSeries: Schema<DecisionSeries> = z.strictObject({
  decisionId: z.array(name), asOf: z.array(time), long: z.array(maybeNumber), short: z.array(maybeNumber), action: z.array(action), reason: z.array(text),
})

export const trade: Schema<TradeRow> = z.strictObject({
  entryId: name, decisionId: text, strategyId: name, instrumentId: name, side: positionSide, quantity: decimal, openedAt: time, closedAt: time,
  entry: decimal, exit: decimal, realized: decimal, fees: decimal, funding: decimal, net: decimal, exitReason: text, priceDecimals: count,
})

export const order: Schema<OrderRow> = z.strictObject({
  intentId: name, strategyId: name, instrumentId: name, purpose: name, side: orderSide, type: name, quantity: maybeDecimal, filled: decimal, trigger: maybeDecimal,
  state: name, attempts: count, venueOrderId: z.nullable(name), reason: text, detail: text, createdAt: time, updatedAt: time, priceDecimals: count,
})

export const fill: Schema<FillRow> = z.strictObject({
  tradeId: name, intentId: name, entryId: name, instrumentId: name, side: orderSide, quantity: decimal, price: decimal, fee: decimal, realized: decimal,
  liquidity: z.enum(['taker', 'maker']), time, priceDecimals: count,
})

export const marketRow: Schema<MarketRow> = z.strictObject({
  instrumentId: name, base: name, mark: maybeDecimal, bid: maybeDecimal, ask: maybeDecimal, asOf: maybeTime, stale: z.boolean(), halted: z.boolean(), change: maybeNumber,
  longValue: maybeNumber, shortValue: maybeNumber, action: z.nullable(action), reason: z.nullable(text), decisionId: z.nullable(name),
  funding: maybeNumber, nextFundingAt: maybeTime, held: z.nullable(positionSide), atr: maybeNumber, priceDecimals: count,
})

export const candle: Schema<CandleRow> = z.strictObject({
  instrumentId: name, intervalMs: count, openTime: time, open: z.number(), high: z.number(), low: z.number(), close: z.number(), volume: z.number(),
})

export const candleSeries: Schema<CandleSeries> = z.strictObject({
  openTime: numbers, open: numbers, high: numbers, low: numbers, close: numbers, volume: numbers, priceDecimals: count, more: z.boolean(),
})

export const pace: Schema<PaceView> = z.strictObject({ speed: maybeNumber, paused: z.boolean(), time, from: maybeTime, to: maybeTime })

export const paceChange: Schema<PaceChange> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('play') }),
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('step') }),
  z.strictObject({ kind: z.literal('next-decision') }),
  z.strictObject({ kind: z.literal('speed'), speed: z.nullable(z.number().check(z.positive(), z.maximum(1_000_000))) }),
])

export const job: Schema<JobView> = z.strictObject({
  jobId: name, kind: z.enum(['export', 'backtest', 'sweep', 'collect', 'feasibility', 'labels', 'dataset', 'evaluation']), state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']), part: maybeNumber, secondsLeft: maybeNumber,
  told: z.nullable(told), file: z.nullable(z.strictObject({ name, bytes: count })), runId: z.nullable(name),
})

export const vitals: Schema<VitalsView> = z.strictObject({ turnMs: maybeNumber, memoryMb: z.number(), journalSequence: z.nullable(count), journalledAt: maybeTime, decisions: count })
