import type { OrderIntent } from '../../src-shared/domain/order.ts'
import type { Position } from '../../src-shared/domain/position.ts'
import { dayOf } from '../../src-shared/domain/day.ts'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { notionalOf, versionAt } from '../../src-shared/domain/instrument.ts'
import type { Amount, Quantity } from '../../src-shared/domain/units.ts'
import type { OrderRecord } from '../execution/order-record.ts'
import { equityOf, unrealizedOf } from '../ledger/equity.ts'
import type { InstrumentMarket } from '../market-data/market-state.ts'
import type { EngineState } from './state.ts'
import type { StrategyState } from './strategy-state.ts'

/** Wallet plus unrealized profit; null when a held instrument has no mark price. Asked for at every candle, every price and every decision. */
export function equity(state: EngineState): Amount | null {
  return state.knownEquity === undefined ? (state.knownEquity = equityNow(state)) : state.knownEquity
}

const equityNow = ({ ledger, market, settings }: EngineState): Amount | null => equityOf(ledger, settings.asset, (position) => unrealizedAt(market.get(position.instrumentId), position))

/** What the day's loss is measured from; null when this day's is not known. */
export const openingEquityOf = ({ account }: EngineState): Amount | null => (account.day === dayOf(account.time, account.dayBoundary) ? account.openingEquity : null)

export function unrealizedAt(market: InstrumentMarket | undefined, position: Position): Amount | null {
  return market?.mark ? unrealizedOf(position, market.version, market.mark.mark) : null
}

/** What the whole account has at risk and in use, over all open positions and entries on their way. */
export interface Exposure {
  /** Null when a held instrument has no mark price. */
  readonly initialMargin: Amount | null
  readonly notional: Amount | null
  readonly lossAtStop: Amount
}

/** `only` limits it to some instruments. Entries on their way count with their full size: they may fill at any moment. */
export function exposure(state: EngineState, only: (market: InstrumentMarket) => boolean = () => true): Exposure {
  let notional: Amount | null = 0 as Amount
  let lossAtStop = 0
  for (const { position } of state.ledger.trades.values()) {
    const market = state.market.get(position.instrumentId)
    if (market && !only(market)) continue
    notional = sumOf(notional, notionalHeld(market, position))
    lossAtStop += position.lossAtStop
  }
  for (const { order, filled } of entriesOnTheirWay(state)) {
    const market = state.market.get(order.terms.instrumentId)
    if (market && !only(market)) continue
    notional = sumOf(notional, notionalWanted(market, order, filled))
    // A partly filled entry's loss is counted with its position.
    if (filled === 0) lossAtStop += order.lossAtStop ?? 0
  }
  return { notional, initialMargin: marginOf(notional, state.settings.leverage), lossAtStop: lossAtStop as Amount }
}

const sumOf = (a: Amount | null, b: Amount | null): Amount | null => (a === null || b === null ? null : ((a + b) as Amount))

const notionalHeld = (market: InstrumentMarket | undefined, position: Position): Amount | null => (market?.mark ? (Math.abs(notionalOf(market.version, market.mark.mark, position.quantity)) as Amount) : null)

const notionalWanted = (market: InstrumentMarket | undefined, { terms }: OrderIntent, filled: Quantity): Amount | null =>
  market?.mark ? notionalOf(market.version, market.mark.mark, ((terms.quantity ?? 0) - filled) as Quantity) : null

/** Initial margin at the account's leverage, rounded up: what is asked for must be there. */
export const marginOf = (notional: number | null, leverage: number): Amount | null => (notional === null ? null : (Math.ceil(notional / leverage) as Amount))

function entriesOnTheirWay({ execution }: EngineState): readonly OrderRecord[] {
  const entries: OrderRecord[] = []
  for (const ids of execution.live.values()) {
    for (const id of ids) {
      const record = execution.orders.get(id)
      if (record?.order.purpose === 'open') entries.push(record)
    }
  }
  return entries
}

/** The average true range of an instrument's bars as a fraction of its mark price; null until their window is full. */
export function fractionOfMark({ mark }: InstrumentMarket, bars: InstrumentMarket['days']): number | null {
  const range = bars.averageTrueRange()
  return range === null || !mark ? null : range / mark.mark
}

/** The same of the bars that a strategy's barriers are measured by. */
export const barrierRange = ({ range }: StrategyState, market: InstrumentMarket): number | null => fractionOfMark(market, market.barriers[range]!)

/** What others hold on the same account; null until the venue was asked in this session. */
export const foreignQuantityOf = ({ account, ledger }: EngineState, instrumentId: string): Quantity | null =>
  account.reconciled ? (ledger.foreign.get(instrumentId) ?? (0 as Quantity)) : null

/** For reasons, signed. A venue may hold what nobody described: its decimals are not known. */
export function quantityText({ market }: EngineState, instrumentId: string, quantity: number): string {
  const version = market.get(instrumentId)?.version
  return version ? formatDecimal(quantity, version.quantityDecimals, true) : '?'
}

/** The rules that hold now. */
export const versionNow = (state: EngineState, { instrument }: InstrumentMarket): InstrumentMarket['version'] => versionAt(instrument, state.account.time)
