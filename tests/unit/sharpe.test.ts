import { describe, expect, it } from 'vitest'
import { deflatedSharpe2014, expectedMaximum, luckySharpe, minBacktestYears } from '../../src-main/statistics/deflated-sharpe.ts'
import { autocorrelation, momentsOf, NORMAL_SHAPE, sharpeRatio, type Shape } from '../../src-main/statistics/moments.ts'
import { minTrackRecord2012, probabilisticSharpe2012 } from '../../src-main/statistics/sharpe-2012.ts'
import { criticalSharpe2025, minTrackRecord2025, missRate2025, observedFalseDiscovery2025, plannedFalseDiscovery2025, probabilisticSharpe2025, standardError2025 } from '../../src-main/statistics/sharpe-2025.ts'

/** The fund of Bailey and López de Prado 2012: two years of months. */
const FUND = { skewness: -2.448, kurtosis: 10.164 }
const MONTHLY = 1.585 / Math.sqrt(12)
const close = (actual: number, expected: number): void => expect(Math.abs(actual - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)))

describe('moments', () => {
  it('are of the sample where spread is, raw and of the population where shape is', () => {
    // Of 1, 2, 3, 6: mean 3, squares 14, cubes 18, fourth powers 98.
    const { mean, deviation, skewness, kurtosis } = momentsOf([1, 2, 3, 6])
    close(mean, 3)
    close(deviation, Math.sqrt(14 / 3))
    close(skewness, 18 / 4 / (14 / 4) ** 1.5)
    close(kurtosis, 98 / 4 / (14 / 4) ** 2)
    expect(momentsOf([2, 2, 2])).toMatchObject({ deviation: 0, ...NORMAL_SHAPE })
    expect(momentsOf([5])).toMatchObject({ count: 1, mean: 5, deviation: 0 })
  })

  it('give no ratio where nothing varies', () => {
    expect([sharpeRatio([]), sharpeRatio([1]), sharpeRatio([1, 1])]).toEqual([null, null, null])
    close(sharpeRatio([1, 2, 3])!, 2)
    close(autocorrelation([1, -1, 1, -1]), -3 / 4)
    expect(autocorrelation([1, 1])).toBe(0)
  })
})

describe('the convention of 2012', () => {
  it('gives the published probabilities', () => {
    close(probabilisticSharpe2012({ sharpe: MONTHLY, ...FUND }, 0, 24), 0.9132343068848602)
    close(probabilisticSharpe2012({ sharpe: MONTHLY, ...NORMAL_SHAPE }, 0, 24), 0.9815912360834967)
  })

  it('never takes excess kurtosis for kurtosis, from returns to the probability', () => {
    // Two values only have the smallest kurtosis there is: 1 for an even coin, which is −2 in excess.
    expect(momentsOf([1, -1, 1, -1]).kurtosis).toBe(1)
    expect(() => probabilisticSharpe2012({ sharpe: 2, skewness: 0, kurtosis: -2 }, 0, 24)).toThrow(/raw fourth moment/)
    const psr = probabilisticSharpe2012({ sharpe: MONTHLY, ...FUND }, 0, 24)
    expect(Math.abs(psr - 0.9198410109298375)).toBeGreaterThan(1e-3)
    // A sum that takes three off the kurtosis gives exactly the wrong number.
    close(probabilisticSharpe2012({ sharpe: MONTHLY, skewness: FUND.skewness, kurtosis: FUND.kurtosis - 3 }, 0, 24), 0.9198410109298375)
  })

  it('says how long a track must be', () => {
    const years = ([annual, benchmark]: readonly [number, number], periods: number, shape: Shape): number =>
      minTrackRecord2012({ sharpe: annual / Math.sqrt(periods), ...shape }, benchmark / Math.sqrt(periods), 0.95) / periods
    close(years([2, 1], 250, NORMAL_SHAPE), 2.731187801728176)
    close(years([2, 1], 52, NORMAL_SHAPE), 2.828833586945237)
    close(years([2, 1], 12, NORMAL_SHAPE), 3.239800696444647)
    close(years([3, 2.5], 12, { skewness: -0.72, kurtosis: 5.78 }), 27.3529201960403)
  })

  it('says so for the fund, and never where the benchmark is not beaten', () => {
    close(minTrackRecord2012({ sharpe: MONTHLY, ...FUND }, 0, 0.95), 34.597103487169605)
    expect(minTrackRecord2012({ sharpe: 0.1, ...NORMAL_SHAPE }, 0.1, 0.95)).toBe(Infinity)
  })
})

