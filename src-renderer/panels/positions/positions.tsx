import './positions.css'
import { Layers } from 'lucide-react'
import { useMemo, type JSX } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { negated } from '../../format/exact.ts'
import { DASH, money, signedMoney, signOf } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import { useConnection } from '../../stores/connection-store.ts'
import { useMarket } from '../../stores/market-store.ts'
import { useOrders } from '../../stores/orders-store.ts'
import { usePositions } from '../../stores/positions-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { Empty } from '../../ui/empty.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'
import { far, positionColumns } from './columns.tsx'
import { lineOf, protectedCount, totalsOf, type PositionLine } from './lines.ts'

const NONE: readonly never[] = []

/** What is held, how far it is from harm, and whether its stop is known to rest. */
export function Positions(): JSX.Element {
  const rows = usePositions(({ value }) => value)
  const orders = useOrders((state) => state.rows) ?? NONE
  const asset = useStatus(({ value }) => value?.asset) ?? ''
  const ranges = useMarket(useShallow(({ value }) => value?.map(({ atr }) => atr) ?? NONE))
  const names = useMarket(useShallow(({ value }) => value?.map(({ instrumentId }) => instrumentId) ?? NONE))
  const lines = useMemo(() => {
    const atrs = new Map(names.map((name, i) => [name, ranges[i] ?? null]))
    return rows?.map((row) => lineOf(row, atrs.get(row.instrumentId) ?? null, orders))
  }, [rows, orders, ranges, names])
  const columns = useMemo(() => positionColumns(asset), [asset])
  return (
    <PanelBody label={t('positions.title')}>
      <div className="positions">
        {rows && rows.length > 0 && <Sentence held={rows.length} covered={protectedCount(rows, orders)} />}
        <Table
          label={t('positions.title')} columns={columns} rows={lines} keyOf={({ row }) => row.entryId} tall footer={lines && <Total lines={lines} />}
          empty={<Empty icon={Layers} title={t('positions.none')}><p>{t('positions.none-why')}</p></Empty>}
        />
      </div>
    </PanelBody>
  )
}

/** The one thing that must always hold. */
function Sentence({ held, covered }: { readonly held: number; readonly covered: number }): JSX.Element {
  const isHeard = useConnection(({ state }) => state === 'open')
  return (
    <p className="stops-sentence">
      {t('positions.one-stop')} <b className={!isHeard ? '' : covered === held ? 'all' : 'some'}>{t('positions.of', { covered, held })}</b>{!isHeard && <> · {t('positions.not-heard')}</>}
    </p>
  )
}

function Total({ lines }: { readonly lines: readonly PositionLine[] }): JSX.Element {
  const loss = useStatus(({ value }) => value?.lossAtStops) ?? null
  const { notional, unrealized, nearest } = totalsOf(lines)
  return (
    <tr>
      <td>{t('positions.total')}</td>
      <td className="number" title={notional ?? t('positions.mark-unknown')}>{money(notional)}</td>
      <td />
      <td className={`number ${signOf(unrealized)}`} title={unrealized ?? t('positions.mark-unknown')}><b>{signedMoney(unrealized)}</b></td>
      <td className="number">{t('positions.nearest')} {nearest ? far(nearest) : DASH}</td>
      <td className="number" title={loss ?? undefined}><b className="loss">{loss === null ? DASH : signedMoney(negated(loss))}</b></td>
      <td>{t('positions.all-stops')}</td>
      <td colSpan={3} />
    </tr>
  )
}
