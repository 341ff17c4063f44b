import type { FunctionComponent } from 'react'
import { Chart } from '../../panels/chart/chart.tsx'
import { Components } from '../../panels/components/components.tsx'
import { Equity } from '../../panels/equity/equity.tsx'
import { Fills } from '../../panels/fills/fills.tsx'
import { Guards } from '../../panels/guards/guards.tsx'
import { EventLog } from '../../panels/log/log.tsx'
import { Orders } from '../../panels/orders/orders.tsx'
import { Positions } from '../../panels/positions/positions.tsx'
import { Signal } from '../../panels/signal/signal.tsx'
import { Trades } from '../../panels/trades/trades.tsx'
import { Watchlist } from '../../panels/watchlist/watchlist.tsx'
import { WhyNoTrade } from '../../panels/why/why.tsx'
import type { PanelName } from '../../stores/layouts.ts'

/** What each panel that can be docked draws. */
export const PANEL_BODIES: Readonly<Record<PanelName, FunctionComponent>> = {
  watchlist: Watchlist, chart: Chart, signal: Signal, positions: Positions, orders: Orders, fills: Fills, why: WhyNoTrade, log: EventLog,
  trades: Trades, equity: Equity, guards: Guards, components: Components,
}
