import { parseDecimal } from '../../../../src-shared/domain/decimal.ts'
import type { Price, Quantity, TimeMs } from '../../../../src-shared/domain/units.ts'
import type { LabClock } from '../lab-clock.ts'
import type { LabConnection, LabExtension, LabMarket, LabReply, LabRequest, LabRoute, LabTick } from '../lab-types.ts'
import { accountRoutes } from './account-routes.ts'
import { algoRoutes } from './algo-routes.ts'
import { ListenKeys } from './listen-keys.ts'
import { orderRoutes } from './order-routes.ts'
import { Refusal } from './refusal.ts'
import { refusedWith, refuseRequest, type ApiKey } from './security.ts'
import { streamRoutes } from './stream-routes.ts'
import { TradingAccount } from './trading-account.ts'
import { TRADING_FAULTS, type TradingFault } from './trading-faults.ts'
import type { TradingSettings } from './trading-state.ts'
import { carryOut, labRoute, type TradingVenue } from './trading-venue.ts'
import { UserStreams } from './user-streams.ts'
import { connectWsApi } from './ws-api.ts'

/** Who may trade on a local Binance unless told. Known to everybody, and of use nowhere else. */
export const LAB_KEY: ApiKey = { apiKey: 'local-binance-key', secret: 'local-binance-secret' }

export interface LabTradingOptions {
  readonly key?: ApiKey
  readonly settings?: Partial<TradingSettings>
  /** Where streams need no route. */
  readonly profile?: 'production' | 'demo'
  readonly faults?: Iterable<TradingFault>
}

/** The trading side of a local Binance: one account behind the port that the market serves. */
export class LabTrading implements LabExtension {
  readonly routes: readonly LabRoute[]
  readonly faults: Set<TradingFault>
  readonly account: TradingAccount
  readonly venue: TradingVenue
  readonly #key: ApiKey
  readonly #market: LabMarket
  readonly #clock: LabClock
  readonly #streams: UserStreams
  readonly #profile: 'production' | 'demo'
  #alarmAt = Infinity

  constructor(market: LabMarket, clock: LabClock, { key = LAB_KEY, settings = {}, profile = 'production', faults = [] }: LabTradingOptions = {}) {
    this.#market = market
    this.#clock = clock
    this.#key = key
    this.#profile = profile
    this.faults = new Set(faults)
    const isOn = (fault: TradingFault): boolean => this.faults.has(fault)
    this.#streams = new UserStreams(isOn)
    const listenKeys = new ListenKeys(settings.seed ?? 1)
    this.account = new TradingAccount({ settings, now: clock.now(), isOn, emit: (event) => listenKeys.running !== '' && this.#streams.tell(listenKeys.running, event) })
    this.venue = { account: this.account, state: this.account.state, listenKeys, now: () => clock.now() }
    for (const symbol of market.symbols) this.#list(symbol)
    this.routes = [...orderRoutes, ...algoRoutes, ...accountRoutes, ...streamRoutes].map((route) => this.#watched(labRoute(this.venue, route)))
    market.onPrice((tick) => this.#hear(tick))
  }

  refuse(route: LabRoute, request: LabRequest): LabReply | undefined {
    const refused = refuseRequest(this.#key, route, request)
    return refused && refusedWith(refused)
  }

  connect(connection: LabConnection): boolean {
    return this.#streams.connect(connection) || connectWsApi(this.venue, this.#key, connection)
  }

  /** Only where streams have no routes; elsewhere the socket stays silent, as the venue's does. */
  subscribe(connection: LabConnection, name: string): boolean {
    const isServed = this.#profile === 'demo' && /^\/(ws|stream)(\/|$)/.test(connection.path)
    if (isServed) this.#streams.join(connection, name)
    return isServed
  }

  /** Switches a fault on or off; false when there is none of this name. */
  setFault(name: string, isOn: boolean): boolean {
    if (!(name in TRADING_FAULTS)) return false
    if (isOn) this.faults.add(name as TradingFault)
    else this.faults.delete(name as TradingFault)
    this.#watchKeys()
    return true
  }

  /** What somebody else does on the account: trades by hand, changes the leverage, is liquidated. */
  act(params: ReadonlyMap<string, string>): LabReply {
    const symbol = params.get('symbol') ?? ''
    const desk = this.account.state.desks.get(symbol)
    if (!desk) return { status: 400, body: { code: -1121, msg: 'Invalid symbol.' } }
    try {
      carryOut(this.venue, () => {
        const quantity = parseDecimal(params.get('quantity') ?? '', desk.rules.version.quantityDecimals) as Quantity | undefined
        if (params.get('act') === 'hand-trade') this.account.tradeByHand(symbol, params.get('side') === 'SELL' ? 'SELL' : 'BUY', quantity ?? desk.rules.version.rules.quantityMin)
        else if (params.get('act') === 'leverage') this.account.leverageByHand(symbol, Number(params.get('leverage')))
        else this.account.liquidate(symbol)
      })
      return { status: 200, body: {} }
    } catch (error) {
      if (error instanceof Refusal) return refusedWith(error)
      throw error
    }
  }

  /** Things may be due after what a request did, and between two prices. */
  #watched(route: LabRoute): LabRoute {
    return {
      ...route,
      handle: (request) => {
        const reply = route.handle(request)
        this.#wake()
        return reply
      },
    }
  }

  #wake(): void {
    const due = this.account.state.timers[0]?.at ?? Infinity
    if (due >= this.#alarmAt) return
    this.#alarmAt = due
    this.#clock.at(due as TimeMs, () => {
      this.#alarmAt = Infinity
      this.account.advance(this.#clock.now())
      this.#wake()
    })
  }

  #list(symbol: string): void {
    const instrument = this.#market.instrument(symbol)
    if (!instrument) return
    this.account.list(instrument, this.#market.precisions(symbol))
    this.#quote(symbol, {})
  }

  #hear(tick: LabTick): void {
    this.#watchKeys()
    if (tick.kind === 'funding') this.account.funding(tick.symbol, tick, this.#clock.now())
    else this.#quote(tick.symbol, tick.kind === 'trade' ? { printed: tick.price } : {})
    this.#wake()
  }

  #quote(symbol: string, more: { readonly printed?: Price }): void {
    this.account.quote(symbol, { mark: this.#market.mark(symbol), last: this.#market.last(symbol), ...this.#market.best(symbol), ...more }, this.#clock.now())
  }

  #watchKeys(): void {
    const { listenKeys, now } = this.venue
    if (this.faults.has('key-expiry')) listenKeys.cutShort(now())
    const key = listenKeys.expired(now())
    if (key !== undefined) this.#streams.expire(key, now())
  }
}
