import './archive.css'
import type { JSX } from 'react'
import { float } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import type { ArchivedInstrument } from '../../stores/archived.ts'
import { dayText, placeIn, wholeOf } from './span.ts'

interface ArchiveListProps {
  readonly archive: readonly ArchivedInstrument[]
  readonly chosen: readonly string[]
  readonly most: number
  readonly onChoose: (instruments: readonly string[]) => void
}

/** The archived instruments to check, each with its days on one common line. */
export function ArchiveList({ archive, chosen, most, onChoose }: ArchiveListProps): JSX.Element {
  const whole = wholeOf(archive) ?? { from: 0, to: 1 }
  const names = archive.map(({ instrumentId }) => instrumentId)
  const toggle = (instrumentId: string): void => onChoose(names.filter((name) => (name === instrumentId) !== chosen.includes(name)))
  return (
    <div className="archive" role="group" aria-label={t('archive.label')}>
      <p className="archive-head">
        <span>{t('archive.instruments', { chosen: chosen.length, max: most })}</span>
        <span className="spring" />
        {archive.length > 1 && <>
          <button type="button" className="ghost small" onClick={() => onChoose(names.slice(0, most))}>{t('archive.all')}</button>
          <button type="button" className="ghost small" onClick={() => onChoose([])}>{t('archive.none')}</button>
        </>}
      </p>
      <div className="archive-rows">
        {archive.map(({ instrumentId, from, to, candles }) => (
        <label key={instrumentId}>
          <input type="checkbox" checked={chosen.includes(instrumentId)} onChange={() => toggle(instrumentId)} />
          <b>{instrumentId}</b>
          <i className="archive-bar" aria-hidden="true"><u style={{ left: `${placeIn(whole, from) * 100}%`, right: `${(1 - placeIn(whole, to)) * 100}%` }} /></i>
          <span>{t('archive.span', { from: dayText(from), to: dayText(to - 1) })}</span>
          <span className="quiet">{t('archive.candles', { count: float(candles, 0) })}</span>
        </label>
      ))}
      </div>
    </div>
  )
}
