import type { CandlePath, MarketEvent } from '../../src-shared/domain/event.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

/** Everything a market tells at one instant, in the order in which it counts. */
export interface MarketInstant {
  readonly time: TimeMs
  readonly events: readonly (MarketEvent | CandlePath)[]
}

/** Ascending by time. Synchronous where it can be: a back-test reads hundreds of thousands of instants. */
export type MarketSource = AsyncIterable<readonly MarketInstant[]>
