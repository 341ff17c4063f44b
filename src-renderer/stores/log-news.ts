import type { LogRow } from '../../src-shared/contract/views.ts'
import { useLog } from './log-store.ts'
import { rowsAfter } from './rows-after.ts'
import { useStatus } from './status-store.ts'

/** When a log begins anew its past follows at once; what comes later than this is news. */
const PAST_MS = 1_000

/** Tells of rows that come while the window looks on, not of those that were there before. */
export function onLogNews(listener: (rows: readonly LogRow[]) => void): () => void {
  let begun = useLog.getState().rows ? -Infinity : Infinity
  /** The engine's time when the log began anew: no later row is of the past. */
  let known = Infinity
  return useLog.subscribe((now, before) => {
    if (now.resets !== before.resets) {
      begun = Date.now()
      known = useStatus.getState().value?.time ?? Infinity
    }
    const isNews = Date.now() - begun > PAST_MS
    const news = rowsAfter(before.rows?.at(-1), now.rows ?? []).filter(({ time }) => isNews || time > known)
    if (news.length > 0) listener(news)
  })
}
