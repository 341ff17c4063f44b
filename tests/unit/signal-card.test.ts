import { describe, expect, it } from 'vitest'
import type { DecisionDetail, GuardView, SideDetail } from '../../src-shared/contract/views.ts'
import { decisionDetail as decisionDetailSchema } from '../../src-shared/contract/schemas.ts'
import { decisionDetail } from '../../src-main/ipc/decision-views.ts'
import { sideValue } from '../../src-main/policy/expected-value.ts'
import { alignOf, scaleOf } from '../../src-renderer/panels/signal/scale.ts'
import { byVerdict, leadingSide, policyChecks } from '../../src-renderer/panels/signal/sides.ts'
import { bars, waterfall } from '../../src-renderer/panels/signal/waterfall.ts'
import { decisionAt, instrumentOf } from '../support/storage-samples.ts'

const side = (more: Partial<SideDetail> = {}): SideDetail => ({
  expectedValue: 0.00124, winProbability: 0.596, breakEvenProbability: 0.452, timeoutProbability: 0.11, adverseExcursion: 0.0084, holdMinutes: 195,
  grossValue: 0.0025, feeCost: 0.001, slippageCost: 0.00024, fundingCost: 0.00002, confidence: null, saidProbability: null, contributions: [], ...more,
})

describe('what the window is told of a side', () => {
  const policy = { margin: 0.02, expectedValueMin: 0, featureSet: [], featureSetHash: 'f' }
  const sideOf = (more: object): SideDetail => {
    const decision = decisionAt(5, 'd')
    const told = decisionDetail({ ...decision, long: { ...decision.long!, ...more } }, instrumentOf('BTCUSDT'), { policy, explain: () => undefined })
    return decisionDetailSchema.parse(told).long!
  }

  it('is the probability that was counted with, and beside it what the model said and how sure it is', () => {
    expect(sideOf({ countedProbability: 0.25, confidence: -1.5 })).toMatchObject({ winProbability: 0.25, saidProbability: 1 / 3, confidence: -1.5 })
  })

  it('is q alone where it was counted with, and where nothing is known of the model', () => {
    expect(sideOf({ confidence: 2 })).toMatchObject({ winProbability: 1 / 3, saidProbability: null, confidence: 2 })
    expect(sideOf({})).toMatchObject({ winProbability: 1 / 3, saidProbability: null, confidence: null })
  })
})

describe('the waterfall', () => {
  it('goes from the gross edge through every cost to the net value, each step where the one before ended', () => {
    const steps = waterfall(side())!
    expect(steps.map(({ id }) => id)).toEqual(['gross', 'fees', 'slippage', 'funding', 'net'])
    for (let i = 1; i < 4; i++) expect(steps[i]!.from).toBeCloseTo(steps[i - 1]!.to, 12)
    expect(steps[3]!.to).toBeCloseTo(steps[4]!.value, 12)
    expect(steps.slice(0, 4).reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(0.00124, 12)
  })

  it('ends at the value that the policy counts with, funding received included', () => {
    const costs = { trading: 0.00124, fees: 0.001, slippage: 0.00024, funding: -0.0003 }
    const valued = sideValue({ winProbability: 0.52, timeoutProbability: 0.1, timeoutReturn: 0.0001, holdMinutes: 60, adverseExcursion: 0.004 }, { takeProfit: 0.02, stop: 0.01 }, costs)
    const steps = waterfall(side({ ...valued, confidence: null }))!
    expect(steps[3]).toMatchObject({ id: 'funding', value: 0.0003 })
    expect(steps[3]!.to).toBeCloseTo(valued.expectedValue, 12)
  })

  it('is not drawn from parts that are not known', () => {
    expect(waterfall(side({ feeCost: null }))).toBeUndefined()
    expect(waterfall(side({ expectedValue: null }))).toBeUndefined()
  })

  it('stands on one scale with zero in it, also when all of it is below', () => {
    const gain = bars(waterfall(side())!)
    expect(gain.zero).toBe(0)
    expect(gain.bars[0]).toEqual({ left: 0, width: 100 })
    const loss = bars(waterfall(side({ grossValue: -0.001, expectedValue: -0.00226 }))!)
    expect(loss.zero).toBe(100)
    expect(loss.bars[4]!.left).toBeCloseTo(0, 9)
    for (const { left, width } of loss.bars) expect(left + width).toBeLessThanOrEqual(100 + 1e-9)
  })
})

describe('the scale of probabilities', () => {
  it('keeps their order and stays within its width', () => {
    const { probability, breakEven, needed } = scaleOf(0.596, 0.452, 0.472)
    expect([breakEven < needed, needed < probability, breakEven > 0, probability < 100]).toEqual([true, true, true, true])
  })

  it('docks a break-even beyond certainty at the right end', () => {
    const { probability, breakEven } = scaleOf(0.4, 1.3, 1.32)
    expect(breakEven).toBe(100)
    expect(probability).toBeLessThan(100)
  })

  it('spreads nothing to the whole width', () => {
    const { probability, needed } = scaleOf(0.452, 0.452, 0.472)
    expect(needed - probability).toBeLessThan(20)
  })

  it('keeps labels apart and inside', () => {
    expect([alignOf(40, 50), alignOf(50, 40), alignOf(40, 80), alignOf(3, 50), alignOf(96, 50)]).toEqual(['left', 'right', 'middle', 'right', 'left'])
  })
})

describe('sides and checks', () => {
  const detail = (more: Partial<SideDetail>): DecisionDetail => ({ row: {} as never, long: side(more), short: null, margin: 0.02, expectedValueMin: 0, modelIds: { long: 'l', short: 's' }, exitTime: 0, guards: [] })

  it('leads with the side that was chosen, else with the nearer one', () => {
    const [good, bad] = [side(), side({ expectedValue: -0.002 })]
    expect(leadingSide({ action: 'SHORT', long: good, short: bad })).toBe('short')
    expect(leadingSide({ action: 'FLAT', long: bad, short: good })).toBe('short')
    expect(leadingSide({ action: 'FLAT', long: good, short: bad })).toBe('long')
    expect(leadingSide({ action: 'FLAT', long: null, short: null })).toBe('long')
  })

  it('asks for a value above the minimum and for q at break-even and margin', () => {
    const passed = (more: Partial<SideDetail>): boolean[] => policyChecks(detail(more), 'long').map(({ hasPassed }) => hasPassed)
    expect(passed({})).toEqual([true, true])
    expect(passed({ expectedValue: 0, winProbability: 0.5, breakEvenProbability: 0.48 })).toEqual([false, true])
    expect(passed({ winProbability: 0.4719 })).toEqual([true, false])
    expect(policyChecks(detail({}), 'short')).toEqual([])
  })

  it('puts guards that refused first, then those that warned', () => {
    const guard = (name: string, verdict: GuardView['verdict']): GuardView => ({ guard: name, verdict, value: 0, limit: 1, unit: 'ms' })
    const sorted = byVerdict([guard('a', 'allow'), guard('b', 'warn'), guard('c', 'refuse'), guard('d', 'allow'), guard('e', 'refuse')])
    expect(sorted.map((one) => one.guard).join('')).toBe('cebad')
  })
})
