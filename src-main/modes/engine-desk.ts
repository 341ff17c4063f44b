import type { GuardVerdict } from '../../src-shared/domain/decision.ts'
import type { EngineEvent, PersonRequest } from '../../src-shared/domain/event.ts'
import { rateAsFloat, type Instrument } from '../../src-shared/domain/instrument.ts'
import { refusal, type Reason } from '../../src-shared/domain/reason.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Engine } from '../engine/engine.ts'
import { guardsNow } from '../engine/guards-now.ts'
import type { AskOutcome, Desk, DeskMode, DeskPolicy, DeskStatus, MarketView, OrderView, PositionView } from '../engine/desk.port.ts'
import { barrierRange, equity, exposure, openingEquityOf, unrealizedAt, versionNow } from '../engine/views.ts'
import { liquidationOf } from '../engine/watch.ts'
import { isResting, liveOrders, type OrderRecord } from '../execution/order-record.ts'
import type { OpenTrade } from '../ledger/ledger-state.ts'
import type { InstrumentMarket } from '../market-data/market-state.ts'
import { ageBetween } from '../risk/age-between.ts'

const RECENT_ORDERS = 200

/** What windows see of an engine and ask of it. */
export class EngineDesk implements Desk {
  readonly #engine: Engine
  readonly #take: (event: EngineEvent) => Promise<void>
  readonly #mode: DeskMode
  #ready = false

  /** `take` resolves when the engine has made the event a part of its past. */
  constructor(engine: Engine, take: (event: EngineEvent) => Promise<void>, mode: DeskMode) {
    this.#engine = engine
    this.#take = take
    this.#mode = mode
  }

  /** Recovery and the first comparison with the venue are done. */
  becomeReady(): void {
    this.#ready = true
  }

