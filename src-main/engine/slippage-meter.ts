import type { Fill } from '../../src-shared/domain/order.ts'
import { rateAsFloat } from '../../src-shared/domain/instrument.ts'
import type { Price, Rate, TimeMs } from '../../src-shared/domain/units.ts'

/** How the slippage of the last entries compares with what was assumed for them. */
export class SlippageMeter {
  readonly #window: number
  readonly #multiples: number[] = []
  #measuredAt: TimeMs | null = null

  constructor(window: number) {
    this.#window = window
  }

  /** `reference` is the mark price at the decision. Better than assumed counts as it is, negative too. */
  add({ side, price, time }: Fill, reference: Price, assumed: Rate): void {
    const against = (side === 'buy' ? price - reference : reference - price) / reference
    this.#measuredAt = time
    this.#multiples.push(against / rateAsFloat(assumed))
    if (this.#multiples.length > this.#window) this.#multiples.shift()
  }

  /** The time of the last fill that was measured. */
  get measuredAt(): TimeMs | null {
    return this.#measuredAt
  }

  /** Mean over a full window; null before that. */
  multiple(): number | null {
    if (this.#multiples.length < this.#window) return null
    return this.#multiples.reduce((sum, multiple) => sum + multiple, 0) / this.#window
  }
}
