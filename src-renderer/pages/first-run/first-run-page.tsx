import './first-run.css'
import { ChartSpline, Database } from 'lucide-react'
import type { JSX } from 'react'
import type { WorkstationView } from '../../../src-shared/contract/workstation-views.ts'
import { t } from '../../i18n/text.ts'
import { openPage } from '../../stores/page-store.ts'
import { useWorkstation } from '../../stores/workstation-store.ts'
import { Mark } from '../../ui/mark.tsx'
import { Choices } from '../settings/rows.tsx'
import { ChooseMode } from './choose-mode.tsx'
import { Starting } from './starting.tsx'

/** Nothing runs: what to run is chosen here, and how the window reads. */
export function FirstRunPage(): JSX.Element {
  const workstation = useWorkstation(({ value }) => value)
  return (
    <div className="first-run">
      <aside aria-label={t('first.window')}>
        <p className="first-name"><Mark size={34} /><b>{t('about.name')}</b></p>
        <span className="spring" />
        <p className="quiet">{t('first.motto')}</p>
        <p className="first-links">
          <button type="button" onClick={() => openPage('backtest')}><ChartSpline aria-hidden="true" />{t('first.backtest')}</button>
          <button type="button" onClick={() => openPage('data')}><Database aria-hidden="true" />{t('page.data')}</button>
        </p>
        <div className="first-choices">
          <Choices of="language" />
          <Choices of="theme" />
          <Choices of="prices" />
        </div>
      </aside>
      <main>{workstation && <Body {...workstation} />}</main>
    </div>
  )
}

function Body({ phase, mode, told, part }: WorkstationView): JSX.Element {
  if (phase === 'starting') return <Starting mode={mode} told={told} part={part} />
  return <ChooseMode problem={phase === 'failed' ? told : null} />
}
