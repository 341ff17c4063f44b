import { existsSync, statSync } from 'node:fs'
import { isoTime } from '../base/system-calendar.ts'
import { NO_HASH } from './record-block.ts'
import { toldRecords, type ToldRecord } from './record-inventory.ts'
import { manifestPath, readManifest } from './record-manifest.ts'
import { readSegment, recordFolder, filesIn, segmentPath, segmentsIn, type RecordHole, type SegmentPiece } from './record-segment.ts'

/** Something about a stretch of a file that is not as it was written, or that was told when it was. */
export interface RecordFinding {
  /** 'damaged' and 'missing' are faults. The others were told by the record itself, or are what a crash leaves. */
  readonly what: 'damaged' | 'missing' | 'torn' | 'cut' | 'removed' | 'hole'
  readonly file: string
  readonly offset: number
  readonly bytes: number
  readonly detail: string
}

export interface VerifiedRecord {
  readonly recordId: string
  readonly segments: number
  readonly blocks: number
  readonly messages: number
  readonly bytes: number
  readonly findings: readonly RecordFinding[]
}

export interface Verified {
  /** What is wrong with the manifest or stands where nothing should. */
  readonly findings: readonly RecordFinding[]
  readonly records: readonly VerifiedRecord[]
}

export const isFault = ({ what }: RecordFinding): boolean => what === 'damaged' || what === 'missing'

/** Reads all of an account's records, or one, and compares every byte with the hashes. Changes nothing. `progress` hears of each segment. */
export async function verifyRecords(folder: string, recordId?: string, progress: (file: string) => void = () => {}): Promise<Verified> {
  const manifest = readManifest(folder)
  const path = manifestPath(folder)
  const findings: RecordFinding[] = manifest.damages.map(({ line, offset }) => ({ what: 'damaged', file: path, offset, bytes: 0, detail: `line ${line} is not what was written there` }))
  if (manifest.torn > 0) findings.push({ what: 'torn', file: path, offset: manifest.end, bytes: manifest.torn, detail: 'the last line has no end' })
  const told = toldRecords(manifest.entries)
  const untold = filesIn(folder).filter((name) => segmentsIn(folder, name).length > 0 && !told.some((record) => record.recordId === name))
  for (const name of untold) findings.push({ what: 'damaged', file: recordFolder(folder, name), offset: 0, bytes: 0, detail: 'the manifest does not know this record' })
  const records: VerifiedRecord[] = []
  for (const record of told) if (recordId === undefined || record.recordId === recordId) records.push(await new RecordCheck(folder, record).run(progress))
  return { findings, records }
}

class RecordCheck {
  readonly #folder: string
  readonly #record: ToldRecord
  readonly #findings: RecordFinding[] = []
  #blocks = 0
  #messages = 0
  #bytes = 0
  #previous: Buffer | undefined = NO_HASH

  constructor(folder: string, record: ToldRecord) {
    this.#folder = folder
    this.#record = record
  }

  async run(progress: (file: string) => void): Promise<VerifiedRecord> {
    const { recordId, removed, cuts } = this.#record
    const there = segmentsIn(this.#folder, recordId)
    for (const { segment, bytes, messages } of removed) this.#tell('removed', segment, { offset: 0, bytes, detail: `${messages} messages went so that the record stays within its size` })
    for (const { segment, bytes, keptAs } of cuts) this.#tell('cut', segment, { offset: 0, bytes, detail: `the process died while it wrote; what was not whole is kept in ${keptAs}` })
    const gone = new Set(removed.map(({ segment }) => segment))
    const last = Math.max(0, ...there, ...this.#record.closedSegments.map(({ segment }) => segment))
    for (let segment = 1; segment <= last; segment++) {
      if (gone.has(segment)) this.#previous = undefined
      else await this.#segment(segment, segment === last, progress)
    }
    return { recordId, segments: there.length, blocks: this.#blocks, messages: this.#messages, bytes: this.#bytes, findings: this.#findings }
  }

  async #segment(segment: number, isLast: boolean, progress: (file: string) => void): Promise<void> {
    const path = segmentPath(this.#folder, this.#record.recordId, segment)
    if (!existsSync(path)) {
      this.#previous = undefined
      return this.#tell('missing', segment, { offset: 0, bytes: 0, detail: 'this segment is not there, and nobody said that it was removed' })
    }
    progress(path)
    const told = this.#record.closedSegments.find((entry) => entry.segment === segment)
    let hash: Buffer | undefined
    const before = this.#findings.length
    for await (const piece of readSegment(path, this.#previous)) {
      this.#take(piece, segment, isLast && !told)
      if (piece.what === 'block') hash = piece.hash
    }
    const { size } = statSync(path)
    this.#bytes += size
    if (told && told.bytes !== size) this.#tell('damaged', segment, { offset: Math.min(size, told.bytes), bytes: Math.abs(size - told.bytes), detail: `it has ${size} bytes and had ${told.bytes}` })
    else if (told && told.hash !== hash?.toString('hex') && !this.#findings.slice(before).some(isFault)) this.#tell('damaged', segment, { offset: 0, bytes: size, detail: 'it is not the segment that was closed' })
    this.#previous = told ? Buffer.from(told.hash, 'hex') : hash
  }

  #take(piece: SegmentPiece, segment: number, mayBeTorn: boolean): void {
    const { offset, bytes } = piece
    if (piece.what === 'damaged') this.#tell('damaged', segment, { offset, bytes, detail: piece.detail })
    else if (piece.what === 'torn') this.#tell(mayBeTorn ? 'torn' : 'damaged', segment, { offset, bytes, detail: mayBeTorn ? 'the file ends within a block: it is being written, or its process died' : 'the file ends within a block' })
    else {
      this.#blocks++
      this.#messages += piece.header.messages
      if (piece.header.kind === 'hole') this.#tell('hole', segment, { offset, bytes, detail: holeText(JSON.parse(piece.body().toString()) as RecordHole) })
    }
  }

  #tell(what: RecordFinding['what'], segment: number, place: Omit<RecordFinding, 'what' | 'file'>): void {
    this.#findings.push({ what, file: segmentPath(this.#folder, this.#record.recordId, segment), ...place })
  }
}

const holeText = ({ messages, from, to, reason }: RecordHole): string => `${messages} messages of ${isoTime(from)} to ${isoTime(to)} are missing here: ${reason}`
