import type { CandleSeries, MarketRow } from '../../src-shared/contract/market-views.ts'
import type { DecisionSeries, PositionRow, TradeRow } from '../../src-shared/contract/views.ts'
import type { Requests } from '../../src-shared/contract/contract.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'

const BASE_MS = 300_000
const DECIMALS = 1
const INSTRUMENT = 'BTCUSDT'

type Columns = { readonly [K in 'openTime' | 'open' | 'high' | 'low' | 'close' | 'volume']: number[] }
type DecisionColumns = { -readonly [K in keyof DecisionSeries]: DecisionSeries[K][number][] }

/** A long past of one instrument as the engine would tell it: candles, a decision at each close, round trips, and a position that is open. */
export class LongMarket {
  readonly now: number
  readonly #candles: Columns
  readonly #decisions: DecisionColumns
  readonly trades: readonly TradeRow[]

  /** So many candles of five minutes up to `now`. */
  constructor(count: number, now: number, seed = 5) {
    const chance = new SeededRandom(seed)
    this.now = now
    this.#candles = walk(count, now - (now % BASE_MS), chance)
    this.#decisions = decide(this.#candles, chance)
    this.trades = tradesOf(this.#candles, chance)
  }

  get instrumentId(): string {
    return INSTRUMENT
  }

  candles({ intervalMs, before, limit }: Requests['market.candles']['params']): CandleSeries {
    const all = intervalMs === BASE_MS ? this.#candles : aggregated(this.#candles, intervalMs)
    const end = firstAtOrAfter(all.openTime, before)
    const start = Math.max(0, end - limit)
    const cut = (name: keyof Columns): number[] => all[name].slice(start, end)
    return { openTime: cut('openTime'), open: cut('open'), high: cut('high'), low: cut('low'), close: cut('close'), volume: cut('volume'), priceDecimals: DECIMALS, more: start > 0 }
  }

  decisions({ from, to, limit }: Requests['desk.decisions']['params']): DecisionSeries {
    const { asOf } = this.#decisions
    const end = firstAtOrAfter(asOf, to)
    const start = Math.max(firstAtOrAfter(asOf, from), end - limit)
    const cut = <K extends keyof DecisionSeries>(name: K): DecisionColumns[K] => this.#decisions[name].slice(start, end) as DecisionColumns[K]
    return { decisionId: cut('decisionId'), asOf: cut('asOf'), long: cut('long'), short: cut('short'), action: cut('action'), reason: cut('reason') }
  }

  get last(): number {
    return this.#candles.close.at(-1)!
  }

  market(): MarketRow {
    const mark = this.last
    return {
      instrumentId: INSTRUMENT, base: 'BTC', mark: mark.toFixed(DECIMALS), bid: (mark - 0.1).toFixed(DECIMALS), ask: (mark + 0.1).toFixed(DECIMALS), asOf: this.now, stale: false, halted: false,
      change: mark / this.#candles.close.at(-288)! - 1, longValue: this.#decisions.long.at(-1)!, shortValue: this.#decisions.short.at(-1)!, action: this.#decisions.action.at(-1)!, reason: this.#decisions.reason.at(-1)!,
      decisionId: this.#decisions.decisionId.at(-1)!, funding: 0.000031, nextFundingAt: this.now + 9_134_000, held: 'long', atr: 0.0061, priceDecimals: DECIMALS,
    }
  }

  /** Opened ten candles ago. */
  position(): PositionRow {
    const entry = this.#candles.close.at(-11)!
    const at = (part: number): string => (entry * (1 + part)).toFixed(DECIMALS)
    return {
      entryId: 'open', instrumentId: INSTRUMENT, side: 'long', quantity: '0.035', asset: 'USDT', entry: at(0), mark: this.last.toFixed(DECIMALS), unrealized: ((this.last - entry) * 0.035).toFixed(2),
      stop: at(-0.0061), takeProfit: at(0.0122), liquidation: at(-0.1935), openedAt: this.#candles.openTime.at(-10)! + 1_000, exitTime: this.now + 11_700_000, stopVerified: true, stopOrderId: 'stop-1',
      exitReason: null, lossAtStop: '27.64', priceDecimals: DECIMALS,
    }
  }
}

function walk(count: number, end: number, chance: SeededRandom): Columns {
  const columns: Columns = { openTime: [], open: [], high: [], low: [], close: [], volume: [] }
  const tick = (price: number): number => Math.round(price * 10) / 10
  let price = 64_000
  let drift = 0
  let heat = 1
  for (let i = 0; i < count; i++) {
    drift = 0.985 * drift + chance.normal() * 0.00006
    heat = 0.97 * heat + 0.03 * (0.4 + 1.2 * chance.uniform()) + (chance.uniform() < 0.004 ? 0.8 : 0)
    const open = price
    const close = open * (1 + drift + chance.normal() * 0.0013 * heat)
    const reach = open * 0.0009 * heat
    columns.openTime.push(end - (count - i) * BASE_MS)
    columns.open.push(tick(open))
    columns.close.push(tick(close))
    columns.high.push(tick(Math.max(open, close) + reach * chance.uniform()))
    columns.low.push(tick(Math.min(open, close) - reach * chance.uniform()))
    columns.volume.push(Math.round((20 + 60 * heat * chance.uniform() + (40_000 * Math.abs(close - open)) / open) * 1_000) / 1_000)
    price = close
  }
  return columns
}

function decide({ openTime, close }: Columns, chance: SeededRandom): DecisionColumns {
  const columns: DecisionColumns = { decisionId: [], asOf: [], long: [], short: [], action: [], reason: [] }
  let wobble = 0
  for (const [i, opened] of openTime.entries()) {
    const trend = i < 12 ? 0 : close[i]! / close[i - 12]! - 1
    wobble = 0.75 * wobble + chance.normal() * 0.00012
    const long = -0.0002 + 0.07 * trend + wobble
    const short = -0.0004 - 0.08 * trend - wobble
    const best = Math.max(long, short)
    const isRefused = best > 0.0004 && chance.uniform() < 0.1
    columns.decisionId.push(`decision-${i}`)
    columns.asOf.push(opened + BASE_MS)
    columns.long.push(long)
    columns.short.push(short)
    columns.action.push(best <= 0.0004 || isRefused ? 'FLAT' : long > short ? 'LONG' : 'SHORT')
    columns.reason.push(isRefused ? 'refused' : best <= 0.0004 ? 'no-edge' : 'ev-above-threshold')
  }
  return columns
}

const TRADES_MAX = 500

function tradesOf({ openTime, close }: Columns, chance: SeededRandom): readonly TradeRow[] {
  const trades: TradeRow[] = []
  let i = openTime.length - 30
  while (trades.length < TRADES_MAX && i > 60) {
    const held = 8 + chance.below(30)
    const side = close[i]! > close[i - held]! === chance.uniform() < 0.62 ? 'long' : 'short'
    const [entry, exit] = [close[i - held]!, close[i]!]
    const realized = (exit - entry) * 0.035 * (side === 'long' ? 1 : -1)
    trades.push({
      entryId: `entry-${i}`, decisionId: `decision-${i - held}`, strategyId: 'perp-ev', instrumentId: INSTRUMENT, side, quantity: '0.035', openedAt: openTime[i - held]! + BASE_MS + 1_000, closedAt: openTime[i]! + BASE_MS - 2_000,
      entry: entry.toFixed(DECIMALS), exit: exit.toFixed(DECIMALS), realized: realized.toFixed(4), fees: '-2.2', funding: '-0.1', net: (realized - 2.3).toFixed(4), exitReason: realized > 0 ? 'take-profit' : 'stop', priceDecimals: DECIMALS,
    })
    i -= held + 6 + chance.below(40)
  }
  return trades.toReversed()
}

function aggregated(base: Columns, intervalMs: number): Columns {
  const columns: Columns = { openTime: [], open: [], high: [], low: [], close: [], volume: [] }
  const need = intervalMs / BASE_MS
  for (let i = 0; i < base.openTime.length; i++) {
    const start = base.openTime[i]!
    if (start % intervalMs !== 0 || base.openTime[i + need - 1] !== start + intervalMs - BASE_MS) continue
    columns.openTime.push(start)
    columns.open.push(base.open[i]!)
    columns.high.push(Math.max(...base.high.slice(i, i + need)))
    columns.low.push(Math.min(...base.low.slice(i, i + need)))
    columns.close.push(base.close[i + need - 1]!)
    columns.volume.push(base.volume.slice(i, i + need).reduce((sum, volume) => sum + volume, 0))
  }
  return columns
}

function firstAtOrAfter(times: readonly number[], time: number): number {
  const index = times.findIndex((each) => each >= time)
  return index === -1 ? times.length : index
}
