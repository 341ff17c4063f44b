import { useEffect } from 'react'
import type { PaceChange } from '../../src-shared/contract/market-views.ts'
import { toldText } from '../format/told.ts'
import { changePace } from '../stores/commands.ts'
import { useConnection } from '../stores/connection-store.ts'
import { ask, useDialog } from '../stores/dialog-store.ts'
import { askToFlatten } from '../stores/flatten-store.ts'
import { openPage, PAGES } from '../stores/page-store.ts'
import { usePace } from '../stores/pace-store.ts'
import { toast } from '../stores/toast-store.ts'
import { useWorkstation } from '../stores/workstation-store.ts'
import { focusPanel } from './focus-panel.ts'
import { shortcutOf, type Shortcut } from './shortcuts.ts'

const WRITING = 'input, textarea, select, [contenteditable]'
/** Where Space and arrows already mean something. */
const ACTING = 'button, a, summary, [role="tab"], [role="row"], [role="slider"], [role="listbox"], tr[tabindex]'

export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const within = (selector: string): boolean => event.target instanceof Element && event.target.closest(selector) !== null
      const replay = useWorkstation.getState().value?.mode === 'replay'
      const shortcut = shortcutOf(event, { writing: within(WRITING), acting: within(ACTING), inDialog: useDialog.getState().question !== undefined, replay })
      if (!shortcut) return
      event.preventDefault()
      run(shortcut)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

function run(shortcut: Shortcut): void {
  switch (shortcut.kind) {
    case 'page': {
      const page = PAGES[shortcut.index]
      return page && openPage(page)
    }
    case 'flatten': return useConnection.getState().state === 'open' ? askToFlatten(null) : undefined
    case 'next-panel': return focusPanel(1)
    case 'previous-panel': return focusPanel(-1)
    case 'play': return pace({ kind: usePace.getState().value?.paused ? 'play' : 'pause' })
    case 'step': return pace({ kind: 'step' })
    default: return ask({ kind: shortcut.kind })
  }
}

function pace(change: PaceChange): void {
  changePace(crypto.randomUUID(), change).then(
    (answer) => !answer.accepted && toast({ tone: 'warn', text: toldText(answer.reason) }),
    () => undefined,
  )
}
