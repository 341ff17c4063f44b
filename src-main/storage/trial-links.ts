import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import type { BrokenLink } from '../training/trial-ledger.port.ts'
import type { ChainHead } from './chain-head.ts'
import { fromJsonText, toJsonText } from './json-text.ts'

export type LinkKind = 'trial-begun' | 'trial-ended' | 'model-registered' | 'model-moved'

export interface NewLink {
  readonly kind: LinkKind
  /** The id of the trial or of the pair. */
  readonly subject: string
  readonly payload: unknown
}

export interface Link extends NewLink {
  readonly sequence: number
  readonly time: number
  readonly hash: string
}

interface Row {
  readonly sequence: number
  readonly time: number
  readonly kind: LinkKind
  readonly version: number
  readonly subject: string
  readonly payload: string
  readonly hash: string
}

const VERSION = 1
const COLUMNS = 'sequence, time, kind, version, subject, payload, hash'

/** Of these kinds, oldest first; with a subject, its own only. */
export function linksOf(database: Database.Database, kinds: readonly LinkKind[], subject?: string): readonly Link[] {
  const sql = `SELECT ${COLUMNS} FROM link WHERE kind IN (${kinds.map(() => '?').join()})${subject === undefined ? '' : ' AND subject = ?'} ORDER BY sequence`
  return database.prepare<string[], Row>(sql).all(...kinds, ...(subject === undefined ? [] : [subject])).map((row) => ({ ...row, payload: fromJsonText(row.payload) }))
}

/** The newest link; before the first: what the first one covers. */
export function lastOf(database: Database.Database, accountId: string): ChainHead {
  return database.prepare<[], ChainHead>('SELECT sequence, hash FROM link ORDER BY sequence DESC LIMIT 1').get() ?? beginningOf(accountId)
}

export const beginningOf = (accountId: string): ChainHead => ({ sequence: 0, hash: hashOf(`trials of ${accountId}`) })

export function insertLinks(database: Database.Database, last: ChainHead, links: readonly NewLink[], time: number): void {
  const statement = database.prepare(`INSERT INTO link (${COLUMNS}) VALUES (@sequence, @time, @kind, @version, @subject, @payload, @hash)`)
  let before = last
  for (const { kind, subject, payload } of links) {
    const row = { sequence: before.sequence + 1, time, kind, version: VERSION, subject, payload: toJsonText(payload) }
    const hash = linkHash(before.hash, row)
    statement.run({ ...row, hash })
    before = { sequence: row.sequence, hash }
  }
}

/** The first link that does not hold. */
export function brokenLink(database: Database.Database, accountId: string): BrokenLink | null {
  let before = beginningOf(accountId)
  for (const row of database.prepare<[], Row>(`SELECT ${COLUMNS} FROM link ORDER BY sequence`).iterate()) {
    const { sequence, hash } = row
    if (sequence > before.sequence + 1) return { sequence: before.sequence + 1, how: 'missing' }
    if (sequence !== before.sequence + 1 || linkHash(before.hash, row) !== hash) return { sequence, how: 'altered' }
    before = { sequence, hash }
  }
  return null
}

/** A head that is behind is a crash's; one that is ahead, or of other content, is not. */
export function brokenHead(database: Database.Database, accountId: string, head: ChainHead | null | undefined): BrokenLink | null {
  const { sequence: last } = lastOf(database, accountId)
  if (!head || head.sequence > last) return { sequence: last + 1, how: 'cut-off' }
  const found = head.sequence === 0 ? beginningOf(accountId).hash : database.prepare<[number], string>('SELECT hash FROM link WHERE sequence = ?').pluck().get(head.sequence)
  return found === head.hash ? null : { sequence: head.sequence, how: 'altered' }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const linkHash = (before: string, { sequence, time, kind, version, subject, payload }: Omit<Row, 'hash'>): string => hashOf(JSON.stringify([before, sequence, time, kind, version, subject, payload]))
