import type { Decision, GuardVerdict, SideValue } from '../../src-shared/domain/decision.ts'

/** A multiple of what a decision takes as a rule. */
const ROOM = 8_192
/** What a decision takes besides its id, features and guards, at most. */
const FIXED = 80
const PER_GUARD = 7
const PER_FEATURE = 2
/** Characters of 16 bits in a number. */
const PACKED = 3
const SHIFT = 2 ** 16

/** After Infinity: what could not be written as itself. NaN has many bit patterns. */
const ODD = { nan: 0, infinity: 1, minusInfinity: 2, absent: 3 } as const

/**
 * Decisions as a stream of numbers, to be hashed: everything they say but the account they were made in, since replay and back-test keep their
 * books apart, and of a side's value without the parts that are in it already. Two streams with the same texts are equal only where the
 * decisions are, but that −0 is written as 0. As text it would take several times as long as deciding: a number's shortest digits are hard to find.
 */
export class DecisionNumbers {
  readonly #write: (numbers: Float64Array) => void
  /** By text: its place among all. */
  readonly #codes = new Map<string, number>()
  #room = new Float64Array(ROOM)
  #next = 0

  /** `write` gets the stream piece by piece; it must not keep what it is given. */
  constructor(write: (numbers: Float64Array) => void) {
    this.#write = write
  }

  /** The texts that the numbers stand for, in the order in which they were met. */
  get texts(): readonly string[] {
    return [...this.#codes.keys()]
  }

  add(decision: Decision): void {
    const { features, guards, modelIds } = decision
    this.#makeRoom(FIXED + decision.decisionId.length + PER_GUARD * guards.length + PER_FEATURE * features.length)
    this.#number(decision.asOf)
    this.#id(decision.decisionId)
    for (const text of [decision.strategyId, decision.instrumentId, decision.action, decision.reason, decision.side ?? '', modelIds.long, modelIds.short, decision.featureSetHash, decision.configHash]) this.#text(text)
    this.#number(decision.markPrice)
    this.#number(decision.quantity)
    this.#number(decision.notional)
    this.#number(decision.stopPrice)
    this.#number(decision.takeProfitPrice)
    this.#number(decision.exitTime)
    this.#side(decision.long)
    this.#side(decision.short)
    this.#number(features.length)
    for (let index = 0; index < features.length; index++) this.#number(features[index]!)
    this.#number(guards.length)
    for (const guard of guards) this.#guard(guard)
  }

  /** Hands on what waits. */
  flush(): void {
    this.#write(this.#room.subarray(0, this.#next))
    this.#next = 0
  }

  #makeRoom(numbers: number): void {
    if (this.#next + numbers <= this.#room.length) return
    this.flush()
    if (numbers > this.#room.length) this.#room = new Float64Array(numbers)
  }

  #number(value: number | undefined): void {
    if (value === undefined) this.#odd(ODD.absent)
    else if (value - value === 0) this.#room[this.#next++] = value + 0
    else this.#odd(Number.isNaN(value) ? ODD.nan : value > 0 ? ODD.infinity : ODD.minusInfinity)
  }

  #odd(kind: number): void {
    this.#room[this.#next++] = Number.POSITIVE_INFINITY
    this.#room[this.#next++] = kind
  }

  /** No two decisions have the same, so nothing is gained by keeping it. */
  #id(text: string): void {
    this.#number(text.length)
    for (let place = 0; place < text.length; place += PACKED) {
      let packed = 0
      for (let index = Math.min(place + PACKED, text.length) - 1; index >= place; index--) packed = packed * SHIFT + text.charCodeAt(index)
      this.#room[this.#next++] = packed
    }
  }

  #text(text: string): void {
    let code = this.#codes.get(text)
    if (code === undefined) this.#codes.set(text, (code = this.#codes.size))
    this.#room[this.#next++] = code
  }

  #side(value: SideValue | null): void {
    this.#room[this.#next++] = value ? 1 : 0
    if (!value) return
    this.#number(value.expectedValue)
    this.#number(value.winProbability)
    this.#number(value.breakEvenProbability)
    this.#number(value.timeoutProbability)
    this.#number(value.adverseExcursion)
    this.#number(value.holdMinutes)
    this.#number(value.fundingCost)
    this.#number(value.countedProbability)
    this.#number(value.confidence)
  }

  #guard({ guard, verdict, value, limit, unit }: GuardVerdict): void {
    this.#text(guard)
    this.#text(verdict)
    this.#text(unit)
    this.#number(value)
    this.#number(limit)
  }
}
