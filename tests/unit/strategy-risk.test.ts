import { describe, expect, it } from 'vitest'
import { betSize, impliedCount, impliedPrecision, sharpeOfBets, strategyRisk } from '../../src-main/statistics/strategy-risk.ts'

const ASYMMETRIC = { gain: 0.005, loss: -0.01 }

describe('bets of two outcomes', () => {
  it('have the published ratios, precisions and counts', () => {
    expect(sharpeOfBets({ gain: 1, loss: -1 }, 0.55, 1)).toBeCloseTo(0.10050378152592129, 12)
    expect(impliedCount({ gain: 1, loss: -1 }, 0.55, 2)).toBeCloseTo(396, 9)
    expect(sharpeOfBets(ASYMMETRIC, 0.7, 260)).toBeCloseTo(1.1728859175816582, 10)
    expect(impliedPrecision(ASYMMETRIC, 260, 2)).toBeCloseTo(0.7222222222222222, 12)
    expect(impliedCount(ASYMMETRIC, 0.7, 2)).toBeCloseTo(756, 7)
    expect(impliedPrecision(ASYMMETRIC, 260, 0)).toBeCloseTo(0.6666666666666666, 12)
    expect(impliedCount(ASYMMETRIC, 0.6, 2)).toBe(Infinity)
  })

  it.each([[0.5, 2, 0], [0.55, 2, 0.08005561918299264], [0.6, 2, 0.1617435136141736], [0.7, 2, 0.3374794164599424], [0.9, 2, 0.8175775605482642], [0.5, 3, 0.2611173196364729], [0.6, 3, 0.41378631892686]])(
    'of %d among %d are sized %d', (probability, classes, size) => expect(betSize(probability, classes)).toBeCloseTo(size, 12))
})

describe('strategy risk', () => {
  const bets = (won: number, of: number): number[] => Array.from({ length: of }, (_, place) => ((place * 7) % of < won ? 0.02 : -0.01))

  it('is how often the precision falls below what is needed', () => {
    // Break-even is 1/3; 50 of 100 lie (.5 − 1/3)/.05 = 3.3 errors above it, 36 of 100 half an error.
    const sure = strategyRisk(bets(50, 100))!
    expect(sure.needed).toBeCloseTo(1 / 3, 12)
    expect(sure).toMatchObject({ precision: 0.5, timesMore: 1 })
    expect(sure.failure).toBeLessThan(0.01)
    const unsure = strategyRisk(bets(36, 100))!
    expect(unsure.failure).toBeGreaterThan(0.1)
    expect(unsure.timesMore).toBeGreaterThan(2)
    expect(strategyRisk(bets(30, 100))).toMatchObject({ timesMore: Infinity })
    expect(strategyRisk(bets(36, 100))).toEqual(unsure)
  })

  it('is not said of few bets, and plain where all end alike', () => {
    expect(strategyRisk(bets(10, 19))).toBeNull()
    expect([strategyRisk(bets(20, 20))!.failure, strategyRisk(bets(0, 20))!.failure]).toEqual([0, 1])
  })
})
