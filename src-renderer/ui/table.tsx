import { memo, type JSX, type ReactNode } from 'react'
import type { Sign } from '../format/number.ts'
import { t } from '../i18n/text.ts'
import { Skeleton } from './states.tsx'

export interface Column<Row> {
  readonly id: string
  readonly head: string
  readonly cell: (row: Row) => ReactNode
  /** Numbers stand right, words left. */
  readonly number?: boolean
  readonly sign?: (row: Row) => Sign
  /** The whole truth behind a shortened value. */
  readonly title?: (row: Row) => string
  /** Takes the width that is left, and shortens its text. */
  readonly wide?: boolean
  /** Gone in narrow windows, below 1440 pixels; its fact is in a tooltip then. */
  readonly roomy?: boolean
}

interface TableProps<Row> {
  readonly label: string
  /** The same list between two drawings, so that rows that did not change are not drawn again. */
  readonly columns: readonly Column<Row>[]
  /** Undefined until the engine answered. */
  readonly rows: readonly Row[] | undefined
  readonly keyOf: (row: Row) => string
  readonly empty: ReactNode
  /** The most rows that are drawn; a line says how many there are more. */
  readonly drawnMax?: number
  /** Rows two lines high. */
  readonly tall?: boolean
  readonly isSelected?: (row: Row) => boolean
  /** Enter or a click on a row. */
  readonly onOpen?: (row: Row) => void
  readonly footer?: ReactNode
}

export function Table<Row>({ label, columns, rows, keyOf, empty, drawnMax = 120, tall, isSelected, onOpen, footer }: TableProps<Row>): JSX.Element {
  if (!rows) return <Skeleton label={t('waiting')} />
  if (rows.length === 0) return typeof empty === 'string' ? <p className="hint">{empty}</p> : <>{empty}</>
  return (
    <>
      <table className={tall ? 'tall' : ''} aria-label={label}>
        <thead>
          <tr>{columns.map((column) => <th key={column.id} scope="col" className={classOf(column)}>{column.head}</th>)}</tr>
        </thead>
        <tbody>
          {rows.slice(0, drawnMax).map((row) => <TableRow key={keyOf(row)} row={row} columns={columns} isSelected={isSelected?.(row) ?? false} onOpen={onOpen} />)}
        </tbody>
        {footer !== undefined && <tfoot>{footer}</tfoot>}
      </table>
      {rows.length > drawnMax && <p className="hint">{t('table.more', { drawn: drawnMax, all: rows.length })}</p>}
    </>
  )
}

interface RowProps<Row> extends Pick<TableProps<Row>, 'columns'> {
  readonly row: Row
  readonly isSelected: boolean
  readonly onOpen: ((row: Row) => void) | undefined
}

const TableRow = memo(<Row,>({ row, columns, isSelected, onOpen }: RowProps<Row>): JSX.Element => (
  <tr className={isSelected ? 'selected' : undefined} aria-current={isSelected ? 'true' : undefined} {...opening(row, onOpen)}>
    {columns.map((column) => <td key={column.id} className={`${classOf(column)} ${column.sign?.(row) ?? ''}`} title={column.title?.(row)}>{column.cell(row)}</td>)}
  </tr>
)) as <Row>(props: RowProps<Row>) => JSX.Element

const classOf = <Row,>({ number, wide, roomy }: Column<Row>): string => `${number ? 'number' : ''} ${wide ? 'wide' : ''} ${roomy ? 'roomy' : ''}`

/** A row that opens something is reached by Tab and answers Enter; what is a button inside of it answers for itself. */
function opening<Row>(row: Row, onOpen: ((row: Row) => void) | undefined): Partial<JSX.IntrinsicElements['tr']> {
  if (!onOpen) return {}
  return {
    tabIndex: 0,
    onClick: () => onOpen(row),
    onKeyDown: (event) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row)
    },
  }
}
