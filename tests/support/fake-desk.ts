import type { Candle, MarkPrice } from '../../src-shared/domain/candle.ts'
import type { Change, Trade } from '../../src-shared/domain/change.ts'
import type { Decision, GuardVerdict, SideValue } from '../../src-shared/domain/decision.ts'
import type { PersonRequest } from '../../src-shared/domain/event.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { ApprovedOrder, Fill, OrderPurpose } from '../../src-shared/domain/order.ts'
import { reason } from '../../src-shared/domain/reason.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import type { DeskData } from '../../src-main/engine/desk-data.port.ts'
import type { AskOutcome, Desk, DeskPolicy, DeskStatus, MarketView, OrderView, PositionView } from '../../src-main/engine/desk.port.ts'
import { deskHandlers } from '../../src-main/ipc/desk-handlers.ts'
import type { Handlers } from '../../src-main/ipc/request-server.ts'
import { btc, instrumentNamed } from './instruments.ts'

const START = Date.UTC(2026, 10, 20, 14, 0) as TimeMs
const FIVE_MINUTES = 300_000
const eth = instrumentNamed('ETHUSDT')
export const sol = instrumentNamed('SOLUSDT')
const money = (value: number): Amount => Math.round(value * 1e8) as Amount
export const at = (minutes: number): TimeMs => (START + minutes * 60_000) as TimeMs

/** A desk that says what the test wants and notes what it is asked. */
export class FakeDesk implements Desk {
  readonly asked: PersonRequest[] = []
  /** Where the changes go that a request causes. */
  publish: (changes: readonly Change[]) => void = () => undefined
  answer: AskOutcome = { accepted: true }
  /** How often status was worked out: publishing must not do it while nobody looks. */
  statusCount = 0
  now: TimeMs = START
  equity: Amount | null = money(12_528.724)
  trading = true
  latches: DeskStatus['latches'] = []
  readonly marks = new Map<string, MarkPrice>()
  #positions: readonly PositionView[] = [positionOf(btc, 12, 11_194_500), positionOf(sol, -4_200, 19_042)]

  status(): DeskStatus {
    this.statusCount++
    return {
      mode: 'demo', strategyId: 'perp-ev', decisionIntervalMs: FIVE_MINUTES, lossAtStops: money(27.64), marketAsOf: this.now, venueHeardAt: null,
      limits: { dailyLossMax: 0.02, drawdownMax: 0.1, marginUseWarn: 0.25, marginUseMax: 0.3 }, accountId: 'sim:demo:5', sessionId: 'session-1', configHash: '7f3ac1d29be05411', time: this.now, ready: true, trading: this.trading, asset: 'USDT',
      wallet: money(12_480.52), equity: this.equity, openingEquity: money(12_480.524), highWater: money(12_611.1), marginUsed: money(1_712.4),
      latches: this.latches,
      components: [
        { component: 'market-data', healthy: true, detail: '3 instruments, newest 0.9 s ago', heardAt: this.now },
        { component: 'venue', healthy: true, detail: 'answers in 42 ms', heardAt: this.now },
        { component: 'journal', healthy: true, detail: 'written 0.4 s ago', heardAt: this.now },
        { component: 'forecaster', healthy: false, detail: 'model run-time ended, restarting', heardAt: this.now },
      ],
      tradeCount: 3, realized: money(61.2), fees: money(-14.11), funding: money(1.13),
    }
  }

  guards(): readonly GuardVerdict[] {
    return [
      { guard: 'daily-loss', verdict: 'allow', value: 0.0031, limit: 0.02, unit: 'part of equity' },
      { guard: 'margin-use', verdict: 'warn', value: 0.274, limit: 0.3, unit: 'part of equity' },
      { guard: 'funding-against', verdict: 'refuse', value: Number.NaN, limit: 0.005, unit: 'part of equity' },
    ]
  }

  positions(): readonly PositionView[] {
    return this.#positions
  }

  orders(): readonly OrderView[] {
    return []
  }

  markets(): readonly MarketView[] {
    return [btc, eth, sol].map((instrument) => ({
      instrument, mark: this.marks.get(instrument.instrumentId) ?? null, stale: !this.marks.has(instrument.instrumentId), halted: false, funding: 0.0001, nextFundingAt: at(120),
      held: this.#positions.some(({ position }) => position.instrumentId === instrument.instrumentId) ? 'long' : null, atr: 0.004,
    }))
  }

  policy(): DeskPolicy {
    return { margin: 0.03, expectedValueMin: 0.0005, featureSet: ['r_3', 'rsi_14'], featureSetHash: 'f' }
  }

  instrument(instrumentId: string): Instrument | undefined {
    return [btc, eth, sol].find((instrument) => instrument.instrumentId === instrumentId)
  }

