import type { DockviewApi, IDockviewHeaderActionsProps, IDockviewPanel } from 'dockview-react'
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Columns2, EllipsisVertical, Maximize2, Minimize2, Plus, RotateCcw, Rows2, X, type LucideIcon } from 'lucide-react'
import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { wishDefaultLayout } from '../../stores/layout-store.ts'
import { isPanelName, PANELS, type PanelName } from '../../stores/layouts.ts'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { panelOptions } from './default-layout.ts'

/** At the right of a group's tabs: what can be done with the panel that is shown, also without a mouse. */
export function GroupTools({ containerApi: dock, activePanel: panel }: IDockviewHeaderActionsProps): JSX.Element | null {
  if (!panel || !isPanelName(panel.id)) return null
  const name = t(`panel.${panel.id}`)
  return (
    <div className="group-tools">
      <Menu label={t('dock.menu', { panel: name })} items={() => [...arrange(dock, panel), ...closed(dock, panel), { text: t('dock.reset'), icon: RotateCcw, apart: true, onChoose: wishDefaultLayout }]}><EllipsisVertical aria-hidden="true" /></Menu>
    </div>
  )
}

const DIRECTIONS: readonly (readonly ['left' | 'right' | 'up' | 'down', LucideIcon])[] = [['left', ArrowLeft], ['right', ArrowRight], ['up', ArrowUp], ['down', ArrowDown]]
const STEP = 48

function arrange(dock: DockviewApi, panel: IDockviewPanel): readonly MenuItem[] {
  const { group, api } = panel
  const alone = group.panels.length === 1
  const moves = DIRECTIONS.flatMap(([direction, icon]): MenuItem[] => {
    const beside = dock.adjacentGroupInDirection(group, direction)
    const target = dock.groups.find(({ id }) => id === beside?.id)
    return target ? [{ text: t(`dock.move-${direction}`), icon, onChoose: () => api.moveTo({ group: target }) }] : []
  })
  return [
    api.isMaximized()
      ? { text: t('dock.restore'), icon: Minimize2, onChoose: () => api.exitMaximized() }
      : { text: t('dock.maximize'), icon: Maximize2, onChoose: () => api.maximize() },
    ...moves,
    { text: t('dock.split-right'), icon: Columns2, disabled: alone, onChoose: () => api.moveTo({ group, position: 'right' }) },
    { text: t('dock.split-below'), icon: Rows2, disabled: alone, onChoose: () => api.moveTo({ group, position: 'bottom' }) },
    { text: t('dock.wider'), apart: true, onChoose: () => group.api.setSize({ width: group.api.width + STEP }) },
    { text: t('dock.narrower'), onChoose: () => group.api.setSize({ width: group.api.width - STEP }) },
    { text: t('dock.taller'), onChoose: () => group.api.setSize({ height: group.api.height + STEP }) },
    { text: t('dock.shorter'), onChoose: () => group.api.setSize({ height: group.api.height - STEP }) },
    { text: t('dock.close', { panel: t(`panel.${panel.id as PanelName}`) }), icon: X, apart: true, onChoose: () => api.close() },
  ]
}

/** What is not docked can come back, as a tab of this group. */
function closed(dock: DockviewApi, panel: IDockviewPanel): readonly MenuItem[] {
  return PANELS.filter((name) => !dock.getPanel(name)).map((name, i) => ({
    text: t('dock.open', { panel: t(`panel.${name}`) }), icon: Plus, apart: i === 0, onChoose: () => void dock.addPanel(panelOptions(name, { referencePanel: panel })),
  }))
}
