import { readdirSync, type PathLike } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { HASH_BYTES, hashAfter, HEADER_BYTES, MARK, readHeader, unpackBody, type BlockHeader } from './record-block.ts'

/** What every segment begins with, as JSON. */
export interface SegmentBeginning {
  readonly version: 1
  readonly accountId: string
  readonly recordId: string
  readonly venue: string
  readonly segment: number
  /** The last hash of the segment before; zeros in the first. */
  readonly previous: string
  /** What whoever recorded wants remembered, as settings a replay needs. */
  readonly setup: unknown
}

/** Messages that could not be written, as JSON. */
export interface RecordHole {
  readonly from: number
  readonly to: number
  readonly messages: number
  readonly reason: string
}

/** A stretch of a segment's file. */
export type SegmentPiece =
  | { readonly what: 'block'; readonly offset: number; readonly bytes: number; readonly header: BlockHeader; readonly hash: Buffer; body(): Buffer }
  /** Something was changed, lost or moved. */
  | { readonly what: 'damaged'; readonly offset: number; readonly bytes: number; readonly detail: string }
  /** The file ends within a block, or with zeros: as after a crash. */
  | { readonly what: 'torn'; readonly offset: number; readonly bytes: number }

export const recordFolder = (folder: string, recordId: string): string => join(folder, recordId)
const segmentName = (segment: number): string => `${String(segment).padStart(6, '0')}.hrec`
export const segmentPath = (folder: string, recordId: string, segment: number): string => join(folder, recordId, segmentName(segment))

/** Numbers of the segments that are there, ascending. */
export function segmentsIn(folder: string, recordId: string): readonly number[] {
  const names = filesIn(recordFolder(folder, recordId)).filter((name) => /^\d{6,}\.hrec$/.test(name))
  return names.map((name) => Number.parseInt(name, 10)).toSorted((a, b) => a - b)
}

/** Nothing where there is no such folder. */
export function filesIn(folder: PathLike): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Reads a segment block by block, and goes on behind what is damaged. `previous` undefined takes the beginning's own word for it. */
export async function* readSegment(path: string, previous?: Buffer): AsyncGenerator<SegmentPiece> {
  const file = await open(path, 'r')
  try {
    yield* new SegmentReader(file, (await file.stat()).size, previous).pieces()
  } finally {
    await file.close()
  }
}

class SegmentReader {
  readonly #file: FileHandle
  readonly #size: number
  #at = 0
  /** Hashes that the next block may go on from: of a damaged block the one that it has, and the one that it should have. */
  #before: readonly Buffer[]

  constructor(file: FileHandle, size: number, previous: Buffer | undefined) {
    this.#file = file
    this.#size = size
    this.#before = previous ? [previous] : []
  }

  async *pieces(): AsyncGenerator<SegmentPiece> {
    while (this.#at < this.#size) {
      const header = readHeader(await this.#bytes(this.#at, HEADER_BYTES))
      const piece = header ? await this.#block(header) : await this.#unreadable()
      yield piece
      this.#at += piece.bytes
    }
  }

  async #block(header: BlockHeader): Promise<SegmentPiece> {
    const offset = this.#at
    const bytes = HEADER_BYTES + header.stored + HASH_BYTES
    if (offset + bytes > this.#size) return { what: 'torn', offset, bytes: this.#size - offset }
    const all = await this.#bytes(offset, bytes)
    const block = all.subarray(0, -HASH_BYTES)
    const stored = all.subarray(-HASH_BYTES)
    const body = (): Buffer => unpackBody(block.subarray(HEADER_BYTES), header)
    const candidates = this.#before.length > 0 || offset > 0 ? this.#before : previousIn(body)
    const follows = candidates.some((hash) => hashAfter(hash, block).equals(stored))
    this.#before = follows ? [stored] : [stored, ...candidates.map((hash) => hashAfter(hash, block))]
    if (follows) return { what: 'block', offset, bytes, header, hash: stored, body }
    return { what: 'damaged', offset, bytes, detail: 'its hash is not that of what stands there and before it' }
  }

  /** Where no header can be read: up to the next one that can. */
  async #unreadable(): Promise<SegmentPiece> {
    const offset = this.#at
    const rest = await this.#bytes(offset, this.#size - offset)
    for (let next = rest.indexOf(MARK, 1); next > 0; next = rest.indexOf(MARK, next + 1)) {
      if (readHeader(rest.subarray(next, next + HEADER_BYTES))) return this.#damagedUpTo(rest.subarray(0, next))
    }
    const isBeginning = rest.length < HEADER_BYTES && rest.subarray(0, MARK.length).equals(MARK.subarray(0, rest.length))
    if (isBeginning || rest.every((byte) => byte === 0)) return { what: 'torn', offset, bytes: rest.length }
    return this.#damagedUpTo(rest)
  }

  /** Only the header of that block is damaged, as a rule: then its hash goes on to the next. */
  #damagedUpTo(bytes: Buffer): SegmentPiece {
    this.#before = bytes.length >= HASH_BYTES ? [bytes.subarray(-HASH_BYTES)] : []
    return { what: 'damaged', offset: this.#at, bytes: bytes.length, detail: 'its header cannot be read' }
  }

  async #bytes(offset: number, length: number): Promise<Buffer> {
    const wanted = Math.min(length, this.#size - offset)
    const { buffer, bytesRead } = await this.#file.read(Buffer.allocUnsafe(wanted), 0, wanted, offset)
    return buffer.subarray(0, bytesRead)
  }
}

/** What a segment's own beginning says of the one before it. */
function previousIn(body: () => Buffer): readonly Buffer[] {
  try {
    return [Buffer.from((JSON.parse(body().toString()) as SegmentBeginning).previous, 'hex')]
  } catch {
    return []
  }
}
