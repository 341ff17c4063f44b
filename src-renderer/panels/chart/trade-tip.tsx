import type { JSX } from 'react'
import { netPart } from '../../charts/trade-marks.ts'
import { percent, price, quantity, signedMoney, signOf } from '../../format/number.ts'
import { duration } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { SideChip } from '../../ui/chip.tsx'
import { useTrades } from '../../stores/trades-store.ts'
import type { UseHover } from './use-candle-chart.ts'

/** The round trip whose mark is pointed at. */
export function TradeTip({ useHover }: { readonly useHover: UseHover }): JSX.Element | null {
  const hover = useHover((state) => (state.hover?.entryId === undefined ? undefined : state.hover))
  const trade = useTrades(({ rows }) => (hover?.entryId === undefined ? undefined : rows?.findLast(({ entryId }) => entryId === hover.entryId)))
  if (!hover || !trade) return null
  const { side, quantity: size, entry, exit, net, exitReason, openedAt, closedAt, priceDecimals } = trade
  return (
    <div className={`trade-tip ${hover.isRight ? 'left' : ''}`} style={{ left: hover.x, top: hover.y }} aria-hidden="true">
      <span><SideChip side={side} /> {quantity(size.replace('-', ''))}</span>
      <span>{price(entry, priceDecimals)} → {price(exit, priceDecimals)}</span>
      <b className={signOf(net)}>{signedMoney(net)} · {percent(netPart(trade), 2, true)}</b>
      <span className="quiet">{word('reason', exitReason)} · {t('chart.trade.held', { duration: duration(closedAt - openedAt) })}</span>
    </div>
  )
}
