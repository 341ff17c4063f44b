import { describe, expect, it } from 'vitest'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { notionalOf, rateOf } from '../../src-shared/domain/instrument.ts'
import type { Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { FEE_TIER_MAX, withFeeTier } from '../../src-main/venue/recorded/fee-tiers.ts'
import { fillOf } from '../support/venue-bench.ts'
import { btc } from '../support/instruments.ts'
import { approved, listed, market, marked, plainSettings, T0 } from '../support/venue-cases.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'

const levels = Array.from({ length: FEE_TIER_MAX + 1 }, (_, tier) => tier)
const takerOf = (tier: number, payInBnb = false): number => withFeeTier(btc, tier, payInBnb).versions[0]!.fees.taker

describe('fees by tier', () => {
  it('are those of the ten levels', () => {
    const text = (rate: number): string => `${formatDecimal(rate, 6)} %`
    expect(levels.map((tier) => withFeeTier(btc, tier).versions[0]!.fees).map(({ maker, taker }) => `${text(maker)} ${text(taker)}`)).toEqual([
      '0.020000 % 0.050000 %', '0.016000 % 0.040000 %', '0.014000 % 0.035000 %', '0.012000 % 0.032000 %', '0.010000 % 0.030000 %',
      '0.008000 % 0.027000 %', '0.006000 % 0.025000 %', '0.004000 % 0.022000 %', '0.002000 % 0.020000 %', '0.000000 % 0.017000 %',
    ])
  })

  // .123 × 60,000.1 = 7,380.0123. At .05 % 3.69000615; at .04 % 2.95200492; at .017 % 1.254602091, cut.
  it.each([[0, 3_69000615], [1, 2_95200492], [9, 1_25460209]])('of level %i are paid for each fill', (tier, fee) => {
    const instrument = withFeeTier(btc, tier)
    const version = instrument.versions[0]!
    expect(rateOf(notionalOf(version, 60_000_10 as Price, 123 as Quantity), version.fees.taker)).toBe(fee)
    const venue = new SimulatedVenue(plainSettings)
    venue.market(listed(instrument))
    venue.market(marked(T0, 60_000.1))
    venue.place(approved('a', market('buy', 123)), T0 as TimeMs)
    expect(fillOf(venue.advance(T0 as TimeMs)).map((fill) => fill.fee)).toEqual([fee])
  })

  it('are a tenth less when paid in BNB, without a rest', () => {
    // .045 %, .0315 % and .0153 %.
    expect([takerOf(0, true), takerOf(2, true), takerOf(9, true)]).toEqual([45_000, 31_500, 15_300])
    for (const tier of levels) expect(Number.isInteger(takerOf(tier, true))).toBe(true)
  })

  it('change every version, and nothing but maker and taker', () => {
    const version = btc.versions[0]!
    const two = { ...btc, versions: [version, { ...version, validFrom: 1 as TimeMs, fundingIntervalMs: 3_600_000 }] }
    const changed = withFeeTier(two, 3)
    expect(changed.versions.map(({ fees }) => fees)).toEqual([{ ...version.fees, maker: 12_000, taker: 32_000 }, { ...version.fees, maker: 12_000, taker: 32_000 }])
    expect({ ...changed, versions: changed.versions.map((one, i) => ({ ...one, fees: two.versions[i]!.fees })) }).toEqual(two)
  })

  it('refuse levels that there are not, and other assets', () => {
    for (const tier of [-1, 10, 0.5, Number.NaN]) expect(() => withFeeTier(btc, tier)).toThrow(/from 0 to 9/)
    expect(() => withFeeTier({ ...btc, settleAsset: 'USDC' }, 0)).toThrow('USDC')
  })
})
