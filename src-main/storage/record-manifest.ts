import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { syncFolder } from './durable-files.ts'

/** What was done to the segments of an account's records, in order. Times are milliseconds since 1970. */
export type ManifestEntry = { readonly at: number; readonly recordId: string } & (
  | { readonly kind: 'record-opened'; readonly accountId: string; readonly venue: string }
  | { readonly kind: 'segment-closed'; readonly segment: number; readonly bytes: number; readonly messages: number; readonly from: number; readonly to: number; readonly hash: string }
  /** It was the oldest, and there was more than is to be kept. */
  | { readonly kind: 'segment-removed'; readonly segment: number; readonly bytes: number; readonly messages: number }
  /** The process died while it wrote; what it had not finished was cut off, and is kept in a file beside. */
  | { readonly kind: 'tail-cut'; readonly segment: number; readonly bytes: number; readonly keptAs: string }
  | { readonly kind: 'record-closed'; readonly segments: number; readonly messages: number; readonly crashed: boolean }
)

interface ManifestDamage {
  readonly line: number
  readonly offset: number
}

export interface ManifestContent {
  readonly entries: readonly ManifestEntry[]
  readonly damages: readonly ManifestDamage[]
  /** Where whole lines end. */
  readonly end: number
  /** Bytes behind it: the process died while it wrote them. */
  readonly torn: number
  /** What the next line goes on from. */
  readonly hash: string
}

const BEGINNING = '0'.repeat(64)
const HASH_CHARACTERS = 64

/** One line each: the entry as JSON, a blank, and a SHA-256 of the line's hash before and the entry. Forced to the disk before anything is done. */
export class RecordManifest {
  readonly path: string
  #content: ManifestContent

  constructor(folder: string) {
    this.path = manifestPath(folder)
    this.#content = readManifest(folder)
  }

  get entries(): readonly ManifestEntry[] {
    return this.#content.entries
  }

  /** Throws what the file system throws; then nothing is added. */
  add(entry: ManifestEntry): void {
    const { entries, damages, end, hash: before } = this.#content
    const text = JSON.stringify(entry)
    const hash = lineHash(before, text)
    const line = Buffer.from(`${text} ${hash}\n`)
    this.#write(line, end)
    this.#content = { entries: [...entries, entry], damages, end: end + line.length, torn: 0, hash }
  }

  #write(line: Buffer, end: number): void {
    const isNew = !existsSync(this.path)
    if (isNew) mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
    const file = openSync(this.path, isNew ? 'wx' : 'r+', 0o600)
    try {
      ftruncateSync(file, end)
      for (let written = 0; written < line.length;) written += writeSync(file, line, written, line.length - written, end + written)
      fsyncSync(file)
      if (isNew) syncFolder(dirname(this.path))
    } finally {
      closeSync(file)
    }
  }
}

export const manifestPath = (folder: string): string => join(folder, 'manifest.ndjson')

/** Of a folder without one: nothing. */
export function readManifest(folder: string): ManifestContent {
  const path = manifestPath(folder)
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
  const entries: ManifestEntry[] = []
  const damages: ManifestDamage[] = []
  let [start, line, hash] = [0, 0, BEGINNING]
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    const { entry, stored } = readLine(bytes.toString('utf8', start, end), hash)
    line++
    if (entry) entries.push(entry)
    else damages.push({ line, offset: start })
    hash = stored
    start = end + 1
  }
  return { entries, damages, end: start, torn: bytes.length - start, hash }
}

function readLine(line: string, before: string): { readonly entry: ManifestEntry | undefined; readonly stored: string } {
  const text = line.slice(0, -HASH_CHARACTERS - 1)
  const stored = line.slice(-HASH_CHARACTERS)
  const isWhole = line === `${text} ${stored}` && stored === lineHash(before, text)
  return { entry: isWhole ? (JSON.parse(text) as ManifestEntry) : undefined, stored }
}

const lineHash = (before: string, text: string): string => createHash('sha256').update(before).update(text).digest('hex')
