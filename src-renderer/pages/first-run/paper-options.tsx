import type { JSX } from 'react'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { Segments } from '../../ui/segments.tsx'
import type { PaperChoice } from './opening.ts'

interface PaperOptionsProps {
  readonly choice: PaperChoice
  readonly onChange: (choice: PaperChoice) => void
}

const VENUES = ['production', 'demo', 'local'] as const

/** Whose prices, and of what. */
export function PaperOptions({ choice, onChange }: PaperOptionsProps): JSX.Element {
  return (
    <section className="first-options" aria-label={t('first.paper-of')}>
      <div className="option-rows">
        <div className="option-row">
          <span><b>{t('live.venue')}</b><span>{t(`first.paper-venue.${choice.venue}`)}</span></span>
          <Segments label={t('live.venue')} value={choice.venue} segments={VENUES.map((value) => ({ value, text: word('binance', value) }))} onChoose={(venue) => onChange({ ...choice, venue })} />
        </div>
        <label className="option-row">
          <span><b>{t('first.paper-instruments')}</b><span>{t('first.paper-instruments-note')}</span></span>
          <input type="text" className="option-wide" spellCheck={false} value={choice.instruments} onChange={(event) => onChange({ ...choice, instruments: event.target.value })} />
        </label>
      </div>
    </section>
  )
}
