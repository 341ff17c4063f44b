import { LogOut } from 'lucide-react'
import type { JSX } from 'react'
import { plural, t } from '../../i18n/text.ts'
import { closeMode } from '../../stores/commands.ts'
import { dismissDialog } from '../../stores/dialog-store.ts'
import { usePositions } from '../../stores/positions-store.ts'
import { useWorkstation } from '../../stores/workstation-store.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useClick } from '../../ui/use-click.ts'

/** Leaving a mode stops its decisions. What is held stays held, so that is said before. */
export function CloseModeDialog(): JSX.Element {
  const mode = useWorkstation(({ value }) => value?.mode ?? 'demo')
  const held = usePositions(({ value }) => value?.length ?? 0)
  const { busy, problem, press } = useClick(closeMode, dismissDialog)
  const name = t(`mode.${mode}`)
  return (
    <Dialog
      tone={`mode-${mode}`} icon={LogOut} title={held > 0 ? plural('leave.title-held', held) : t('leave.title', { mode: name })} onClose={dismissDialog}
      hint={<span className="quiet"><kbd>Esc</kbd> {t('leave.esc')}</span>}
      buttons={<>
        <button type="button" className="large" data-first-focus onClick={dismissDialog}>{t('leave.stay')}</button>
        <button type="button" className={`large ${held > 0 ? 'danger' : 'primary'}`} disabled={busy} onClick={press}>{t('leave.go', { mode: name })}</button>
      </>}
    >
      <p>{t(held > 0 ? `leave.held-${mode === 'replay' ? 'replay' : 'kept'}` : 'leave.nothing-held')}</p>
      {problem !== undefined && <p className="problem" role="alert">{problem}</p>}
    </Dialog>
  )
}
