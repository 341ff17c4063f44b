import { useEffect, type JSX } from 'react'
import type { WorkstationView } from '../../src-shared/contract/workstation-views.ts'
import { t } from '../i18n/text.ts'
import { FirstRunPage } from '../pages/first-run/first-run-page.tsx'
import { ALWAYS, usePage } from '../stores/page-store.ts'
import { useWorkstation } from '../stores/workstation-store.ts'
import { Announcer } from './announcer.tsx'
import { BannerSlot } from './banner-slot.tsx'
import { Dialogs } from './dialogs/dialogs.tsx'
import { IdleShell } from './idle-shell.tsx'
import { Shell } from './shell.tsx'
import { Splash } from './splash.tsx'
import { Toasts } from './toasts.tsx'
import { useAlarmToasts } from './use-alarm-toasts.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useResearchToasts } from './use-research-toasts.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** One window: what runs decides what it shows. */
export function Window(): JSX.Element {
  const phase = useWorkstation(({ value }) => value?.phase)
  const mode = useWorkstation(({ value }) => value?.mode ?? null)
  useShortcuts()
  useAlarmToasts()
  useResearchToasts()
  useKeptFocus()
  useEffect(() => void (document.title = mode === null ? t('about.name') : `${t(`mode.${mode}`)} · ${t('about.name')}`), [mode])
  return (
    <>
      <Content phase={phase} />
      <Dialogs />
      <Toasts />
      <Announcer />
    </>
  )
}

function Content({ phase }: { readonly phase: WorkstationView['phase'] | undefined }): JSX.Element {
  const page = usePage((state) => state.page)
  if (phase === undefined) return <Splash />
  if (phase === 'running' || phase === 'ended') return <Shell />
  if (ALWAYS.includes(page)) return <IdleShell />
  return <div className="shell-plain"><BannerSlot /><FirstRunPage /></div>
}
