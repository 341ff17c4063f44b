import { renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { syncFolder } from './durable-files.ts'
import { toldRecords, type ToldRecord } from './record-inventory.ts'
import type { RecordManifest } from './record-manifest.ts'
import { readSegment, segmentPath, segmentsIn } from './record-segment.ts'

/**
 * Closes what a crash has left open: cuts off what is not whole behind the last whole block, keeps it in a file beside, and says so in the manifest. Damage
 * before a whole block stays as it is, for `verify` to tell. Also finishes what retention had said and not done. `own` is the one that is being begun.
 */
export async function recoverRecords(folder: string, manifest: RecordManifest, { own, now }: { readonly own: string; readonly now: number }): Promise<void> {
  for (const record of toldRecords(manifest.entries)) {
    for (const { segment } of record.removed) rmSync(segmentPath(folder, record.recordId, segment), { force: true })
    if (!record.closed && record.recordId !== own) await closeAfterCrash(folder, record, { manifest, now })
  }
}

interface Closing {
  readonly manifest: RecordManifest
  readonly now: number
}

async function closeAfterCrash(folder: string, { recordId, closedSegments }: ToldRecord, { manifest, now: at }: Closing): Promise<void> {
  const known = new Set(closedSegments.map(({ segment }) => segment))
  let messages = closedSegments.reduce((sum, entry) => sum + entry.messages, 0)
  for (const segment of segmentsIn(folder, recordId).filter((one) => !known.has(one))) {
    const path = segmentPath(folder, recordId, segment)
    const last = await lastWhole(path)
    if (last.end < statSync(path).size) await cutTail(path, last.end, (bytes, keptAs) => manifest.add({ at, recordId, kind: 'tail-cut', segment, bytes, keptAs }))
    if (last.end === 0) rmSync(path)
    else manifest.add({ at, recordId, kind: 'segment-closed', segment, bytes: last.end, messages: last.messages, from: last.from, to: last.to, hash: last.hash })
    messages += last.messages
  }
  manifest.add({ at, recordId, kind: 'record-closed', segments: segmentsIn(folder, recordId).length, messages, crashed: true })
}

interface WholePart {
  /** Where the last whole block ends. */
  readonly end: number
  readonly hash: string
  readonly messages: number
  readonly from: number
  readonly to: number
}

async function lastWhole(path: string): Promise<WholePart> {
  let whole: WholePart = { end: 0, hash: '', messages: 0, from: 0, to: 0 }
  for await (const piece of readSegment(path)) {
    if (piece.what !== 'block') continue
    const { messages, from, to } = piece.header
    const times = messages > 0 ? { from: whole.from || from, to } : { from: whole.from, to: whole.to }
    whole = { end: piece.offset + piece.bytes, hash: piece.hash.toString('hex'), messages: whole.messages + messages, ...times }
  }
  return whole
}

/** The bytes are beside, and the manifest says so, before they go. */
async function cutTail(path: string, end: number, tell: (bytes: number, keptAs: string) => void): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    const { buffer } = await file.read(Buffer.alloc(size - end), 0, size - end, end)
    const kept = `${path}.cut`
    const beside = await open(`${kept}.new`, 'w', 0o600)
    await beside.writeFile(buffer)
    await beside.datasync()
    await beside.close()
    renameSync(`${kept}.new`, kept)
    syncFolder(dirname(path))
    tell(size - end, basename(kept))
    await file.truncate(end)
    await file.datasync()
  } finally {
    await file.close()
  }
}
