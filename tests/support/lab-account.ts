import type { Instrument, InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import { parseDecimal } from '../../src-shared/domain/decimal.ts'
import type { Amount, Price, Quantity, Rate } from '../../src-shared/domain/units.ts'
import { placeAlgo } from '../../src-main/lab/binance/trading/algo-orders.ts'
import { placeOrder } from '../../src-main/lab/binance/trading/plain-orders.ts'
import { TradingAccount } from '../../src-main/lab/binance/trading/trading-account.ts'
import type { TradingFault } from '../../src-main/lab/binance/trading/trading-faults.ts'
import type { AlgoOrder, MarketQuote, PlainOrder, Position, TradingSettings, UserEvent } from '../../src-main/lab/binance/trading/trading-state.ts'
import { btc, instrumentNamed } from './instruments.ts'

export const START = 1_700_000_000_000

export const money = (text: string | number): Amount => parseDecimal(String(text), 8) as Amount
export const wire = (fields: Readonly<Record<string, string | number | boolean>>): Map<string, string> => new Map(Object.entries(fields).map(([name, value]) => [name, String(value)]))

/** One account with BTC and ETH, its events in the order of telling, and short ways to ask it. */
export class LabBench {
  readonly events: UserEvent[] = []
  readonly faults = new Set<TradingFault>()
  readonly account: TradingAccount
  now = START

  constructor(settings: Partial<TradingSettings> = {}, version: Partial<InstrumentVersion> = {}) {
    this.account = new TradingAccount({ settings, now: START, emit: (event) => this.events.push(event), isOn: (fault) => this.faults.has(fault) })
    const changed = (instrument: Instrument): Instrument => ({ ...instrument, versions: instrument.versions.map((one) => ({ ...one, ...version })) })
    this.account.list(changed(btc))
    this.account.list(changed(instrumentNamed('ETHUSDT')))
    this.price(60_000)
    this.price(3_000, {}, 'ETHUSDT')
  }

  /** Mark, last, bid and ask at one price unless told; quantities in thousandths. */
  price(mark: number, more: Partial<Record<keyof MarketQuote, number>> = {}, symbol = 'BTCUSDT'): void {
    const { bidQuantity, askQuantity } = more
    const scaled = (value: number): Price => Math.round(value * 100) as Price
    this.now++
    this.account.quote(symbol, {
      mark: scaled(mark), last: scaled(more.last ?? mark), printed: scaled(more.last ?? mark), bid: scaled(more.bid ?? mark), ask: scaled(more.ask ?? mark),
      ...(bidQuantity === undefined ? {} : { bidQuantity: bidQuantity as Quantity }), ...(askQuantity === undefined ? {} : { askQuantity: askQuantity as Quantity }),
    }, this.now)
  }

  wait(ms: number): void {
    this.now += ms
    this.account.advance(this.now)
  }

  fund(rate: number, mark: number, symbol = 'BTCUSDT'): void {
    this.now++
    this.account.funding(symbol, { rate: rate as Rate, mark: Math.round(mark * 100) as Price }, this.now)
  }

  place(fields: Readonly<Record<string, string | number | boolean>>): PlainOrder {
    const order = placeOrder(this.account.state, wire({ symbol: 'BTCUSDT', ...fields }))
    this.account.settled()
    return order
  }

  market(side: 'BUY' | 'SELL', quantity: string, more: Readonly<Record<string, string | number | boolean>> = {}): PlainOrder {
    return this.place({ side, type: 'MARKET', quantity, ...more })
  }

  limit(side: 'BUY' | 'SELL', quantity: string, price: string, more: Readonly<Record<string, string | number | boolean>> = {}): PlainOrder {
    return this.place({ side, type: 'LIMIT', timeInForce: 'GTC', quantity, price, ...more })
  }

  algo(fields: Readonly<Record<string, string | number | boolean>>): AlgoOrder {
    const algo = placeAlgo(this.account.state, wire({ algoType: 'CONDITIONAL', symbol: 'BTCUSDT', ...fields }))
    this.account.settled()
    return algo
  }

  position(symbol = 'BTCUSDT', side: Position['side'] = 'BOTH'): Position {
    return this.account.state.desks.get(symbol)!.positions[side]
  }

  wallet(): number {
    return this.account.state.wallets.get('USDT')!
  }

  /** The kinds of events since the last time, with what tells most about each. */
  told(): string[] {
    return this.events.splice(0).map((event) => {
      const { o, a } = event as { o?: Record<string, unknown>; a?: { m: string } }
      if (event.e === 'ORDER_TRADE_UPDATE') return `order ${String(o!['x'])} ${String(o!['X'])}`
      return event.e === 'ALGO_UPDATE' ? `algo ${String(o!['X'])}` : event.e === 'ACCOUNT_UPDATE' ? `account ${a!.m}` : event.e
    })
  }
}

/** The code that a request is refused with; what it gave when it was not. */
export function codeOf(request: () => unknown): unknown {
  try {
    return request()
  } catch (error) {
    return (error as { readonly code?: number }).code ?? error
  }
}
