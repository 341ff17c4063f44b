import { Keyboard } from 'lucide-react'
import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { dismissDialog } from '../../stores/dialog-store.ts'
import { Dialog } from '../../ui/dialog.tsx'

/** Keys as they are written on the keyboard, and what they do. */
const KEYS = [
  [['Ctrl', 'K'], 'palette'], [['Ctrl', 'Shift', 'F'], 'flatten'], [['Alt', '1 … 6'], 'pages'], [['F6'], 'panels'], [['Alt', 'T'], 'chart'],
  [['↑', '↓', '←', '→'], 'arrows'], [['Enter'], 'enter'], [['Delete'], 'delete'], [['Space'], 'space'], [['→'], 'step'], [['Esc'], 'esc'], [['?'], 'keys'],
] as const

/** All keys on one sheet. */
export function KeysDialog(): JSX.Element {
  return (
    <Dialog tone="accent" icon={Keyboard} title={t('keys.title')} note={t('keys.note')} onClose={dismissDialog} buttons={<button type="button" className="large" data-first-focus onClick={dismissDialog}>{t('close')}</button>}>
      <dl className="keys">
        {KEYS.map(([keys, does]) => (
          <div key={does}>
            <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{t(`keys.${does}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
