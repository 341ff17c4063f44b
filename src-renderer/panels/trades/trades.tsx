import { Repeat } from 'lucide-react'
import { useMemo, type JSX } from 'react'
import type { TradeRow } from '../../../src-shared/contract/views.ts'
import { price, quantity, signedMoney, signOf } from '../../format/number.ts'
import { duration, fullTime, stamp } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { useStatus } from '../../stores/status-store.ts'
import { useTrades } from '../../stores/trades-store.ts'
import { SideChip } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Table, type Column } from '../../ui/table.tsx'

/** Finished round trips with what they cost; the newest on top. */
export function Trades(): JSX.Element {
  const rows = useTrades((state) => state.rows)
  const asset = useStatus(({ value }) => value?.asset) ?? ''
  const newest = useMemo(() => rows?.toReversed(), [rows])
  const columns = useMemo(() => tradeColumns(asset), [asset])
  return (
    <PanelBody label={t('trades.title')}>
      <Table label={t('trades.title')} columns={columns} rows={newest} keyOf={({ entryId }) => entryId} drawnMax={120} empty={<Empty icon={Repeat} title={t('trades.none')}><p>{t('trades.none-why')}</p></Empty>} />
    </PanelBody>
  )
}

function tradeColumns(asset: string): readonly Column<TradeRow>[] {
  return [
    { id: 'closed', head: t('trades.closed'), cell: ({ closedAt }) => stamp(closedAt), title: ({ openedAt, closedAt }) => `${fullTime(openedAt)} → ${fullTime(closedAt)}` },
    { id: 'instrument', head: t('orders.instrument'), cell: ({ instrumentId }) => <b>{instrumentId}</b> },
    { id: 'side', head: t('fills.side'), cell: ({ side }) => <SideChip side={side} /> },
    { id: 'quantity', head: t('fills.quantity'), number: true, cell: (row) => quantity(row.quantity) },
    { id: 'entry', head: t('trades.entry'), number: true, cell: (row) => price(row.entry, row.priceDecimals), title: ({ entry }) => entry },
    { id: 'exit', head: t('trades.exit'), number: true, cell: (row) => price(row.exit, row.priceDecimals), title: ({ exit }) => exit },
    { id: 'realized', head: t('fills.realized'), number: true, sign: ({ realized }) => signOf(realized), cell: ({ realized }) => signedMoney(realized), title: ({ realized }) => realized },
    { id: 'fees', head: t('trades.fees'), number: true, cell: ({ fees }) => signedMoney(fees), title: ({ fees }) => fees },
    { id: 'funding', head: t('trades.funding'), number: true, cell: ({ funding }) => signedMoney(funding), title: ({ funding }) => funding },
    { id: 'net', head: t('trades.result', { asset }), number: true, sign: ({ net }) => signOf(net), cell: ({ net }) => <b>{signedMoney(net)}</b>, title: ({ net }) => net },
    { id: 'held', head: t('trades.held'), number: true, cell: ({ openedAt, closedAt }) => duration(closedAt - openedAt) },
    { id: 'by', head: t('trades.by'), cell: ({ exitReason }) => word('reason', exitReason) },
    { id: 'decision', head: t('trades.decision'), wide: true, cell: ({ decisionId }) => <code>{decisionId}</code>, title: ({ decisionId, entryId, strategyId }) => t('trades.ids', { decision: decisionId, order: entryId, strategy: strategyId }) },
  ]
}
