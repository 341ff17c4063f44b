import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { formatDecimal, parseDecimal } from '../../src-shared/domain/decimal.ts'
import { notionalOf, type InstrumentVersion, type MarginTier } from '../../src-shared/domain/instrument.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'
import { liquidationPrice, type IsolatedPosition } from '../../src-shared/domain/margin.ts'
import { bankruptcyPrice, initialMargin, maintenanceMargin, notionalMaxAt } from '../../src-main/venue/simulated/margin.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { btc } from '../support/instruments.ts'
import { approved, listed, market, marked, plainSettings, T0 } from '../support/venue-cases.ts'

const DATA = join(process.env['HAETAE_TEST_DATA'] ?? '../shared/data', 'binance-usdm/leverage-tiers.json.gz')
const base = btc.versions[0]!
/** Prices with eight decimals, so that nothing of the hand values is lost. */
const fine: InstrumentVersion = { ...base, priceDecimals: 8, quantityDecimals: 3 }

const usdt = (text: string | number): Amount => parseDecimal(String(text), 8) as Amount
const position = (quantity: number, entry: string, wallet: string): IsolatedPosition => ({
  quantity: quantity as Quantity, cost: notionalOf(fine, parseDecimal(entry, 8) as Price, quantity as Quantity), isolatedWallet: usdt(wallet),
})
const one = (rate: number): InstrumentVersion => ({ ...fine, marginTiers: [{ floor: usdt(0), cap: usdt(50_000), maintenanceRate: rate as Rate, deduction: usdt(0), leverageMax: 125 }] })

describe('the liquidation price', () => {
  // (600 − 6,000) ÷ (.1 × (.004 − 1)) and (600 + 6,000) ÷ (.1 × (.004 + 1)).
  it.each([[100, '54216.86746988'], [-100, '65737.05179283']])('of %i thousandths at 60,000 with 600 in it is %s', (quantity, expected) => {
    expect(formatDecimal(liquidationPrice(one(400_000), position(quantity, '60000', '600')), 8)).toBe(expected)
  })

  it('is 0 for a long that its wallet pays for in full', () => {
    expect(liquidationPrice(one(400_000), position(100, '60000', '6000'))).toBe(0)
  })

  it('is taken from the tier of the notional at that price, not at the entry', () => {
    // 1 at 60,000 with 12,000 is worth 60,000 at entry: second tier. At its liquidation price it is worth 48,000 or so: first tier.
    // (12,000 − 60,000) ÷ (.004 − 1) = 48,192.77108434; with the second tier it would be (12,050 − 60,000) ÷ (.005 − 1) = 48,190.95477387.
    expect(formatDecimal(liquidationPrice(fine, position(1_000, '60000', '12000')), 8)).toBe('48192.77108434')
    // A short of .8 at 60,000 with 6,000: 48,000 at entry, first tier; (54,000 + 50) ÷ (.8 × 1.005) = 67,226.36815920 in the second.
    expect(formatDecimal(liquidationPrice(fine, position(-800, '60000', '6000')), 8)).toBe('67226.36815920')
  })

  it('has no position left worth less than its maintenance margin on the safe side of it', () => {
    for (const held of [position(1_000, '60000', '12000'), position(-800, '60000', '6000'), position(37, '61234.5', '150')]) {
      const price = liquidationPrice(fine, held)
      const margin = (at: number): number => held.isolatedWallet + notionalOf(fine, at as Price, held.quantity) - held.cost - maintenanceMargin(fine.marginTiers, Math.abs(notionalOf(fine, at as Price, held.quantity)) as Amount)
      const away = Math.sign(held.quantity) * 1_000_000
      expect(margin(price + away)).toBeGreaterThan(0)
      expect(margin(price - away)).toBeLessThan(0)
    }
  })
})

describe('margin', () => {
  it('is the notional over the leverage at first, cut', () => {
    expect(initialMargin(usdt('6000.00000001'), 7)).toBe(usdt('857.14285714'))
    expect(initialMargin(usdt('-6000'), 10)).toBe(usdt('600'))
  })

  it('is rate × notional − deduction later on, and one value where two tiers meet', () => {
    // .5 % of 60,000 less 50; at 50,000 both tiers say 200.
    expect([maintenanceMargin(base.marginTiers, usdt(60_000)), maintenanceMargin(base.marginTiers, usdt(50_000))]).toEqual([usdt(250), usdt(200)])
  })

  it('allows a notional for each leverage', () => {
    expect([125, 100, 20, 126].map((leverage) => notionalMaxAt(base.marginTiers, leverage))).toEqual([usdt(50_000), usdt(600_000), usdt(600_000), 0])
  })

  it('is gone at the bankruptcy price, rounded to the tick that loses no more', () => {
    const coarse = (quantity: number, wallet: string): IsolatedPosition => ({ quantity: quantity as Quantity, cost: notionalOf(base, 60_000_00 as Price, quantity as Quantity), isolatedWallet: usdt(wallet) })
    // 600.07 ÷ .1 = 6,000.7 below and above 60,000; 600.075 moves it half a tick.
    expect(bankruptcyPrice(base, coarse(100, '600.07'))).toBe(53_999_30)
    expect(bankruptcyPrice(base, coarse(-100, '600.07'))).toBe(66_000_70)
    expect(bankruptcyPrice(base, coarse(100, '600.075'))).toBe(53_999_30)
    expect(bankruptcyPrice(base, coarse(-100, '600.075'))).toBe(66_000_70)
  })
})

