import type { OrderIntent } from '../../src-shared/domain/order.ts'
import type { Position } from '../../src-shared/domain/position.ts'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { notionalOf, versionAt, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { Amount, Price, Quantity } from '../../src-shared/domain/units.ts'
import type { OrderRecord } from '../execution/order-record.ts'
import { equityOf, unrealizedOf } from '../ledger/equity.ts'
import type { InstrumentMarket } from '../market-data/market-state.ts'
import { dayOf } from './account-state.ts'
import type { EngineState } from './state.ts'

/** Wallet plus unrealized profit; null when a held instrument has no mark price. */
export function equity({ ledger, market, settings }: EngineState): Amount | null {
  return equityOf(ledger, settings.asset, (position) => unrealizedAt(market.get(position.instrumentId), position))
}

/** What the day's loss is measured from; null when this day's is not known. */
export const openingEquityOf = ({ account }: EngineState): Amount | null => (account.day === dayOf(account.time) ? account.openingEquity : null)

export function unrealizedAt(market: InstrumentMarket | undefined, position: Position): Amount | null {
  return market?.mark ? worthOf(position, market.version, market.mark.mark).unrealized : null
}

interface Worth {
  readonly version: InstrumentVersion
  readonly mark: Price
  readonly unrealized: Amount
  /** Not negative. */
  readonly notional: Amount
}

/** A position is asked for its worth at one price many times over, by every guard of every instrument. */
const worths = new WeakMap<Position, Worth>()

function worthOf(position: Position, version: InstrumentVersion, mark: Price): Worth {
  const known = worths.get(position)
  if (known?.mark === mark && known.version === version) return known
  const worth = { version, mark, unrealized: unrealizedOf(position, version, mark), notional: Math.abs(notionalOf(version, mark, position.quantity)) as Amount }
  worths.set(position, worth)
  return worth
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
  return { notional, initialMargin: marginOf(notional, state.settings.config.leverage), lossAtStop: lossAtStop as Amount }
}

const sumOf = (a: Amount | null, b: Amount | null): Amount | null => (a === null || b === null ? null : ((a + b) as Amount))

const notionalHeld = (market: InstrumentMarket | undefined, position: Position): Amount | null => (market?.mark ? worthOf(position, market.version, market.mark.mark).notional : null)

const notionalWanted = (market: InstrumentMarket | undefined, { terms }: OrderIntent, filled: Quantity): Amount | null =>
  market?.mark ? notionalOf(market.version, market.mark.mark, ((terms.quantity ?? 0) - filled) as Quantity) : null

/** Initial margin at the account's leverage, rounded up: what is asked for must be there. */
export const marginOf = (notional: number | null, leverage: number): Amount | null => (notional === null ? null : (Math.ceil(notional / leverage) as Amount))

/** Asked for by every guard of every decision, so nothing is made that is not wanted. */
function* entriesOnTheirWay({ execution }: EngineState): Generator<OrderRecord> {
  for (const ids of execution.live.values()) {
    for (const id of ids) {
      const record = execution.orders.get(id)
      if (record?.order.purpose === 'open') yield record
    }
  }
}

/** Average true ranges as fractions of the mark price; null until their windows are full. */
export function trueRangeFractions({ mark, barriers, days }: InstrumentMarket): { readonly barrier: number | null; readonly daily: number | null } {
  const fraction = (range: number | null): number | null => (range === null || !mark ? null : range / mark.mark)
  return { barrier: fraction(barriers.averageTrueRange()), daily: fraction(days.averageTrueRange()) }
}

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
