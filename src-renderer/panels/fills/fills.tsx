import { ArrowRightLeft } from 'lucide-react'
import { useMemo, type JSX } from 'react'
import type { FillRow } from '../../../src-shared/contract/views.ts'
import { negated, productOf } from '../../format/exact.ts'
import { money, price, quantity, signedMoney, signOf } from '../../format/number.ts'
import { fullTime, logClock } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { useFills } from '../../stores/fills-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { Empty } from '../../ui/empty.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Table, type Column } from '../../ui/table.tsx'

/** Every execution that was booked; the newest on top. */
export function Fills(): JSX.Element {
  const rows = useFills((state) => state.rows)
  const asset = useStatus(({ value }) => value?.asset) ?? ''
  const newest = useMemo(() => rows?.toReversed(), [rows])
  const columns = useMemo(() => fillColumns(asset), [asset])
  return (
    <PanelBody label={t('fills.title')}>
      <Table label={t('fills.title')} columns={columns} rows={newest} keyOf={({ instrumentId, tradeId }) => `${instrumentId}/${tradeId}`} drawnMax={120} empty={<Empty icon={ArrowRightLeft} title={t('fills.none')}><p>{t('fills.none-why')}</p></Empty>} />
    </PanelBody>
  )
}

function fillColumns(asset: string): readonly Column<FillRow>[] {
  return [
    { id: 'time', head: t('fills.time'), cell: ({ time }) => logClock(time), title: ({ time }) => fullTime(time) },
    { id: 'instrument', head: t('orders.instrument'), cell: ({ instrumentId }) => <b>{instrumentId}</b> },
    { id: 'side', head: t('fills.side'), cell: ({ side }) => t(side) },
    { id: 'quantity', head: t('fills.quantity'), number: true, cell: (row) => quantity(row.quantity) },
    { id: 'price', head: t('fills.price'), number: true, cell: (row) => price(row.price, row.priceDecimals), title: (row) => row.price },
    { id: 'value', head: t('positions.notional', { asset }), number: true, cell: (row) => money(productOf(row.price, row.quantity)), title: (row) => productOf(row.price, row.quantity) },
    { id: 'fee', head: t('fills.fee'), number: true, cell: ({ fee }) => signedMoney(negated(fee)), title: ({ fee }) => negated(fee) },
    { id: 'realized', head: t('fills.realized'), number: true, sign: ({ realized }) => signOf(realized), cell: ({ realized }) => signedMoney(realized), title: ({ realized }) => realized },
    { id: 'liquidity', head: t('fills.liquidity'), cell: ({ liquidity }) => word('liquidity', liquidity) },
    { id: 'order', head: t('fills.order'), wide: true, cell: ({ intentId }) => <code>{intentId}</code>, title: ({ intentId, tradeId }) => t('fills.ids', { order: intentId, fill: tradeId }) },
  ]
}
