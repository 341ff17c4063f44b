import { useEffect, type JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { ArchiveEmpty } from '../../panels/archive/archive-empty.tsx'
import { ArchiveList } from '../../panels/archive/archive-list.tsx'
import { SpanLine } from '../../panels/archive/span-line.tsx'
import { wholeOf } from '../../panels/archive/span.ts'
import type { ArchivedInstrument } from '../../stores/archived.ts'
import { loadResearch, useResearch } from '../../stores/research-store.ts'
import { Segments } from '../../ui/segments.tsx'
import { INSTRUMENTS_MAX, REPLAY_SPEEDS, type ReplayChoice } from './opening.ts'

interface ReplayOptionsProps {
  readonly choice: ReplayChoice
  readonly archive: readonly ArchivedInstrument[] | undefined
  readonly onChange: (choice: ReplayChoice) => void
}

/** Which of the archived candles are lived through again, by which strategy, and how fast. */
export function ReplayOptions({ choice, archive, onChange }: ReplayOptionsProps): JSX.Element {
  if (!archive) return <p className="first-options quiet" role="status">{t('first.reading-archive')}</p>
  if (archive.length === 0) return <section className="first-options open"><ArchiveEmpty /></section>
  const chosen = archive.filter(({ instrumentId }) => choice.instruments.includes(instrumentId))
  const whole = wholeOf(chosen.length > 0 ? chosen : archive)
  return (
    <section className="first-options open" aria-label={t('first.replay-of')}>
      <ArchiveList archive={archive} chosen={choice.instruments} most={INSTRUMENTS_MAX} onChoose={(instruments) => onChange({ ...choice, instruments })} />
      <div className="option-rows">
        {whole && <SpanLine whole={whole} from={choice.from} to={choice.to} onChoose={(from, to) => onChange({ ...choice, from, to })} />}
        <label className="option-row"><span><b>{t('first.from')}</b><span>{t('first.from-note')}</span></span><input type="date" value={choice.from} onChange={(event) => onChange({ ...choice, from: event.target.value })} /></label>
        <label className="option-row"><span><b>{t('first.to')}</b><span>{t('first.to-note')}</span></span><input type="date" value={choice.to} onChange={(event) => onChange({ ...choice, to: event.target.value })} /></label>
        <StrategyChoice chosen={choice.strategyId} onChoose={(strategyId) => onChange({ ...choice, strategyId })} />
        <div className="option-row">
          <span><b>{t('first.speed')}</b><span>{t('first.replay-speed-note')}</span></span>
          <ReplaySpeeds speed={choice.speed} onChoose={(speed) => onChange({ ...choice, speed })} />
        </div>
      </div>
    </section>
  )
}

export function ReplaySpeeds({ speed, onChoose }: { readonly speed: number | null; readonly onChoose: (speed: number | null) => void }): JSX.Element {
  return <Segments label={t('first.speed')} value={speed} segments={REPLAY_SPEEDS.map((value) => ({ value, text: value === null ? t('pace.max') : t('unit.times', { count: value }) }))} onChoose={onChoose} />
}

/** Only where there is more than one. */
function StrategyChoice({ chosen, onChoose }: { readonly chosen: string; readonly onChoose: (strategyId: string) => void }): JSX.Element | null {
  useEffect(loadResearch, [])
  const strategies = useResearch((state) => state.strategies) ?? []
  if (strategies.length < 2) return null
  return (
    <label className="option-row">
      <span><b>{t('first.strategy')}</b><span>{t('first.strategy-note')}</span></span>
      <select value={chosen || strategies[0]?.strategyId} onChange={(event) => onChoose(event.target.value)}>
        {strategies.map(({ strategyId }) => <option key={strategyId}>{strategyId}</option>)}
      </select>
    </label>
  )
}
