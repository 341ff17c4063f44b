import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { ArchiveEmpty } from '../../panels/archive/archive-empty.tsx'
import { ArchiveList } from '../../panels/archive/archive-list.tsx'
import { SpanLine } from '../../panels/archive/span-line.tsx'
import { wholeOf } from '../../panels/archive/span.ts'
import type { ArchivedInstrument } from '../../stores/archived.ts'
import { choose, type BacktestChoice } from '../../stores/backtest-choice-store.ts'
import { Skeleton } from '../../ui/states.tsx'
import { chosenInstruments, INSTRUMENTS_MAX } from './span.ts'

interface MarketFieldsProps {
  readonly choice: BacktestChoice
  readonly archive: readonly ArchivedInstrument[] | undefined
}

/** Which instruments and which days; without a choice all that is archived. */
export function MarketFields({ choice, archive }: MarketFieldsProps): JSX.Element {
  if (!archive) return <Skeleton label={t('first.reading-archive')} />
  if (archive.length === 0) return <ArchiveEmpty />
  const chosen = chosenInstruments(choice, archive)
  const whole = wholeOf(archive.filter(({ instrumentId }) => chosen.includes(instrumentId))) ?? wholeOf(archive)
  return (
    <>
      <ArchiveList archive={archive} chosen={chosen} most={INSTRUMENTS_MAX} onChoose={(instruments) => choose({ instruments: instruments.length === Math.min(archive.length, INSTRUMENTS_MAX) ? null : instruments })} />
      <div className="form-rows">
        {whole && <SpanLine whole={whole} from={choice.from} to={choice.to} onChoose={(from, to) => choose({ from, to })} />}
        <div className="form-pair">
          <label><b>{t('first.from')}</b><span>{t('first.from-note')}</span><input type="date" value={choice.from} onChange={(event) => choose({ from: event.target.value })} /></label>
          <label><b>{t('first.to')}</b><span>{t('first.to-note')}</span><input type="date" value={choice.to} onChange={(event) => choose({ to: event.target.value })} /></label>
        </div>
      </div>
    </>
  )
}
