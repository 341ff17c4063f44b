import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Engine } from './engine.ts'

export interface Past {
  readonly instruments: readonly Instrument[]
  /** Everything the journal holds, in order. */
  readonly changes: Iterable<JournalledChange>
  /** Closed candles of all instruments, ascending by time, enough for the longest window. */
  readonly candles: Iterable<Candle>
  readonly asOf: TimeMs
}

/**
 * Brings an engine to where its journal ends. Folds what was decided and never decides again; market state is rebuilt from candles.
 * Afterwards the books must still be compared with the venue before anything may open.
 */
export function recover(engine: Engine, { instruments, changes, candles, asOf }: Past): void {
  for (const instrument of instruments) engine.apply({ kind: 'instrument-accepted', time: asOf, instrument })
  for (const change of changes) engine.apply(change)
  for (const candle of candles) engine.apply({ kind: 'candle-accepted', time: candle.closeTime, candle })
}
