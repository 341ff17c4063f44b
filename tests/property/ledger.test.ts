import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Fill } from '../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { applyLedger } from '../../src-main/ledger/apply-ledger.ts'
import { bookFill, type Booking } from '../../src-main/ledger/book-fill.ts'
import { unrealizedOf } from '../../src-main/ledger/equity.ts'
import { newLedgerState, type LedgerState } from '../../src-main/ledger/ledger-state.ts'
import { btc } from '../support/instruments.ts'

const version = btc.versions[0]!
const booking: Booking = { accountId: 'a', strategyId: 's', entryId: 'pe.BTCUSDT.1.o', settleAsset: 'USDT', version, now: 1 as TimeMs }
/** One unit of price times one unit of quantity, in 1e-8 of the settlement asset. */
const UNIT = 10n ** BigInt(8 - version.priceDecimals - version.quantityDecimals)

const stories = fc.array(fc.record({ buys: fc.boolean(), quantity: fc.integer({ min: 1, max: 5_000 }), price: fc.integer({ min: 1_000_00, max: 99_000_00 }), fee: fc.integer({ min: -1_000_000, max: 9_999_999 }), again: fc.nat(3) }), { minLength: 1, maxLength: 60 })

type Story = typeof stories extends fc.Arbitrary<infer Kind> ? Kind : never

function fillsOf(story: Story): Fill[] {
  return story.map(({ buys, quantity, price, fee }, i) => ({
    venue: 'v', instrumentId: 'BTCUSDT', tradeId: String(i), venueOrderId: '1', clientOrderId: 'pe.BTCUSDT.1.o', side: buys ? 'buy' : 'sell',
    quantity: quantity as Quantity, price: price as Price, fee: fee as Amount, liquidity: 'taker', time: 1 as TimeMs,
  }))
}

function book(ledger: LedgerState, fill: Fill): number {
  const changes = bookFill(ledger, fill, booking)
  for (const change of changes) applyLedger(ledger, change, () => ({ version, entry: undefined }))
  return changes.length
}

it('adds up to every price times quantity and fee ever paid, to the last unit, whatever the order of buys and sells', () => {
  fc.assert(fc.property(stories, fc.integer({ min: 1_000_00, max: 99_000_00 }), (story, mark) => {
    const ledger = newLedgerState()
    let cash = 0n
    let held = 0n
    for (const fill of fillsOf(story)) {
      book(ledger, fill)
      const signed = BigInt(fill.side === 'buy' ? fill.quantity : -fill.quantity)
      held += signed
      cash -= signed * BigInt(fill.price) * UNIT + BigInt(fill.fee)
      const { position } = ledger.trades.get('BTCUSDT')!
      expect(BigInt(position.quantity)).toBe(held)
      const wallet = BigInt(ledger.wallets.get('USDT') ?? 0)
      expect(wallet - BigInt(position.cost)).toBe(cash)
      expect(wallet + BigInt(unrealizedOf(position, version, mark as Price))).toBe(cash + held * BigInt(mark) * UNIT)
    }
  }), { numRuns: 300 })
})

it('counts a fill once, however often and however late it is told', () => {
  fc.assert(fc.property(stories, (story) => {
    const once = newLedgerState()
    const often = newLedgerState()
    const fills = fillsOf(story)
    fills.forEach((fill, i) => {
      book(once, fill)
      book(often, fill)
      for (let repeat = 0; repeat < story[i]!.again; repeat++) expect(book(often, fills[Math.floor((i * repeat) / 3)]!)).toBe(0)
    })
    expect(often).toEqual(once)
  }), { numRuns: 200 })
})
