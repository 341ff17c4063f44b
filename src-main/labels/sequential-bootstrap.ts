import type { SeededRandom } from '../base/seeded-random.ts'

/** The steps that labels last, the end excluded, whole numbers from 0; one place for each label. */
export interface LabelSpans {
  readonly from: Int32Array
  readonly to: Int32Array
}

/**
 * Draws labels so that those which overlap what was drawn before are less likely: with probabilities in the ratio of the average uniqueness that each would have
 * (López de Prado, Advances in Financial Machine Learning, 4.5.3). A draw changes only the labels that share a step with it.
 */
export class SequentialBootstrap {
  readonly #spans: LabelSpans
  /** How often each step was drawn. */
  readonly #drawn: Int32Array
  /** Labels that last through each step. */
  readonly #through: readonly (readonly number[])[]
  readonly #uniqueness: Float64Array

  constructor(spans: LabelSpans) {
    this.#spans = spans
    const steps = spans.to.reduce((most, to) => Math.max(most, to), 0)
    const through = Array.from({ length: steps }, (): number[] => [])
    for (const [label, from] of spans.from.entries()) for (let step = from; step < spans.to[label]!; step++) through[step]!.push(label)
    this.#through = through
    this.#drawn = new Int32Array(steps)
    this.#uniqueness = new Float64Array(spans.from.length).fill(1)
  }

  /** Of each label to be drawn next. */
  get probabilities(): Float64Array {
    const sum = this.#uniqueness.reduce((total, one) => total + one, 0)
    return this.#uniqueness.map((one) => one / sum)
  }

  draw(random: SeededRandom): number {
    let rest = random.uniform() * this.#uniqueness.reduce((total, one) => total + one, 0)
    const found = this.#uniqueness.findIndex((one) => (rest -= one) < 0)
    const label = found < 0 ? this.#uniqueness.length - 1 : found
    this.take(label)
    return label
  }

  /** As if this label had been drawn. */
  take(label: number): void {
    const touched = new Set<number>()
    for (let step = this.#spans.from[label]!; step < this.#spans.to[label]!; step++) {
      this.#drawn[step]!++
      for (const other of this.#through[step]!) touched.add(other)
    }
    for (const other of touched) this.#uniqueness[other] = this.#uniquenessOf(other)
  }

  #uniquenessOf(label: number): number {
    const from = this.#spans.from[label]!
    const to = this.#spans.to[label]!
    let sum = 0
    for (let step = from; step < to; step++) sum += 1 / (1 + this.#drawn[step]!)
    return sum / (to - from)
  }
}
