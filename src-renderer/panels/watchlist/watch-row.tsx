import { ArrowDownRight, ArrowUpRight, CirclePause, ClockAlert, ShieldX } from 'lucide-react'
import { memo, type JSX, type MemoExoticComponent } from 'react'
import type { MarketRow } from '../../../src-shared/contract/market-views.ts'
import { DASH, float, percent, price, signOf } from '../../format/number.ts'
import { fullTime } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { selectInstrument } from '../../stores/selection-store.ts'
import { bestValue, sparkPath } from './rows.ts'
import { useFlash } from './use-flash.ts'

interface WatchRowProps {
  readonly row: MarketRow
  readonly name: string
  readonly closes: readonly number[] | undefined
  readonly isSelected: boolean
  /** The one row that Tab comes to. */
  readonly isTabStop: boolean
}

/** One instrument. Drawn again only when something of it changed. */
export const WatchRow: MemoExoticComponent<(props: WatchRowProps) => JSX.Element> = memo(({ row, name, closes, isSelected, isTabStop }: WatchRowProps): JSX.Element => {
  const lastCell = useFlash(row.mark)
  const best = bestValue(row)
  const valueCell = useFlash(best)
  return (
    <tr className={row.stale ? 'stale' : ''} aria-selected={isSelected} tabIndex={isTabStop ? 0 : -1} onClick={() => selectInstrument(row.instrumentId)}>
      <td className="c-symbol" title={row.instrumentId}><span><b>{name}</b><Marks row={row} /></span></td>
      <td className="c-spark"><Spark closes={closes} change={row.change} /></td>
      <td className="number" ref={lastCell} title={lastTitle(row)}>{price(row.mark, row.priceDecimals)}</td>
      <td className={`c-change number ${signOf(row.change)}`} title={row.change === null ? t('watch.change-unknown') : undefined}>{percent(row.change, 2, true)}</td>
      <td className="c-ev number" ref={valueCell} title={valueTitle(row)}><span><Action row={row} /><i className={best !== null && best > 0 ? 'up' : ''}>{best === null ? DASH : float(best * 100, 3, true)}</i></span></td>
      <td className={`c-funding number ${row.funding !== null && row.funding < 0 ? 'down' : ''}`} title={fundingTitle(row)}>{row.funding === null ? DASH : float(row.funding * 100, 4, true)}</td>
    </tr>
  )
})

function Marks({ row: { held, stale, halted } }: { readonly row: MarketRow }): JSX.Element {
  return (
    <>
      {held !== null && <em className="dot" role="img" aria-label={t('watch.held', { side: word('side', held) })} title={t('watch.held', { side: word('side', held) })} />}
      {stale && <ClockAlert role="img" aria-label={t('watch.stale')} />}
      {halted && <CirclePause role="img" aria-label={t('watch.halted')} />}
    </>
  )
}

/** What the newest decision came to, where it is not simply no. */
function Action({ row: { action, reason, stale } }: { readonly row: MarketRow }): JSX.Element | null {
  if (stale) return null
  if (action === 'LONG') return <ArrowUpRight role="img" aria-label={t('long')} />
  if (action === 'SHORT') return <ArrowDownRight role="img" aria-label={t('short')} />
  return reason === 'refused' ? <ShieldX className="refused" role="img" aria-label={word('reason', 'refused')} /> : null
}

const WIDTH = 34
const HEIGHT = 18

const Spark = memo(({ closes, change }: { readonly closes: readonly number[] | undefined; readonly change: number | null }): JSX.Element =>
  <svg className={`spark ${signOf(change)}`} width={WIDTH} height={HEIGHT} aria-hidden="true"><path d={sparkPath(closes ?? [], WIDTH, HEIGHT)} /></svg>)

const lastTitle = ({ mark, bid, ask, asOf }: MarketRow): string =>
  mark === null || asOf === null ? t('watch.mark-unknown') : t('watch.mark-title', { bid: bid ?? DASH, ask: ask ?? DASH, time: fullTime(asOf) })

function valueTitle({ longValue, shortValue, reason, stale }: MarketRow): string {
  if (stale) return t('watch.stale')
  if (reason === null) return t('watch.undecided')
  return t('watch.value-title', { long: percent(longValue, 3, true), short: percent(shortValue, 3, true), reason: word('reason', reason) })
}

const fundingTitle = ({ funding, nextFundingAt }: MarketRow): string =>
  funding === null || nextFundingAt === null ? t('watch.funding-unknown') : t('watch.funding-title', { time: fullTime(nextFundingAt) })