  status(): DeskStatus {
    const { account, ledger, market, settings } = this.#engine.state
    const [{ config: { decisionIntervalMs } }] = settings.strategies
    const strategyId = settings.strategies.map(({ config }) => config.strategyId).join(', ')
    const { dailyLossMax, drawdownMax, marginUseWarn, marginUseMax } = settings.risk
    const { initialMargin, lossAtStop } = exposure(this.#engine.state)
    return {
      mode: this.#mode, strategyId, decisionIntervalMs, accountId: settings.accountId, sessionId: account.sessionId, configHash: account.configHash, time: account.time,
      ready: this.#ready && account.reconciled, trading: account.trading, asset: settings.asset, wallet: ledger.wallets.get(settings.asset) ?? (0 as DeskStatus['wallet']),
      equity: equity(this.#engine.state), openingEquity: openingEquityOf(this.#engine.state), highWater: account.highWater, marginUsed: initialMargin,
      lossAtStops: lossAtStop, marketAsOf: newestMark(market.values()), venueHeardAt: account.venueHeardAt, limits: { dailyLossMax, drawdownMax, marginUseWarn, marginUseMax },
      latches: Array.from(account.latches, ([latch, { reason, setAt }]) => ({ latch, reason, setAt })),
      components: Array.from(account.components, ([component, health]) => ({ component, ...health })),
      tradeCount: ledger.tradeCount, realized: ledger.realized, fees: ledger.fees, funding: ledger.funding,
    }
  }

  guards(): readonly GuardVerdict[] {
    return guardsNow(this.#engine.state)
  }

  positions(): readonly PositionView[] {
    return Array.from(this.#engine.state.ledger.trades.values(), (trade) => this.#positionView(trade)).filter((view) => view !== undefined)
  }

  orders(): readonly OrderView[] {
    const records = [...this.#engine.state.execution.orders.values()].slice(-RECENT_ORDERS)
    return records.flatMap((record) => this.#orderView(record) ?? [])
  }

  markets(): readonly MarketView[] {
    return Array.from(this.#engine.state.market.values(), (market) => this.#marketView(market))
  }

  policy(strategyId: string): DeskPolicy {
    const { strategies } = this.#engine.state.settings
    const { config, featureSetHash } = strategies.find((known) => known.config.strategyId === strategyId) ?? strategies[0]
    return { margin: config.policy.margin, expectedValueMin: config.policy.expectedValueMin, featureSet: config.featureSet, featureSetHash }
  }

  instrument(instrumentId: string): Instrument | undefined {
    return this.#engine.state.market.get(instrumentId)?.instrument
  }

  async ask(request: PersonRequest): Promise<AskOutcome> {
    const refused = this.#refusalOf(request)
    if (refused) return { accepted: false, reason: refused }
    await this.#take({ kind: 'person-asked', time: this.#engine.state.account.time, request })
    return { accepted: true }
  }

  #refusalOf(request: PersonRequest): Reason | undefined {
    const { account, market } = this.#engine.state
    if (request.kind === 'start-trading' && !(this.#ready && account.reconciled)) return refusal('not-ready', {})
    if (request.kind === 'clear-latch' && !account.latches.has(request.latch)) return refusal('latch-not-set', { latch: request.latch })
    if (request.kind === 'flatten' && request.instrumentId !== null && !market.has(request.instrumentId)) return refusal('not-traded-here', { instrument: request.instrumentId })
    return undefined
  }

  /** A record has a price with each candle and none between, so there it is old only when the next should have come. */
  #marksEveryMs(): number {
    return this.#mode === 'replay' ? this.#engine.state.settings.strategies[0].config.decisionIntervalMs : 0
  }

  #marketView(market: InstrumentMarket): MarketView {
    const { account, ledger, settings } = this.#engine.state
    const { instrument, mark, funding } = market
    const version = versionNow(this.#engine.state, market)
    const age = ageBetween(mark?.asOf ?? null, account.time)
    const quantity = ledger.trades.get(instrument.instrumentId)?.position.quantity ?? 0
    const isPaid = funding !== null && version.fundingIntervalMs !== 0
    return {
      instrument, mark, stale: age === null || age > settings.risk.markAgeMsMax + this.#marksEveryMs(), halted: version.status === 'halted',
      funding: isPaid ? rateAsFloat(funding.rate) : null, nextFundingAt: isPaid ? nextAfter(account.time, funding.fundingTime, funding.intervalMs) : null,
      held: quantity === 0 ? null : quantity > 0 ? 'long' : 'short', atr: barrierRange(this.#engine.state.strategies[0]!, market),
    }
  }

  #positionView(trade: OpenTrade): PositionView | undefined {
    const { state } = this.#engine
    const { position } = trade
    const market = state.market.get(position.instrumentId)
    if (!market || position.quantity === 0) return undefined
    const stop = liveOrders(state.execution, position.instrumentId).find((record) => record.order.purpose === 'protect' && isResting(record))
    return {
      position, instrument: market.instrument, mark: market.mark?.mark ?? null, unrealized: unrealizedAt(market, position), liquidationPrice: liquidationOf(trade, market, state.settings.leverage),
      stopAccepted: stop !== undefined, stopOrderId: stop?.order.intentId ?? null, exitReason: state.execution.custody.get(position.instrumentId)?.exitReason ?? null,
    }
  }

  #orderView({ order, state, filled, attempts, venueOrderId }: OrderRecord): OrderView | undefined {
    const instrument = this.instrument(order.terms.instrumentId)
    return instrument && { intent: order, instrument, state, filled, attempts, venueOrderId }
  }
}

function newestMark(markets: Iterable<InstrumentMarket>): TimeMs | null {
  let newest: TimeMs | null = null
  for (const { mark } of markets) if (mark && (newest === null || mark.asOf > newest)) newest = mark.asOf
  return newest
}

/** The first settlement after a time, on the grid of one that was. */
const nextAfter = (time: TimeMs, settled: TimeMs, intervalMs: number): TimeMs => (settled + (Math.floor((time - settled) / intervalMs) + 1) * intervalMs) as TimeMs
