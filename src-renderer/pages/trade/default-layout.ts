import type { AddPanelOptions, DockviewApi } from 'dockview-react'
import type { PanelName, WidthClass } from '../../stores/layouts.ts'

interface Sizes {
  readonly watchlist: number
  readonly signal: number
  readonly bottom: number
}

/** By width of the window: what is decided by stands beside the chart, what is held below it. */
const SIZES: Readonly<Record<WidthClass, Sizes>> = {
  narrow: { watchlist: 244, signal: 290, bottom: 252 },
  normal: { watchlist: 366, signal: 328, bottom: 266 },
  wide: { watchlist: 400, signal: 384, bottom: 340 },
}

const BOTTOM: readonly PanelName[] = ['orders', 'fills', 'why', 'log']

/** Smaller than this, a panel cannot be read. */
const LEAST: Partial<Record<PanelName, { readonly minimumWidth?: number; readonly minimumHeight?: number }>> = {
  watchlist: { minimumWidth: 232 }, chart: { minimumWidth: 480, minimumHeight: 160 }, signal: { minimumWidth: 280 },
}
const LEAST_OF_OTHERS = { minimumHeight: 160 }

/** A panel as the dock wants it. Its title is a stand-in: the tab writes it in the person's language. */
export function panelOptions(name: PanelName, position?: AddPanelOptions['position']): AddPanelOptions {
  return { id: name, component: name, title: name, ...(LEAST[name] ?? LEAST_OF_OTHERS), ...(position && { position }) } as AddPanelOptions
}

/** Watchlist left at full height, chart in the middle, signal right of it, tabs below both. */
export function buildDefault(dock: DockviewApi, width: WidthClass): void {
  const { watchlist, signal, bottom } = SIZES[width]
  dock.clear()
  const left = dock.addPanel(panelOptions('watchlist'))
  dock.addPanel(panelOptions('chart', { referencePanel: 'watchlist', direction: 'right' }))
  const below = dock.addPanel(panelOptions('positions', { referencePanel: 'chart', direction: 'below' }))
  const right = dock.addPanel(panelOptions('signal', { referencePanel: 'chart', direction: 'right' }))
  for (const name of BOTTOM) dock.addPanel({ ...panelOptions(name, { referencePanel: 'positions' }), inactive: true })
  left.api.setSize({ width: watchlist })
  below.api.setSize({ height: bottom })
  right.api.setSize({ width: signal })
  dock.getPanel('chart')?.api.setActive()
}
