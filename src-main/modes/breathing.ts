import { systemTimer } from '../base/system-timer.ts'
import type { MarketSource, SourceEvent } from './market-source.ts'

/** About sixteen thousand events: some tenths of a second. */
const ARRAYS = 16

/** The record, with a breath now and then in which the rest of the process is heard. Where every answer is at hand nothing else ever waits. */
export async function* breathing(record: MarketSource): AsyncGenerator<readonly SourceEvent[]> {
  let arrays = 0
  for await (const events of record) {
    if (++arrays % ARRAYS === 0) await systemTimer.after(0).done
    yield events
  }
}
