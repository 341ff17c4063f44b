import type { JSX } from 'react'
import type { Opening } from '../../../src-shared/contract/workstation-views.ts'
import { plural, t } from '../../i18n/text.ts'
import { dismissDialog } from '../../stores/dialog-store.ts'
import { openPage } from '../../stores/page-store.ts'
import { usePositions } from '../../stores/positions-store.ts'
import { switchMode } from '../../stores/switch-mode.ts'
import { useWorkstation } from '../../stores/workstation-store.ts'
import { useClick } from '../../ui/use-click.ts'

interface StartReplayProps {
  /** Undefined: something is still to be chosen. */
  readonly opening: Opening | undefined
  readonly onStarted?: () => void
}

/** The buttons of a dialog that starts a replay. What runs is closed first, which is said, in the one flow. */
export function StartReplay({ opening, onStarted }: StartReplayProps): JSX.Element {
  const mode = useWorkstation(({ value }) => (value?.phase === 'failed' ? null : (value?.mode ?? null)))
  const held = usePositions(({ value }) => value?.length ?? 0)
  const { busy, problem, press } = useClick((requestId) => (opening ? switchMode(requestId, opening) : Promise.reject(new Error(t('first.missing.replay')))), () => {
    onStarted?.()
    dismissDialog()
    openPage('trade')
  })
  const name = mode === null ? '' : t(`mode.${mode}`)
  const note = mode === null ? '' : held > 0 ? plural('replay.closes-held', held, { mode: name }) : t('replay.closes-first', { mode: name })
  return (
    <>
      {problem === undefined ? <span className="quiet replay-note">{opening ? note : t('first.missing.replay')}</span> : <span className="problem replay-note" role="alert">{problem}</span>}
      <button type="button" className="large" data-first-focus onClick={dismissDialog}>{t('cancel')}</button>
      <button type="button" className="large primary" disabled={busy || !opening} title={opening ? undefined : t('first.missing.replay')} aria-busy={busy} onClick={press}>{mode === null ? t('first.start.replay') : t('replay.close-and-start', { mode: name })}</button>
    </>
  )
}