describe('the convention of 2025', () => {
  const SR = 0.036 / 0.079
  const sampling = { ...FUND, periods: 24 }
  const test = { none: 0, some: 0.5, level: 0.05, sampling }

  it('gives the authors’ numbers', () => {
    close(standardError2025(SR, sampling), 0.32858859404279556)
    close(standardError2025(SR, { ...NORMAL_SHAPE, periods: 24 }), 0.21445954499051031)
    close(probabilisticSharpe2025(SR, 0, sampling), 0.9872072612614331)
    close(probabilisticSharpe2025(SR, 0.1, sampling), 0.9391476251031434)
    close(minTrackRecord2025({ sharpe: SR, ...FUND }, 0, 0.05), 13.02877831559373)
    close(minTrackRecord2025({ sharpe: SR, ...FUND }, 0, 0.1), 7.908995929745373)
    close(criticalSharpe2025(0, 0.05, sampling), 0.3357543406331116)
    close(missRate2025(test), 0.3152080143705137)
    // Theirs takes β as .315.
    close(plannedFalseDiscovery2025(0.05, 0.315, 0.05), 0.5810397553516818)
    close(observedFalseDiscovery2025(SR, test, 0.05), 0.30585644030366493)
  })

  it('gives them for returns that follow each other too', () => {
    const following = { ...sampling, autocorrelation: 0.2 }
    close(standardError2025(SR, following), 0.3794899975333317)
    close(probabilisticSharpe2025(SR, 0, following), 0.9658320053889371)
    close(probabilisticSharpe2025(SR, 0.1, following), 0.9004759174031461)
    close(minTrackRecord2025({ sharpe: SR, ...FUND, autocorrelation: 0.2 }, 0, 0.05), 19.543167473390596)
    close(minTrackRecord2025({ sharpe: SR, ...FUND, autocorrelation: 0.2 }, 0, 0.1), 11.86349389461806)
    expect(minTrackRecord2025({ sharpe: 0.1, ...FUND }, 0.1, 0.05)).toBe(Infinity)
    expect(() => standardError2025(2, { skewness: 0, kurtosis: -2, periods: 24 })).toThrow(/raw fourth moment/)
  })
})

describe('luck', () => {
  it.each([[2, 0.5197553442805939], [5, 1.1925940010147893], [10, 1.57459830134575], [20, 1.9007079511811988], [40, 2.1894802275371754], [45, 2.2356401777664052], [46, 2.2441708308410093],
    [50, 2.2763030934203483], [88, 2.485294787590927], [100, 2.5306028932016846], [200, 2.765523904633547], [500, 3.0525275745280807], [1000, 3.255121513652723], [10000, 3.86066485551044]])(
    'makes the largest of %d normals %d', (count, largest) => close(expectedMaximum(count), largest))

  it('is nothing with one trial, grows without a jump, and cannot be said of none', () => {
    expect([expectedMaximum(1), expectedMaximum(2) - expectedMaximum(2 - 1e-12) < 1e-11]).toEqual([0, true])
    expect(() => expectedMaximum(0)).toThrow(/at least one/)
  })

  it.each([[10, 2.4793598106009216], [45, 4.998087004443404], [100, 6.403951003080737], [1000, 10.595816068644794]])('reaches an annual ratio of 1 with %d trials on %d years', (trials, years) => {
    close(minBacktestYears(trials, 1), years)
  })

  it('is taken from an annual ratio of 2.5, as published', () => {
    const crooked = { sharpe: 2.5 / Math.sqrt(250), skewness: -3, kurtosis: 10 }
    const normal = { ...crooked, ...NORMAL_SHAPE }
    const lucks = [[46, 0.10036237061765357, 0.9505017068755787, 0.9787387232156534], [88, 0.11114576178358426, 0.910153014744707, 0.9504908166760139], [100, 0.11317200186513214, 0.9003968344493903, 0.9427705859565294]] as const
    for (const [trials, lucky, deflated, ofNormal] of lucks) {
      const luck = { trials, variance: 0.5 / 250 }
      close(luckySharpe(luck.trials, luck.variance), lucky)
      close(deflatedSharpe2014(crooked, 1250, luck), deflated)
      close(deflatedSharpe2014(normal, 1250, luck), ofNormal)
    }
  })
})
