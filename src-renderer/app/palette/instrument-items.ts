import { ChartCandlestick, CircleHelp, ScrollText, X } from 'lucide-react'
import type { MarketRow } from '../../../src-shared/contract/market-views.ts'
import { price } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import { askToFlatten } from '../../stores/flatten-store.ts'
import { wishPanel } from '../../stores/layout-store.ts'
import type { PanelName } from '../../stores/layouts.ts'
import { openPage } from '../../stores/page-store.ts'
import { selectInstrument } from '../../stores/selection-store.ts'
import type { PaletteItem } from './palette-item.ts'

/** Every instrument, to look at. */
export function instrumentItems(market: readonly MarketRow[]): readonly PaletteItem[] {
  return market.map(({ instrumentId, base, mark, priceDecimals, held }) => ({
    id: `chart ${instrumentId}`, group: 'instrument', icon: ChartCandlestick, text: instrumentId, names: base, also: t('palette.open-chart'),
    note: [held === null ? '' : t(held), price(mark, priceDecimals)].filter(Boolean).join(' · '), run: () => show(instrumentId, 'chart'),
  }))
}

/** What can be done with one of them. Without a search only for the one that is looked at, or the list would be all there is. */
export function actionItems(market: readonly MarketRow[]): readonly PaletteItem[] {
  return market.flatMap(({ instrumentId, base, held }) => [
    ...(held === null ? [] : [closeItem(instrumentId, base)]),
    { id: `why ${instrumentId}`, group: 'this', icon: CircleHelp, text: t('palette.why', { instrument: base }), also: instrumentId, run: () => show(instrumentId, 'why') } as const,
    { id: `orders ${instrumentId}`, group: 'this', icon: ScrollText, text: t('palette.orders-of', { instrument: base }), also: instrumentId, run: () => show(instrumentId, 'orders') } as const,
  ])
}

function closeItem(instrumentId: string, base: string): PaletteItem {
  return { id: `close ${instrumentId}`, group: 'this', icon: X, text: t('palette.close', { instrument: base }), also: instrumentId, asks: true, run: () => askToFlatten(instrumentId) }
}

function show(instrumentId: string, panel: PanelName): void {
  selectInstrument(instrumentId)
  openPage('trade')
  wishPanel(panel)
}
