import type { PanelName } from '../../stores/layouts.ts'
import { useAlarms } from '../../stores/alarm-store.ts'
import { useFills } from '../../stores/fills-store.ts'
import { useMarket } from '../../stores/market-store.ts'
import { useOrders } from '../../stores/orders-store.ts'
import { usePositions } from '../../stores/positions-store.ts'
import { useTrades } from '../../stores/trades-store.ts'

const LIVE: ReadonlySet<string> = new Set(['pending', 'sent', 'unknown', 'accepted', 'partially-filled'])

/** How many there are of what a tab shows; for the log, alarms that nobody has seen. Undefined: no count says anything. */
export function useTabCount(name: PanelName): number | undefined {
  const market = useMarket(({ value }) => (name === 'watchlist' ? value?.length : undefined))
  const positions = usePositions(({ value }) => (name === 'positions' ? value?.length : undefined))
  const orders = useOrders(({ rows }) => (name === 'orders' ? rows?.filter(({ state }) => LIVE.has(state)).length : undefined))
  const fills = useFills(({ rows }) => (name === 'fills' ? rows?.length : undefined))
  const trades = useTrades(({ rows }) => (name === 'trades' ? rows?.length : undefined))
  const alarms = useAlarms(({ unseen }) => (name === 'log' && unseen > 0 ? unseen : undefined))
  return market ?? positions ?? orders ?? fills ?? trades ?? alarms
}
