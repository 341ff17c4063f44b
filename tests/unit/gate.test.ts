import { describe, expect, it } from 'vitest'
import type { CriterionName, GateVerdict } from '../../src-shared/contract/evaluation-views.ts'
import { GATE_CODES } from '../../src-shared/contract/told-codes.ts'
import { judge } from '../../src-main/training/gate/judge.ts'
import { GATE } from '../../src-main/training/gate/gate-evidence.ts'
import { overfittingOf } from '../../src-main/training/gate/overfitting-test.ts'
import { daysUntilDeflated, deflatedOf, provableSharpe } from '../../src-main/training/gate/power.ts'
import { daysOf, evidenceOf, PASSED, recipes, tradesOf } from '../../scripts/bench/gate-recipes.ts'

const criterion = ({ criteria }: GateVerdict, name: CriterionName) => criteria.find((row) => row.name === name)!
const codes = ({ reasons }: GateVerdict): readonly string[] => reasons.map(({ code }) => code)
const good = evidenceOf(1, 6)
const proven = judge(good)
const small = judge(evidenceOf(1, 1.2))

describe('the gate', () => {
  it('proves an edge among neighbours that are nearly the same', () => {
    expect(proven).toMatchObject({ verdict: 'proven', trials: 16, days: 730, daysMissing: 0, reasons: [{ code: 'gate-proven', values: { trials: 16, days: 730 } }] })
    expect(proven.criteria.map(({ name, met }) => [name, met])).toEqual([['deflated-sharpe', true], ['overfitting', true], ['walk-forward-value', true], ['track-length', true], ['strategy-risk', true], ['checks', true]])
    expect(proven.effectiveTrials).toBeGreaterThan(3)
    expect(proven.effectiveTrials).toBeLessThan(5)
    expect(proven.sharpeInterval!.low).toBeLessThan(proven.sharpeAnnual!)
    expect(proven.sharpeInterval!.high).toBeGreaterThan(proven.sharpeAnnual!)
    expect(proven.sharpeAnnual).toBeCloseTo(proven.sharpe! * Math.sqrt(365), 12)
  })

  it('says of a fifth of it how long it takes, and that so long is enough', () => {
    expect(small.verdict).toBe('not-proven')
    expect(small.daysMissing).toBeGreaterThan(100)
    expect(small.daysMissing).toBeLessThan(20_000)
    expect(codes(small)).toContain('gate-days-missing')
    expect(small.sharpeProvable).toBeGreaterThan(small.sharpeAnnual!)
  })

  it('is the same to the bit for the same evidence', () => expect(judge(evidenceOf(1, 6))).toEqual(proven))

  it('rejects what loses, on its trades or on its days', () => {
    const losing = judge({ ...good, netPerTrade: tradesOf(3, 500, -0.002) })
    expect([losing.verdict, losing.daysMissing, codes(losing)[0]]).toEqual(['rejected', null, 'gate-trades-lose'])
    const days = judge({ ...good, days: daysOf(good.days.net.map((net) => -net)) })
    expect([days.verdict, codes(days)[0], criterion(days, 'track-length').met]).toEqual(['rejected', 'gate-days-lose', false])
  })

  it('rejects whatever failed a check, and names it', () => {
    const leaked = judge({ ...good, checks: [PASSED, { name: 'purged-by-label-end', passed: false, value: 3, limit: 0 }] })
    expect(leaked).toMatchObject({ verdict: 'rejected', reasons: [{ code: 'gate-check-failed', values: { check: 'purged-by-label-end' } }] })
  })

  it('rejects what choosing made: each recipe had its sixty days, and lost on all others', () => {
    const normals = recipes(7, 720, { alike: 0, annual: Array<number>(16).fill(0) })
    const luckyOnce = normals.map((column, place) => column.map((net, day) => net + (Math.floor(day / 60) === place % 12 ? 0.02 : -0.002)))
    const trials = [normals[0]!.map((net) => net + 0.0005), ...luckyOnce.slice(1)].map((net, place) => ({ trialId: `t${place}`, days: daysOf(net) }))
    const chosen = judge({ ...good, days: trials[0]!.days, trials })
    expect(chosen.sharpe).toBeGreaterThan(0)
    expect(criterion(chosen, 'overfitting').value).toBeGreaterThan(0.8)
    expect([chosen.verdict, codes(chosen)[0]]).toEqual(['rejected', 'gate-overfitted'])
  })

  it('proves nothing of a strategy that trades with other numbers than were judged', () => {
    const cheaper = judge({ ...good, otherNumbers: ['venue.slippageMultiple', 'policy.margin'] })
    expect([cheaper.verdict, cheaper.daysMissing, cheaper.reasons[0]]).toEqual(['not-proven', null, { code: 'gate-other-numbers', values: { names: 'venue.slippageMultiple, policy.margin' } }])
    expect(cheaper.criteria.every(({ met }) => met)).toBe(true)
    expect(judge({ ...good, otherNumbers: [] })).toEqual(proven)
  })

  it('takes no comfort in neighbours that lose: luck stands above them as well as skill does', () => {
    const values = Array.from({ length: 12 }, (_, place) => {
      const [own, ...others] = recipes(100 + place, 730, { alike: 0.5, annual: Array<number>(16).fill(0) })
      // It gained something by luck, and the others pay for trades that know nothing.
      const gain = (own!.reduce((sum, net) => sum + net, 0) / own!.length) - 0.0001
      return overfittingOf([own!.map((net) => net - gain), ...others.map((column) => column.map((net) => net - 0.004))])!
    })
    expect(values.filter((value) => value <= GATE.overfittingMost).length).toBeLessThan(6)
  })

  it('has nothing to judge where there was no trade', () => {
    const idle = judge({ ...good, days: daysOf(Array<number>(730).fill(0)), netPerTrade: [] })
    expect(idle).toMatchObject({ verdict: 'not-proven', sharpe: null, sharpeAnnual: null, sharpeInterval: null, daysMissing: null, reasons: [{ code: 'gate-no-trades', values: {} }] })
    expect(idle.criteria.filter(({ met }) => met).map(({ name }) => name)).toEqual(['checks'])
  })

  it('takes whom the ledger counted, and nobody else', () => {
    expect(() => judge({ ...good, trialId: 'hidden' })).toThrow(/not among the trials/)
    expect(() => judge({ ...good, days: { day: [1, 1], net: [0, 0] } })).toThrow(/not after the one before/)
    expect(() => judge({ ...good, days: { day: [1], net: [0, 0] } })).toThrow(/one each/)
    expect(() => judge({ ...good, days: daysOf([1, NaN]) })).toThrow(/no number/)
  })

  it('has no code that the table does not name', () => {
    for (const verdict of [proven, small, judge(evidenceOf(2, 0))]) {
      for (const { code, values } of verdict.reasons) expect(Object.keys(values).toSorted()).toEqual([...GATE_CODES[code as keyof typeof GATE_CODES]].toSorted())
    }
  })
})

