import type { RawMessage } from '../venue/market-feed.port.ts'
import { NO_HASH } from './record-block.ts'
import { sumsOf, toldRecords, type ToldRecord } from './record-inventory.ts'
import { readManifest } from './record-manifest.ts'
import { decodeMessages } from './record-messages.ts'
import { readSegment, segmentPath, segmentsIn, type RecordHole, type SegmentBeginning, type SegmentPiece } from './record-segment.ts'
import { StorageRefusal } from './refusal.ts'

/** One session of recorded raw messages. */
export interface RecordSummary {
  readonly recordId: string
  readonly venue: string
  readonly from: number
  readonly to: number
  readonly messages: number
  readonly bytes: number
  readonly segments: number
  /** It is being written, or its process died and nothing was recorded since. */
  readonly open: boolean
}

/** What is there of an account's records, in the order in which they were begun. Reads no message. */
export async function listRecords(folder: string): Promise<readonly RecordSummary[]> {
  const all: RecordSummary[] = []
  for (const record of toldRecords(readManifest(folder).entries)) {
    const there = segmentsIn(folder, record.recordId)
    if (there.length > 0 || !record.closed) all.push(await summaryOf(folder, record, there))
  }
  return all
}

async function summaryOf(folder: string, { recordId, opened, closedSegments, closed }: ToldRecord, there: readonly number[]): Promise<RecordSummary> {
  const known = new Map(closedSegments.map((entry) => [entry.segment, entry]))
  const parts = await Promise.all(there.map(async (segment) => known.get(segment) ?? withBytes(await sumsOf(segmentPath(folder, recordId, segment)))))
  const told = parts.filter(({ messages }) => messages > 0)
  return {
    recordId, venue: opened.venue, from: told[0]?.from ?? opened.at, to: told.at(-1)?.to ?? opened.at,
    messages: sum(parts.map(({ messages }) => messages)), bytes: sum(parts.map(({ bytes }) => bytes)), segments: there.length, open: !closed,
  }
}

const withBytes = ({ end, ...sums }: Awaited<ReturnType<typeof sumsOf>>): Omit<typeof sums, 'end'> & { readonly bytes: number } => ({ ...sums, bytes: end })
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** What its first segment begins with. Its number tells whether the beginning of the record is still there. Throws StorageRefusal. */
export async function readBeginning(folder: string, recordId: string): Promise<SegmentBeginning> {
  const [first] = segmentsIn(folder, recordId)
  if (first === undefined) throw new StorageRefusal('missing', `there is no record ${recordId} in ${folder}`)
  const path = segmentPath(folder, recordId, first)
  for await (const piece of readSegment(path)) return JSON.parse(wholeBlock(piece, path)?.body().toString() ?? '{}') as SegmentBeginning
  throw new StorageRefusal('corrupt', `${path} is empty`)
}

/** Who hears, between the messages before and behind, of those that could not be written, and of what else the engine was given. */
export interface RecordListener {
  readonly onHole?: (hole: RecordHole) => void
  readonly onNote?: (note: string) => void
}

/**
 * Every message of a record in the order in which it came, each block checked before anything of it is handed out. Ends at what a crash left unfinished.
 * Throws StorageRefusal, naming the place, for damage.
 */
export async function* readRecord(folder: string, recordId: string, { onHole, onNote }: RecordListener = {}): AsyncGenerator<RawMessage> {
  for await (const block of wholeBlocks(folder, recordId)) {
    const { kind, messages } = block.header
    if (kind === 'hole') onHole?.(JSON.parse(block.body().toString()) as RecordHole)
    if (kind !== 'messages') continue
    for (const message of decodeMessages(block.body(), messages)) {
      if (message.kind === 'note') onNote?.(message.text)
      else yield message
    }
  }
}

async function* wholeBlocks(folder: string, recordId: string): AsyncGenerator<Block> {
  const segments = segmentsIn(folder, recordId)
  if (segments.length === 0) throw new StorageRefusal('missing', `there is no record ${recordId} in ${folder}`)
  let previous = segments[0] === 1 ? NO_HASH : undefined
  for (const [i, segment] of segments.entries()) {
    const path = segmentPath(folder, recordId, segment)
    if (segment !== segments[0]! + i) throw new StorageRefusal('corrupt', `${path}: the segment before it is missing`)
    for await (const piece of readSegment(path, previous)) {
      const block = wholeBlock(piece, path, segment === segments.at(-1))
      if (!block) return
      previous = block.hash
      yield block
    }
  }
}

type Block = Extract<SegmentPiece, { what: 'block' }>

/** Undefined for the end that a crash left. */
function wholeBlock(piece: SegmentPiece, path: string, mayBeTorn = false): Block | undefined {
  if (piece.what === 'block') return piece
  if (piece.what === 'torn' && mayBeTorn) return undefined
  const detail = piece.what === 'torn' ? 'the file ends within a block' : piece.detail
  throw new StorageRefusal('corrupt', `${path}, bytes ${piece.offset} to ${piece.offset + piece.bytes - 1}: ${detail}. \`haetae record verify\` tells what else is damaged.`)
}
