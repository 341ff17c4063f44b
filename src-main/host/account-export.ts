import type { ExportTable as TableName } from '../../src-shared/contract/workstation-views.ts'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { instrumentIn, instrumentsOf, journalToRead } from '../modes/existing-books.ts'
import { fillsTable, ledgerTable, tradesTable } from '../reports/book-tables.ts'
import { decisionsTable } from '../reports/decision-table.ts'
import type { TableContext } from '../reports/exact-cells.ts'
import { exportLines, type ExportTable } from '../reports/export-row.ts'
import { ordersTable } from '../reports/orders-table.ts'
import { tradeLog } from '../reports/trade-log.ts'
import type { Opening } from '../storage/database-kind.ts'
import type { SqliteJournal } from '../storage/sqlite-journal.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'

export const TABLES = ['log', 'trades', 'fills', 'orders', 'ledger', 'decisions'] as const

export interface ExportWanted {
  readonly table: TableName
  readonly format: 'csv' | 'json'
  /** from ≤ time < to. */
  readonly from: number
  readonly to: number
  /** Where journal and decisions are, and where instruments are. */
  readonly books: Opening
  readonly archive: Opening
}

export interface AccountExport {
  /** Without their line feeds. */
  readonly lines: AsyncIterable<string>
  /** How much of the source has been read, 0 to 1; null when it cannot be said. */
  part(): number | null
  close(): void
}

/** What an account did, read beside whoever writes it. Rejects with StorageRefusal; so may the lines. */
export async function openExport({ table, format, from, to, books, archive }: ExportWanted): Promise<AccountExport> {
  const instruments = await instrumentsOf(archive)
  const context: TableContext = { instrumentOf: (instrumentId) => instrumentIn(instruments, instrumentId, archive), from, to }
  const source = table === 'decisions' ? decisionsOf(books, context) : booksOf(table, books, context)
  return { lines: exportLines(source.table, format), part: source.part, close: source.close }
}

interface Source extends Pick<AccountExport, 'part' | 'close'> {
  readonly table: ExportTable
}

function decisionsOf(opening: Opening, context: TableContext): Source {
  const archive = new SqliteMarketArchive(opening, { readOnly: true })
  return { table: decisionsTable(archive.decisionPages(context.from as TimeMs, context.to as TimeMs), context), part: () => null, close: () => archive.close() }
}

const BOOK_TABLES: Readonly<Record<Exclude<TableName, 'decisions'>, (changes: Iterable<JournalledChange>, context: TableContext) => ExportTable>> = {
  log: tradeLog, trades: tradesTable, fills: fillsTable, orders: ordersTable, ledger: ledgerTable,
}

function booksOf(table: keyof typeof BOOK_TABLES, opening: Opening, context: TableContext): Source {
  const journal = journalToRead(opening)
  const all = journal?.lastSequence ?? 0
  let read = 0
  function* counted(from: SqliteJournal): Generator<JournalledChange> {
    for (const change of from.read()) {
      read++
      yield change
    }
  }
  return { table: BOOK_TABLES[table](journal ? counted(journal) : [], context), part: () => (all === 0 ? null : Math.min(1, read / all)), close: () => journal?.close() }
}
