import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Decision, SideValue } from '../../src-shared/domain/decision.ts'
import { DecisionNumbers } from '../../src-main/reports/decision-numbers.ts'

const double = fc.double()
const whole = fc.maxSafeInteger()
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ minLength: 50, maxLength: 200 }))
const part = fc.option(double)

const sideValue: fc.Arbitrary<SideValue> = fc.record({
  expectedValue: double, winProbability: double, breakEvenProbability: double, timeoutProbability: double, adverseExcursion: double, holdMinutes: double, fundingCost: double,
  grossValue: part, feeCost: part, slippageCost: part, countedProbability: double, confidence: double,
}, { requiredKeys: ['expectedValue', 'winProbability', 'breakEvenProbability', 'timeoutProbability', 'adverseExcursion', 'holdMinutes', 'fundingCost', 'grossValue', 'feeCost', 'slippageCost'] })

const decisions = fc.record({
  decisionId: text, accountId: text, strategyId: text, instrumentId: text, asOf: whole, action: fc.constantFrom('LONG', 'SHORT', 'FLAT'), reason: text, long: fc.option(sideValue), short: fc.option(sideValue),
  side: fc.constantFrom('long', 'short', null), markPrice: whole, quantity: whole, notional: whole, stopPrice: whole, takeProfitPrice: whole, exitTime: whole,
  guards: fc.array(fc.record({ guard: text, verdict: fc.constantFrom('allow', 'warn', 'refuse'), value: double, limit: double, unit: text })), features: fc.array(double),
  modelIds: fc.record({ long: text, short: text }), featureSetHash: text, configHash: text,
}, { noNullPrototype: true }) as unknown as fc.Arbitrary<Decision>

/** What the stream may forget: the account, what is in a side's value already, and the sign of nothing. */
function told({ accountId: _account, ...decision }: Decision): unknown {
  return JSON.parse(JSON.stringify(decision, (key, value: unknown) => {
    if (['grossValue', 'feeCost', 'slippageCost'].includes(key)) return undefined
    return typeof value === 'number' ? String(value + 0) : value
  }))
}

function streamOf(all: readonly Decision[]): { readonly numbers: readonly number[]; readonly texts: readonly string[] } {
  const numbers: number[] = []
  const stream = new DecisionNumbers((piece) => numbers.push(...piece))
  for (const one of all) stream.add(one)
  stream.flush()
  return { numbers, texts: stream.texts }
}

/** Reads a stream back, which could not be done if two decisions were written alike. */
class Reader {
  #at = 0
  readonly #numbers: readonly number[]
  readonly #texts: readonly string[]

  constructor({ numbers, texts }: ReturnType<typeof streamOf>) {
    this.#numbers = numbers
    this.#texts = texts
  }

  get isAtEnd(): boolean {
    return this.#at === this.#numbers.length
  }

  decision(): unknown {
    const asOf = this.#number()
    const decisionId = this.#id()
    const [strategyId, instrumentId, action, reason, side, long, short, featureSetHash, configHash] = Array.from({ length: 9 }, () => this.#text())
    const [markPrice, quantity, notional, stopPrice, takeProfitPrice, exitTime] = Array.from({ length: 6 }, () => this.#number())
    const sides = { long: this.#side(), short: this.#side() }
    const features = Array.from({ length: this.#next() }, () => this.#number())
    const guards = Array.from({ length: this.#next() }, () => ({ guard: this.#text(), verdict: this.#text(), unit: this.#text(), value: this.#number(), limit: this.#number() }))
    return {
      decisionId, strategyId, instrumentId, asOf, action, reason, ...sides, side: side === '' ? null : side, markPrice, quantity, notional, stopPrice, takeProfitPrice, exitTime,
      guards, features, modelIds: { long, short }, featureSetHash, configHash,
    }
  }

  #next(): number {
    return this.#numbers[this.#at++]!
  }

  #number(): string | undefined {
    const value = this.#next()
    return Number.isFinite(value) ? String(value) : ['NaN', 'Infinity', '-Infinity', undefined][this.#next()]
  }

  #text(): string {
    return this.#texts[this.#next()]!
  }

  #id(): string {
    const length = this.#next()
    const characters = Array.from({ length: Math.ceil(length / 3) }, () => this.#next()).flatMap((packed) => [packed % 65_536, Math.floor(packed / 65_536) % 65_536, Math.floor(packed / 65_536 ** 2)])
    return String.fromCharCode(...characters.slice(0, length))
  }

  #side(): unknown {
    if (this.#next() === 0) return null
    const names = ['expectedValue', 'winProbability', 'breakEvenProbability', 'timeoutProbability', 'adverseExcursion', 'holdMinutes', 'fundingCost', 'countedProbability', 'confidence']
    return Object.fromEntries(names.map((name) => [name, this.#number()] as const).filter(([, value]) => value !== undefined))
  }
}

it('writes decisions so that each can be read back from it, to the last bit', () => {
  const same = fc.property(fc.array(decisions, { minLength: 1, maxLength: 5 }), (all) => {
    const reader = new Reader(streamOf(all))
    expect(all.map(() => reader.decision())).toEqual(all.map(told))
    expect(reader.isAtEnd).toBe(true)
  })
  fc.assert(same, { numRuns: 500 })
})

it('writes one that is larger than its room, after what waits there', () => {
  const [small, large] = [fc.sample(decisions, { numRuns: 1, seed: 1 })[0]!, { ...fc.sample(decisions, { numRuns: 1, seed: 2 })[0]!, features: Array.from({ length: 20_000 }, (_, index) => index / 7) }]
  const reader = new Reader(streamOf([small, large, small]))
  expect([reader.decision(), reader.decision(), reader.decision()]).toEqual([small, large, small].map(told))
})
