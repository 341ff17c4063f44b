import { setImmediate as nextTurn } from 'node:timers/promises'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { fillsTable, ledgerTable, tradesTable } from '../reports/book-tables.ts'
import { decisionsTable } from '../reports/decision-table.ts'
import type { TableContext } from '../reports/exact-cells.ts'
import { exportLines, type ExportTable } from '../reports/export-row.ts'
import { ordersTable } from '../reports/orders-table.ts'
import { tradeLog } from '../reports/trade-log.ts'
import type { Opening } from '../storage/database-kind.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { EXIT, text, timeOption, UsageError, type Command, type Terminal, type Values } from './command.ts'
import { DEMO_ACCOUNT, existingOpening, instrumentIn, instrumentsOf, journalToRead } from './existing-account.ts'
import { fileLines, terminalLines, type LineWriter } from './line-writer.ts'
import { accountOption } from './recorded-account.ts'

const TABLES = ['log', 'trades', 'fills', 'orders', 'ledger', 'decisions'] as const
const FORMATS = ['csv', 'json'] as const

type Table = (typeof TABLES)[number]

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
  const instruments = await instrumentsOf(opening)
  const context: TableContext = { instrumentOf: (instrumentId) => instrumentIn(instruments, instrumentId, opening), from, to }
  const source = sourceOf(table, opening, context)
  try {
    const writer = path === undefined ? terminalLines(terminal) : fileLines(path, values['force'] === true)
    return await write(exportLines(source.table, format), writer, terminal)
  } finally {
    source.close()
  }
}

interface Source {
  readonly table: ExportTable
  close(): void
}

function sourceOf(table: Table, opening: Opening, context: TableContext): Source {
  if (table === 'decisions') {
    const archive = new SqliteMarketArchive(opening, { readOnly: true })
    return { table: decisionsTable(archive.decisionPages(context.from as TimeMs, context.to as TimeMs), context), close: () => archive.close() }
  }
  const journal = journalToRead(opening)
  return { table: BOOK_TABLES[table](journal?.read() ?? [], context), close: () => journal?.close() }
}

const BOOK_TABLES: Readonly<Record<Exclude<Table, 'decisions'>, (changes: Iterable<JournalledChange>, context: TableContext) => ExportTable>> = {
  log: tradeLog, trades: tradesTable, fills: fillsTable, orders: ordersTable, ledger: ledgerTable,
}

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
