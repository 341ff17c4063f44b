import { describe, expect, it } from 'vitest'
import type { MarginTier } from '../../src-shared/domain/instrument.ts'
import type { Rate } from '../../src-shared/domain/units.ts'
import { accountSums, liquidationPriceOf } from '../../src-main/lab/binance/trading/margin-sums.ts'
import { LabBench, money } from '../support/lab-account.ts'

const forced = (bench: LabBench) => bench.account.state.orders.filter(({ clientOrderId }) => clientOrderId.startsWith('autoclose-'))
const income = (bench: LabBench) => bench.account.state.income.filter(({ type }) => type === 'INSURANCE_CLEAR').map(({ amount }) => amount)

describe('an isolated position', () => {
  it('is liquidated by the mark at its price, never by the last, and what is left of its margin goes to the fund', () => {
    const bench = new LabBench({ leverage: 10, marginType: 'ISOLATED' })
    bench.market('BUY', '0.1')
    const stop = bench.algo({ side: 'SELL', type: 'STOP_MARKET', triggerPrice: '50000', closePosition: 'true' })
    const order = bench.limit('SELL', '0.05', '61000')
    const other = bench.place({ symbol: 'ETHUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '2900' })
    // One hundredth above 54,216.87.
    bench.price(54_216.88, { last: 50_100, bid: 54_216.9, ask: 54_217 })
    expect([forced(bench), bench.position().quantity]).toEqual([[], 100])
    bench.told()
    const before = bench.wallet()
    bench.price(54_216.86, { bid: 54_216.9, ask: 54_217 })
    expect(forced(bench)).toMatchObject([{ side: 'SELL', executed: 100, spent: money('5421.69'), reduceOnly: true, timeInForce: 'IOC' }])
    expect([order.status, order.expiryReason, stop.status, other.status]).toEqual(['EXPIRED', 5, 'EXPIRED', 'NEW'])
    expect(bench.told()).toEqual(['order EXPIRED EXPIRED', 'algo EXPIRED', 'order NEW NEW', 'TRADE_LITE', 'account ORDER', 'order CALCULATED FILLED', 'account INSURANCE_CLEAR'])
    // 600 − 578.31 are left; the fee would be 1.25 % of 5,421.69.
    expect([income(bench), bench.wallet() - before, bench.position().isolatedWallet]).toEqual([[money('-21.69')], money(-600), 0])
  })

  it('is closed no worse than where its margin is gone', () => {
    const bench = new LabBench({ leverage: 10, marginType: 'ISOLATED' })
    bench.market('BUY', '0.1')
    const before = bench.wallet()
    bench.price(50_000)
    expect(forced(bench)).toMatchObject([{ spent: money(5_400) }])
    expect([bench.wallet() - before, income(bench)]).toEqual([money(-600), []])
  })

  it('is reduced bracket by bracket while margin is left', () => {
    const tier = (floor: number, cap: number, rate: number, deduction: number): MarginTier => ({ floor: money(floor), cap: money(cap), maintenanceRate: rate as Rate, deduction: money(deduction), leverageMax: 125 })
    const marginTiers = [tier(0, 3_000, 400_000, 0), tier(3_000, 9_000, 1_000_000, 18), tier(9_000, 900_000, 4_000_000, 288)]
    const fees = { maker: 20_000 as Rate, taker: 50_000 as Rate, liquidation: 20_000 as Rate }
    const bench = new LabBench({ leverage: 20, marginType: 'ISOLATED' }, { marginTiers, fees })
    // .2 at 60,000: 12,000 with 600; maintenance 4 % less 288, so 192 at first: (600 + 288 − 12,000) ÷ (.2 × −.96) = 57,875.
    bench.market('BUY', '0.2')
    const { state } = bench.account
    expect(liquidationPriceOf(state, state.desks.get('BTCUSDT')!, bench.position())).toBe(5_787_500)
    bench.price(57_875)
    // 9,000 ÷ 57,875 are .155 whole thousandths; 2,604.375 sold, a fee of .02 %, and the margin stays with the rest.
    expect(forced(bench)).toMatchObject([{ executed: 45, spent: money('2604.375') }])
    expect(bench.position()).toMatchObject({ quantity: 155, isolatedWallet: money(600) - money('95.625') - money('0.520875') })
  })

  it('is called for margin once before', () => {
    const bench = new LabBench({ leverage: 10, marginType: 'ISOLATED' })
    bench.market('BUY', '0.1')
    bench.told()
    // At 54,272: 27.2 of margin, and 21.7088 of maintenance are less than four fifths. At 54,271: 27.1 and 21.7084 are more.
    for (const price of [54_272, 54_271, 54_250]) bench.price(price)
    expect(bench.events).toMatchObject([{ p: [{ mt: 'ISOLATED', iw: '600', up: '-572.9', mp: '54271', mm: '21.7084' }] }])
    expect(['cw' in bench.events[0]!, bench.told()]).toEqual([false, ['MARGIN_CALL']])
    bench.price(60_000)
    bench.price(54_250)
    expect(bench.told()).toEqual(['MARGIN_CALL'])
  })
})

describe('cross margin', () => {
  it('carries all positions together; the one that loses most goes first', () => {
    const bench = new LabBench({ leverage: 50, deposit: money(1_000) }, { fees: { maker: 20_000 as Rate, taker: 50_000 as Rate, liquidation: 20_000 as Rate } })
    bench.market('BUY', '0.1')
    bench.place({ symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '1' })
    bench.price(2_700, {}, 'ETHUSDT')
    bench.price(54_000)
    expect(bench.position().quantity).toBe(100)
    // 1,000 − 3 − 1.5 − 300 − 630 = 65.5 against .4 % of 5,370 and 2,700, 32.28; at 53,500: 45.5 and 32.2; at 53,300: 25.5 and 32.12.
    bench.price(53_500)
    expect(bench.position().quantity).toBe(100)
    bench.price(53_300)
    expect([bench.position().quantity, bench.position('ETHUSDT').quantity]).toEqual([0, 1_000])
    expect(accountSums(bench.account.state).wallet + accountSums(bench.account.state).unrealized).toBeGreaterThanOrEqual(0)
  })

  it('is called for together, once, with what carries all', () => {
    const bench = new LabBench({ leverage: 50, deposit: money(1_000) })
    bench.market('BUY', '0.1')
    bench.place({ symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '1' })
    bench.price(2_700, {}, 'ETHUSDT')
    bench.told()
    // At 53,450: 695.5 less 655 are 40.5, and 32.18 of them needed. At 53,445: 40 and 32.178.
    for (const price of [53_460, 53_450, 53_445]) bench.price(price)
    expect(bench.events).toMatchObject([{ e: 'MARGIN_CALL', cw: '995.5', p: [{ s: 'BTCUSDT', mt: 'CROSSED', pa: '0.1', up: '-655.5', mm: '21.378' }, { s: 'ETHUSDT', up: '-300', mm: '10.8' }] }])
  })

  it('that position is looked for among all', () => {
    const bench = new LabBench({ leverage: 50, deposit: money(1_000) }, { fees: { maker: 20_000 as Rate, taker: 50_000 as Rate, liquidation: 20_000 as Rate } })
    bench.market('BUY', '0.01')
    bench.place({ symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '1' })
    bench.price(2_100, {}, 'ETHUSDT')
    bench.price(52_000)
    expect(bench.position('ETHUSDT').quantity).toBe(1_000)
    // 1,000 − 1.8 − 900 − 88.5 = 9.7 against .4 % of 511.5 and 2,100, 10.45.
    bench.price(51_150)
    expect([bench.position().quantity, bench.position('ETHUSDT').quantity]).toEqual([10, 0])
  })

  it('never leaves less than nothing', () => {
    const bench = new LabBench({ leverage: 100, deposit: money(400) })
    bench.market('SELL', '0.5')
    bench.price(70_000)
    expect([bench.position().quantity, bench.wallet()]).toEqual([0, expect.closeTo(0, -7)])
    expect(bench.wallet()).toBeGreaterThanOrEqual(0)
  })
})

it('the venue can close what is held for a test, whatever its margin', () => {
  const bench = new LabBench()
  bench.market('BUY', '0.1')
  bench.account.liquidate('BTCUSDT')
  expect([bench.position().quantity, forced(bench).length]).toEqual([0, 1])
})

it('the venue takes half away for somebody else, at the mark and without a fee', () => {
  const bench = new LabBench({ leverage: 10, marginType: 'ISOLATED' })
  bench.market('BUY', '0.1')
  bench.price(61_000, { bid: 60_900 })
  const before = bench.wallet()
  bench.told()
  bench.account.deleverage('BTCUSDT')
  expect([bench.position().quantity, bench.position().isolatedWallet, bench.wallet() - before]).toEqual([50, money(300), money(50)])
  expect([bench.account.state.orders.at(-1)!.clientOrderId, bench.told()]).toEqual(['adl_autoclose', ['order NEW NEW', 'TRADE_LITE', 'account ORDER', 'order CALCULATED FILLED']])
})

it('a person trades and changes the leverage elsewhere', () => {
  const bench = new LabBench()
  bench.told()
  bench.account.leverageByHand('BTCUSDT', 7)
  bench.account.tradeByHand('BTCUSDT', 'SELL', 30 as Parameters<typeof bench.account.tradeByHand>[2])
  expect([bench.told()[0], bench.position().quantity, bench.account.state.orders[0]!.clientOrderId.startsWith('web_')]).toEqual(['ACCOUNT_CONFIG_UPDATE', -30, true])
})
