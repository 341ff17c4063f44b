import { Database } from 'lucide-react'
import type { JSX } from 'react'
import { float } from '../../format/number.ts'
import { date } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { Empty } from '../../ui/empty.tsx'
import { Segments } from '../../ui/segments.tsx'
import { INSTRUMENTS_MAX, REPLAY_SPEEDS, type ArchivedInstrument, type ReplayChoice } from './opening.ts'

/** The command that fills the archive; the same in every language. */
const IMPORT = 'npm run haetae -- import --instrument BTCUSDT --interval 5m BTCUSDT-5m.csv.gz'

interface ReplayOptionsProps {
  readonly choice: ReplayChoice
  readonly archive: readonly ArchivedInstrument[] | undefined
  readonly onChange: (choice: ReplayChoice) => void
}

/** Which of the archived candles are lived through again, and how fast. */
export function ReplayOptions({ choice, archive, onChange }: ReplayOptionsProps): JSX.Element {
  if (!archive) return <p className="first-options quiet" role="status">{t('first.reading-archive')}</p>
  if (archive.length === 0) return <Missing />
  const toggle = (instrumentId: string): void => {
    const chosen = choice.instruments.includes(instrumentId)
    onChange({ ...choice, instruments: chosen ? choice.instruments.filter((other) => other !== instrumentId) : [...choice.instruments, instrumentId] })
  }
  return (
    <section className="first-options open" aria-label={t('first.replay-of')}>
      <fieldset className="archive">
        <legend>{t('first.instruments', { chosen: choice.instruments.length, max: INSTRUMENTS_MAX })}</legend>
        {archive.map(({ instrumentId, from, to, candles }) => (
          <label key={instrumentId}>
            <input type="checkbox" checked={choice.instruments.includes(instrumentId)} onChange={() => toggle(instrumentId)} />
            <b>{instrumentId}</b>
            <span>{t('first.span', { from: date(from), to: date(to) })}</span>
            <span className="quiet">{t('first.candles', { count: float(candles, 0) })}</span>
          </label>
        ))}
      </fieldset>
      <div className="option-rows">
        <label className="option-row"><span><b>{t('first.from')}</b><span>{t('first.from-note')}</span></span><input type="date" value={choice.from} onChange={(event) => onChange({ ...choice, from: event.target.value })} /></label>
        <label className="option-row"><span><b>{t('first.to')}</b><span>{t('first.to-note')}</span></span><input type="date" value={choice.to} onChange={(event) => onChange({ ...choice, to: event.target.value })} /></label>
        <div className="option-row">
          <span><b>{t('first.speed')}</b><span>{t('first.replay-speed-note')}</span></span>
          <Segments label={t('first.speed')} value={choice.speed} segments={REPLAY_SPEEDS.map((value) => ({ value, text: value === null ? t('pace.max') : t('unit.times', { count: value }) }))} onChoose={(speed) => onChange({ ...choice, speed })} />
        </div>
      </div>
    </section>
  )
}

function Missing(): JSX.Element {
  return (
    <section className="first-options open">
      <Empty icon={Database} title={t('first.archive-empty')}>
        <p>{t('first.archive-how')}</p>
        <code className="command">{IMPORT}</code>
        <p className="quiet">{t('first.archive-then')}</p>
      </Empty>
    </section>
  )
}
