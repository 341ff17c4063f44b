import './watchlist.css'
import { ArrowDown, ArrowUp, Search, SearchX } from 'lucide-react'
import { useEffect, useMemo, useState, type JSX, type KeyboardEvent } from 'react'
import type { MarketRow } from '../../../src-shared/contract/market-views.ts'
import { t } from '../../i18n/text.ts'
import { useMarket } from '../../stores/market-store.ts'
import { selectInstrument, useSelection } from '../../stores/selection-store.ts'
import { useSparks } from '../../stores/sparks-store.ts'
import { Empty } from '../../ui/empty.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { filterRows, inOrder, nameOf, nextSort, sortRows, type Sort, type SortColumn } from './rows.ts'
import { WatchRow } from './watch-row.tsx'

/** All instruments: price, change, expected value, funding, and which of them is looked at. */
export function Watchlist(): JSX.Element {
  const rows = useMarket(({ value }) => value)
  const selected = useSelection(({ instrumentId }) => instrumentId)
  const [typed, setTyped] = useState('')
  const [sort, setSort] = useState<Sort>({ column: 'ev', descending: true })
  /** The order when the pointer came to the rows. */
  const [held, setHeld] = useState<readonly string[]>()
  const found = useMemo(() => filterRows(rows ?? [], typed), [rows, typed])
  const shown = held ? inOrder(found, held) : sortRows(found, sort)
  useSomethingSelected(rows, shown[0], selected)
  if (!rows) return <Skeleton label={t('waiting')} />
  return (
    <div className="watch">
      <div className="watch-filter">
        <Search aria-hidden="true" />
        <input type="search" value={typed} aria-label={t('watch.filter')} placeholder={t('watch.filter')} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} onKeyDown={(event) => fromFilter(event, () => setTyped(''))} />
        <span className="quiet">{found.length === rows.length ? rows.length : t('watch.found', { found: found.length, all: rows.length })}</span>
      </div>
      <PanelBody label={t('watch.title')}>
        <table role="grid" aria-label={t('watch.title')} className="watch-table">
          <Head sort={sort} onSort={(column) => setSort(nextSort(sort, column))} />
          <Body rows={shown} all={rows} selected={selected} onHold={(isHeld) => setHeld(isHeld ? shown.map(({ instrumentId }) => instrumentId) : undefined)} />
        </table>
        {shown.length === 0 && <Empty icon={SearchX} title={t(rows.length === 0 ? 'watch.none' : 'watch.none-found')} />}
      </PanelBody>
    </div>
  )
}

/** Chart and card always have something to show: the first row, until a person chooses. */
function useSomethingSelected(rows: readonly MarketRow[] | undefined, first: MarketRow | undefined, selected: string | null): void {
  const isThere = rows?.some(({ instrumentId }) => instrumentId === selected) ?? true
  useEffect(() => {
    if (!isThere && first) selectInstrument(first.instrumentId)
  }, [isThere, first])
}

interface BodyProps {
  readonly rows: readonly MarketRow[]
  readonly all: readonly MarketRow[]
  readonly selected: string | null
  readonly onHold: (isHeld: boolean) => void
}

function Body({ rows, all, selected, onHold }: BodyProps): JSX.Element {
  const sparks = useSparks(({ value }) => value)
  const closes = useMemo(() => new Map(sparks?.map((spark) => [spark.instrumentId, spark.closes])), [sparks])
  const tabStop = rows.find(({ instrumentId }) => instrumentId === selected) ?? rows[0]
  return (
    <tbody onKeyDown={onRowKey} onPointerEnter={() => onHold(true)} onPointerLeave={() => onHold(false)}>
      {rows.map((row) => (
        <WatchRow key={row.instrumentId} row={row} name={nameOf(row, all)} closes={closes.get(row.instrumentId)} isSelected={row.instrumentId === selected} isTabStop={row === tabStop} />
      ))}
    </tbody>
  )
}

function Head({ sort, onSort }: { readonly sort: Sort; readonly onSort: (column: SortColumn) => void }): JSX.Element {
  const head = (column: SortColumn, text: string, title?: string): JSX.Element => {
    const Arrow = sort.descending ? ArrowDown : ArrowUp
    return (
      <th scope="col" className={`c-${column} ${column === 'symbol' ? '' : 'number'}`} aria-sort={sort.column !== column ? 'none' : sort.descending ? 'descending' : 'ascending'} title={title}>
        <button type="button" className="ghost" onClick={() => onSort(column)}>{text}{sort.column === column && <Arrow aria-hidden="true" />}</button>
      </th>
    )
  }
  return (
    <thead>
      <tr>
        {head('symbol', t('watch.symbol'))}
        <th scope="col" className="c-spark">{t('watch.spark')}</th>
        {head('last', t('watch.last'), t('watch.last-title'))}
        {head('change', t('watch.change'), t('watch.change-title'))}
        {head('ev', t('watch.ev'), t('watch.ev-title'))}
        {head('funding', t('watch.funding'), t('watch.funding-head-title'))}
      </tr>
    </thead>
  )
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }

/** Arrows move from row to row, Enter takes the one they are on. */
function onRowKey(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const rows = [...event.currentTarget.rows]
  const at = rows.indexOf(event.target as HTMLTableRowElement)
  const row = rows[at]
  const step = STEPS[event.key]
  if (!row) return
  if (event.key === 'Enter') row.click()
  if (step === undefined) return
  event.preventDefault()
  rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus()
}

function fromFilter(event: KeyboardEvent<HTMLInputElement>, clear: () => void): void {
  if (event.key === 'Escape') clear()
  if (event.key === 'ArrowDown') event.currentTarget.closest('.watch')?.querySelector('tbody')?.rows[0]?.focus()
}
