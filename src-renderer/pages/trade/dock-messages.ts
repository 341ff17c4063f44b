import type { DockviewReadyEvent } from 'dockview-react'
import { t } from '../../i18n/text.ts'

type Messages = DockviewReadyEvent['api']['messages']

/** What the dock says to screen readers. */
export function dockMessages(): Partial<Messages> {
  return {
    panelOpened: (panel) => t('dock.opened', { panel }),
    panelClosed: (panel) => t('dock.closed', { panel }),
    groupMaximized: (panel) => t('dock.maximized', { panel }),
    groupRestored: (panel) => t('dock.restored', { panel }),
    groupDocked: (panel) => t('dock.moved', { panel }),
    closeTab: (panel) => t('dock.close', { panel }),
    closeTabPlain: () => t('close'),
  }
}
