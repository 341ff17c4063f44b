import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../src-shared/domain/units.ts'
import type { OutcomeRows } from '../../src-main/training/outcome-rows.ts'
import { reliabilityBins, wilsonLower } from '../../src-main/training/reliability.ts'
import { horizonMs, rowsWithin } from '../../src-main/training/time-parts.ts'
import { averageUniqueness, uniquenessOf } from '../../src-main/training/uniqueness.ts'

const STEP = 5 * MINUTE_MS
const numbers = (...values: number[]): Float64Array => Float64Array.from(values)

/** Rows of one market at each five minutes; every label is a take-profit after so many minutes. */
function rowsOf(minutesHeld: readonly number[], instrumentId = 'A'): OutcomeRows {
  const outcomes = minutesHeld.map((minutes) => ({ outcome: 'tp' as const, grossReturn: 0.01, minutesHeld: minutes, mae: 0 }))
  return {
    instrumentIds: minutesHeld.map(() => instrumentId), asOf: Float64Array.from(minutesHeld, (_, row) => row * STEP), atrShare: Float64Array.from(minutesHeld, () => 0.01), features: [],
    outcomes: { long: outcomes, short: outcomes },
  }
}

describe('average uniqueness', () => {
  it('is that of the published example: labels on bars 1 to 3, 3 to 4 and 5 to 6', () => {
    // Bar 3 belongs to two labels: (1 + 1 + 1/2)/3, (1/2 + 1)/2, 1.
    expect(Array.from(averageUniqueness(numbers(1, 3, 5), numbers(4, 5, 7), 1))).toEqual([expect.closeTo(2.5 / 3, 12), 0.75, 1])
  })

  it('makes of labels that all last alike as many rows as fit side by side', () => {
    // 1,000 labels of 10 steps, one begun at each step: all but those at both ends share every step with nine others.
    const total = averageUniqueness(Float64Array.from({ length: 1_000 }, (_, row) => row), Float64Array.from({ length: 1_000 }, (_, row) => row + 10), 1).reduce((sum, weight) => sum + weight, 0)
    expect(total).toBeGreaterThan(100)
    expect(total).toBeLessThan(104)
  })

  it('counts a label that ended where it began as one step, and instruments apart', () => {
    expect(Array.from(averageUniqueness(numbers(0, 0), numbers(0, 1), 1))).toEqual([0.5, 0.5])
    const [one, other] = [rowsOf([5, 10]), rowsOf([5, 10], 'B')]
    const both: OutcomeRows = {
      ...one, instrumentIds: [...one.instrumentIds, ...other.instrumentIds], asOf: numbers(...one.asOf, ...other.asOf), outcomes: { long: [...one.outcomes.long, ...other.outcomes.long], short: one.outcomes.short },
    }
    expect(Array.from(uniquenessOf(both, 'long', STEP))).toEqual([1, 1, 1, 1])
  })
})

describe('reliability', () => {
  it.each([[0.5, 20, 0.2993], [0.1, 10, 0.0179], [1, 10, 0.7225], [0, 50, 0], [0.5, 0, 0]])('has Wilson\'s lower end for %s of %s rows: %s', (share, rows, expected) => {
    expect(wilsonLower(share, rows)).toBeCloseTo(expected, 4)
  })

  it('counts by steps of q whose upper end belongs to them, hits by rows and certainty by effective rows', () => {
    const bins = reliabilityBins({ forecasts: [0.1, 0.25, 0.26, 0.5, 0.5], hits: [0, 1, 1, 0, 1], weights: [0.1, 0.3, 0.5, 2, 2] }, 0.25)
    expect(bins.map(({ upTo, effectiveRows, observed }) => [upTo, effectiveRows, observed])).toEqual([[0.25, 0.4, 0.5], [0.5, 4.5, expect.closeTo(2 / 3, 12)], [0.75, 0, 0], [1, 0, 0]])
    expect(bins[1]!.lower).toBeCloseTo(wilsonLower(2 / 3, 4.5), 12)
    expect(bins[3]!.lower).toBe(0)
  })
})

describe('parts of time', () => {
  const labelMs = horizonMs({ barrierIntervalMs: HOUR_MS, barrierAtrWindow: 14, takeProfitAtr: 2, stopAtr: 1, horizon: 2 })

  it('are purged by the end of the horizon, however early a barrier was touched', () => {
    // 25 rows at 0:00 to 2:00; a part of three hours has those whose two hours end by 3:00: up to 1:00. The next part begins where this one ends.
    const rows = rowsOf(Array.from({ length: 25 }, () => 5))
    const first = rowsWithin(rows, { from: 0, to: 3 * HOUR_MS }, labelMs)
    expect([first.asOf.length, first.asOf.at(-1)]).toEqual([13, HOUR_MS])
    expect(Array.from(rowsWithin(rows, { from: 2 * HOUR_MS, to: 4 * HOUR_MS }, labelMs).asOf)).toEqual([2 * HOUR_MS])
  })
})
