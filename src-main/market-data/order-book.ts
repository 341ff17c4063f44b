import type { Price, Quantity } from '../../src-shared/domain/units.ts'

const CAPACITY = 1_024

/**
 * One side of a book: prices with the quantity that rests there. The best level is the last, since nearly all changes are near it, so
 * that few levels have to move. `sign` is 1 for bids, which ascend to the best, and −1 for asks, which are kept negated.
 */
class BookSide {
  readonly #sign: 1 | -1
  #keys = new Float64Array(CAPACITY)
  #quantities = new Float64Array(CAPACITY)
  #length = 0

  constructor(sign: 1 | -1) {
    this.#sign = sign
  }

  get length(): number {
    return this.#length
  }

  clear(): void {
    this.#length = 0
  }

  /** A quantity of 0 takes the level away. */
  set(price: number, quantity: number): void {
    const key = this.#sign * price
    const index = this.#indexOf(key)
    const isThere = index < this.#length && this.#keys[index] === key
    if (quantity === 0) {
      if (isThere) this.#remove(index)
    } else if (isThere) this.#quantities[index] = quantity
    else this.#insert(index, key, quantity)
  }

  /** The depth-th level from the best, which is 0. */
  priceAt(depth: number): Price | undefined {
    const index = this.#length - 1 - depth
    return index >= 0 ? ((this.#sign * this.#keys[index]!) as Price) : undefined
  }

  quantityAt(depth: number): Quantity | undefined {
    const index = this.#length - 1 - depth
    return index >= 0 ? (this.#quantities[index] as Quantity) : undefined
  }

  /** The first level whose key is not below this one. Looks near the best first. */
  #indexOf(key: number): number {
    let high = this.#length
    let low = 0
    for (let step = 8; step < high; step *= 4) {
      if (this.#keys[high - step]! < key) {
        low = high - step + 1
        break
      }
    }
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#keys[middle]! < key) low = middle + 1
      else high = middle
    }
    return low
  }

  #insert(index: number, key: number, quantity: number): void {
    if (this.#length === this.#keys.length) this.#grow()
    this.#keys.copyWithin(index + 1, index, this.#length)
    this.#quantities.copyWithin(index + 1, index, this.#length)
    this.#keys[index] = key
    this.#quantities[index] = quantity
    this.#length++
  }

  #remove(index: number): void {
    this.#keys.copyWithin(index, index + 1, this.#length)
    this.#quantities.copyWithin(index, index + 1, this.#length)
    this.#length--
  }

  #grow(): void {
    const [keys, quantities] = [new Float64Array(2 * this.#length), new Float64Array(2 * this.#length)]
    keys.set(this.#keys)
    quantities.set(this.#quantities)
    this.#keys = keys
    this.#quantities = quantities
  }
}

/** What rests at each price, as far as the venue tells it. Prices and quantities are scaled integers of one instrument. */
export class OrderBook {
  readonly bids: BookSide = new BookSide(1)
  readonly asks: BookSide = new BookSide(-1)

  clear(): void {
    this.bids.clear()
    this.asks.clear()
  }

  /** Somebody offers to pay as much as somebody else asks, or more: no venue lets that rest. */
  get isCrossed(): boolean {
    const [bid, ask] = [this.bids.priceAt(0), this.asks.priceAt(0)]
    return bid !== undefined && ask !== undefined && bid >= ask
  }
}
