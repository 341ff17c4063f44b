import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { formatDecimal, multiplyDivideCut } from '../../src-shared/domain/decimal.ts'
import { notionalOf, rateOf, type MarginTier } from '../../src-shared/domain/instrument.ts'
import type { Amount, Price, Quantity, Rate } from '../../src-shared/domain/units.ts'
import { accountSums, liquidationPriceOf, maintenanceOf, sumsOf, unrealizedOf } from '../../src-main/lab/binance/trading/margin-sums.ts'
import { averageOf } from '../../src-main/lab/binance/trading/traded-symbol.ts'
import { maintenanceMargin, notionalMaxAt } from '../../src-main/venue/simulated/margin.ts'
import { dataFolder } from '../support/recorded.ts'
import { codeOf, LabBench, money } from '../support/lab-account.ts'

const one: readonly MarginTier[] = [{ floor: 0 as Amount, cap: money(50_000), maintenanceRate: 400_000 as Rate, deduction: 0 as Amount, leverageMax: 125 }]
/** Prices with eight decimals: nothing of a hand value is lost. */
const fine = { priceDecimals: 8, marginTiers: one }

describe('hand values', () => {
  // .1 at 60,000 with leverage 10 holds 600: (600 − 6,000) ÷ (.1 × (.004 − 1)) and (600 + 6,000) ÷ (.1 × (.004 + 1)).
  it.each([['BUY', '54216.86746988'], ['SELL', '65737.05179283']] as const)('an isolated %s of .1 at 60,000 with 600 is liquidated at %s', (side, expected) => {
    const bench = new LabBench({ leverage: 10, marginType: 'ISOLATED' })
    bench.market(side, '0.1')
    const { state } = bench.account
    const desk = state.desks.get('BTCUSDT')!
    const exact = { ...desk, rules: { ...desk.rules, version: { ...desk.rules.version, ...fine } } }
    expect(bench.position().isolatedWallet).toBe(money(600))
    expect(formatDecimal(liquidationPriceOf(state, exact, bench.position()), 8)).toBe(expected)
  })

  it('a trade pays .05 % as a taker, .02 % as a maker, cut at eight decimals', () => {
    const bench = new LabBench()
    bench.price(61_234.5)
    bench.market('BUY', '0.007')
    // 61,234.5 × .007 × .0005 = .21432075.
    expect(bench.account.state.trades.at(-1)!.fee).toBe(money('0.21432075'))
    bench.limit('SELL', '0.007', '61300.1')
    bench.price(61_300.1)
    // 61,300.1 × .007 × .0002 = .08582014; profit 65.6 × .007 = .4592.
    expect(bench.account.state.trades.at(-1)).toMatchObject({ fee: money('0.08582014'), realized: money('0.4592'), isMaker: true })
    expect(bench.wallet()).toBe(money('10000') - money('0.21432075') - money('0.08582014') + money('0.4592'))
  })

  it('funding is quantity × mark × rate: longs pay a positive rate, and amounts are cut toward zero on both sides', () => {
    for (const [side, sign] of [['BUY', -1], ['SELL', 1]] as const) {
      const bench = new LabBench({ leverage: 10, marginType: 'ISOLATED' })
      bench.market(side, '0.013')
      const [wallet, isolated] = [bench.wallet(), bench.position().isolatedWallet]
      bench.fund(7_777, 60_123.45)
      // .013 × 60,123.45 = 781.60485; × .00007777 = .0607854091845.
      expect(bench.wallet() - wallet).toBe(sign * money('0.06078540'))
      expect(bench.position().isolatedWallet - isolated).toBe(sign * money('0.06078540'))
      expect(bench.account.state.income.at(-1)).toMatchObject({ type: 'FUNDING_FEE', amount: sign * money('0.06078540'), asset: 'USDT' })
      bench.fund(-10_000, 60_000)
      expect(bench.account.state.income.at(-1)!.amount).toBe(-sign * money('0.078'))
    }
  })

  it('funding out of an isolated wallet moves the liquidation price, and none moves for a cross position', () => {
    const bench = new LabBench({ leverage: 10, marginType: 'ISOLATED' })
    bench.market('BUY', '0.1')
    const { state } = bench.account
    const desk = state.desks.get('BTCUSDT')!
    expect(liquidationPriceOf(state, desk, bench.position())).toBe(5_421_687)
    bench.fund(100_000, 60_000)
    // 6 of 600 gone: (594 − 6,000) ÷ (.1 × −.996).
    expect(liquidationPriceOf(state, desk, bench.position())).toBe(5_427_711)
  })

  it('a fresh position breaks even where its fee is earned, an increase averages, a reduction leaves the entry', () => {
    const bench = new LabBench()
    bench.market('BUY', '0.1')
    const { rules } = bench.account.state.desks.get('BTCUSDT')!
    const entry = (): string => formatDecimal(averageOf(rules, bench.position().cost, bench.position().quantity), 8, true)
    expect(formatDecimal(averageOf(rules, bench.position().cost + bench.position().burden, bench.position().quantity), 8, true)).toBe('60030')
    bench.price(63_000)
    bench.market('BUY', '0.05')
    expect(entry()).toBe('61000')
    bench.price(62_000)
    bench.market('SELL', '0.03', { reduceOnly: true })
    expect([entry(), bench.account.state.trades.at(-1)!.realized]).toEqual(['61000', money(30)])
    bench.market('SELL', '0.2')
    // The rest of .12 earns 1,000 each, and .08 are short at 62,000: one trade.
    expect([entry(), bench.position().quantity, bench.account.state.trades.at(-1)!.realized]).toEqual(['62000', -80, money(120)])
    // Turned round: 2.48 of the fee of 6.2 are the new position's, 31 a coin, and a short earns them below.
    expect(formatDecimal(averageOf(rules, bench.position().cost + bench.position().burden, bench.position().quantity), 8, true)).toBe('61969')
  })

  it('what was earned and paid on the way moves the price at which nothing is lost', () => {
    const bench = new LabBench()
    bench.market('SELL', '0.1')
    const { rules } = bench.account.state.desks.get('BTCUSDT')!
    const even = (): string => formatDecimal(averageOf(rules, bench.position().cost + bench.position().burden, bench.position().quantity), 8, true)
    expect(even()).toBe('59970')
    bench.price(59_000)
    bench.market('BUY', '0.05')
    // 50 earned, 3 and 1.475 paid: 45.525 for .05 left, above the entry of a short.
    expect(even()).toBe('60910.5')
  })

  it('initial margin is by the mark, and orders of both sides need the larger of what they would make of the position', () => {
    const bench = new LabBench({ leverage: 10 })
    bench.market('BUY', '0.1')
    bench.price(66_000)
    const desk = bench.account.state.desks.get('BTCUSDT')!
    bench.limit('BUY', '0.05', '64000')
    bench.limit('SELL', '0.25', '67000')
    // Position 6,600; with bids 9,800, with asks |6,600 − 16,750| = 10,150.
    expect(sumsOf(desk, bench.position())).toMatchObject({ notional: money(6_600), unrealized: money(600), positionMargin: money(660), orderMargin: money(355), bidNotional: money(3_200), askNotional: money(16_750) })
    // 10,000 − 3 of fees + 600 − 1,015.
    expect(accountSums(bench.account.state).available).toBe(money(9_582))
  })

  it('the cross liquidation price counts what the other positions make and need', () => {
    const bench = new LabBench({ leverage: 20, deposit: money(1_000) })
    bench.market('BUY', '0.1')
    bench.place({ symbol: 'ETHUSDT', side: 'SELL', type: 'MARKET', quantity: '1' })
    bench.price(3_100, {}, 'ETHUSDT')
    // Wallet 1,000 − 3 − 1.5; the short lost 100 and needs 3,100 × .004 = 12.4; so 883.1 carry: (883.1 − 6,000) ÷ (.1 × −.996).
    const desk = bench.account.state.desks.get('BTCUSDT')!
    expect(liquidationPriceOf(bench.account.state, desk, bench.position())).toBe(5_137_450)
  })
})

