import { useMarket } from '../../stores/market-store.ts'
import { useSelection } from '../../stores/selection-store.ts'
import { useSettings } from '../../stores/settings-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { pageItems, panelItems, replayItems, tradingItems } from './command-items.ts'
import { actionItems, instrumentItems } from './instrument-items.ts'
import type { PaletteItem } from './palette-item.ts'
import { search } from './palette-search.ts'
import { settingItems } from './setting-items.ts'

/** More than these are not read; the next letter brings them. */
const SHOWN_MAX = 60
/** Of the instruments, while nothing is typed. */
const INSTRUMENTS_MAX = 5

/** What matches. Without a query a short list of what is near: some instruments, the one looked at, commands and pages. */
export function usePaletteItems(query: string): readonly PaletteItem[] {
  const market = useMarket(({ value }) => value) ?? []
  const selected = useSelection(({ instrumentId }) => instrumentId)
  const settings = useSettings()
  const status = useStatus(({ value }) => value)
  const typed = query.trim() !== ''
  const ofSelected = market.filter(({ instrumentId }) => instrumentId === selected)
  const items = [
    ...instrumentItems(market).slice(0, typed ? market.length : INSTRUMENTS_MAX),
    ...actionItems(typed ? market : ofSelected),
    ...tradingItems(status),
    ...pageItems(),
    ...replayItems(),
    ...(status ? panelItems() : []),
    ...settingItems(settings),
  ]
  return search(items, query).slice(0, SHOWN_MAX)
}
