import type { JSX } from 'react'
import type { TradeRow } from '../../../src-shared/contract/views.ts'
import { SideChip } from '../../app/ui/chip.tsx'
import { Table, type Column } from '../../app/ui/table.tsx'
import { price, quantity, signedMoney, signOf } from '../../format/number.ts'
import { duration, fullTime, stamp } from '../../format/time.ts'
import { words } from '../../format/words.ts'
import { useTrades } from '../../stores/trades-store.ts'

const SHOWN_MAX = 120

const columns: readonly Column<TradeRow>[] = [
  { head: 'Closed', cell: ({ closedAt }) => stamp(closedAt), title: ({ closedAt, decisionId }) => `${fullTime(closedAt)}, decision ${decisionId}` },
  { head: 'Instrument', cell: ({ instrumentId }) => <b>{instrumentId}</b> },
  { head: 'Side', cell: ({ side }) => <SideChip side={side} /> },
  { head: 'Quantity', number: true, cell: (row) => quantity(row.quantity) },
  { head: 'Entry', number: true, cell: (row) => price(row.entry, row.priceDecimals), title: ({ entry }) => entry },
  { head: 'Exit', number: true, cell: (row) => price(row.exit, row.priceDecimals), title: ({ exit }) => exit },
  { head: 'Realised', number: true, sign: ({ realized }) => signOf(realized), cell: ({ realized }) => signedMoney(realized), title: ({ realized }) => realized },
  { head: 'Fees', number: true, cell: ({ fees }) => signedMoney(fees), title: ({ fees }) => fees },
  { head: 'Funding', number: true, cell: ({ funding }) => signedMoney(funding), title: ({ funding }) => funding },
  { head: 'Net', number: true, sign: ({ net }) => signOf(net), cell: ({ net }) => <b>{signedMoney(net)}</b>, title: ({ net }) => net },
  { head: 'Held', number: true, cell: ({ openedAt, closedAt }) => duration(closedAt - openedAt) },
  { head: 'Exit by', cell: ({ exitReason }) => words(exitReason) },
  { head: 'Decision', cell: ({ decisionId }) => decisionId, title: ({ decisionId, entryId }) => `${decisionId}, order ${entryId}`, wide: true },
]

export function Trades(): JSX.Element {
  const rows = useTrades((state) => state.rows)
  return <Table label="Round trips" columns={columns} rows={rows?.slice(-SHOWN_MAX).toReversed()} keyOf={({ entryId }) => entryId} empty="No finished round trip yet." />
}