describe('what may be opened', () => {
  it.each([
    ['what the money is short of', { leverage: 10, deposit: money(599) }, () => ({ quantity: '0.1' }), -2019],
    ['what the bracket does not allow', { leverage: 125, deposit: money(100_000) }, () => ({ quantity: '0.9' }), -2027],
  ])('is not %s', (_case, settings, terms, code) => {
    const bench = new LabBench(settings)
    expect(codeOf(() => bench.market('BUY', terms().quantity))).toBe(code)
  })

  it('a market order is reckoned a little above the ask, and what closes asks for nothing', () => {
    // .1 × 60,000 × 1.0005 ÷ 10 and .1 × 30 of loss at once.
    const enough = new LabBench({ leverage: 10, deposit: money('603.3') })
    expect(enough.market('BUY', '0.1').status).toBe('FILLED')
    expect(codeOf(() => new LabBench({ leverage: 10, deposit: money('603.29') }).market('BUY', '0.1'))).toBe(-2019)
    enough.price(59_000)
    expect(enough.market('SELL', '0.1').status).toBe('FILLED')
  })
})

interface ListedTier {
  readonly info: { readonly cum: string; readonly maintMarginRatio: string; readonly notionalCap: string; readonly notionalFloor: string; readonly initialLeverage: string }
}

