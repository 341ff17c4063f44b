import type { JSX } from 'react'
import type { FillRow } from '../../../src-shared/contract/views.ts'
import { Table, type Column } from '../../app/ui/table.tsx'
import { money, price, quantity, signedMoney, signOf } from '../../format/number.ts'
import { fullTime, stamp } from '../../format/time.ts'
import { words } from '../../format/words.ts'
import { useFills } from '../../stores/fills-store.ts'

const SHOWN_MAX = 120

const columns: readonly Column<FillRow>[] = [
  { head: 'Time', cell: ({ time }) => stamp(time), title: ({ time }) => fullTime(time) },
  { head: 'Instrument', cell: ({ instrumentId }) => <b>{instrumentId}</b> },
  { head: 'Side', cell: ({ side }) => words(side) },
  { head: 'Quantity', number: true, cell: (row) => quantity(row.quantity) },
  { head: 'Price', number: true, cell: (row) => price(row.price, row.priceDecimals), title: (row) => row.price },
  { head: 'Fee', number: true, cell: ({ fee }) => money(fee), title: ({ fee }) => fee },
  { head: 'Realised', number: true, sign: ({ realized }) => signOf(realized), cell: ({ realized }) => signedMoney(realized), title: ({ realized }) => realized },
  { head: 'Liquidity', cell: ({ liquidity }) => words(liquidity) },
  { head: 'Order', wide: true, cell: ({ intentId }) => <code>{intentId}</code>, title: ({ tradeId }) => `Trade ${tradeId}` },
]

export function Fills(): JSX.Element {
  const rows = useFills((state) => state.rows)
  return <Table label="Fills" columns={columns} rows={rows?.slice(-SHOWN_MAX).toReversed()} keyOf={({ instrumentId, tradeId }) => `${instrumentId} ${tradeId}`} empty="No fill yet." />
}