interface ListedTier {
  readonly info: { readonly cum: string; readonly maintMarginRatio: string; readonly notionalCap: string; readonly notionalFloor: string; readonly initialLeverage: string }
}

/** An amount is a safe integer, so no notional is beyond 90 million; the last tier that begins below that ends there. */
const tierOf = ({ info }: ListedTier): MarginTier => ({
  floor: usdt(info.notionalFloor), cap: parseDecimal(info.notionalCap, 8) === undefined ? (Number.MAX_SAFE_INTEGER as Amount) : usdt(info.notionalCap), maintenanceRate: parseDecimal(info.maintMarginRatio, 8) as Rate, deduction: usdt(info.cum), leverageMax: Number(info.initialLeverage),
})

/** The venue's own description: choose the bracket of the notional at the price, until it stays the same. */
function byIteration(version: InstrumentVersion, held: IsolatedPosition): { readonly price: number; readonly settled: boolean } {
  let tier = version.marginTiers[0]!
  for (let round = 0; round < 40; round++) {
    const price = liquidationPrice({ ...version, marginTiers: [tier] }, held)
    const notional = Math.abs(notionalOf(version, price, held.quantity))
    const next = version.marginTiers.find(({ cap }) => notional <= cap) ?? version.marginTiers.at(-1)!
    if (next === tier) return { price, settled: true }
    tier = next
  }
  return { price: 0, settled: false }
}

describe.skipIf(!existsSync(DATA))(`real leverage tiers (skipped when ${DATA} is missing)`, () => {
  it('give the price that iterating over the brackets gives', () => {
    const table = JSON.parse(gunzipSync(readFileSync(DATA)).toString()) as Record<string, readonly ListedTier[]>
    const tiers = table['BTC/USDT:USDT']!.filter(({ info }) => parseDecimal(info.notionalFloor, 8) !== undefined).map(tierOf)
    expect(tiers.length).toBeGreaterThan(5)
    const version: InstrumentVersion = { ...base, marginTiers: tiers }
    const at = (notional: number): number => tiers.findIndex(({ cap }) => Math.abs(notional) <= cap)
    let crossings = 0
    for (const quantity of [3, 800, 9_900, 48_000, 190_000, 1_000_000].flatMap((thousandths) => [thousandths, -thousandths] as Quantity[])) {
      for (const share of [8, 20, 50, 100, 250]) {
        const cost = notionalOf(version, 60_000_00 as Price, quantity)
        const held: IsolatedPosition = { quantity, cost, isolatedWallet: Math.floor((Math.abs(cost) * share) / 1_000) as Amount }
        const expected = byIteration(version, held)
        expect(expected.settled).toBe(true)
        expect(liquidationPrice(version, held)).toBe(expected.price)
        if (at(cost) !== at(notionalOf(version, expected.price as Price, quantity))) crossings++
      }
    }
    expect(crossings).toBeGreaterThan(3)
  })

  it('are gone down one by one when a large position is liquidated, each step by the published formula', async () => {
    const table = JSON.parse(gunzipSync(readFileSync(DATA)).toString()) as Record<string, readonly ListedTier[]>
    const tiers = table['BTC/USDT:USDT']!.filter(({ info }) => parseDecimal(info.notionalFloor, 8) !== undefined).map(tierOf)
    const version: InstrumentVersion = { ...base, marginTiers: tiers, rules: { ...base.rules, quantityMax: 1_000_000 as Quantity, marketQuantityMax: 1_000_000 as Quantity } }
    const venue = new SimulatedVenue({ ...plainSettings, leverage: 20, deposit: usdt(1_000_000) })
    venue.market(listed({ ...btc, versions: [version] }))
    venue.market(marked(T0, 60_000))
    // 100 at 60,000: 6,000,000 with 300,000 of margin, in the fourth bracket (1 %, from 3,000,000 on).
    venue.place(approved('a', market('buy', 100_000)), T0 as TimeMs)
    venue.advance(T0 as TimeMs)
    const [held] = (await venue.snapshot()).positions
    const { maintenanceRate, deduction } = tiers.find(({ cap }) => cap >= usdt(5_760_000))!
    expect([maintenanceRate, tiers.findIndex(({ cap }) => cap >= usdt(5_760_000))]).toEqual([1_000_000, 3])
    expect(held!.liquidationPrice).toBe(Math.round((300_000 + deduction / 1e8 - 6_000_000) / (100 * (0.01 - 1)) * 100))
    const mark = held!.liquidationPrice / 100
    venue.market(marked(T0 + 1, mark))
    const fills = venue.advance((T0 + 1) as TimeMs).flatMap(({ report }) => (report.kind === 'order-filled' ? [report.fill.quantity] : []))
    // What each bracket below holds at this mark, in whole thousandths. 1.25 % of the first part leaves little of the maintenance margin, and of the second
    // nothing: there is no margin left to hold the rest with.
    const kept = [3_000_000, 600_000].map((floor) => Math.floor((floor / mark) * 1_000))
    expect(fills).toEqual([100_000 - kept[0]!, kept[0]! - kept[1]!, kept[1]!])
    expect(await venue.snapshot()).toMatchObject({ positions: [], wallet: usdt(1_000_000) - usdt(3_000) - usdt(300_000) })
  })
})
