import { join } from 'node:path'
import type { Opening } from '../storage/database-kind.ts'
import { listRecords } from '../storage/record-reader.ts'
import { isFault, verifyRecords } from '../storage/record-verify.ts'
import { EXIT, text, UsageError, type Command, type Terminal, type Values } from './command.ts'
import { existingOpening } from './existing-account.ts'
import { runRecordReplay } from './record-replay.ts'
import { findingLine, listLines, verifiedLine } from './record-texts.ts'

const DEFAULT_ACCOUNT = 'sim:paper:binance:production'

export const recordCommand: Command = {
  name: 'record',
  summary: 'lists recorded raw messages, compares every byte with its hashes, runs a session on paper again',
  help: `haetae record list [options]
haetae record verify [options] [RECORD]
haetae record replay [options] [RECORD]
  --account ID          default ${DEFAULT_ACCOUNT}
  --json                one JSON array, or one object

What a venue sent while Haetae traded is kept exactly as it came, in hashed segments. RECORD is a name that \`list\` shows, or as much of its beginning as no other has.
verify names each damaged stretch by file and byte, and what the record itself says of messages that could not be written, of segments that went because of
the size, and of a crash. Exit code 3 for damage; the rest is no fault.
replay runs a session on paper again in memory (the newest unless named) and compares its decisions, orders and fills with the account's books: exit code 3 when
they differ. None of them changes anything. They may run while Haetae records.

  haetae record list
  haetae record verify --account sim:paper:binance:demo
  haetae record replay --account sim:paper:binance:local --json`,
  options: { account: { type: 'string' }, json: { type: 'boolean' } },
  positionals: ['ACTION', '[RECORD]'],
  run: (values, [action, record], terminal) => runRecord(values, { action, record }, terminal),
}

function runRecord(values: Values, { action, record }: { readonly action: string | undefined; readonly record: string | undefined }, terminal: Terminal): Promise<number> {
  const opening = existingOpening(terminal, text(values, 'account') ?? DEFAULT_ACCOUNT)
  const folder = join(opening.folder, 'record')
  if (action === 'list' && record === undefined) return list(folder, values, terminal)
  if (action === 'verify') return verify(folder, record, values, terminal)
  if (action === 'replay') return replay(opening, record, values, terminal)
  throw new UsageError(`record takes list, verify or replay, not "${action}${record === undefined ? '' : ` ${record}`}"`)
}

async function list(folder: string, values: Values, terminal: Terminal): Promise<number> {
  const records = await listRecords(folder)
  if (values['json'] === true) terminal.out(JSON.stringify(records))
  else for (const line of listLines(records)) terminal.out(line)
  return EXIT.done
}

async function verify(folder: string, wanted: string | undefined, values: Values, terminal: Terminal): Promise<number> {
  const recordId = wanted === undefined ? undefined : await oneOf(folder, wanted)
  const { findings, records } = await verifyRecords(folder, recordId, terminal.progress)
  const all = [...findings, ...records.flatMap((record) => record.findings)]
  const faults = all.filter(isFault).length
  if (values['json'] === true) terminal.out(JSON.stringify({ faults, findings, records }))
  else {
    for (const record of records) terminal.out(verifiedLine(record))
    for (const finding of all) terminal.out(findingLine(finding))
    if (records.length === 0 && all.length === 0) terminal.out('Nothing was recorded yet.')
  }
  if (faults === 0) return EXIT.done
  terminal.error(`${faults} ${faults === 1 ? 'place is' : 'places are'} not as it was written. What is whole can still be read: keep the files.`)
  return EXIT.refused
}

async function replay(opening: Opening, wanted: string | undefined, values: Values, terminal: Terminal): Promise<number> {
  const folder = join(opening.folder, 'record')
  const recordId = wanted === undefined ? (await listRecords(folder)).at(-1)?.recordId : await oneOf(folder, wanted)
  if (recordId !== undefined) return runRecordReplay(opening, recordId, values['json'] === true, terminal)
  terminal.error('Nothing was recorded yet.')
  return EXIT.failed
}

async function oneOf(folder: string, name: string): Promise<string> {
  const records = await listRecords(folder)
  const found = records.filter(({ recordId }) => recordId === name || recordId.startsWith(name))
  const exact = found.find(({ recordId }) => recordId === name) ?? (found.length === 1 ? found[0] : undefined)
  if (exact) return exact.recordId
  throw new UsageError(found.length === 0 ? `there is no record ${name}; haetae record list shows those that are there` : `${found.length} records begin with ${name}: write more of the name`)
}
