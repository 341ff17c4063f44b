import { CircleAlert, CircleCheck, CircleX, Info, X, type LucideIcon } from 'lucide-react'
import type { JSX } from 'react'
import { plural, t } from '../i18n/text.ts'
import { dismissAllToasts, dismissToast, useToasts } from '../stores/toast-store.ts'
import { shownToasts, type Toast } from '../stores/toasts.ts'

const ICONS: Readonly<Record<Toast['tone'], LucideIcon>> = { ok: CircleCheck, info: Info, warn: CircleAlert, danger: CircleX }

/** Facts that came by themselves. The live region reads them; here they are seen and answered. */
export function Toasts(): JSX.Element | null {
  const { shown, hidden } = shownToasts(useToasts(({ toasts }) => toasts))
  if (shown.length === 0) return null
  return (
    <section className="toasts" aria-label={t('toast.region')}>
      {hidden > 0 && <p className="toast-more">{plural('toast.more', hidden)}<button type="button" className="ghost small" onClick={dismissAllToasts}>{t('toast.dismiss-all')}</button></p>}
      {shown.map((toast) => <ToastCard key={toast.id} toast={toast} />)}
    </section>
  )
}

function ToastCard({ toast: { id, tone, text, note, action } }: { readonly toast: Toast }): JSX.Element {
  const Icon = ICONS[tone]
  const act = (): void => {
    dismissToast(id)
    action?.run()
  }
  return (
    <div className={`toast toast-${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <p><b>{text}</b>{note !== undefined && <span>{note}</span>}</p>
      {action && <button type="button" className="ghost small" onClick={act}>{action.text}</button>}
      <button type="button" className="ghost icon" aria-label={t('toast.dismiss')} title={t('toast.dismiss')} onClick={() => dismissToast(id)}><X aria-hidden="true" /></button>
    </div>
  )
}
