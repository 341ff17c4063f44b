import type { ArchivedSpan } from '../../src-shared/contract/workstation-views.ts'

/** What is archived of one instrument, over all its spans. Times as in the contract: from ≤ open time < to. */
export interface ArchivedInstrument {
  readonly instrumentId: string
  readonly from: number
  readonly to: number
  readonly candles: number
}

/** One line per instrument, in the order of their names. */
export function archivedInstruments(spans: readonly ArchivedSpan[]): readonly ArchivedInstrument[] {
  const found = new Map<string, ArchivedInstrument>()
  for (const { instrumentId, from, to, candles } of spans) {
    const known = found.get(instrumentId)
    found.set(instrumentId, known ? { instrumentId, from: Math.min(known.from, from), to: Math.max(known.to, to), candles: known.candles + candles } : { instrumentId, from, to, candles })
  }
  return [...found.values()].toSorted((a, b) => (a.instrumentId < b.instrumentId ? -1 : 1))
}
