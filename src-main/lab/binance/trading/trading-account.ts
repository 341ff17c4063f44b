import type { Instrument } from '../../../../src-shared/domain/instrument.ts'
import type { Amount, Price, Quantity, Rate } from '../../../../src-shared/domain/units.ts'
import { finishFollowed, trigger } from './algo-triggers.ts'
import { cancelOrder, placeOrder } from './plain-orders.ts'
import { expireGone } from './algo-orders.ts'
import { deleverage, liquidateNow, watchMargins } from './forced-close.ts'
import { settleFunding } from './funding.ts'
import { fillResting } from './matching.ts'
import { bareQuantity, tradedSymbol, type TradedSymbol } from './traded-symbol.ts'
import { isOpenOrder, newDesk, positionsOf, schedule, TRADING_DEFAULTS, bookIncome, type MarketQuote, type OrderSide, type SymbolDesk, type TradingSettings, type TradingState, type UserEvent } from './trading-state.ts'
import type { TradingFault } from './trading-faults.ts'
import { setDualSide, setLeverage, setMarginType } from './settings.ts'

export interface TradingOptions {
  readonly settings?: Partial<TradingSettings>
  readonly now: number
  readonly emit: (event: UserEvent) => void
  readonly isOn?: (fault: TradingFault) => boolean
  readonly happens?: TradingState['happens']
}

/** Ids of conditional orders have sixteen digits; of money moved, nineteen. */
const FIRST_ALGO_ID = 4_000_000_000_000_000n
const FIRST_TRAN_ID = 1_900_000_000_000_000_000n

/**
 * One account at the venue as a state machine: it is told what the market does and how far time has come, and is asked through `state`
 * by the parts that read requests. It knows no socket and no clock.
 */
export class TradingAccount {
  readonly state: TradingState
  #isBusy = false

  constructor({ settings = {}, now, emit, isOn = () => false, happens = (fault) => (isOn(fault) ? {} : undefined) }: TradingOptions) {
    const all = { ...TRADING_DEFAULTS, ...settings }
    this.state = {
      settings: all, now, desks: new Map(), wallets: new Map([[all.asset, 0 as Amount]]), dualSide: all.dualSide, multiAssets: false, orders: [], algos: [], followed: [], trades: [], income: [], amendments: [], timers: [],
      lastAlgoId: FIRST_ALGO_ID, lastTranId: FIRST_TRAN_ID, autocloses: 0, idsMade: 0, emit, isOn, happens,
    }
    bookIncome(this.state, null, { type: 'TRANSFER', amount: all.deposit })
  }

  list(instrument: Instrument, more: Partial<TradedSymbol> = {}): SymbolDesk {
    const desk = newDesk(tradedSymbol(instrument, more), this.state.desks.size, this.state.settings)
    this.state.desks.set(instrument.symbol, desk)
    return desk
  }

  /** Whether there is anything that prices could do something to. */
  get isBusy(): boolean {
    return this.#isBusy
  }

  /** Time goes on; what was due on the way happens in its order. */
  advance(now: number): void {
    const { state } = this
    for (let timer = state.timers[0]; timer && timer.at <= now; timer = state.timers[0]) {
      state.timers.shift()
      state.now = Math.max(state.now, timer.at)
      timer.run()
      this.#settle()
    }
    state.now = Math.max(state.now, now)
  }

  /** The market of a symbol is now like this. */
  quote(symbol: string, quote: MarketQuote, now: number): void {
    this.advance(now)
    const desk = this.#desk(symbol)
    const before = desk.quote
    desk.quote = quote
    if (!this.#isBusy) return
    if (before?.mark !== quote.mark) watchMargins(this.state, desk)
    trigger(this.state, desk)
    fillResting(this.state, desk)
    this.#settle()
  }

  funding(symbol: string, settlement: { readonly rate: Rate; readonly mark: Price }, now: number): void {
    this.advance(now)
    settleFunding(this.state, this.#desk(symbol), settlement)
    watchMargins(this.state, this.#desk(symbol))
    this.#settle()
  }

  /** To be called after whatever a request did: orders that ended end what hangs on them. */
  settled(): void {
    this.#settle()
  }

  /** All open plain orders of a symbol go once this much time has passed without another call; 0 stops it. */
  countdown(desk: SymbolDesk, countdownMs: number): void {
    const at = countdownMs === 0 ? 0 : this.state.now + countdownMs
    desk.countdownAt = at
    if (at === 0) return
    schedule(this.state, at, () => {
      if (desk.countdownAt !== at) return
      desk.countdownAt = 0
      for (const order of desk.orders) if (isOpenOrder(order)) cancelOrder(this.state, order)
    })
  }

  /** A person trades on the same account from elsewhere. Throws Refusal as for anybody. */
  tradeByHand(symbol: string, side: OrderSide, quantity: Quantity): void {
    const desk = this.#desk(symbol)
    this.state.idsMade++
    placeOrder(this.state, new Map([['symbol', symbol], ['side', side], ['type', 'MARKET'], ['quantity', bareQuantity(desk.rules, quantity)], ['newClientOrderId', `web_${this.state.idsMade}x${this.state.now}`]]))
    this.#settle()
  }

  /** A person changes the leverage elsewhere. */
  leverageByHand(symbol: string, leverage: number): void {
    setLeverage(this.state, this.#desk(symbol), leverage)
  }

  /** A person changes how a symbol is margined elsewhere. */
  marginByHand(symbol: string, marginType: string): void {
    setMarginType(this.state, new Map([['symbol', symbol], ['marginType', marginType]]))
  }

  /** A person changes the position mode elsewhere. */
  sidesByHand(dualSide: boolean): void {
    setDualSide(this.state, new Map([['dualSidePosition', String(dualSide)]]))
  }

  /** The venue closes what is held, whatever its margin. */
  liquidate(symbol: string): void {
    const desk = this.#desk(symbol)
    for (const position of positionsOf(this.state, desk)) liquidateNow(this.state, desk, position)
    this.#settle()
  }

  /** The venue takes half of what is held, to close somebody else's position. */
  deleverage(symbol: string): void {
    const desk = this.#desk(symbol)
    for (const position of positionsOf(this.state, desk)) deleverage(this.state, desk, position)
    this.#settle()
  }

  #settle(): void {
    for (const desk of this.state.desks.values()) if (desk.algos.length > 0) expireGone(this.state, desk)
    finishFollowed(this.state)
    this.#isBusy = false
    for (const desk of this.state.desks.values()) if (desk.orders.length > 0 || desk.algos.length > 0 || positionsOf(this.state, desk).some(({ quantity }) => quantity !== 0)) this.#isBusy = true
  }

  #desk(symbol: string): SymbolDesk {
    const desk = this.state.desks.get(symbol)
    if (!desk) throw new RangeError(`${symbol} is not listed`)
    return desk
  }
}
