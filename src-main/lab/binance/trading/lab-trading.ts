import { parseDecimal } from '../../../../src-shared/domain/decimal.ts'
import type { Instrument } from '../../../../src-shared/domain/instrument.ts'
import type { Price, Quantity, TimeMs } from '../../../../src-shared/domain/units.ts'
import type { FaultEffect, FaultOptions, Faults } from '../faults.ts'
import type { LabClock } from '../lab-clock.ts'
import type { LabConnection, LabExtension, LabMarket, LabReply, LabRequest, LabRoute, LabTick } from '../lab-types.ts'
import { accountRoutes } from './account-routes.ts'
import { algoRoutes } from './algo-routes.ts'
import { ListenKeys } from './listen-keys.ts'
import { orderRoutes } from './order-routes.ts'
import { refusal } from './refusal.ts'
import { refusedWith, refuseRequest, type ApiKey } from './security.ts'
import { streamRoutes } from './stream-routes.ts'
import { tradedSymbol } from './traded-symbol.ts'
import { TradingAccount } from './trading-account.ts'
import type { TradingFault } from './trading-faults.ts'
import type { SymbolDesk, TradingSettings, TradingState } from './trading-state.ts'
import { carryOut, labRoute, type TradingVenue } from './trading-venue.ts'
import { UserStreams } from './user-streams.ts'
import { connectWsApi } from './ws-api.ts'

const REVOKED = 'Invalid API-key, IP, or permissions for action, request ip: 127.0.0.1'

/** Who may trade on a local Binance unless told. Known to everybody, and of use nowhere else. */
export const LAB_KEY: ApiKey = { apiKey: 'local-binance-key', secret: 'local-binance-secret' }

export interface LabTradingOptions {
  readonly key?: ApiKey
  readonly settings?: Partial<TradingSettings>
  /** Where streams need no route. */
  readonly profile?: 'production' | 'demo'
  /** Those that are on. None unless told. */
  readonly faults?: Pick<Faults, 'look' | 'take'>
}

/** The trading side of a local Binance: one account behind the port that the market serves. */
export class LabTrading implements LabExtension {
  readonly routes: readonly LabRoute[]
  readonly account: TradingAccount
  readonly venue: TradingVenue
  readonly #key: ApiKey
  readonly #market: LabMarket
  readonly #clock: LabClock
  readonly #streams: UserStreams
  /** As they were when their rules were read. */
  readonly #instruments = new Map<string, Instrument>()
  readonly #profile: 'production' | 'demo'
  readonly #happens: TradingState['happens']
  #alarmAt = Infinity

  constructor(market: LabMarket, clock: LabClock, { key = LAB_KEY, settings = {}, profile = 'production', faults }: LabTradingOptions = {}) {
    this.#market = market
    this.#clock = clock
    this.#key = key
    this.#profile = profile
    const isOn = (fault: TradingFault): boolean => faults?.look(fault) !== undefined
    const happens = (fault: TradingFault): FaultOptions | undefined => faults?.take(fault)
    this.#happens = happens
    this.#streams = new UserStreams(happens)
    const listenKeys = new ListenKeys(settings.seed ?? 1)
    this.account = new TradingAccount({ settings, now: clock.now(), isOn, happens, emit: (event) => listenKeys.running !== '' && this.#streams.tell(listenKeys.running, event) })
    this.venue = { account: this.account, state: this.account.state, listenKeys, now: () => clock.now(), catchUp: () => this.#catchUp() }
    for (const symbol of market.symbols) this.#list(symbol)
    this.routes = [...orderRoutes, ...algoRoutes, ...accountRoutes, ...streamRoutes].map((route) => this.#watched(labRoute(this.venue, route)))
    market.onPrice((tick) => this.#hear(tick))
  }

  refuse(route: LabRoute, request: LabRequest): LabReply | undefined {
    const refused = this.#happens('key-revoked') ? refusal(-2015, REVOKED) : refuseRequest(this.#key, route, request)
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

  /** What happens at once when it is asked for. Throws RangeError for what cannot be done. */
  effects(): Readonly<Record<string, FaultEffect>> {
    const { account } = this
    const at = (deed: (desk: SymbolDesk, options: FaultOptions) => void) => ({ start: (options: FaultOptions): void => this.#interfere(options, deed) })
    return {
      'key-expiry': { start: () => this.#endKey() },
      liquidation: at(({ rules }) => account.liquidate(rules.symbol)),
      deleveraging: at(({ rules }) => account.deleverage(rules.symbol)),
      'hand-trade': at(({ rules }, { value = '' }) => {
        const quantity = parseDecimal(value, rules.version.quantityDecimals)
        if (!quantity) throw new RangeError(`"value=${value}" is no quantity of ${rules.symbol}`)
        account.tradeByHand(rules.symbol, quantity < 0 ? 'SELL' : 'BUY', Math.abs(quantity) as Quantity)
      }),
      'margin-outside': at(({ rules, marginType }) => account.marginByHand(rules.symbol, marginType === 'ISOLATED' ? 'CROSSED' : 'ISOLATED')),
      'mode-outside': at(() => account.sidesByHand(!account.state.dualSide)),
      'leverage-outside': at(({ rules }, { value }) => account.leverageByHand(rules.symbol, Number(value))),
    }
  }

  #interfere(options: FaultOptions, deed: (desk: SymbolDesk, options: FaultOptions) => void): void {
    const symbol = options.symbol ?? this.#market.symbols[0] ?? ''
    const desk = this.account.state.desks.get(symbol)
    if (!desk) throw new RangeError(`there is no ${symbol} here`)
    carryOut(this.venue, () => deed(desk, options))
    this.#wake()
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
    this.#instruments.set(symbol, instrument)
  }

  /** Prices, rules and status may have changed since anybody looked. */
  #catchUp(): void {
    for (const symbol of this.account.state.desks.keys()) this.#look(symbol, {})
  }

  #look(symbol: string, more: { readonly printed?: Price }): void {
    const desk = this.account.state.desks.get(symbol)
    const instrument = this.#market.instrument(symbol)
    if (!desk || !instrument) return
    desk.status = this.#market.status(symbol) ?? 'CLOSE'
    if (this.#instruments.get(symbol) !== instrument) {
      this.#instruments.set(symbol, instrument)
      desk.rules = tradedSymbol(instrument, this.#market.precisions(symbol))
    }
    this.account.quote(symbol, { mark: this.#market.mark(symbol), last: this.#market.last(symbol), ...this.#market.best(symbol), ...more }, this.#clock.now())
  }

  #hear(tick: LabTick): void {
    this.#watchKeys()
    if (!this.account.isBusy) return
    if (tick.kind === 'funding') this.account.funding(tick.symbol, tick, this.#clock.now())
    else this.#look(tick.symbol, tick.kind === 'trade' ? { printed: tick.price } : {})
    this.#wake()
  }

  #endKey(): void {
    this.venue.listenKeys.cutShort(this.#clock.now())
    this.#watchKeys()
  }

  #watchKeys(): void {
    const { listenKeys, now } = this.venue
    const key = listenKeys.expired(now())
    if (key !== undefined) this.#streams.expire(key, now())
  }
}
