import { setImmediate as nextTurn } from 'node:timers/promises'
import { openExport, TABLES } from '../host/account-export.ts'
import { fileLines, type LineWriter } from '../storage/line-file.ts'
import { EXIT, text, timeOption, UsageError, type Command, type Terminal, type Values } from './command.ts'
import { DEMO_ACCOUNT, existingOpening } from './existing-account.ts'
import { accountOption } from './recorded-account.ts'

const FORMATS = ['csv', 'json'] as const

export const exportCommand: Command = {
  name: 'export',
  summary: 'writes what an account did as CSV or JSON, also while it trades',
  help: `haetae export [options]
  --table NAME          ${TABLES.join(', ')} (default log: all of it in one stream)
  --format csv|json     default csv (RFC 4180); in JSON exact numbers are strings
  --from, --to TIME     2023-05-01 or 2023-05-01T12:00:00Z (UTC); from is included, to is not
  --out FILE            default: standard output
  --force               replaces FILE if it is there
  --account ID          default ${DEMO_ACCOUNT}

  haetae export --from 2026-11-20 --to 2026-11-21 --out day.csv
  haetae export --table trades --format json
  npm run --silent haetae -- export --table fills > fills.csv`,
  options: {
    table: { type: 'string' }, format: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, out: { type: 'string' },
    force: { type: 'boolean' }, account: { type: 'string' },
  },
  positionals: [],
  run: runExport,
}

function oneOf<Name extends string>(values: Values, name: string, names: readonly Name[]): Name {
  const value = text(values, name) ?? names[0]
  const found = names.find((candidate) => candidate === value)
  if (found === undefined) throw new UsageError(`--${name} takes ${names.join(', ')}, not "${value}"`)
  return found
}

async function runExport(values: Values, _positionals: readonly string[], terminal: Terminal): Promise<number> {
  const table = oneOf(values, 'table', TABLES)
  const format = oneOf(values, 'format', FORMATS)
  const [from, to] = [timeOption(values, 'from', Number.MIN_SAFE_INTEGER), timeOption(values, 'to', Number.MAX_SAFE_INTEGER)]
  if (from >= to) throw new UsageError('--from must be before --to, which is not included')
  const path = text(values, 'out')
  if (values['force'] === true && path === undefined) throw new UsageError('--force belongs to --out')
  const opening = existingOpening(terminal, accountOption(values, DEMO_ACCOUNT))
  const source = await openExport({ table, format, from, to, books: opening, archive: opening })
  try {
    const writer = path === undefined ? terminalLines(terminal) : fileLines(path, values['force'] === true)
    return await write(source.lines, writer, terminal)
  } finally {
    source.close()
  }
}

const terminalLines = (terminal: Terminal): LineWriter => ({ write: (line) => terminal.out(line), finish: () => {}, close: () => {} })

/** Often enough for Ctrl-C, seldom enough to cost nothing. */
const LINES_PER_TURN = 1_000

async function write(lines: AsyncIterable<string>, writer: LineWriter, terminal: Terminal): Promise<number> {
  let written = 0
  try {
    for await (const line of lines) {
      writer.write(line)
      if (++written % LINES_PER_TURN !== 0) continue
      terminal.progress(`${written} lines`)
      await nextTurn()
      if (terminal.cancelled()) return EXIT.cancelled
    }
    writer.finish()
    return EXIT.done
  } finally {
    writer.close()
  }
}
