import { describe, expect, it } from 'vitest'
import { parseDecimal } from '../../src-shared/domain/decimal.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { OrderBook } from '../../src-main/market-data/order-book.ts'
import { decimalAt } from '../../src-main/venue/binance/decimal-at.ts'
import { DepthSync, type DepthUpdate } from '../../src-main/venue/binance/depth-sync.ts'

const DECIMALS = { priceDecimals: 2, quantityDecimals: 3 }
const update = (U: number, u: number, pu: number, b: DepthUpdate['b'] = []): DepthUpdate => ({ U, u, pu, b, a: [] })
const rig = (): { book: OrderBook; sync: DepthSync } => {
  const book = new OrderBook()
  return { book, sync: new DepthSync(book, DECIMALS) }
}
const snapshot = { lastUpdateId: 100, bids: [['10.00', '1'], ['9.99', '2.5']], asks: [['10.02', '4']] } as const

describe('an order book', () => {
  it('is what a plain map of prices is, after any changes', () => {
    const random = new SeededRandom(11)
    const book = new OrderBook()
    const plain = new Map<number, number>()
    for (let change = 0; change < 20_000; change++) {
      const price = 1_000 + random.below(3_000)
      const quantity = random.below(3) === 0 ? 0 : 1 + random.below(500)
      book.asks.set(price, quantity)
      if (quantity === 0) plain.delete(price)
      else plain.set(price, quantity)
    }
    const sorted = [...plain].toSorted(([a], [b]) => a - b)
    expect(Array.from({ length: book.asks.length }, (_, depth) => [book.asks.priceAt(depth), book.asks.quantityAt(depth)])).toEqual(sorted)
    expect(book.asks.length).toBeGreaterThan(1_024)
  })
})

describe('a book in step with its stream', () => {
  it('drops what the snapshot holds, and goes on from there', () => {
    const { book, sync } = rig()
    expect(sync.update(update(80, 90, 79, [['9.98', '7']]))).toBe('waiting')
    expect(sync.update(update(91, 105, 90, [['10.01', '3']]))).toBe('waiting')
    expect(sync.snapshot(snapshot)).toBe('applied')
    expect([sync.isReady, sync.lastUpdateId, book.bids.priceAt(0), book.bids.quantityAt(0), book.asks.priceAt(0)]).toEqual([true, 105, 1_001, 3_000, 1_002])
    expect(sync.update(update(106, 110, 105, [['10.01', '0']]))).toBe('applied')
    expect(book.bids.priceAt(0)).toBe(1_000)
  })

  it('finds a message that is missing or out of order, and forgets the book', () => {
    const { book, sync } = rig()
    sync.snapshot(snapshot)
    expect(sync.update(update(101, 110, 100))).toBe('applied')
    expect(sync.update(update(121, 130, 120))).toBe('gap')
    expect([sync.isReady, book.bids.length]).toEqual([false, 0])
    expect(sync.snapshot({ ...snapshot, lastUpdateId: 125 })).toBe('applied')
    expect(sync.lastUpdateId).toBe(130)
  })

  it('drops what comes twice, as by two connections, also while it waits', () => {
    const { book, sync } = rig()
    const updates = [update(80, 90, 79), update(91, 105, 90, [['10.01', '3']]), update(106, 110, 105)]
    for (const one of [updates[0]!, updates[1]!, updates[0]!, updates[1]!]) sync.update(one)
    expect(sync.snapshot(snapshot)).toBe('applied')
    expect([updates[1]!, updates[2]!, updates[2]!, updates[1]!].map((one) => sync.update(one))).toEqual(['old', 'applied', 'old', 'old'])
    expect([sync.lastUpdateId, book.bids.priceAt(0)]).toEqual([110, 1_001])
  })

  it('trusts no level with a field more, or a number for a text', () => {
    for (const level of [['10.00', '1', 'x'], [10, 1]]) {
      const { sync } = rig()
      sync.snapshot(snapshot)
      expect(sync.update(update(101, 102, 100, [level as unknown as readonly [string, string]]))).toBe('unreadable')
    }
  })

  it('wants a newer snapshot when it is older than what has waited', () => {
    const { sync } = rig()
    sync.update(update(150, 160, 149))
    expect(sync.snapshot(snapshot)).toBe('gap')
    expect(sync.snapshot({ ...snapshot, lastUpdateId: 155 })).toBe('applied')
    expect(sync.lastUpdateId).toBe(160)
  })

  it('trusts no book with a number that is none', () => {
    const { book, sync } = rig()
    sync.snapshot(snapshot)
    expect(sync.update(update(101, 102, 100, [['1e3', '1']]))).toBe('unreadable')
    expect(book.bids.length).toBe(0)
  })
})

describe('decimals without a pattern', () => {
  it.each(['0', '10', '10.5', '010.50', '0.001', '1.2300', '61800.20', '9007199254740.99', '', '.', '1.', '.5', '1.234', '-1', '+1', ' 1', '1e3', '1.2.3', 'NaN', '90071992547409.93', '99999999999999999'])('%s is read as everywhere', (text) => {
    const slow = parseDecimal(text, 2)
    expect(decimalAt(text, 2)).toBe(slow === undefined || slow < 0 ? Number.NaN : slow)
  })
})