  ask(request: PersonRequest): Promise<AskOutcome> {
    this.asked.push(request)
    if (request.kind === 'flatten' && this.answer.accepted) this.#positions = this.#positions.filter(({ position }) => request.instrumentId !== null && position.instrumentId !== request.instrumentId)
    if (request.kind === 'start-trading' || request.kind === 'stop-trading') this.trading = request.kind === 'start-trading'
    if (request.kind === 'clear-latch') this.latches = this.latches.filter(({ latch }) => latch !== request.latch)
    this.publish([{ kind: 'trading-switched', time: this.now, on: this.trading, by: request.by }])
    return Promise.resolve(this.answer)
  }
}

/** An archive with nothing in it. */
export const NO_DATA: DeskData = { candles: () => Promise.resolve([]), decisions: () => Promise.resolve([]), decision: () => Promise.resolve(undefined), explanation: () => undefined }

/** A desk behind the whole contract; what is the workstation's is refused. */
export function deskAlone(desk: Desk, data: DeskData = NO_DATA): Handlers {
  const refuse = (): never => {
    throw new Error('a desk alone')
  }
  return {
    ...deskHandlers(desk, data), 'workstation.open': refuse, 'workstation.close': refuse, 'workstation.archive': refuse, 'profile.get': refuse, 'profile.put': refuse, 'pace.change': refuse,
    'research.strategies': refuse, 'research.backtest': refuse, 'research.sweep': refuse, 'research.runs': refuse, 'research.report': refuse, 'research.trades': refuse, 'research.file': refuse, 'research.forget': refuse,
    'learn.start': refuse, 'learn.report': refuse, 'learn.trials': refuse, 'models.list': refuse, 'models.move': refuse, 'models.rollback': refuse,
    'data.collect': refuse, 'data.passports': refuse, 'data.records': refuse, 'export.start': refuse, 'export.read': refuse, 'job.cancel': refuse,
  }
}

function positionOf(instrument: Instrument, quantity: number, price: number): PositionView {
  const { instrumentId } = instrument
  const cost = (price * quantity * 1_000) as Amount
  const away = Math.sign(quantity) * 400
  return {
    position: {
      accountId: 'sim:demo:5', strategyId: 'perp-ev', instrumentId, entryId: `entry-${instrumentId}`, quantity: quantity as Quantity, cost, openedAt: at(-20),
      stopPrice: (price - away) as Price, takeProfitPrice: (price + 2 * away) as Price, exitTime: at(220), labelSpecHash: 'h', lossAtStop: money(13.82),
    },
    instrument, mark: (price + 310) as Price, unrealized: (quantity * 310_000) as Amount, liquidationPrice: Math.round(quantity > 0 ? 0.8 * price : 1.2 * price) as Price,
    stopAccepted: quantity > 0, stopOrderId: `stop-${instrumentId}`, exitReason: null,
  }
}

const sideValue = (expectedValue: number, winProbability: number): SideValue =>
  ({ expectedValue, winProbability, breakEvenProbability: 0.452, timeoutProbability: 0.1, adverseExcursion: 0.01, holdMinutes: 60, fundingCost: 0.0001, grossValue: expectedValue + 0.0015, feeCost: 0.001, slippageCost: 0.0004 })

export function decision(minutes: number, instrument: Instrument, action: Decision['action'], more: Partial<Decision> = {}): Change {
  const entry = action !== 'FLAT'
  return {
    kind: 'decision-made', time: at(minutes),
    decision: {
      decisionId: `decision-${instrument.instrumentId}-${minutes}`, accountId: 'sim:demo:5', strategyId: 'perp-ev', instrumentId: instrument.instrumentId, asOf: at(minutes), action,
      reason: entry ? 'ev-above-threshold' : 'no-edge', long: sideValue(0.00124, 0.596), short: sideValue(-0.00171, 0.388), side: entry ? 'long' : null,
      markPrice: 11_248_010 as Price, quantity: (entry ? 12 : 0) as Quantity, notional: money(entry ? 1_349.76 : 0), stopPrice: (entry ? 11_155_020 : 0) as Price, takeProfitPrice: (entry ? 11_273_460 : 0) as Price,
      exitTime: at(minutes + 240), guards: [], features: [], modelIds: { long: 'l', short: 's' }, featureSetHash: 'f', configHash: 'c', ...more,
    },
  }
}

/** Of five minutes, closed then. */
export const candle = (minutes: number, { instrumentId }: Instrument, close: number): Candle => ({
  instrumentId, intervalMs: FIVE_MINUTES, openTime: at(minutes - 5), closeTime: at(minutes),
  open: (close - 20) as Price, high: (close + 30) as Price, low: (close - 40) as Price, close: close as Price, volume: 12_000 as Quantity,
})

