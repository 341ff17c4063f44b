import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { useLog } from './log-store.ts'
import { usePage } from './page-store.ts'

/** Alarms of the log that came since the journal page was last looked at. */
export const useAlarms: UseBoundStore<StoreApi<{ readonly unseen: number }>> = create<{ readonly unseen: number }>(() => ({ unseen: 0 }))

let seenUntil = 0
let session = 0

function count(): void {
  const { rows = [], resets } = useLog.getState()
  // Another session has other times.
  if (resets !== session) seenUntil = 0
  session = resets
  if (usePage.getState().page === 'journal') seenUntil = rows.at(-1)?.time ?? seenUntil
  useAlarms.setState({ unseen: rows.filter(({ level, time }) => level === 'alarm' && time > seenUntil).length })
}

useLog.subscribe(count)
usePage.subscribe(count)
