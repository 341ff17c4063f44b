import { Lock } from 'lucide-react'
import { useId, useState, type JSX } from 'react'
import { fullTime } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { toldText } from '../../format/told.ts'
import { clearLatch } from '../../stores/commands.ts'
import { dismissDialog } from '../../stores/dialog-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { toast } from '../../stores/toast-store.ts'
import { Dialog, Facts } from '../../ui/dialog.tsx'
import { useClick } from '../../ui/use-click.ts'

/** Clears what stops entries, after the latch's name was typed: it raises risk, so it takes more than a click. */
export function LatchDialog({ latch }: { readonly latch: string }): JSX.Element {
  const [typed, setTyped] = useState('')
  const form = useId()
  const set = useStatus(({ value }) => value?.latches.find((known) => known.latch === latch))
  const name = word('latch', latch)
  const onAccepted = (): void => {
    dismissDialog()
    toast({ tone: 'ok', text: t('latch.cleared-toast', { latch: name }) })
  }
  const { busy, problem, press } = useClick((requestId) => clearLatch(requestId, latch, typed), onAccepted)
  return (
    <Dialog
      tone="warn" icon={Lock} title={t('latch.title', { latch: name })} note={set ? toldText(set.reason) : t('latch.gone')} onClose={dismissDialog}
      hint={<span className="quiet"><kbd>Esc</kbd> {t('latch.esc')}</span>}
      buttons={<>
        <button type="button" className="large" onClick={dismissDialog}>{t('latch.keep')}</button>
        <button type="submit" form={form} className="large primary" disabled={busy || !set || typed !== latch} title={typed === latch ? undefined : t('latch.type-first')}>{t('latch.clear')}</button>
      </>}
    >
      {set && <Facts rows={[[t('latch.set-at'), fullTime(set.setAt)], [t('latch.then'), t('latch.then-what')]]} />}
      <form id={form} onSubmit={(event) => {
        event.preventDefault()
        press()
      }}>
        <label className="field"><span>{t('latch.type', { latch })}</span>
          <input type="text" data-first-focus autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
        </label>
      </form>
      {problem !== undefined && <p className="problem" role="alert">{problem}</p>}
    </Dialog>
  )
}
