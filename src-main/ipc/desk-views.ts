import type { FillRow, OrderRow, PositionRow, StatusView, TradeRow } from '../../src-shared/contract/views.ts'
import type { Change, Trade } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { MINUTE_MS, type Amount, type Price, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Desk, OrderView, PositionView } from '../engine/desk.port.ts'
import { guardView } from './decision-views.ts'
import { InstrumentText, moneyText } from './number-text.ts'

type FillBooked = Extract<Change, { kind: 'fill-booked' }>

const maybe = <T>(value: T | null, write: (value: T) => string): string | null => (value === null ? null : write(value))

export function statusView(desk: Pick<Desk, 'status' | 'guards'>): StatusView {
  const status = desk.status()
  const { mode, accountId, sessionId, configHash, time, ready, trading, strategyId, decisionIntervalMs, asset, tradeCount, equity, openingEquity, marginUsed } = status
  return {
    mode, accountId, sessionId, configHash, time, ready, trading, strategyId, decisionIntervalMs, nextDecisionAt: (Math.floor(time / decisionIntervalMs) + 1) * decisionIntervalMs, asset, tradeCount,
    wallet: moneyText(status.wallet), realized: moneyText(status.realized), fees: moneyText(status.fees), funding: moneyText(status.funding),
    equity: maybe(equity, moneyText), openingEquity: maybe(openingEquity, moneyText), highWater: maybe(status.highWater, moneyText), marginUsed: maybe(marginUsed, moneyText),
    dayResult: equity === null || openingEquity === null ? null : moneyText((equity - openingEquity) as Amount),
    marginUse: equity === null || marginUsed === null || equity <= 0 ? null : marginUsed / equity,
    lossAtStops: moneyText(status.lossAtStops), marketAsOf: status.marketAsOf, venueHeardAt: status.venueHeardAt, limits: status.limits,
    latches: status.latches.map(({ latch, reason, setAt }) => ({ latch, reason, setAt })),
    components: status.components.map(({ component, healthy, detail, heardAt }) => ({ component, healthy, detail, heardAt })),
    guards: desk.guards().map(guardView),
  }
}

export function positionRow(view: PositionView, now: TimeMs): PositionRow {
  const { position, instrument, mark } = view
  const text = new InstrumentText(instrument, now)
  return {
    entryId: position.entryId, instrumentId: position.instrumentId, side: position.quantity < 0 ? 'short' : 'long', quantity: text.quantity(position.quantity), asset: instrument.settleAsset,
    entry: text.price(text.average(position.cost, position.quantity)), mark: maybe(mark, text.price), unrealized: maybe(view.unrealized, moneyText),
    stop: text.price(position.stopPrice), takeProfit: text.price(position.takeProfitPrice), liquidation: maybe(view.liquidationPrice, text.price),
    openedAt: position.openedAt, exitTime: position.exitTime, stopVerified: view.stopAccepted, stopOrderId: view.stopOrderId, exitReason: view.exitReason,
    lossAtStop: moneyText(position.lossAtStop), priceDecimals: text.decimalsAt(mark ?? position.stopPrice),
  }
}

export function tradeRow(trade: Trade, instrument: Instrument): TradeRow {
  const { entryId, decisionId, strategyId, instrumentId, side, quantity, openedAt, closedAt, realized, fees, funding, exitReason } = trade
  const text = new InstrumentText(instrument, closedAt)
  const entryCost = Math.abs(trade.entryCost) as Amount
  const exitCost = (side === 'long' ? entryCost + realized : entryCost - realized) as Amount
  const [entry, exit] = [text.average(entryCost, quantity), text.average(exitCost, quantity)]
  return {
    entryId, decisionId, strategyId, instrumentId, side, openedAt, closedAt, exitReason, quantity: text.quantity(quantity),
    entry: text.price(entry), exit: text.price(exit),
    realized: moneyText(realized), fees: moneyText(fees), funding: moneyText(funding), net: moneyText((realized + fees + funding) as Amount),
    priceDecimals: text.decimalsAt(exit),
  }
}

export function orderRow(view: OrderView, detail: string, updatedAt: TimeMs): OrderRow {
  const { intent, instrument, state, filled, attempts, venueOrderId } = view
  const { intentId, strategyId, purpose, reason, createdAt, terms } = intent
  const text = new InstrumentText(instrument, createdAt)
  return {
    intentId, strategyId, instrumentId: terms.instrumentId, purpose, side: terms.side, type: terms.type,
    quantity: terms.quantity === undefined ? null : text.quantity(terms.quantity), filled: text.quantity(filled),
    trigger: terms.triggerPrice === undefined ? null : text.price(terms.triggerPrice),
    state, attempts, venueOrderId, reason, detail, createdAt, updatedAt, priceDecimals: text.decimalsAt(terms.triggerPrice ?? intent.referencePrice ?? (0 as Price)),
  }
}

export function fillRow({ fill, entryId, realized }: FillBooked, instrument: Instrument): FillRow {
  const text = new InstrumentText(instrument, fill.time)
  return {
    tradeId: fill.tradeId, intentId: fill.clientOrderId, entryId, instrumentId: fill.instrumentId, side: fill.side, quantity: text.quantity(fill.quantity), price: text.price(fill.price),
    fee: moneyText(fill.fee), realized: moneyText(realized), liquidity: fill.liquidity, time: fill.time, priceDecimals: text.decimalsAt(fill.price),
  }
}

/** The simulated or real minute a time is in. */
export const minuteOf = (time: TimeMs): number => Math.floor(time / MINUTE_MS)
