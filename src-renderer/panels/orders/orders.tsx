import './orders.css'
import { ListOrdered } from 'lucide-react'
import { useMemo, type JSX } from 'react'
import type { OrderRow } from '../../../src-shared/contract/views.ts'
import { DASH, price, quantity } from '../../format/number.ts'
import { age, fullTime, logClock } from '../../format/time.ts'
import { detailText } from '../../format/told.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { useAge } from '../../stores/clock-store.ts'
import { useOrders } from '../../stores/orders-store.ts'
import { Chip } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { looksOf, newestFirst } from './order-looks.ts'

/** Every order with how it went; the newest on top. */
export function Orders(): JSX.Element {
  const rows = useOrders((state) => state.rows)
  const newest = useMemo(() => rows && newestFirst(rows), [rows])
  const columns = useMemo(() => orderColumns(), [])
  return (
    <PanelBody label={t('orders.title')}>
      <Table label={t('orders.title')} columns={columns} rows={newest} keyOf={({ intentId }) => intentId} drawnMax={120} empty={<Empty icon={ListOrdered} title={t('orders.none')}><p>{t('orders.none-why')}</p></Empty>} />
    </PanelBody>
  )
}

function orderColumns(): readonly Column<OrderRow>[] {
  return [
    { id: 'created', head: t('orders.created'), cell: ({ createdAt }) => logClock(createdAt), title: ({ createdAt }) => fullTime(createdAt) },
    { id: 'instrument', head: t('orders.instrument'), cell: ({ instrumentId }) => <b>{instrumentId}</b> },
    { id: 'purpose', head: t('orders.purpose'), cell: ({ purpose }) => word('purpose', purpose), title: ({ intentId }) => intentId },
    { id: 'order', head: t('orders.order'), cell: ({ side, type }) => `${t(side)} · ${word('order-type', type)}` },
    { id: 'trigger', head: t('orders.trigger'), number: true, cell: ({ trigger, priceDecimals }) => (trigger === null ? t('orders.at-market') : price(trigger, priceDecimals)), title: ({ trigger }) => trigger ?? t('orders.at-market') },
    { id: 'quantity', head: t('orders.filled-of'), number: true, cell: (row) => <>{quantity(row.filled)} <span className="quiet">/ {quantity(row.quantity)}</span></>, title: (row) => `${row.filled} / ${row.quantity ?? t('all')}` },
    { id: 'state', head: t('orders.state'), cell: (row) => <OrderState {...row} /> },
    { id: 'attempts', head: t('orders.attempts'), number: true, cell: ({ attempts }) => attempts },
    { id: 'venue', head: t('orders.venue-id'), roomy: true, cell: ({ venueOrderId }) => (venueOrderId === null ? DASH : <code>{venueOrderId}</code>), title: ({ venueOrderId }) => venueOrderId ?? t('orders.no-venue-id') },
    { id: 'why', head: t('orders.why'), wide: true, cell: why, title: (row) => `${why(row)} · ${t('orders.updated', { time: fullTime(row.updatedAt) })}` },
  ]
}

const why = ({ reason, detail }: OrderRow): string => [word('reason', reason), detail && detailText(detail)].filter(Boolean).join(' · ')

function OrderState({ state, updatedAt }: OrderRow): JSX.Element {
  const { tone, icon, isOpen } = looksOf(state)
  return <><Chip tone={tone} icon={icon} text={word('order-state', state)} title={fullTime(updatedAt)} />{isOpen && <Since time={updatedAt} />}</>
}

/** How long it has been so. */
function Since({ time }: { readonly time: number }): JSX.Element {
  const passed = useAge(time)
  return <span className="order-since">{passed === null ? DASH : age(passed)}</span>
}
