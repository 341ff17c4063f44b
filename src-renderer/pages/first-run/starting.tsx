import type { JSX } from 'react'
import type { WorkstationView } from '../../../src-shared/contract/workstation-views.ts'
import { percent } from '../../format/number.ts'
import { toldText } from '../../format/told.ts'
import { t } from '../../i18n/text.ts'
import { ModeBadge } from '../../ui/mode-badge.tsx'

/** What is being done until the mode runs, and how far it is. */
export function Starting({ mode, told, part }: Pick<WorkstationView, 'mode' | 'told' | 'part'>): JSX.Element {
  return (
    <div className="starting" role="status">
      {mode && <ModeBadge mode={mode} />}
      <h1>{mode ? t(`first.starting.${mode}`) : t('first.starting')}</h1>
      <p>{told ? toldText(told) : t('first.starting-note')}</p>
      <div className="progress">
        <progress aria-label={t('first.progress')} {...(part === null ? {} : { value: part, max: 1 })} />
        <span>{part === null ? '' : percent(part, 0)}</span>
      </div>
      <p className="quiet">{t('first.starting-safe')}</p>
    </div>
  )
}
