import { FileText, FlaskConical, History, Radio, type LucideIcon } from 'lucide-react'
import type { JSX } from 'react'
import type { ModeName } from '../../src-shared/contract/workstation-views.ts'
import { t } from '../i18n/text.ts'

export const MODE_ICONS: Readonly<Record<ModeName, LucideIcon>> = { demo: FlaskConical, replay: History, paper: FileText, live: Radio }

/** Which mode it is, by icon, word and colour. */
export function ModeBadge({ mode }: { readonly mode: ModeName }): JSX.Element {
  const Icon = MODE_ICONS[mode]
  return <span className={`mode-badge mode-${mode}`}><Icon aria-hidden="true" /><span>{t(`mode.${mode}`)}</span></span>
}
