import { isoTime } from '../base/system-calendar.ts'
import type { RecordSummary } from '../storage/record-reader.ts'
import type { RecordFinding, VerifiedRecord } from '../storage/record-verify.ts'
import { bytesText } from './bytes-text.ts'

/** One line for each record, the newest last. */
export function listLines(records: readonly RecordSummary[]): readonly string[] {
  if (records.length === 0) return ['Nothing was recorded yet.']
  return records.map((record) => {
    const { recordId, venue, from, to, messages, bytes, segments, open } = record
    return `${secondText(from)} to ${secondText(to)}  ${venue.padEnd(10)} ${String(messages).padStart(12)} messages ${bytesText(bytes).padStart(9)} in ${segments}  ${recordId}${open ? '  (being written, or its process died)' : ''}`
  })
}

const secondText = (time: number): string => isoTime(time).slice(0, 19).replace('T', ' ')

export const verifiedLine = ({ recordId, segments, blocks, messages, bytes, findings }: VerifiedRecord): string =>
  `${recordId}: ${messages} messages in ${blocks} blocks of ${segments} segments, ${bytesText(bytes)}, ${findings.length === 0 ? 'whole' : 'see below'}`

export const findingLine = ({ what, file, offset, bytes, detail }: RecordFinding): string =>
  `${what.padEnd(8)} ${file}${bytes > 0 ? `, bytes ${offset} to ${offset + bytes - 1}` : offset > 0 ? `, from byte ${offset} on` : ''}: ${detail}`
