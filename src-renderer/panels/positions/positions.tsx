import type { JSX } from 'react'
import type { PositionRow } from '../../../src-shared/contract/views.ts'
import { Chip, SideChip } from '../../app/ui/chip.tsx'
import { Panel } from '../../app/ui/panel.tsx'
import { Table, type Column } from '../../app/ui/table.tsx'
import { price, quantity, signedMoney, signOf } from '../../format/number.ts'
import { fullTime, stamp } from '../../format/time.ts'
import { words } from '../../format/words.ts'
import { askToFlatten } from '../../stores/flatten-store.ts'
import { usePositions } from '../../stores/positions-store.ts'

const protection = ({ stopVerified, stopOrderId, exitReason }: PositionRow): JSX.Element => {
  if (exitReason !== null) return <Chip tone="info" text="Closing" title={words(exitReason)} />
  if (stopVerified) return <Chip tone="ok" text="Verified" title={`The stop rests at the venue: ${stopOrderId ?? ''}`} />
  return stopOrderId === null ? <Chip tone="danger" text="No stop" title="No stop order is known for this position" /> : <Chip tone="warn" text="Not verified" title={`Sent, not confirmed: ${stopOrderId}`} />
}

const columns: readonly Column<PositionRow>[] = [
  { head: 'Instrument', cell: ({ instrumentId }) => <b>{instrumentId}</b> },
  { head: 'Side', cell: ({ side }) => <SideChip side={side} /> },
  { head: 'Quantity', number: true, cell: (row) => quantity(row.quantity) },
  { head: 'Entry', number: true, cell: (row) => price(row.entry, row.priceDecimals), title: ({ entry, openedAt }) => `${entry}, opened ${fullTime(openedAt)}` },
  { head: 'Mark', number: true, cell: (row) => price(row.mark, row.priceDecimals), title: ({ mark }) => mark ?? 'The mark price is not known' },
  { head: 'Unrealised', number: true, sign: ({ unrealized }) => signOf(unrealized), cell: ({ unrealized }) => <b>{signedMoney(unrealized)}</b>, title: ({ unrealized, asset }) => `${unrealized ?? 'not known'} ${asset}` },
  { head: 'Stop', number: true, cell: (row) => price(row.stop, row.priceDecimals), title: ({ lossAtStop, asset }) => `Loss at the stop about ${lossAtStop} ${asset}` },
  { head: 'Take profit', number: true, cell: (row) => price(row.takeProfit, row.priceDecimals) },
  { head: 'Liquidation', number: true, cell: (row) => price(row.liquidation, row.priceDecimals), title: ({ liquidation }) => liquidation ?? 'Cannot be liquidated, or not known' },
  { head: 'Exit time', number: true, cell: ({ exitTime }) => stamp(exitTime), title: ({ exitTime }) => fullTime(exitTime) },
  { head: 'Stop at venue', cell: protection },
  { head: ' ', number: true, cell: ({ instrumentId }) => <button type="button" className="small" onClick={() => askToFlatten(instrumentId)} aria-label={`Close ${instrumentId}`}>Close…</button> },
]

export function Positions(): JSX.Element {
  const positions = usePositions(({ value }) => value)
  return (
    <Panel name="positions" title="Positions" note={positions ? String(positions.length) : ''}>
      <Table label="Positions" columns={columns} rows={positions} keyOf={({ entryId }) => entryId} empty="No open position." />
    </Panel>
  )
}
