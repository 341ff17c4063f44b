import type { JSX, ReactNode } from 'react'
import type { PaceView } from '../../../src-shared/contract/market-views.ts'
import type { ModeName } from '../../../src-shared/contract/workstation-views.ts'
import { t } from '../../i18n/text.ts'
import { ask, dismissDialog } from '../../stores/dialog-store.ts'
import { usePace } from '../../stores/pace-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { useWorkstation } from '../../stores/workstation-store.ts'
import { Dialog, Facts } from '../../ui/dialog.tsx'
import { MODE_ICONS } from '../../ui/mode-badge.tsx'
import { PaceControl } from './pace-control.tsx'

/** What this mode is and is not, how fast its time runs, and the way out of it. */
export function ModeDialog(): JSX.Element | null {
  const mode = useWorkstation(({ value }) => value?.mode ?? null)
  const accountId = useStatus(({ value }) => value?.accountId)
  const pace = usePace(({ value }) => value)
  if (mode === null) return null
  return (
    <Dialog
      tone={`mode-${mode}`} icon={MODE_ICONS[mode]} title={t(`mode-title.${mode}`)} note={t(`mode-note.${mode}`)} onClose={dismissDialog}
      buttons={<>
        <button type="button" className="large" onClick={() => ask({ kind: 'close-mode' })}>{t('mode.leave', { mode: t(`mode.${mode}`) })}</button>
        <button type="button" className="large primary" data-first-focus onClick={dismissDialog}>{t('mode.stay')}</button>
      </>}
    >
      <Facts rows={facts(mode, accountId, pace)} />
    </Dialog>
  )
}

function facts(mode: ModeName, accountId: string | undefined, pace: PaceView | undefined): readonly (readonly [string, ReactNode])[] {
  const rows: (readonly [string, ReactNode])[] = [
    [t('mode-fact.prices'), t(`mode-fact.prices.${mode}`)],
    [t('mode-fact.money'), t(`mode-fact.money.${mode}`)],
    [t('mode-fact.network'), t(`mode-fact.network.${mode}`)],
    [t('mode-fact.closing'), t(`mode-fact.closing.${mode}`)],
  ]
  if (accountId !== undefined) rows.push([t('mode-fact.account'), <code key="account">{accountId}</code>])
  // A real market's time cannot be changed.
  if (pace && (mode === 'demo' || mode === 'replay')) rows.push([t('mode-fact.pace'), <PaceControl key="pace" {...pace} />])
  return rows
}
