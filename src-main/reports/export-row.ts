/** A number that must not pass through a binary float, as text. */
export interface Exact {
  readonly exact: string
}

/** Text, an exact number, a float of a model's answer, or nothing. */
export type Cell = string | number | Exact | null

/** Cells in the order of the table's columns. */
export interface ExportTable {
  readonly columns: readonly string[]
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>
}

export const exact = (text: string): Exact => ({ exact: text })

/** Puts named cells in the order of the columns; what is not named is empty. */
export const rowOf = <Column extends string>(columns: readonly Column[], cells: Readonly<Partial<Record<Column, Cell>>>): readonly Cell[] =>
  columns.map((column) => cells[column] ?? null)

/** What spreadsheets take for the start of a formula, which would run on the computer of whoever opens the file. */
const FORMULA = /^[=+\-@\t\r]/
const NEEDS_QUOTES = /[",\r\n]/

/** One record of RFC 4180 without its line end. Text that a spreadsheet would run gets an apostrophe before it; numbers stay numbers. */
const csvRecord = (cells: readonly Cell[]): string => cells.map(csvCell).join(',')

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  if (typeof cell !== 'string') return cell.exact
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One object. Exact numbers are strings, so that no reader rounds them. */
function jsonRecord(columns: readonly string[], cells: readonly Cell[]): string {
  return JSON.stringify(Object.fromEntries(columns.map((column, i) => [column, jsonCell(cells[i] ?? null)])))
}

const jsonCell = (cell: Cell): string | number | null => (typeof cell === 'object' && cell !== null ? cell.exact : cell)

/** The file as lines without their line feed. CSV ends its lines with CRLF; JSON is one array. Nothing is held but one row. */
export async function* exportLines({ columns, rows }: ExportTable, format: 'csv' | 'json'): AsyncGenerator<string> {
  if (format === 'csv') {
    yield `${csvRecord(columns)}\r`
    for await (const cells of rows) yield `${csvRecord(cells)}\r`
    return
  }
  let separator = ''
  yield '['
  for await (const cells of rows) {
    yield separator + jsonRecord(columns, cells)
    separator = ','
  }
  yield ']'
}
