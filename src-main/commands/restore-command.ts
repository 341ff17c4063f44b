import { randomUUID } from 'node:crypto'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { reason } from '../../src-shared/domain/reason.ts'
import { isoDay, isoTime } from '../base/system-calendar.ts'
import { listCopies } from '../storage/copies.ts'
import { journalKind, type Opening } from '../storage/database-kind.ts'
import { StorageRefusal } from '../storage/refusal.ts'
import { restoreCopy } from '../storage/restore.ts'
import { copyTime } from '../storage/survey.ts'
import { EXIT, type Command, type Terminal, type Values } from './command.ts'
import { bytesText } from './bytes-text.ts'
import { DEMO_ACCOUNT, existingOpening } from './existing-account.ts'
import { accountOption } from './recorded-account.ts'

const LATCH = 'restored-copy'

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'lists the copies of an account, or goes back to one',
  help: `haetae restore [options] [COPY]
  --account ID          default ${DEMO_ACCOUNT}
  --json                the list, or what was done, as JSON

Without COPY it lists what there is. The replaced file is kept beside the restored one. What happened since the copy is not in it:
the latch ${LATCH} keeps entries off until a person has compared the books with the venue and cleared it. Exits are not held up.
Haetae must not be running on the account (exit code 4).

  haetae restore
  haetae restore journal-2026-11-20.db`,
  options: { account: { type: 'string' }, json: { type: 'boolean' } },
  positionals: ['[COPY]'],
  run: (values, [copy], terminal) => {
    const opening = existingOpening(terminal, accountOption(values, DEMO_ACCOUNT))
    return Promise.resolve(copy === undefined ? list(opening, values, terminal) : restore(opening, copy, values, terminal))
  },
}

function list(opening: Opening, values: Values, terminal: Terminal): number {
  const copies = listCopies(opening).map(({ name, bytes }) => ({ name, bytes, ...lastChange(opening, name) }))
  if (values['json'] === true) {
    terminal.out(JSON.stringify(copies))
    return EXIT.done
  }
  if (copies.length === 0) terminal.out(`${opening.accountId} has no copies yet. One is made each day while Haetae runs, and before each change of the schema.`)
  for (const { name, bytes, until, problem } of copies) {
    terminal.out(`${name.padEnd(28)} ${bytesText(bytes).padStart(10)}  ${problem ?? (until ? `up to ${until}` : '')}`.trimEnd())
  }
  return EXIT.done
}

interface LastChange {
  /** The newest change in it; null for copies that are no journals, and for empty ones. */
  readonly until: string | null
  readonly problem?: string
}

function lastChange(opening: Opening, name: string): LastChange {
  if (!name.startsWith(journalKind.name)) return { until: null }
  try {
    const time = copyTime(opening, name)
    return { until: time === null ? null : isoTime(time) }
  } catch (error) {
    if (error instanceof StorageRefusal) return { until: null, problem: error.message }
    throw error
  }
}

/** The latch gets the time of the copy's newest change: an account's time is the market's, which need not be the clock's. */
function restore(opening: Opening, copy: string, values: Values, terminal: Terminal): number {
  const now = terminal.clock.now()
  const isJournal = listCopies(opening).some(({ name }) => name === copy) && copy.startsWith(journalKind.name)
  const why = reason('copy-restored', { copy, day: isoDay(now) })
  const latch = (): JournalledChange => ({ kind: 'latch-set', time: copyTime(opening, copy) ?? now, latch: LATCH, reason: why })
  const holder = { instance: randomUUID(), pid: process.pid, startedAt: now, purpose: 'restore' }
  const { path, replaced } = restoreCopy(opening, { copy, holder, changes: isJournal ? [latch()] : [] })
  if (values['json'] === true) {
    terminal.out(JSON.stringify({ path, copy, replaced, latch: isJournal ? LATCH : null }))
    return EXIT.done
  }
  terminal.out(`${path} is now ${copy}.`)
  terminal.out(replaced === null ? 'There was no file to replace.' : `The replaced file is ${replaced}.`)
  if (isJournal) terminal.out(`The latch ${LATCH} keeps entries off: start Haetae, compare positions and orders with the venue, then clear it.`)
  return EXIT.done
}
