import type { IDockviewPanelHeaderProps } from 'dockview-react'
import { X } from 'lucide-react'
import { useEffect, type JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { isPanelName, type PanelName } from '../../stores/layouts.ts'
import { useTabCount } from './use-tab-count.ts'

/** The head of a docked panel: its name and how many. By keyboard it is closed with Delete, so the cross is for the pointer only. */
export function DockTab({ api }: IDockviewPanelHeaderProps): JSX.Element | null {
  return isPanelName(api.id) ? <Tab name={api.id} api={api} /> : null
}

function Tab({ name, api }: { readonly name: PanelName; readonly api: IDockviewPanelHeaderProps['api'] }): JSX.Element {
  const count = useTabCount(name)
  const text = t(`panel.${name}`)
  // The dock gives its tabs their accessible name from here.
  useEffect(() => api.setTitle(count === undefined ? text : t('dock.counted', { panel: text, count })), [api, text, count])
  return (
    <span className="dock-tab" onAuxClick={(event) => event.button === 1 && api.close()}>
      <span>{text}</span>
      {count !== undefined && ' '}
      {count !== undefined && <span className={name === 'log' ? 'tab-count alert' : 'tab-count'}>{count}</span>}
      <span className="tab-close" aria-hidden="true" title={t('dock.close', { panel: text })} onPointerDown={(event) => event.stopPropagation()} onClick={() => api.close()}><X /></span>
    </span>
  )
}
