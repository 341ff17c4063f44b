import { readdirSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { HASH_BYTES, HEADER_BYTES, readHeader } from './record-block.ts'
import type { ManifestEntry } from './record-manifest.ts'
import { segmentPath, segmentsIn } from './record-segment.ts'

type Entry<Kind extends ManifestEntry['kind']> = Extract<ManifestEntry, { kind: Kind }>

/** A record as the manifest tells it. */
export interface ToldRecord {
  readonly recordId: string
  readonly opened: Entry<'record-opened'>
  readonly closedSegments: readonly Entry<'segment-closed'>[]
  readonly removed: readonly Entry<'segment-removed'>[]
  readonly cuts: readonly Entry<'tail-cut'>[]
  /** Undefined while it is written, and after a crash until the next start. */
  readonly closed: Entry<'record-closed'> | undefined
}

/** In the order in which they were begun. */
export function toldRecords(entries: readonly ManifestEntry[]): readonly ToldRecord[] {
  return [...Map.groupBy(entries, ({ recordId }) => recordId)].flatMap(([recordId, own]) => {
    const opened = ofKind(own, 'record-opened')[0]
    return opened
      ? [{ recordId, opened, closedSegments: ofKind(own, 'segment-closed'), removed: ofKind(own, 'segment-removed'), cuts: ofKind(own, 'tail-cut'), closed: ofKind(own, 'record-closed')[0] }]
      : []
  })
}

function ofKind<Kind extends ManifestEntry['kind']>(entries: readonly ManifestEntry[], kind: Kind): readonly Entry<Kind>[] {
  return entries.filter((entry): entry is Entry<Kind> => entry.kind === kind)
}

/** Messages and times of a segment, and where whole blocks end; told by its headers alone. */
export interface SegmentSums {
  readonly messages: number
  readonly from: number
  readonly to: number
  readonly end: number
}

export async function sumsOf(path: string): Promise<SegmentSums> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const sums = { messages: 0, from: 0, to: 0, end: 0 }
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, sums.end)
      const header = readHeader(buffer.subarray(0, bytesRead))
      const end = header ? sums.end + HEADER_BYTES + header.stored + HASH_BYTES : Number.POSITIVE_INFINITY
      if (!header || end > size) return sums
      sums.end = end
      if (header.messages === 0) continue
      sums.messages += header.messages
      sums.from ||= header.from
      sums.to = header.to
    }
  } finally {
    await file.close()
  }
}

/** Bytes of all segments of an account's records, and how many there are. */
export function inventory(folder: string): { readonly bytes: number; readonly segments: number } {
  const records = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const sizes = records.flatMap(({ name }) => segmentsIn(folder, name).map((segment) => statSync(segmentPath(folder, name, segment)).size))
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), segments: sizes.length }
}