const path = join(dataFolder, 'binance-usdm/leverage-tiers.json.gz')
describe.skipIf(!existsSync(path))(`the recorded leverage tiers${existsSync(path) ? '' : ' (skipped: none at HAETAE_TEST_DATA)'}`, () => {
  const read = (): Record<string, readonly ListedTier[]> => JSON.parse(gunzipSync(readFileSync(path)).toString()) as Record<string, readonly ListedTier[]>
  const exact = (text: string): bigint => {
    const [whole = '0', fraction = ''] = text.split('.')
    return BigInt(whole) * 100_000_000n + BigInt(fraction.padEnd(8, '0').slice(0, 8))
  }

  it('have the deductions that their own rates make, on every step', () => {
    let steps = 0
    for (const tiers of Object.values(read())) {
      let [cum, before] = [0n, exact(tiers[0]!.info.maintMarginRatio)]
      for (const { info } of tiers) {
        cum += (exact(info.notionalFloor) * (exact(info.maintMarginRatio) - before)) / 100_000_000n
        before = exact(info.maintMarginRatio)
        expect(exact(info.cum)).toBe(cum)
        steps++
      }
    }
    expect(steps).toBe(2_112)
  })

  it('give one maintenance margin where two meet, and the cap of the last bracket with a leverage', () => {
    let meetings = 0
    for (const listed of Object.values(read())) {
      const tiers = listed.filter(({ info }) => exact(info.notionalCap) < 2n ** 53n).map(({ info }): MarginTier => ({
        floor: Number(exact(info.notionalFloor)) as Amount, cap: Number(exact(info.notionalCap)) as Amount, maintenanceRate: Number(exact(info.maintMarginRatio)) as Rate, deduction: Number(exact(info.cum)) as Amount, leverageMax: Number(info.initialLeverage),
      }))
      tiers.forEach((tier, index) => {
        expect(notionalMaxAt(tiers, tier.leverageMax)).toBe(tiers.findLast(({ leverageMax }) => leverageMax >= tier.leverageMax)!.cap)
        if (index === 0) return
        meetings++
        expect(maintenanceMargin(tiers, tier.floor)).toBe(rateOf(tier.floor, tier.maintenanceRate) - tier.deduction)
      })
    }
    expect(meetings).toBeGreaterThan(1_800)
  })

  it('hold a position of each bracket of BTC to margin ratio one at its liquidation price', () => {
    const tiers = read()['BTC/USDT:USDT']!.filter(({ info }) => exact(info.notionalCap) < 2n ** 53n).map(({ info }): MarginTier => ({
      floor: Number(exact(info.notionalFloor)) as Amount, cap: Number(exact(info.notionalCap)) as Amount, maintenanceRate: Number(exact(info.maintMarginRatio)) as Rate, deduction: Number(exact(info.cum)) as Amount, leverageMax: Number(info.initialLeverage),
    }))
    for (const { floor, cap } of tiers) {
      for (const sign of [1, -1]) {
        const bench = new LabBench({}, { marginTiers: tiers })
        const { state } = bench.account
        const desk = state.desks.get('BTCUSDT')!
        desk.marginType = 'ISOLATED'
        const quantity = (sign * Math.max(1, Math.trunc((floor + cap) / 2 / 60_000_00000000 * 1_000))) as Quantity
        const cost = notionalOf(desk.rules.version, 6_000_000 as Price, quantity)
        Object.assign(bench.position(), { quantity, cost, isolatedWallet: multiplyDivideCut(Math.abs(cost), 1, 8) })
        const price = liquidationPriceOf(state, desk, bench.position())
        const lack = (at: number): number => {
          desk.quote = { ...desk.quote!, mark: at as Price }
          return bench.position().isolatedWallet + unrealizedOf(desk, bench.position()) - maintenanceOf(desk, bench.position())
        }
        expect([lack(price + sign) > 0, lack(price - sign) < 0]).toEqual([true, true])
      }
    }
  })
})
