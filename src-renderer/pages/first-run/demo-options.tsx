import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { Segments } from '../../ui/segments.tsx'
import { DEMO_SPEEDS, type DemoChoice } from './opening.ts'

interface DemoOptionsProps {
  readonly choice: DemoChoice
  readonly onChange: (choice: DemoChoice) => void
}

/** What nobody has to choose. */
export function DemoOptions({ choice, onChange }: DemoOptionsProps): JSX.Element {
  return (
    <details className="first-options">
      <summary>{t('first.more')}</summary>
      <div className="option-rows">
        <div className="option-row">
          <span><b>{t('first.speed')}</b><span>{t('first.speed-note')}</span></span>
          <Segments label={t('first.speed')} value={choice.speed} segments={DEMO_SPEEDS.map((value) => ({ value, text: t('unit.times', { count: value }) }))} onChoose={(speed) => onChange({ ...choice, speed })} />
        </div>
        <div className="option-row">
          <span><b>{t('first.edge')}</b><span>{t('first.edge-note')}</span></span>
          <Segments<DemoChoice['edge']> label={t('first.edge')} value={choice.edge} segments={[{ value: 'trend', text: t('first.edge.trend') }, { value: 'none', text: t('first.edge.none') }]} onChoose={(edge) => onChange({ ...choice, edge })} />
        </div>
        <label className="option-row">
          <span><b>{t('first.seed')}</b><span>{t('first.seed-note')}</span></span>
          <input type="text" inputMode="numeric" maxLength={6} value={choice.seed} onChange={(event) => onChange({ ...choice, seed: event.target.value })} />
        </label>
      </div>
    </details>
  )
}
