import { existsSync, readFileSync } from 'node:fs'
import { moveDurably } from './durable-files.ts'
import type { JournalRow } from './journal-format.ts'
import { refusing, StorageRefusal } from './refusal.ts'

/** What a fallback file holds: one line per append, each a JSON array of journal rows. */
interface FallbackContent {
  readonly rows: readonly JournalRow[]
  /** The last line has no end: the process died while writing it, so it was never acknowledged. */
  readonly tornLine: boolean
}

/** Undefined when there is no such file. Throws StorageRefusal for a line that cannot be read and for one of another account. */
export function readFallback(path: string, accountId: string): FallbackContent | undefined {
  if (!existsSync(path)) return undefined
  return refusing(path, () => {
    const lines = readFileSync(path, 'utf8').split('\n')
    const tornLine = lines.pop() !== ''
    const rows = lines.flatMap((line, index) => parseLine(line, path, index + 1))
    const stranger = rows.find((row) => row.account_id !== accountId)
    if (stranger) {
      throw new StorageRefusal('other-account', `${path} belongs to account ${stranger.account_id}, not to ${accountId}. Put it back into that account's folder.`)
    }
    return { rows, tornLine }
  })
}

/** Moves an adopted file aside; answers its new path. */
export function archiveFallback(path: string): string {
  let n = 1
  while (existsSync(`${path}.adopted-${n}`)) n++
  moveDurably(path, `${path}.adopted-${n}`)
  return `${path}.adopted-${n}`
}

function parseLine(line: string, path: string, number: number): JournalRow[] {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    value = undefined
  }
  if (Array.isArray(value) && value.every(isRow)) return value
  const advice = 'Keep the file, look at that line, and move the file away to start without it: positions are then taken from the venue.'
  throw new StorageRefusal('corrupt', `${path}, line ${number} cannot be read. ${advice}`)
}

const TYPES: Readonly<Record<keyof JournalRow, readonly string[]>> = {
  time: ['number'],
  account_id: ['string'],
  strategy_id: ['string', 'null'],
  instrument_id: ['string', 'null'],
  kind: ['string'],
  version: ['number'],
  unique_key: ['string', 'null'],
  payload: ['string'],
}

function isRow(value: unknown): value is JournalRow {
  if (typeof value !== 'object' || value === null) return false
  const fields = value as Readonly<Record<string, unknown>>
  return Object.entries(TYPES).every(([name, types]) => types.includes(fields[name] === null ? 'null' : typeof fields[name]))
}
