import type { Change, JournalledChange } from '../../src-shared/domain/change.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { ApprovedOrder, Fill, Side } from '../../src-shared/domain/order.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueReport } from '../../src-shared/domain/venue.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { recover } from '../../src-main/engine/recovery.ts'
import { configure, engineSettings } from '../../src-main/modes/configuration.ts'
import { btc } from './instruments.ts'

const ACCOUNT = 'sim:day:1'
export const ENTRY_ID = 'pe.BTCUSDT.k.o'
export const DEPOSIT = 10_000e8 as Amount
const FIVE_MINUTES = 300_000

export interface Script {
  readonly config?: (config: StrategyConfig) => StrategyConfig
  /** What an earlier engine journalled, and the candles that an archive would have. */
  readonly past?: readonly JournalledChange[]
  readonly candles?: readonly Candle[]
  readonly from: TimeMs
}

export const candleAt = (closeTime: number, close: number): Candle => ({
  instrumentId: 'BTCUSDT', intervalMs: FIVE_MINUTES, openTime: (closeTime - FIVE_MINUTES) as TimeMs, closeTime: closeTime as TimeMs,
  open: close as Price, high: close as Price, low: close as Price, close: close as Price, volume: 1 as Quantity,
})

/** The real engine with one instrument and 10,000 USDT, told what happens line by line. */
export class ScriptedAccount {
  readonly engine: Engine
  readonly changes: Change[] = []
  #fills = 0

  constructor({ config = (plain) => plain, past = [], candles = [], from }: Script) {
    this.engine = new Engine(engineSettings(config(configure({ instruments: ['BTCUSDT'] })), { accountId: ACCOUNT, venue: 'sim', asset: 'USDT', venueCanBeSilent: true }))
    recover(this.engine, { instruments: [btc], changes: past, candles, asOf: from })
    this.tell({ kind: 'session-started', time: from, sessionId: 's', mode: 'demo', configHash: '', deposit: { asset: 'USDT', amount: DEPOSIT } })
    for (const component of ['journal', 'venue', 'models']) this.tell({ kind: 'component-reported', time: from, component, healthy: true, detail: '' })
    this.tell({ kind: 'person-asked', time: from, request: { kind: 'start-trading', by: 'test' } })
  }

  tell(event: EngineEvent): this {
    this.engine.step(event, this.changes)
    return this
  }

  reconcile(time: number): this {
    const { ledger } = this.engine.state
    return this.tell({
      kind: 'venue-snapshot', time: time as TimeMs,
      snapshot: {
        asOf: time as TimeMs, walletAsset: 'USDT', wallet: ledger.wallets.get('USDT') ?? (0 as Amount), openOrders: [], closedOrders: [], fills: [], funding: [], liquidationFees: [],
        positions: Array.from(ledger.trades.values(), ({ position: { instrumentId, quantity, cost } }) => ({ instrumentId, quantity, cost, isolatedWallet: 0 as Amount, leverage: 3, liquidationPrice: 0 as Price })),
      },
    })
  }

  mark(time: number, price: number): this {
    return this.tell({ kind: 'price-marked', time: time as TimeMs, mark: { instrumentId: 'BTCUSDT', asOf: time as TimeMs, mark: price as Price, bid: (price - 10) as Price, ask: (price + 10) as Price } })
  }

  candle(closeTime: number, close: number): this {
    return this.tell({ kind: 'candle-closed', time: closeTime as TimeMs, candle: candleAt(closeTime, close) })
  }

  report(time: number, report: VenueReport): this {
    return this.tell({ kind: 'venue-reported', time: time as TimeMs, report })
  }

  funding(fundingTime: number, amount: number): this {
    return this.report(fundingTime + 40, {
      kind: 'funding-paid', instrumentId: 'BTCUSDT', fundingTime: fundingTime as TimeMs, rate: 10_000 as Rate, mark: 6_000_000 as Price, amount: amount as Amount, reference: `funding-${fundingTime}`,
    })
  }

  transfer(time: number, amount: number): this {
    const entry = { accountId: ACCOUNT, strategyId: 'perp-ev', instrumentId: '', kind: 'transfer', asset: 'USDT', amount: amount as Amount, time: time as TimeMs, reference: `transfer-${time}` } as const
    const change: Change = { kind: 'ledger-posted', time: time as TimeMs, entry }
    this.engine.apply(change)
    this.changes.push(change)
    return this
  }

  /** An entry that was decided and sent, and its fill; a stop far away. */
  open(time: number, quantity: number, price: number): this {
    const order = {
      intentId: ENTRY_ID, accountId: ACCOUNT, strategyId: 'perp-ev', purpose: 'open', reason: 'ev-above-threshold', lossAtStop: 1e8 as Amount, createdAt: time as TimeMs, decisionId: 'd',
      terms: { instrumentId: 'BTCUSDT', side: 'buy', type: 'market', quantity: quantity as Quantity, reduceOnly: false, closePosition: false },
      exitPlan: { stopPrice: (price * 0.99) as Price, takeProfitPrice: (price * 1.02) as Price, exitTime: (time + 48 * 3_600_000) as TimeMs, labelSpecHash: '' },
    } as unknown as ApprovedOrder
    for (const change of [{ kind: 'intent-opened', time: time as TimeMs, order }, { kind: 'attempt-sent', time: time as TimeMs, intentId: ENTRY_ID, attempt: 1 }] as const) {
      this.engine.apply(change)
      this.changes.push(change)
    }
    return this.fill(time, ENTRY_ID, 'buy', [quantity, price])
  }

  fill(time: number, clientOrderId: string, side: Side, [quantity, price]: readonly [quantity: number, price: number]): this {
    this.#fills++
    const fill: Fill = {
      venue: 'sim', instrumentId: 'BTCUSDT', tradeId: `${time}-${this.#fills}`, venueOrderId: clientOrderId, clientOrderId, side, quantity: quantity as Quantity, price: price as Price,
      fee: 0 as Amount, liquidity: 'taker', time: time as TimeMs,
    }
    return this.report(time, { kind: 'order-filled', fill, state: 'filled' })
  }

  of<Kind extends Change['kind']>(kind: Kind): Extract<Change, { kind: Kind }>[] {
    return this.changes.filter((change): change is Extract<Change, { kind: Kind }> => change.kind === kind)
  }
}
