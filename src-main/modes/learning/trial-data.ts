import { dataHash } from '../../base/text-hash.ts'
import type { ArchiveSpan } from '../../market-data/candle-archive.port.ts'
import type { TrialData } from '../../training/trial-ledger.port.ts'
import { firstTime, lastTime } from '../archived-record.ts'

export interface DataWanted {
  readonly instruments: readonly string[]
  /** Null: as far as the archive reaches. */
  readonly from: number | null
  readonly to: number | null
}

/** What a run on archived candles looks at, named by instruments and span: known before any candle is read. */
export function trialDataOf(spans: readonly ArchiveSpan[], { instruments, from, to }: DataWanted): TrialData {
  const names = instruments.toSorted()
  const span = { from: firstTime(spans, names, from ?? 0), to: lastTime(spans, names, to ?? Number.MAX_SAFE_INTEGER) }
  return { dataHash: dataHash({ instruments: names, ...span }), instruments: names, ...span }
}