describe('the count of trials', () => {
  it('takes in those that failed or were cancelled, each as one of its own', () => {
    const failed = Array.from({ length: 5 }, (_, place) => ({ trialId: `failed ${place}`, days: null }))
    const more = judge({ ...good, trials: [...good.trials, ...failed] })
    expect([more.trials, more.effectiveTrials - proven.effectiveTrials]).toEqual([21, expect.closeTo(5, 9)])
    expect(criterion(more, 'deflated-sharpe').value).toBeLessThan(criterion(proven, 'deflated-sharpe').value!)
    expect(more.sharpeProvable).toBeGreaterThan(proven.sharpeProvable!)
  })

  it('takes those that never traded for one, and those of other days for strangers', () => {
    const idle = Array.from({ length: 5 }, (_, place) => ({ trialId: `idle ${place}`, days: daysOf(Array<number>(730).fill(0)) }))
    expect(judge({ ...good, trials: [...good.trials, ...idle] }).effectiveTrials - proven.effectiveTrials).toBeCloseTo(1, 9)
    const elsewhere = { trialId: 'elsewhere', days: daysOf(good.days.net, 2_000) }
    expect(judge({ ...good, trials: [...good.trials, elsewhere] }).effectiveTrials - proven.effectiveTrials).toBeCloseTo(1, 9)
  })

  it('takes nothing from the ratio because others paid more in costs', () => {
    const losers = evidenceOf(8, -8, { count: 10 }).trials.map(({ days }, place) => ({ trialId: `loser ${place}`, days }))
    const among = judge({ ...evidenceOf(3, 1.2), trials: [...evidenceOf(3, 1.2).trials, ...losers] })
    expect(among.daysMissing).not.toBeNull()
    // Ten more trials cost what their luck is worth, about a third of a Sharpe ratio, and not what they lost.
    expect(among.sharpeProvable! - judge(evidenceOf(3, 1.2)).sharpeProvable!).toBeLessThan(0.5)
  })

  it('makes fifty of the same no more than one', () => {
    const copies = Array.from({ length: 50 }, (_, place) => ({ trialId: `t${place}`, days: good.days }))
    expect(judge({ ...good, trials: copies }).effectiveTrials).toBeCloseTo(1, 9)
  })
})

