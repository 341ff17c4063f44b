import type { JSX } from 'react'
import type { OrderRow } from '../../../src-shared/contract/views.ts'
import { Chip } from '../../app/ui/chip.tsx'
import { Table, type Column } from '../../app/ui/table.tsx'
import { DASH, price, quantity } from '../../format/number.ts'
import { clock, fullTime } from '../../format/time.ts'
import { words } from '../../format/words.ts'
import { useOrders } from '../../stores/orders-store.ts'

const SHOWN_MAX = 120
const TONES: Readonly<Record<string, 'ok' | 'info' | 'warn' | 'danger' | 'flat'>> = {
  pending: 'info', sent: 'info', unknown: 'warn', accepted: 'ok', 'partially-filled': 'ok', filled: 'ok', rejected: 'danger', 'needs-person': 'danger',
}

const columns: readonly Column<OrderRow>[] = [
  { head: 'Created', cell: ({ createdAt }) => clock(createdAt), title: ({ createdAt, intentId }) => `${fullTime(createdAt)}, ${intentId}` },
  { head: 'Instrument', cell: ({ instrumentId }) => <b>{instrumentId}</b> },
  { head: 'Purpose', cell: ({ purpose }) => words(purpose) },
  { head: 'Order', cell: ({ side, type }) => `${words(side)} ${type.replaceAll('-', ' ')}` },
  { head: 'Quantity', number: true, cell: (row) => quantity(row.quantity) },
  { head: 'Filled', number: true, cell: ({ filled }) => quantity(filled) },
  { head: 'Trigger', number: true, cell: (row) => price(row.trigger, row.priceDecimals), title: ({ trigger }) => trigger ?? 'Market order' },
  { head: 'State', cell: ({ state, detail }) => <Chip tone={TONES[state] ?? 'flat'} text={words(state)} title={detail} /> },
  { head: 'Tries', number: true, cell: ({ attempts }) => attempts },
  { head: 'At venue', cell: ({ venueOrderId }) => venueOrderId ?? DASH },
  { head: 'Why', wide: true, cell: ({ reason, detail }) => [words(reason), detail].filter(Boolean).join(' · '), title: ({ reason, detail }) => [words(reason), detail].filter(Boolean).join(' · ') },
]

export function Orders(): JSX.Element {
  const rows = useOrders((state) => state.rows)
  return <Table label="Orders" columns={columns} rows={rows?.slice(-SHOWN_MAX).toReversed()} keyOf={({ intentId }) => intentId} empty="No order yet." />
}
