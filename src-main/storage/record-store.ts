import { mkdirSync, rmdirSync, rmSync } from 'node:fs'
import { syncFolder } from './durable-files.ts'
import { NO_HASH, packBlock, type BlockHeader } from './record-block.ts'
import { inventory, toldRecords } from './record-inventory.ts'
import { RecordManifest, type ManifestEntry } from './record-manifest.ts'
import { encodeMessages } from './record-messages.ts'
import type { Waiting } from './record-queue.ts'
import { recoverRecords } from './record-recovery.ts'
import { recordFolder, segmentPath, segmentsIn, type SegmentBeginning } from './record-segment.ts'
import { StorageRefusal } from './refusal.ts'
import { SegmentFile } from './segment-file.ts'

/** Which record is to be written, and where. */
export interface RecordOpening {
  /** `record` in the account's folder. Made when it is not there. */
  readonly folder: string
  readonly accountId: string
  /** Letters, digits, dots and dashes. Never used before. */
  readonly recordId: string
  readonly venue: string
  /** Kept at the beginning of each segment, as JSON: what is needed to run the session again. */
  readonly setup?: unknown
  /** Of all segments of the account: beyond it the oldest go. */
  readonly bytesMax?: number
}

/** Two weeks of 500 messages a second. */
export const RECORD_BYTES_MAX: number = 20 * 2 ** 30
const SEGMENT_BYTES_MAX = 64 * 2 ** 20
/** Retention takes whole segments, so there must be some. */
const SEGMENTS_LEAST = 16

/** What is known of the segment that is being written. */
interface Current {
  readonly file: SegmentFile
  readonly segment: number
  messages: number
  from: number
  to: number
}

/**
 * The segments of one record while it is written: opens the next when one is full, and lets the oldest of the account go. Whatever fails is as if it had
 * not been tried, and may be tried again.
 */
export class RecordStore {
  readonly #opening: Required<Pick<RecordOpening, 'bytesMax'>> & RecordOpening
  readonly #manifest: RecordManifest
  #current: Current | undefined
  #segments = 0
  #messages = 0
  #held = { bytes: 0, segments: 0 }
  #previous = NO_HASH

  private constructor(opening: RecordOpening, manifest: RecordManifest) {
    this.#opening = { bytesMax: RECORD_BYTES_MAX, ...opening }
    this.#manifest = manifest
  }

  /** Closes what a crash left open, and begins the record. Rejects with what the file system says. */
  static async open(opening: RecordOpening, at: number): Promise<RecordStore> {
    const { folder, recordId, accountId, venue } = opening
    mkdirSync(recordFolder(folder, recordId), { recursive: true, mode: 0o700 })
    const manifest = new RecordManifest(folder)
    if (segmentsIn(folder, recordId).length > 0) throw new StorageRefusal('corrupt', `${recordFolder(folder, recordId)} is there already: a record never goes on with another's name`)
    await recoverRecords(folder, manifest, { own: recordId, now: at })
    const store = new RecordStore(opening, manifest)
    store.#held = inventory(folder)
    // An attempt before this one may have come so far.
    if (!manifest.entries.some((entry) => entry.recordId === recordId)) manifest.add({ at, recordId, kind: 'record-opened', accountId, venue })
    store.#retain(at)
    return store
  }

  /** Of all records of the account. */
  get held(): { readonly bytes: number; readonly segments: number } {
    return { bytes: this.#held.bytes + (this.#current?.file.size ?? 0), segments: this.#held.segments + (this.#current ? 1 : 0) }
  }

  /** It is on the disk when this resolves. Rejects with what the file system says. */
  async write(waiting: Waiting, at: number): Promise<void> {
    const block = await packed(waiting)
    const { size } = this.#current?.file ?? { size: 0 }
    if (size > 0 && size + block.length > this.#segmentBytes) await this.#closeSegment(at)
    const current = (this.#current ??= await this.#begin())
    await current.file.write(block)
    if (waiting.kind === 'hole') return
    current.messages += waiting.messages.length
    current.from ||= waiting.messages[0]!.receivedAt
    current.to = waiting.messages.at(-1)!.receivedAt
  }

  async close(at: number): Promise<void> {
    await this.#closeSegment(at)
    this.#add({ kind: 'record-closed', segments: this.#segments, messages: this.#messages, crashed: false }, at)
  }

  /** Lets go of the file. A record that was not closed before is closed by the next start, as after a crash. */
  async abandon(): Promise<void> {
    await this.#current?.file.close().catch(() => undefined)
    this.#current = undefined
  }

  get #segmentBytes(): number {
    return Math.min(SEGMENT_BYTES_MAX, Math.ceil(this.#opening.bytesMax / SEGMENTS_LEAST))
  }

  async #begin(): Promise<Current> {
    const { folder, accountId, recordId, venue, setup = null } = this.#opening
    const segment = this.#segments + 1
    const file = await SegmentFile.create(segmentPath(folder, recordId, segment), this.#previous)
    const beginning: SegmentBeginning = { version: 1, accountId, recordId, venue, segment, previous: this.#previous.toString('hex'), setup }
    try {
      await file.write(await packBlock(header('begin'), Buffer.from(JSON.stringify(beginning))))
    } catch (error) {
      await file.close()
      throw error
    }
    return { file, segment, messages: 0, from: 0, to: 0 }
  }

  /** The manifest knows of it before the next is begun. */
  async #closeSegment(at: number): Promise<void> {
    const current = this.#current
    if (!current) return
    const { file, segment, messages, from, to } = current
    this.#add({ kind: 'segment-closed', segment, bytes: file.size, messages, from, to, hash: file.hash.toString('hex') }, at)
    this.#previous = file.hash
    this.#segments = segment
    this.#messages += messages
    this.#held = this.held
    this.#current = undefined
    await file.close()
    this.#retain(at)
  }

  /** The oldest closed segments go, each after the manifest has said so. */
  #retain(at: number): void {
    const { folder, bytesMax } = this.#opening
    for (const record of toldRecords(this.#manifest.entries)) {
      const gone = new Set(record.removed.map(({ segment }) => segment))
      const left = record.closedSegments.filter(({ segment }) => !gone.has(segment))
      for (const { segment, bytes, messages } of left) {
        if (this.#held.bytes <= bytesMax - this.#segmentBytes) return
        this.#manifest.add({ at, recordId: record.recordId, kind: 'segment-removed', segment, bytes, messages })
        rmSync(segmentPath(folder, record.recordId, segment), { force: true })
        this.#held = { bytes: this.#held.bytes - bytes, segments: this.#held.segments - 1 }
      }
      if (record.closed && left.length > 0) removeEmpty(recordFolder(folder, record.recordId))
    }
    syncFolder(folder)
  }

  #add(entry: Own<ManifestEntry>, at: number): void {
    this.#manifest.add({ at, recordId: this.#opening.recordId, ...entry } as ManifestEntry)
  }
}

function packed(waiting: Waiting): Promise<Buffer> {
  if (waiting.kind === 'hole') return packBlock(header('hole'), Buffer.from(JSON.stringify(waiting.hole)))
  const { messages } = waiting
  return packBlock({ kind: 'messages', messages: messages.length, from: messages[0]!.receivedAt, to: messages.at(-1)!.receivedAt }, encodeMessages(messages))
}

type Own<Entry> = Entry extends unknown ? Omit<Entry, 'at' | 'recordId'> : never

const header = (kind: BlockHeader['kind']): Omit<BlockHeader, 'stored' | 'unpacked'> => ({ kind, messages: 0, from: 0, to: 0 })

/** What was cut off after a crash may still be in it: then it stays. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It holds something.
  }
}
