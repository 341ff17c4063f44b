import type { MarketRow } from '../../src-shared/contract/market-views.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { countsMore } from '../base/one-per-instant.ts'
import type { Ticker } from '../base/ticker.port.ts'
import type { Desk } from '../engine/desk.port.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import { DayCloses } from './day-closes.ts'
import { decisionRow } from './decision-views.ts'
import { fillRow, minuteOf, orderRow, positionRow, statusView, tradeRow } from './desk-views.ts'
import { logRows, type Known } from './log-rows.ts'
import { marketRow } from './market-rows.ts'
import { CandleFloats, moneyText } from './number-text.ts'
import { OrderBoard, type TrackedOrder } from './order-board.ts'
import type { TopicLog } from './topic-log.ts'

const FLUSH_MS = 250

/** Turns what the engine decided into what windows show. */
export class DeskTopics implements Publisher {
  readonly #log: TopicLog
  readonly #instruments = new Map<string, Instrument>()
  readonly #orders = new OrderBoard()
  readonly #decisions = new Map<string, Decision>()
  readonly #closes = new Map<string, DayCloses>()
  readonly #known: Known
  #desk: Desk | undefined
  #equityMinute = -1

  constructor(log: TopicLog) {
    this.#log = log
    this.#known = { instrument: this.#instrumentOf, order: (intentId) => this.#orders.find(intentId)?.view }
  }

  /** Begins to serve status, positions, the market, equity and the orders that are there already. Windows get news once per tick. */
  attach(desk: Desk, ticker: Ticker): { stop(): void } {
    this.#desk = desk
    this.#log.provide('status', () => statusView(desk))
    this.#log.provide('positions', () => {
      const { time } = desk.status()
      return desk.positions().map((view) => positionRow(view, time))
    })
    this.#log.provide('market', () => this.#marketRows(desk))
    this.#log.provide('sparks', () => Array.from(this.#closes, ([instrumentId, closes]) => ({ instrumentId, closes: closes.spark() })))
    for (const view of desk.orders()) this.#appendOrder(this.#orders.keep({ view, detail: '', updatedAt: view.intent.createdAt }))
    return ticker.every(FLUSH_MS, () => this.#log.flush())
  }

  publish(changes: readonly Change[]): void {
    if (changes.length === 0) return
    for (const change of changes) this.#publishOne(change)
    this.#log.touch('status')
    this.#log.touch('positions')
    this.#log.touch('market')
  }

  #publishOne(change: Change): void {
    if (change.kind === 'instrument-accepted') this.#instruments.set(change.instrument.instrumentId, change.instrument)
    if (change.kind === 'candle-accepted') this.#appendCandle(change.candle)
    if (change.kind === 'decision-made') this.#takeDecision(change)
    this.#appendRow(change)
    const order = this.#orders.apply(change, this.#instrumentOf)
    if (order) this.#appendOrder(order)
    for (const row of logRows(change, this.#known)) this.#log.append('log', () => row)
  }

  /** Rows of an instrument that nobody described cannot be written: its decimals are not known. */
  #appendRow(change: Change): void {
    if (change.kind !== 'decision-made' && change.kind !== 'trade-closed' && change.kind !== 'fill-booked') return
    const { instrumentId } = change.kind === 'decision-made' ? change.decision : change.kind === 'trade-closed' ? change.trade : change.fill
    const instrument = this.#instrumentOf(instrumentId)
    if (!instrument) return
    if (change.kind === 'decision-made') this.#log.append('decisions', () => decisionRow(change.decision, instrument))
    else if (change.kind === 'trade-closed') this.#log.append('trades', () => tradeRow(change.trade, instrument))
    else this.#log.append('fills', () => fillRow(change, instrument))
  }

  #appendOrder({ view, detail, updatedAt }: TrackedOrder): void {
    this.#log.append('orders', () => orderRow(view, detail, updatedAt))
  }

  #appendCandle(candle: Candle): void {
    const instrument = this.#instrumentOf(candle.instrumentId)
    if (!instrument) return
    const row = new CandleFloats(instrument).of(candle)
    const closes = this.#closes.get(candle.instrumentId) ?? new DayCloses()
    closes.push(candle.closeTime, row.close)
    this.#closes.set(candle.instrumentId, closes)
    this.#log.append('candles', () => row)
    this.#log.touch('sparks')
  }

  #takeDecision(change: Extract<Change, { kind: 'decision-made' }>): void {
    const { decision } = change
    const known = this.#decisions.get(decision.instrumentId)
    if (known?.asOf !== decision.asOf || countsMore(decision, known)) this.#decisions.set(decision.instrumentId, decision)
    this.#appendEquity(change)
  }

  #marketRows(desk: Desk): readonly MarketRow[] {
    const { time } = desk.status()
    return desk.markets().map((view) => {
      const { instrumentId } = view.instrument
      return marketRow(view, { decision: this.#decisions.get(instrumentId), closes: this.#closes.get(instrumentId) }, time)
    })
  }

  #appendEquity({ time }: Change): void {
    if (!this.#desk || minuteOf(time) === this.#equityMinute) return
    this.#equityMinute = minuteOf(time)
    const { equity } = this.#desk.status()
    if (equity !== null) this.#log.append('equity', () => ({ time, equity: moneyText(equity) }))
  }

  readonly #instrumentOf = (instrumentId: string): Instrument | undefined => this.#instruments.get(instrumentId) ?? this.#desk?.instrument(instrumentId)
}
