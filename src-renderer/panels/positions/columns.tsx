import type { JSX, ReactNode } from 'react'
import { negated } from '../../format/exact.ts'
import { DASH, float, money, percent, price, quantity, signedMoney, signOf } from '../../format/number.ts'
import { duration, fullTime, stamp } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { useEngineNow } from '../../stores/clock-store.ts'
import { useConnection } from '../../stores/connection-store.ts'
import { askToFlatten } from '../../stores/flatten-store.ts'
import { SideChip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/table.tsx'
import type { Distance, PositionLine } from './lines.ts'
import { ProtectionCell } from './protection.tsx'

/** ATR first, then percent; without a range known, percent alone. */
export const far = ({ atrs, part }: Distance, decimals = 1): string => (atrs === null ? percent(Math.abs(part), 2) : t('positions.atrs', { count: float(atrs, decimals) }))

const two = (first: ReactNode, under: ReactNode): JSX.Element => <>{first}<span className="under">{under}</span></>

/** How far away a price is, below it. */
function apart(distance: Distance | null, lead = ''): JSX.Element {
  if (!distance) return <>{lead}{DASH}</>
  return <>{lead}{far(distance)}{distance.atrs !== null && <span className="roomy-text"> · {percent(distance.part, 2, true)}</span>}</>
}

function CloseButton({ instrumentId }: { readonly instrumentId: string }): JSX.Element {
  const isLost = useConnection(({ state }) => state !== 'open')
  return <button type="button" className="small" disabled={isLost} title={isLost ? t('bar.flatten-lost') : undefined} aria-label={t('positions.close-one', { instrument: instrumentId })} onClick={() => askToFlatten(instrumentId)}>{t('positions.close')}</button>
}

function TimeExit({ exitTime }: { readonly exitTime: number }): JSX.Element {
  const now = useEngineNow()
  return two(now === null ? DASH : duration(exitTime - now), stamp(exitTime))
}

const priceTitle = (text: string | null, distance: Distance | null): string =>
  text === null ? t('positions.price-unknown') : distance ? `${text} · ${percent(distance.part, 2, true)}` : text

/** Made while drawing, so that heads are in the person's language. */
export function positionColumns(asset: string): readonly Column<PositionLine>[] {
  return [
    { id: 'position', head: t('positions.position'), cell: ({ row }) => <span className="position-name"><b>{row.instrumentId}</b><SideChip side={row.side} /></span>, title: ({ row }) => t('positions.opened', { time: fullTime(row.openedAt), id: row.entryId }) },
    { id: 'notional', head: t('positions.notional', { asset }), number: true, cell: ({ row, notional }) => two(money(notional), quantity(row.quantity)), title: ({ notional }) => notional ?? t('positions.mark-unknown') },
    { id: 'entry', head: t('positions.entry-mark'), number: true, cell: ({ row }) => two(price(row.entry, row.priceDecimals), price(row.mark, row.priceDecimals)), title: ({ row }) => `${row.entry} / ${row.mark ?? t('positions.mark-unknown')}` },
    {
      id: 'unrealized', head: t('positions.unrealized'), number: true, sign: ({ row }) => signOf(row.unrealized), title: ({ row }) => row.unrealized ?? t('positions.mark-unknown'),
      cell: ({ row, gain }) => two(<b>{signedMoney(row.unrealized)}</b>, <span className={signOf(row.unrealized)}>{percent(gain, 2, true)}</span>),
    },
    { id: 'liquidation', head: t('positions.liquidation'), number: true, cell: ({ row, liquidation }) => two(price(row.liquidation, row.priceDecimals), apart(liquidation)), title: ({ row, liquidation }) => priceTitle(row.liquidation, liquidation) },
    {
      id: 'stop', head: t('positions.stop'), number: true, title: ({ row, stop }) => `${priceTitle(row.stop, stop)} · ${row.lossAtStop}`,
      cell: ({ row, stop }) => two(price(row.stop, row.priceDecimals), <><b>{signedMoney(negated(row.lossAtStop))}</b> · {apart(stop)}</>),
    },
    { id: 'protection', head: t('positions.protection'), cell: (line) => <ProtectionCell {...line} /> },
    { id: 'take-profit', head: t('positions.take-profit'), number: true, cell: ({ row, takeProfit }) => two(price(row.takeProfit, row.priceDecimals), apart(takeProfit)), title: ({ row, takeProfit }) => priceTitle(row.takeProfit, takeProfit) },
    { id: 'exit-time', head: t('positions.exit-time'), number: true, roomy: true, cell: ({ row }) => <TimeExit exitTime={row.exitTime} />, title: ({ row }) => fullTime(row.exitTime) },
    {
      id: 'close', head: t('positions.close-head'), number: true,
      cell: ({ row }) => <CloseButton instrumentId={row.instrumentId} />,
    },
  ]
}
