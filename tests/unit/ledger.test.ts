import { beforeEach, expect, it } from 'vitest'
import type { Fill, Side } from '../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { applyLedger } from '../../src-main/ledger/apply-ledger.ts'
import { bookFill, type Booking } from '../../src-main/ledger/book-fill.ts'
import { equityOf, unrealizedOf } from '../../src-main/ledger/equity.ts'
import { newLedgerState, type LedgerState } from '../../src-main/ledger/ledger-state.ts'
import { btc } from '../support/instruments.ts'

const version = btc.versions[0]!
const booking: Booking = { accountId: 'sim:demo:1', strategyId: 'perp-ev', entryId: 'pe.BTCUSDT.1.o', settleAsset: 'USDT', version, now: 1 as TimeMs }
let ledger: LedgerState
let trades = 0

beforeEach(() => {
  ledger = newLedgerState()
})

/** Price in hundredths, quantity in thousandths, fee in 1e-8 USDT. */
function fill(side: Side, quantity: number, price: number, fee = 0): Fill {
  return { venue: 'sim', instrumentId: 'BTCUSDT', tradeId: String(++trades), venueOrderId: '1', clientOrderId: 'pe.BTCUSDT.1.o', side, quantity: quantity as Quantity, price: price as Price, fee: fee as Amount, liquidity: 'taker', time: 1 as TimeMs }
}

function book(...fills: Fill[]): void {
  for (const one of fills) for (const change of bookFill(ledger, one, booking)) applyLedger(ledger, change, () => ({ version, entry: undefined }))
}

const held = () => ledger.trades.get('BTCUSDT')!.position

it('averages the cost of two buys and realizes the rest exactly on the way out', () => {
  // .1 at 60,000.00 and .2 at 60,300.00 cost 18,060; .3 sold at 60,500.00 bring 18,150: 90 of profit.
  book(fill('buy', 100, 60_000_00), fill('buy', 200, 60_300_00))
  expect(held()).toMatchObject({ quantity: 300, cost: 18_060_00000000 })
  book(fill('sell', 300, 60_500_00))
  expect(held()).toMatchObject({ quantity: 0, cost: 0 })
  expect(ledger.realized).toBe(90_00000000)
})

it('earns on a falling price when short', () => {
  book(fill('sell', 100, 60_000_00), fill('buy', 100, 59_000_00))
  expect(ledger.realized).toBe(100_00000000)
})

it('loses nothing to rounding over a closing in thirds', () => {
  book(fill('buy', 1, 10_01), fill('buy', 2, 10_02), fill('sell', 1, 10_00), fill('sell', 1, 10_00), fill('sell', 1, 10_00))
  // Bought for .03005, sold for .03: −.00005 altogether.
  expect(held()).toMatchObject({ quantity: 0, cost: 0 })
  expect(ledger.realized).toBe(-5_000)
})

it('books a fill once, however often it is told', () => {
  const once = fill('buy', 100, 60_000_00, 3_00000000)
  book(once, once)
  expect(held().quantity).toBe(100)
  expect(ledger.fees).toBe(-3_00000000)
  expect(ledger.wallets.get('USDT')).toBe(-3_00000000)
})

it('values what is held at the mark, and does not know a sum with an unknown part', () => {
  book(fill('sell', 100, 60_000_00))
  expect(unrealizedOf(held(), version, 60_100_00 as Price)).toBe(-10_00000000)
  expect(equityOf(ledger, 'USDT', () => null)).toBeNull()
})
