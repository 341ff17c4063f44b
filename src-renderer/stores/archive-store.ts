import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { archivedInstruments, type ArchivedInstrument } from './archived.ts'
import { readArchive } from './commands.ts'

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
