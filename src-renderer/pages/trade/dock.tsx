import 'dockview-react/dist/styles/dockview.css'
import './dock.css'
import { DockviewReact, type DockviewApi, type DockviewReadyEvent, type DockviewTheme, type IDockviewPanelProps, type SerializedDockview } from 'dockview-react'
import { Activity, useEffect, useRef, useState, type FunctionComponent, type JSX } from 'react'
import { keepLayout, takeDockWish, useDockWish, type DockWish } from '../../stores/layout-store.ts'
import { PANELS, type PanelName, type SavedLayout, type WidthClass } from '../../stores/layouts.ts'
import { Boundary } from '../../ui/boundary.tsx'
import { buildDefault, panelOptions } from './default-layout.ts'
import { dockMessages } from './dock-messages.ts'
import { DockTab } from './dock-tab.tsx'
import { EmptyDock } from './empty-dock.tsx'
import { GroupTools } from './group-tools.tsx'
import { PANEL_BODIES } from './panels.tsx'

const THEME: DockviewTheme = { name: 'haetae', className: 'dock-theme', gap: 0, dndTabIndicator: 'line', dndPanelOverlay: 'group' }

/** What stands behind another tab is not drawn on, but keeps what a person did in it. */
function Docked({ name, api }: { readonly name: PanelName } & Pick<IDockviewPanelProps, 'api'>): JSX.Element {
  const [visible, setVisible] = useState(api.isVisible)
  useEffect(() => {
    const listening = api.onDidVisibilityChange((event) => setVisible(event.isVisible))
    return () => listening.dispose()
  }, [api])
  const Body = PANEL_BODIES[name]
  return <Activity mode={visible ? 'visible' : 'hidden'}><div className={`docked docked-${name}`}><Boundary><Body /></Boundary></div></Activity>
}

const components = Object.fromEntries(PANELS.map((name) => [name, ({ api }) => <Docked name={name} api={api} />])) as Record<PanelName, FunctionComponent<IDockviewPanelProps>>

interface DockProps {
  readonly width: WidthClass
  readonly saved: SavedLayout | undefined
}

/** Panels that a person arranges. What they arranged is kept; the default is not, so that it may become better. */
export function Dock({ width, saved }: DockProps): JSX.Element {
  const dock = useRef<DockviewApi>(undefined)
  const [ready, setReady] = useState(false)
  const touched = useRef(saved !== undefined)
  const onReady = ({ api }: DockviewReadyEvent): void => {
    dock.current = api
    if (!restore(api, saved)) buildDefault(api, width)
    api.onDidLayoutChange(() => touched.current && keepLayout(width, api.toJSON() as unknown as SavedLayout))
    setReady(true)
  }
  const wish = useDockWish((state) => state.wish)
  useEffect(() => {
    if (!ready || !wish || !dock.current) return
    takeDockWish()
    touched.current = wish.kind === 'open'
    grant(dock.current, wish, width)
  }, [ready, wish, width])
  const touch = (): void => void (touched.current = true)
  return (
    <div className="dock" onPointerDownCapture={touch} onKeyDownCapture={touch}>
      <DockviewReact
        theme={THEME} components={components} defaultTabComponent={DockTab} rightHeaderActionsComponent={GroupTools} watermarkComponent={EmptyDock}
        messages={dockMessages()} disableFloatingGroups disableTabsOverflowList={false} scrollbars="native" onReady={onReady}
      />
    </div>
  )
}

/** False when the layout cannot be laid: then nothing of it stays. */
function restore(dock: DockviewApi, saved: SavedLayout | undefined): boolean {
  if (!saved) return false
  try {
    dock.fromJSON(saved as unknown as SerializedDockview)
    return dock.totalPanels > 0
  } catch {
    dock.clear()
    return false
  }
}

function grant(dock: DockviewApi, wish: DockWish, width: WidthClass): void {
  if (wish.kind === 'reset') {
    buildDefault(dock, width)
    return keepLayout(width, null)
  }
  const shown = dock.getPanel(wish.panel)
  if (shown) return shown.api.setActive()
  const beside = dock.getPanel('positions') ?? dock.activePanel
  dock.addPanel(panelOptions(wish.panel, beside && { referencePanel: beside }))
}