describe('the test of overfitting', () => {
  it('is not said of a family that is too small, and so nothing is proven', () => {
    const few = judge(evidenceOf(1, 6, { count: 15 }))
    expect(few).toMatchObject({ verdict: 'not-proven', daysMissing: null })
    expect(codes(few)).toEqual(['gate-family-small', 'gate-time-unknown'])
    // A trial that lacks a day of it is of no use to the family.
    const short = judge({ ...good, trials: good.trials.map((trial, place) => (place === 15 ? { ...trial, days: daysOf(trial.days!.net.slice(1), 1) } : trial)) })
    expect(codes(short)).toContain('gate-family-small')
  })
})

describe('what can be proven', () => {
  const shape = { skewness: -0.4, kurtosis: 6 }

  it('takes exactly as many days as it says, when luck is all that the trials spread', () => {
    const luck = { trials: 20, effective: 6.5, spread: 1 / 399 }
    const seen = { ...shape, sharpe: 0.07 }
    const until = daysUntilDeflated(seen, 400, luck)
    const after = (days: number): number => deflatedOf(seen, days, { ...luck, spread: 0 })
    expect([deflatedOf(seen, 400, luck) < 0.95, after(until) >= 0.95, after(until - 1) < 0.95]).toEqual([true, true, true])
  })

  it('takes forever where what the trials spread beyond luck reaches as far', () => {
    expect(daysUntilDeflated({ ...shape, sharpe: 0.07 }, 400, { trials: 20, effective: 6.5, spread: 1 / 399 + 0.0036 })).toBe(Infinity)
    expect(daysUntilDeflated({ ...shape, sharpe: 0.07 }, 400, { trials: 1, effective: 1, spread: 0 })).toBeLessThan(700)
  })

  it('is the least ratio that passes', () => {
    const luck = { trials: 20, effective: 6.5, spread: 0 }
    const least = provableSharpe(shape, 400, luck)! / Math.sqrt(365)
    expect([deflatedOf({ ...shape, sharpe: least + 1e-9 }, 400, luck) >= 0.95, deflatedOf({ ...shape, sharpe: least - 1e-9 }, 400, luck) < 0.95]).toEqual([true, true])
    expect(provableSharpe(shape, 2, luck)).toBeNull()
    // On four days no ratio that anybody would believe is enough.
    expect(provableSharpe({ skewness: -3, kurtosis: 60 }, 4, { ...luck, effective: 1_000 })).toBeNull()
  })

  it('is an annual ratio of about three with thirteen months and few trials, about four with fifty', () => {
    const provable = (count: number): number => judge(evidenceOf(9, 3, { days: 395, alike: 0, count })).sharpeProvable!
    expect(provable(5)).toBeGreaterThan(2.4)
    expect(provable(5)).toBeLessThan(3.3)
    expect(provable(50)).toBeGreaterThan(3.5)
    expect(provable(50)).toBeLessThan(4.3)
  })

  it('counts the luck of trials that are nearly the same in full', () => {
    // Worth 2.5 trials: (.71 + 1.645)/√729 a day. Their own spread, a third of that of luck, would make 1.3 a year of it.
    const near = judge(evidenceOf(4, 1, { alike: 0.9 })).sharpeProvable!
    expect([near > 1.5, near < 1.85]).toEqual([true, true])
  })

  it('asks for a quarter of a year at least, however good the days', () => {
    const short = judge(evidenceOf(1, 20, { days: 80 }))
    expect(criterion(short, 'track-length')).toMatchObject({ value: 80, needed: 90, met: false })
    expect([short.verdict, short.daysMissing]).toEqual(['not-proven', 10])
  })
})
