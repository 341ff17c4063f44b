import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { ArchivedSpan } from '../../src-shared/contract/workstation-views.ts'
import { readArchive } from './commands.ts'

/** What is archived of one instrument, over all its spans. Times as in the contract: from ≤ open time < to. */
export interface ArchivedInstrument {
  readonly instrumentId: string
  readonly from: number
  readonly to: number
  readonly candles: number
}

interface Archive {
  /** Undefined until it was read. */
  readonly instruments: readonly ArchivedInstrument[] | undefined
  /** Why it could not be read the last time. */
  readonly problem: unknown
}

/** What can be replayed and back-tested. */
export const useArchive: UseBoundStore<StoreApi<Archive>> = create<Archive>(() => ({ instruments: undefined, problem: undefined }))

export function loadArchive(): void {
  readArchive().then((spans) => useArchive.setState({ instruments: archivedInstruments(spans), problem: undefined }), (problem: unknown) => useArchive.setState({ problem }))
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
