import { BrainCircuit } from 'lucide-react'
import { useId, useState, type JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { moveModel, rollbackModels } from '../../stores/commands.ts'
import { dismissDialog, type ModelMove } from '../../stores/dialog-store.ts'
import { loadModels } from '../../stores/learn-store.ts'
import { toast } from '../../stores/toast-store.ts'
import { Dialog, Facts } from '../../ui/dialog.tsx'
import { useClick } from '../../ui/use-click.ts'

/** As the registry asks: less is no reason. */
const REASON_MIN = 10

/** Moves a pair of models. What is not proven trades only for a reason that a person has typed, and that is shown for ever. */
export function ModelDialog({ move: { candidateId, strategyId, to, isProven } }: { readonly move: ModelMove }): JSX.Element {
  const [reason, setReason] = useState('')
  const form = useId()
  const isOverride = to === 'promoted' && !isProven
  const text = reason.trim()
  const onAccepted = (): void => {
    dismissDialog()
    loadModels()
    toast({ tone: 'ok', text: t(`models.moved.${to}`, { pair: candidateId }) })
  }
  const { busy, problem, press } = useClick((requestId) => (to === 'rollback' ? rollbackModels(requestId, strategyId, text || null) : moveModel(requestId, { candidateId, status: to, reason: text || null })), onAccepted)
  return (
    <Dialog
      tone={isOverride ? 'danger' : 'accent'} icon={BrainCircuit} title={t(isOverride ? 'models.ask.override' : `models.ask.${to}`, { pair: candidateId })} note={t(isOverride ? 'models.ask-note.override' : `models.ask-note.${to}`)} onClose={dismissDialog}
      buttons={<>
        <button type="button" className="large" onClick={dismissDialog}>{t('models.ask.no')}</button>
        <button type="submit" form={form} className={`large ${isOverride ? 'danger' : 'primary'}`} disabled={busy || (isOverride && text.length < REASON_MIN)}>{t(isOverride ? 'models.move.override' : `models.move.${to}`)}</button>
      </>}
    >
      <Facts rows={[[t('backtest.strategy'), strategyId], [t('models.positions'), t('models.positions-keep')]]} />
      <form id={form} onSubmit={(event) => {
        event.preventDefault()
        press()
      }}>
        <label className="field"><span>{t(isOverride ? 'models.reason-needed' : 'models.reason', { most: REASON_MIN })}</span>
          <input type="text" data-first-focus autoComplete="off" maxLength={400} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      </form>
      {problem !== undefined && <p className="problem" role="alert">{problem}</p>}
    </Dialog>
  )
}
