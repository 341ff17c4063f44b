import type { Price, Quantity } from '../../../../src-shared/domain/units.ts'
import { OrderBook } from '../../../market-data/order-book.ts'
import { mixed } from './mixed.ts'
import type { LabSymbol } from './minute-source.ts'

const LEVELS_MIN = 1_000
const LEVELS_MAX = 1_080
/** Quantities near the best that change without the price. */
const STIRRED = 3

/** Told of each level that changed. */
export type LevelListener = (isBid: boolean, price: number, quantity: number) => void

/**
 * What rests at each price, live. The best two are neighbours; behind them levels stand on a grid that is as wide as the market moves in a second.
 * `updateId` counts changes of levels, as the numbers of the depth stream and of its snapshot do.
 */
export class LabBook {
  readonly book: OrderBook = new OrderBook()
  readonly #labSymbol: LabSymbol
  readonly #gap: number
  readonly #typical: number
  #chance: number
  updateId: number

  /** `typical` is a usual quantity of a level, `reach` how far the price goes in a second. */
  constructor(labSymbol: LabSymbol, { bid, typical, reach, firstId }: { readonly bid: number; readonly typical: number; readonly reach: number; readonly firstId: number }) {
    this.#labSymbol = labSymbol
    this.#gap = Math.max(1, Math.round(reach / labSymbol.tick / 4)) * labSymbol.tick
    this.#typical = Math.max(2, typical)
    this.#chance = mixed(firstId)
    this.updateId = firstId
    this.moveTo(bid, () => undefined)
  }

  get bid(): Price {
    return this.book.bids.priceAt(0)!
  }

  get ask(): Price {
    return this.book.asks.priceAt(0)!
  }

  get bidQuantity(): Quantity {
    return this.book.bids.quantityAt(0)!
  }

  get askQuantity(): Quantity {
    return this.book.asks.quantityAt(0)!
  }

  /** The best bid goes to a price, the best ask one tick above it. */
  moveTo(bid: number, changed: LevelListener): void {
    const { bids, asks } = this.book
    const ask = bid + this.#labSymbol.tick
    this.#skip()
    while (this.#isPassed(bids.priceAt(0), bid, 1)) this.#set(true, bids.priceAt(0)!, 0, changed)
    while (this.#isPassed(asks.priceAt(0), ask, -1)) this.#set(false, asks.priceAt(0)!, 0, changed)
    const [topBid, topAsk] = [bids.priceAt(0) ?? -1, asks.priceAt(0) ?? Infinity]
    if (topBid !== bid) {
      for (let price = this.#below(bid); price > topBid && bids.length < LEVELS_MIN && price > 0; price -= this.#gap) this.#set(true, price, this.#quantity(), changed)
      this.#set(true, bid, this.#quantity(), changed)
    }
    if (topAsk !== ask) {
      for (let price = this.#above(ask); price < topAsk && asks.length < LEVELS_MIN; price += this.#gap) this.#set(false, price, this.#quantity(), changed)
      this.#set(false, ask, this.#quantity(), changed)
    }
    this.#stir(changed)
    this.#keepDepth(changed)
  }

  /** Somebody took from the best; it is filled up again when nothing would be left. */
  take(isBid: boolean, quantity: number, changed: LevelListener): void {
    this.#skip()
    const left = (isBid ? this.bidQuantity : this.askQuantity) - quantity
    this.#set(isBid, isBid ? this.bid : this.ask, left > 0 ? left : this.#quantity(), changed)
  }

  /** The numbers are shared with what nobody is told, so the next message does not begin where the last one ended. */
  #skip(): void {
    this.updateId += this.#next() & 31
  }

  #set(isBid: boolean, price: number, quantity: number, changed: LevelListener): void {
    ;(isBid ? this.book.bids : this.book.asks).set(price, quantity)
    this.updateId++
    changed(isBid, price, quantity)
  }

  #stir(changed: LevelListener): void {
    const { bids, asks } = this.book
    for (let i = 0; i < STIRRED; i++) {
      const depth = this.#next() % 12
      const [bid, ask] = [bids.priceAt(depth), asks.priceAt(depth)]
      if (bid !== undefined) this.#set(true, bid, this.#quantity(), changed)
      if (ask !== undefined) this.#set(false, ask, this.#quantity(), changed)
    }
  }

  #keepDepth(changed: LevelListener): void {
    const { bids, asks } = this.book
    while (bids.length < LEVELS_MIN && bids.priceAt(bids.length - 1)! > this.#gap) this.#set(true, this.#below(bids.priceAt(bids.length - 1)!), this.#quantity(), changed)
    while (asks.length < LEVELS_MIN) this.#set(false, this.#above(asks.priceAt(asks.length - 1)!), this.#quantity(), changed)
    while (bids.length > LEVELS_MAX) this.#set(true, bids.priceAt(bids.length - 1)!, 0, changed)
    while (asks.length > LEVELS_MAX) this.#set(false, asks.priceAt(asks.length - 1)!, 0, changed)
  }

  /** Beyond the new best, or an old best that stood between two levels of the grid. */
  #isPassed(top: number | undefined, best: number, sign: 1 | -1): boolean {
    return top !== undefined && top !== best && (sign * (top - best) > 0 || top % this.#gap !== 0)
  }

  #below(price: number): number {
    return (Math.ceil(price / this.#gap) - 1) * this.#gap
  }

  #above(price: number): number {
    return (Math.floor(price / this.#gap) + 1) * this.#gap
  }

  #next(): number {
    this.#chance = mixed(this.#chance + 0x6d2b79f5)
    return this.#chance >>> 0
  }

  #quantity(): number {
    return 1 + (this.#next() % (2 * this.#typical))
  }
}
