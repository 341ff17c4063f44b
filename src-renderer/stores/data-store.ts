import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { PassportRow, RecordRow } from '../../src-shared/contract/data-views.ts'
import { readPassports, readRecords } from './commands.ts'

interface KeptData {
  /** Undefined until they were read. */
  readonly passports: readonly PassportRow[] | undefined
  readonly records: readonly RecordRow[] | undefined
  readonly reading: boolean
  /** Why they could not be read the last time. */
  readonly problem: unknown
}

/** What is kept of market data. Read when asked. */
export const useKeptData: UseBoundStore<StoreApi<KeptData>> = create<KeptData>(() => ({ passports: undefined, records: undefined, reading: false, problem: undefined }))

export function loadKeptData(): void {
  if (useKeptData.getState().reading) return
  useKeptData.setState({ reading: true })
  Promise.all([readPassports(), readRecords()]).then(
    ([passports, records]) => useKeptData.setState({ passports, records, reading: false, problem: undefined }),
    (problem: unknown) => useKeptData.setState({ reading: false, problem }),
  )
}
