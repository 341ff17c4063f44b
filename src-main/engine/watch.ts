import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { notionalOf, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import { liquidationPrice } from '../../src-shared/domain/margin.ts'
import { alarm } from '../../src-shared/domain/reason.ts'
import type { Amount, Price } from '../../src-shared/domain/units.ts'
import type { Position } from '../../src-shared/domain/position.ts'
import type { OpenTrade } from '../ledger/ledger-state.ts'
import type { InstrumentMarket } from '../market-data/market-state.ts'
import { expectedFunding } from '../policy/expected-funding.ts'
import { closesBeforeFunding, watchAccount, watchPosition } from '../risk/watch.ts'
import { fundingOutlook } from './decision-views.ts'
import { exitAll } from './on-person.ts'
import type { Emit } from './settle.ts'
import type { EngineState } from './state.ts'
import { openDay } from './trading-day.ts'
import { equity, fractionOfMark, openingEquityOf } from './views.ts'

/** Looks at what is held whenever its worth may have changed: the account's losses first, then the position's distance to liquidation. */
export function watch(state: EngineState, emit: Emit, event: EngineEvent): void {
  if (event.kind !== 'price-marked' && event.kind !== 'venue-reported' && event.kind !== 'venue-snapshot') return
  if (event.kind === 'price-marked' && state.ledger.trades.size === 0) return
  openDay(state, emit)
  watchLosses(state, emit)
  if (event.kind !== 'price-marked') return
  const trade = state.ledger.trades.get(event.mark.instrumentId)
  const market = state.market.get(event.mark.instrumentId)
  if (trade && market) watchTrade(state, emit, trade, market)
}

function watchTrade(state: EngineState, emit: Emit, trade: OpenTrade, market: InstrumentMarket): void {
  const { instrumentId, entryId, quantity } = trade.position
  if (quantity === 0 || state.execution.custody.get(instrumentId)?.exitReason) return
  if (!isFundingDue(state, trade, market)) return watchLiquidation(state, emit, trade, market)
  emit({ kind: 'exit-due', time: state.account.time, instrumentId, entryId, reason: 'funding-near' })
}

const NONE: readonly string[] = []

function watchLosses(state: EngineState, emit: Emit): void {
  const { account, settings, judged } = state
  const now = equity(state)
  const openingEquity = openingEquityOf(state)
  const latches = account.latches.size === 0 ? NONE : [...account.latches.keys()]
  // Most prices are of what is not held, and there is nothing new to judge.
  if (judged.equity === now && judged.openingEquity === openingEquity && judged.highWater === account.highWater && latches === NONE) return
  const { latchesToSet, flatten } = watchAccount({ equity: now, openingEquity, highWater: account.highWater, latches }, settings.risk)
  if (!flatten) {
    judged.equity = now
    judged.openingEquity = openingEquity
    judged.highWater = account.highWater
  }
  for (const { latch, reason } of latchesToSet) emit({ kind: 'latch-set', time: account.time, latch, reason })
  if (flatten) exitAll(state, emit, latchesToSet[0]?.latch ?? 'latch')
}

function watchLiquidation(state: EngineState, emit: Emit, trade: OpenTrade, market: InstrumentMarket): void {
  const { position } = trade
  const mark = market.mark?.mark
  if (mark === undefined) return
  const { price, stopDistance } = distancesOf(trade, market, state.settings.leverage)
  const liquidationDistance = (Math.sign(position.quantity) * (mark - price)) / mark
  const action = watchPosition({ liquidationDistance, stopDistance, dailyAtr: fractionOfMark(market, market.days) }, state.settings.risk)
  const { time } = state.account
  const { instrumentId, entryId } = position
  if (action === 'close') emit({ kind: 'exit-due', time, instrumentId, entryId, reason: 'liquidation-near' })
  else if (action === 'warn' && state.execution.custody.get(instrumentId)?.warned === false) emit({ kind: 'alarm-raised', time, ...alarm('liquidation-distance', { instrument: instrumentId }) })
}

/** Where an account wants it: what would have to pay too much at the next settlement is closed before it. */
function isFundingDue({ account: { time }, settings: { risk } }: EngineState, { position, entryCost }: OpenTrade, market: InstrumentMarket): boolean {
  const outlook = risk.closeBeforeFundingMs ? fundingOutlook(market) : null
  if (!outlook || market.version.fundingIntervalMs === 0) return false
  const { takeProfitPrice, quantity, cost } = position
  const { nextFundingTime, intervalMs } = outlook
  const settlesInMs = nextFundingTime + Math.max(0, Math.floor((time - nextFundingTime) / intervalMs) + 1) * intervalMs - time
  const fundingAgainst = expectedFunding(outlook, entryCost >= 0 ? 'long' : 'short', time, settlesInMs)
  const takeProfitDistance = takeProfitPrice === 0 ? null : Math.abs(notionalOf(market.version, takeProfitPrice, quantity) - cost) / Math.abs(cost)
  return closesBeforeFunding({ fundingAgainst, takeProfitDistance, settlesInMs }, risk)
}

/** From entry to stop, as a fraction of the entry price; it does not change while the price does. */
function stopDistanceOf({ position }: OpenTrade, { version }: InstrumentMarket): number | null {
  if (position.stopPrice === 0 || position.quantity === 0) return null
  const atStop = notionalOf(version, position.stopPrice, position.quantity)
  return Math.abs(atStop - position.cost) / Math.abs(position.cost)
}

interface Distances {
  readonly version: InstrumentVersion
  readonly isolatedWallet: Amount
  /** Where the venue liquidates. */
  readonly price: Price
  readonly stopDistance: number | null
}

/** They change with a fill and with funding, and are asked for at every price. */
const known = new WeakMap<Position, Distances>()

/** From our own books: the margin put in at entry, less what funding took from it. */
function distancesOf(trade: OpenTrade, market: InstrumentMarket, leverage: number): Distances {
  const { position, funding } = trade
  const { version } = market
  const isolatedWallet = (Math.floor(Math.abs(position.cost) / leverage) + funding) as Amount
  const before = known.get(position)
  if (before?.isolatedWallet === isolatedWallet && before.version === version) return before
  const price = liquidationPrice(version, { quantity: position.quantity, cost: position.cost, isolatedWallet })
  const distances = { version, isolatedWallet, price, stopDistance: stopDistanceOf(trade, market) }
  known.set(position, distances)
  return distances
}

export const liquidationOf = (trade: OpenTrade, market: InstrumentMarket, leverage: number): Price => distancesOf(trade, market, leverage).price
