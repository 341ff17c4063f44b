import type { JSX, ReactNode } from 'react'
import type { Sign } from '../../format/number.ts'

export interface Column<Row> {
  readonly head: string
  readonly cell: (row: Row) => ReactNode
  /** Numbers stand right, words left. */
  readonly number?: boolean
  readonly sign?: (row: Row) => Sign
  /** The whole truth behind a shortened value. */
  readonly title?: (row: Row) => string
  /** Takes the width that is left, and shortens its text. */
  readonly wide?: boolean
}

interface TableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  /** Undefined until the engine answered. */
  readonly rows: readonly Row[] | undefined
  readonly keyOf: (row: Row) => string
  readonly empty: string
}

export function Table<Row>({ label, columns, rows, keyOf, empty }: TableProps<Row>): JSX.Element {
  if (!rows) return <p className="hint" role="status">Waiting for the engine…</p>
  if (rows.length === 0) return <p className="hint">{empty}</p>
  return (
    <table aria-label={label}>
      <thead>
        <tr>{columns.map((column) => <th key={column.head} scope="col" className={classOf(column)}>{column.head}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => <td key={column.head} className={`${classOf(column)} ${column.sign?.(row) ?? ''}`} title={column.title?.(row)}>{column.cell(row)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const classOf = <Row,>({ number, wide }: Column<Row>): string => `${number ? 'number' : ''} ${wide ? 'wide' : ''}`
