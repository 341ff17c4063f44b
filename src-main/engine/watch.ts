import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { liquidationPrice } from '../../src-shared/domain/margin.ts'
import type { Amount, Price } from '../../src-shared/domain/units.ts'
import type { OpenTrade } from '../ledger/ledger-state.ts'
import type { InstrumentMarket } from '../market-data/market-state.ts'
import { watchAccount, watchPosition } from '../risk/watch.ts'
import { exitAll } from './on-person.ts'
import type { Emit } from './settle.ts'
import type { EngineState } from './state.ts'
import { equity, trueRangeFractions } from './views.ts'

/** Looks at what is held whenever its worth may have changed: the account's losses first, then the position's distance to liquidation. */
export function watch(state: EngineState, emit: Emit, event: EngineEvent): void {
  if (event.kind !== 'price-marked' && event.kind !== 'venue-reported' && event.kind !== 'venue-snapshot') return
  if (state.ledger.trades.size === 0 && event.kind === 'price-marked') return
  watchLosses(state, emit)
  if (event.kind !== 'price-marked') return
  const trade = state.ledger.trades.get(event.mark.instrumentId)
  const market = state.market.get(event.mark.instrumentId)
  if (trade && market) watchLiquidation(state, emit, trade, market)
}

function watchLosses(state: EngineState, emit: Emit): void {
  const { account, settings } = state
  const openingEquity = account.day === Math.floor(account.time / DAY_MS) ? account.openingEquity : null
  const { latchesToSet, flatten } = watchAccount({ equity: equity(state), openingEquity, highWater: account.highWater, latches: [...account.latches.keys()] }, settings.config.risk)
  for (const { latch, reason } of latchesToSet) emit({ kind: 'latch-set', time: account.time, latch, reason })
  if (flatten) exitAll(state, emit, latchesToSet[0]?.latch ?? 'latch')
}

const DAY_MS = 86_400_000

function watchLiquidation(state: EngineState, emit: Emit, trade: OpenTrade, market: InstrumentMarket): void {
  const { position } = trade
  const mark = market.mark?.mark
  if (mark === undefined || position.quantity === 0 || state.execution.custody.get(position.instrumentId)?.exitReason) return
  const liquidation = liquidationOf(trade, market, state.settings.config.leverage)
  const liquidationDistance = (Math.sign(position.quantity) * (mark - liquidation)) / mark
  const stopDistance = position.stopPrice === 0 ? null : Math.abs(position.stopPrice - mark) / mark
  const { action } = watchPosition({ liquidationDistance, stopDistance, dailyAtr: trueRangeFractions(market).daily }, state.settings.config.risk)
  if (action === 'close') emit({ kind: 'exit-due', time: state.account.time, instrumentId: position.instrumentId, entryId: position.entryId, reason: 'liquidation-near' })
}

/** From our own books: the margin put in at entry, less what funding took from it. */
export function liquidationOf({ position, funding }: OpenTrade, { version }: InstrumentMarket, leverage: number): Price {
  const isolatedWallet = (Math.floor(Math.abs(position.cost) / leverage) + funding) as Amount
  return liquidationPrice(version, { quantity: position.quantity, cost: position.cost, isolatedWallet })
}
