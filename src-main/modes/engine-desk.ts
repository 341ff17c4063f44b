import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { EngineEvent, PersonRequest } from '../../src-shared/domain/event.ts'
import type { Engine } from '../engine/engine.ts'
import type { AskOutcome, Desk, DeskStatus, OrderView, PositionView } from '../engine/desk.port.ts'
import { equity, exposure, unrealizedAt } from '../engine/views.ts'
import { liquidationOf } from '../engine/watch.ts'
import { isResting, liveOrders, type OrderRecord } from '../execution/order-record.ts'
import type { OpenTrade } from '../ledger/ledger-state.ts'

const RECENT_ORDERS = 200

/** What windows see of an engine and ask of it. */
export class EngineDesk implements Desk {
  readonly #engine: Engine
  readonly #take: (event: EngineEvent) => Promise<void>
  #ready = false

  /** `take` resolves when the engine has made the event a part of its past. */
  constructor(engine: Engine, take: (event: EngineEvent) => Promise<void>) {
    this.#engine = engine
    this.#take = take
  }

  /** Recovery and the first comparison with the venue are done. */
  becomeReady(): void {
    this.#ready = true
  }

  status(): DeskStatus {
    const { account, ledger, settings } = this.#engine.state
    return {
      mode: account.mode, accountId: settings.accountId, sessionId: account.sessionId, configHash: account.configHash, time: account.time,
      ready: this.#ready && account.reconciled, trading: account.trading, asset: settings.asset, wallet: ledger.wallets.get(settings.asset) ?? (0 as DeskStatus['wallet']),
      equity: equity(this.#engine.state), openingEquity: account.openingEquity, highWater: account.highWater, marginUsed: exposure(this.#engine.state).initialMargin,
      latches: Array.from(account.latches, ([latch, { reason, setAt }]) => ({ latch, reason, setAt })),
      components: Array.from(account.components, ([component, health]) => ({ component, ...health })),
      tradeCount: ledger.tradeCount, realized: ledger.realized, fees: ledger.fees, funding: ledger.funding, guards: this.#engine.state.lastGuards,
    }
  }

  positions(): readonly PositionView[] {
    return Array.from(this.#engine.state.ledger.trades.values(), (trade) => this.#positionView(trade)).filter((view) => view !== undefined)
  }

  orders(): readonly OrderView[] {
    const records = [...this.#engine.state.execution.orders.values()].slice(-RECENT_ORDERS)
    return records.flatMap((record) => this.#orderView(record) ?? [])
  }

  instrument(instrumentId: string): Instrument | undefined {
    return this.#engine.state.market.get(instrumentId)?.instrument
  }

  async ask(request: PersonRequest): Promise<AskOutcome> {
    const refusal = this.#refusalOf(request)
    if (refusal) return { accepted: false, reason: refusal }
    await this.#take({ kind: 'person-asked', time: this.#engine.state.account.time, request })
    return { accepted: true }
  }

  #refusalOf(request: PersonRequest): string | undefined {
    const { account, market } = this.#engine.state
    if (request.kind === 'start-trading' && !(this.#ready && account.reconciled)) return 'The books have not been compared with the venue yet. Wait until the status says ready.'
    if (request.kind === 'clear-latch' && !account.latches.has(request.latch)) return `The latch ${request.latch} is not set.`
    if (request.kind === 'flatten' && request.instrumentId !== null && !market.has(request.instrumentId)) return `${request.instrumentId} is not traded here.`
    return undefined
  }

  #positionView(trade: OpenTrade): PositionView | undefined {
    const { state } = this.#engine
    const { position } = trade
    const market = state.market.get(position.instrumentId)
    if (!market || position.quantity === 0) return undefined
    const stop = liveOrders(state.execution, position.instrumentId).find((record) => record.order.purpose === 'protect' && isResting(record))
    return {
      position, instrument: market.instrument, mark: market.mark?.mark ?? null, unrealized: unrealizedAt(market, position), liquidationPrice: liquidationOf(trade, market, state.settings.config.leverage),
      stopAccepted: stop !== undefined, stopOrderId: stop?.order.intentId ?? null, exitReason: state.execution.custody.get(position.instrumentId)?.exitReason ?? null,
    }
  }

  #orderView({ order, state, filled, attempts, venueOrderId }: OrderRecord): OrderView | undefined {
    const instrument = this.instrument(order.terms.instrumentId)
    return instrument && { intent: order, instrument, state, filled, attempts, venueOrderId }
  }
}