export function opened(minutes: number, intentId: string, purpose: OrderPurpose): Change {
  const terms = { instrumentId: 'BTCUSDT', side: purpose === 'open' ? 'buy' : 'sell', type: purpose === 'protect' ? 'stop-market' : 'market', quantity: 12 as Quantity, reduceOnly: purpose !== 'open', closePosition: false } as const
  const order = { intentId, accountId: 'sim:demo:5', strategyId: 'perp-ev', purpose, reason: purpose === 'open' ? 'ev-above-threshold' : 'protect-entry', createdAt: at(minutes), terms: purpose === 'protect' ? { ...terms, triggerPrice: 11_155_020 as Price } : terms }
  return { kind: 'intent-opened', time: at(minutes), order: order as unknown as ApprovedOrder }
}

export function filled(minutes: number, clientOrderId: string, quantity: number, realized = 0): Change {
  const fill: Fill = {
    venue: 'sim', instrumentId: 'BTCUSDT', tradeId: `${clientOrderId}-${quantity}`, venueOrderId: '9007199254740993', clientOrderId, side: 'buy', quantity: quantity as Quantity, price: 11_194_505 as Price,
    fee: money(0.6712345), liquidity: 'taker', time: at(minutes),
  }
  return { kind: 'fill-booked', time: at(minutes), fill, accountId: 'sim:demo:5', strategyId: 'perp-ev', entryId: 'entry-1', realized: money(realized) }
}

export function closedTrade(minutes: number, side: 'long' | 'short', realized: number, exitReason: string): Change {
  const sign = side === 'long' ? 1 : -1
  const trade: Trade = {
    accountId: 'sim:demo:5', strategyId: 'perp-ev', instrumentId: 'BTCUSDT', entryId: `entry-${minutes}`, decisionId: `decision-BTCUSDT-${minutes}`, side, quantity: 12 as Quantity, openedAt: at(minutes - 95), closedAt: at(minutes),
    entryCost: money(sign * 1_343.34), realized: money(realized), fees: money(-1.3434), funding: money(-0.12), exitReason,
  }
  return { kind: 'trade-closed', time: at(minutes), trade }
}

/** A quiet day: decisions of three instruments every five minutes, one round trip, one refusal, one alarm. */
export function quietDay(desk: FakeDesk): void {
  const { publish } = desk
  publish([{ kind: 'session-started', time: at(0), sessionId: 'session-1', mode: 'demo', configHash: 'c' }, { kind: 'reconciled', time: at(0), differences: 0 }, { kind: 'trading-switched', time: at(0), on: true, by: 'window' }])
  for (let i = 1; i <= 40; i++) {
    const minutes = (i * FIVE_MINUTES) / 60_000
    desk.now = at(minutes)
    desk.equity = money(12_480 + 60 * Math.sin(i / 5) + 2.1 * i)
    for (const [instrument, price] of [[btc, 11_248_010], [eth, 352_100], [sol, 18_831]] as const) {
      const mark = { instrumentId: instrument.instrumentId, asOf: at(minutes), mark: price as Price, bid: (price - 10) as Price, ask: (price + 10) as Price }
      desk.marks.set(instrument.instrumentId, mark)
      publish([{ kind: 'price-accepted', time: at(minutes), mark }, { kind: 'candle-accepted', time: at(minutes), candle: candle(minutes, instrument, price + i) }])
    }
    publish([
      decision(minutes, btc, i % 9 === 0 ? 'LONG' : 'FLAT'),
      decision(minutes, eth, 'FLAT', { reason: i % 4 === 0 ? 'refused' : 'below-margin', guards: i % 4 === 0 ? [{ guard: 'funding-against', verdict: 'refuse', value: 0.009624, limit: 0.005, unit: 'part of equity' }] : [] }),
      decision(minutes, sol, i % 13 === 0 ? 'SHORT' : 'FLAT', { reason: i % 13 === 0 ? 'ev-above-threshold' : 'position-held', markPrice: 18_831 as Price }),
    ])
  }
  publish([
    opened(201, 'PE-entry-1', 'open'), { kind: 'attempt-sent', time: at(201), intentId: 'PE-entry-1', attempt: 1 }, { kind: 'order-accepted', time: at(201), intentId: 'PE-entry-1', venueOrderId: '881' },
    filled(201, 'PE-entry-1', 12), { kind: 'order-closed', time: at(201), intentId: 'PE-entry-1', state: 'filled', detail: '' },
    opened(201, 'PE-stop-1', 'protect'), { kind: 'attempt-sent', time: at(201), intentId: 'PE-stop-1', attempt: 1 }, { kind: 'order-unknown', time: at(202), intentId: 'PE-stop-1', detail: 'No answer for 1.5 s.' },
    { kind: 'order-accepted', time: at(203), intentId: 'PE-stop-1', venueOrderId: '882' },
    closedTrade(203, 'long', 18.73, 'take-profit'), closedTrade(204, 'short', -13.82, 'stop'), closedTrade(205, 'long', 6.02, 'time-exit'),
    { kind: 'latch-set', time: at(206), latch: 'daily-loss', reason: reason('lost-of-day', { lostPercent: '2.04', limitPercent: '2.00' }) },
  ])
}
