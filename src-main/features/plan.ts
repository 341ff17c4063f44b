import type { Block } from './block.ts'
import { featuresNamed, windowOf } from './catalogue.ts'
import type { Base, Feature } from './feature.ts'

/** What a list of features comes to: what must be there, and what is done. */
export class Plan {
  readonly features: readonly Feature[]
  /** The longest window that ends with the newest candle. */
  readonly window: number
  /** Whether some of them go on from the averages of the instrument's own candles. */
  readonly isRecursive: boolean
  /** How far back settlements must be known; undefined when none are needed. */
  readonly fundingMs: number | undefined
  /** Where the regime stands. */
  readonly regimeAt: readonly number[]
  readonly #bases: readonly Base[]

  /** Throws RangeError for a name that is not in the catalogue. */
  constructor(names: readonly string[]) {
    this.features = featuresNamed(names)
    this.window = windowOf(names)
    this.isRecursive = this.features.some(({ seed, regime }) => seed !== undefined && !regime)
    const needed = this.features.flatMap(({ fundingMs }) => (fundingMs === undefined ? [] : [fundingMs]))
    this.fundingMs = needed.length > 0 ? Math.max(...needed) : undefined
    this.regimeAt = this.features.flatMap(({ regime }, place) => (regime ? [place] : []))
    this.#bases = [...new Set(this.features.flatMap(({ bases }) => bases))]
  }

  /** Fills one column for each feature. */
  run(block: Block, columns: readonly Float64Array[]): void {
    for (const base of this.#bases) base(block)
    for (let place = 0; place < columns.length; place++) this.features[place]!.fill(block, columns[place]!)
  }
}
