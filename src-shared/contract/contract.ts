import { z } from 'zod/mini'
import type { AskAnswer, DecisionRow, EquityPoint, FillRow, GuardView, LogRow, OrderRow, PositionRow, SideView, StatusView, TradeRow } from './views.ts'

/** Unique per click. The engine's side remembers it, so that a double click or a repeated send has one effect. */
interface Click {
  readonly requestId: string
}

/** Everything the window may ask of the engine. */
export interface Requests {
  'desk.status': { params: null; result: StatusView }
  'desk.positions': { params: null; result: readonly PositionRow[] }
  'desk.orders': { params: null; result: readonly OrderRow[] }
  'trading.start': { params: Click; result: AskAnswer }
  'trading.stop': { params: Click; result: AskAnswer }
  /** Null: every position. Own quantity only. */
  'positions.flatten': { params: Click & { readonly instrumentId: string | null }; result: AskAnswer }
  /** `confirmation` is the latch's name, typed by a person. */
  'latch.clear': { params: Click & { readonly latch: string; readonly confirmation: string }; result: AskAnswer }
}

/** Everything the engine tells the window unasked. */
export interface Topics {
  status: StatusView
  positions: readonly PositionRow[]
  decisions: DecisionRow
  trades: TradeRow
  orders: OrderRow
  fills: FillRow
  equity: EquityPoint
  log: LogRow
}

/** How many items of a topic are remembered. One means conflated: only the newest counts, and gaps are no loss. */
export const REMEMBERED: { readonly [K in keyof Topics]: number } = {
  status: 1, positions: 1, decisions: 500, trades: 500, orders: 500, fills: 500, equity: 10_000, log: 500,
}

/** Stands before the session's secret in the list of offered WebSocket protocols. */
export const SOCKET_PROTOCOL = 'haetae.1'

export type Schema<T> = z.ZodMiniType<T>

const name = z.string().check(z.minLength(1), z.maxLength(128))
const text = z.string().check(z.maxLength(2_000))
const decimal = z.string().check(z.regex(/^-?\d{1,16}(\.\d{1,20})?$/))
const maybeDecimal = z.nullable(decimal)
const time = z.int()
const count = z.int().check(z.nonnegative())
const maybeNumber = z.nullable(z.number())
const positionSide = z.enum(['long', 'short'])
const orderSide = z.enum(['buy', 'sell'])

const guard: Schema<GuardView> = z.strictObject({ guard: name, verdict: z.enum(['allow', 'warn', 'refuse']), value: maybeNumber, limit: maybeNumber, unit: text })

const status: Schema<StatusView> = z.strictObject({
  mode: name, accountId: name, sessionId: name, configHash: text, time, ready: z.boolean(), trading: z.boolean(),
  asset: name, wallet: decimal, equity: maybeDecimal, dayResult: maybeDecimal, openingEquity: maybeDecimal, highWater: maybeDecimal, marginUsed: maybeDecimal, marginUse: maybeNumber,
  latches: z.array(z.strictObject({ latch: name, reason: text, setAt: time })),
  components: z.array(z.strictObject({ component: name, healthy: z.boolean(), detail: text, heardAt: time })),
  tradeCount: count, realized: decimal, fees: decimal, funding: decimal, guards: z.array(guard),
})

const position: Schema<PositionRow> = z.strictObject({
  entryId: name, instrumentId: name, side: positionSide, quantity: decimal, asset: name, entry: decimal, mark: maybeDecimal, unrealized: maybeDecimal,
  stop: decimal, takeProfit: decimal, liquidation: maybeDecimal, openedAt: time, exitTime: time,
  stopVerified: z.boolean(), stopOrderId: z.nullable(name), exitReason: z.nullable(text), lossAtStop: decimal, priceDecimals: count,
})

const side: Schema<SideView> = z.strictObject({ expectedValue: maybeNumber, winProbability: maybeNumber, breakEvenProbability: maybeNumber })

const decision: Schema<DecisionRow> = z.strictObject({
  decisionId: name, strategyId: name, instrumentId: name, asOf: time, action: z.enum(['LONG', 'SHORT', 'FLAT']), reason: text, long: z.nullable(side), short: z.nullable(side),
  mark: decimal, quantity: decimal, notional: decimal, stop: maybeDecimal, takeProfit: maybeDecimal, guards: z.array(guard), priceDecimals: count,
})

const trade: Schema<TradeRow> = z.strictObject({
  entryId: name, decisionId: text, strategyId: name, instrumentId: name, side: positionSide, quantity: decimal, openedAt: time, closedAt: time,
  entry: decimal, exit: decimal, realized: decimal, fees: decimal, funding: decimal, net: decimal, exitReason: text, priceDecimals: count,
})

const order: Schema<OrderRow> = z.strictObject({
  intentId: name, strategyId: name, instrumentId: name, purpose: name, side: orderSide, type: name, quantity: maybeDecimal, filled: decimal, trigger: maybeDecimal,
  state: name, attempts: count, venueOrderId: z.nullable(name), reason: text, detail: text, createdAt: time, updatedAt: time, priceDecimals: count,
})

const fill: Schema<FillRow> = z.strictObject({
  tradeId: name, intentId: name, entryId: name, instrumentId: name, side: orderSide, quantity: decimal, price: decimal, fee: decimal, realized: decimal,
  liquidity: z.enum(['taker', 'maker']), time, priceDecimals: count,
})

const click = { requestId: z.string().check(z.minLength(8), z.maxLength(64)) }
const answer: Schema<AskAnswer> = z.discriminatedUnion('accepted', [
  z.strictObject({ accepted: z.literal(true) }),
  z.strictObject({ accepted: z.literal(false), reason: text }),
])

export const requests: { readonly [K in keyof Requests]: { readonly params: Schema<Requests[K]['params']>; readonly result: Schema<Requests[K]['result']> } } = {
  'desk.status': { params: z.null(), result: status },
  'desk.positions': { params: z.null(), result: z.array(position) },
  'desk.orders': { params: z.null(), result: z.array(order) },
  'trading.start': { params: z.strictObject(click), result: answer },
  'trading.stop': { params: z.strictObject(click), result: answer },
  'positions.flatten': { params: z.strictObject({ ...click, instrumentId: z.nullable(name) }), result: answer },
  'latch.clear': { params: z.strictObject({ ...click, latch: name, confirmation: z.string().check(z.maxLength(128)) }), result: answer },
}

export const topics: { readonly [K in keyof Topics]: Schema<Topics[K]> } = {
  status,
  positions: z.array(position),
  decisions: decision,
  trades: trade,
  orders: order,
  fills: fill,
  equity: z.strictObject({ time, equity: decimal }),
  log: z.strictObject({ time, level: z.enum(['info', 'warn', 'alarm']), code: name, text }),
}
