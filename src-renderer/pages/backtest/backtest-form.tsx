import type { JSX } from 'react'
import type { StrategyOption } from '../../../src-shared/contract/backtest-report.ts'
import { t } from '../../i18n/text.ts'
import { ArchiveEmpty } from '../../panels/archive/archive-empty.tsx'
import { ArchiveList } from '../../panels/archive/archive-list.tsx'
import { SpanLine } from '../../panels/archive/span-line.tsx'
import { wholeOf } from '../../panels/archive/span.ts'
import type { ArchivedInstrument } from '../../stores/archived.ts'
import { choose, type BacktestChoice } from '../../stores/backtest-choice-store.ts'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { Field } from './field.tsx'
import { ParameterFields } from './parameter-fields.tsx'
import { SweepFields } from './sweep-fields.tsx'
import { chosenInstruments, INSTRUMENTS_MAX, parametersOf, RIVALS_MAX, strategyOf } from './wish.ts'

interface FormProps {
  readonly choice: BacktestChoice
  readonly archive: readonly ArchivedInstrument[] | undefined
  readonly strategies: readonly StrategyOption[] | undefined
}

const POLICIES = ['expected-value', 'random-entry', 'seeded-random'] as const

/** Everything that may be chosen, none of which has to be. */
export function BacktestForm({ choice, archive, strategies }: FormProps): JSX.Element {
  const strategy = strategyOf(choice, strategies)
  return (
    <>
      <header className="panel-head">
        <h2>{t('backtest.new')}</h2>
        <span className="spring" />
        <Segments label={t('backtest.how')} value={choice.kind} segments={(['run', 'sweep'] as const).map((value) => ({ value, text: t(`backtest.how.${value}`) }))} onChoose={(kind) => choose({ kind })} />
      </header>
      <div className="backtest-form" tabIndex={0} role="group" aria-label={t('backtest.choices')}>
        <MarketFields choice={choice} archive={archive} />
        {archive?.length !== 0 && <>
          <StrategyFields choice={choice} strategies={strategies} />
          {choice.kind === 'sweep' && strategy && <SweepFields vary={choice.vary} parameters={parametersOf(choice, strategy)} />}
          {strategy && <ParameterFields changes={choice.changes} parameters={parametersOf(choice, strategy)} />}
        </>}
      </div>
    </>
  )
}

function MarketFields({ choice, archive }: Pick<FormProps, 'choice' | 'archive'>): JSX.Element {
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

function StrategyFields({ choice, strategies }: Pick<FormProps, 'choice' | 'strategies'>): JSX.Element {
  const strategy = strategyOf(choice, strategies)
  return (
    <div className="form-rows">
      <Field label={t('backtest.strategy')} note={strategy ? t('backtest.strategy-note', { features: strategy.features, models: [...new Set([strategy.modelIds.long, strategy.modelIds.short])].join(', ') }) : t('waiting')}>
        <select aria-label={t('backtest.strategy')} value={strategy?.strategyId ?? ''} onChange={(event) => choose({ strategyId: event.target.value, changes: {} })}>
          {(strategies ?? []).map(({ strategyId }) => <option key={strategyId}>{strategyId}</option>)}
        </select>
      </Field>
      <Field label={t('backtest.policy')} note={t(`backtest.policy-note.${choice.policyId}`)}>
        <Segments label={t('backtest.policy')} value={choice.policyId} segments={POLICIES.map((value) => ({ value, text: t(`backtest.policy.${value}`) }))} onChoose={(policyId) => choose({ policyId })} />
      </Field>
      {choice.policyId !== 'expected-value' && <Field label={t('first.seed')} note={t('backtest.seed-note')}><input type="text" inputMode="numeric" maxLength={10} aria-label={t('first.seed')} value={choice.seed} onChange={(event) => choose({ seed: event.target.value })} /></Field>}
      {choice.kind === 'run' && <Field label={t('backtest.rivals')} note={t('backtest.rivals-note', { most: RIVALS_MAX })}><input type="text" inputMode="numeric" maxLength={3} aria-label={t('backtest.rivals')} value={choice.rivals} onChange={(event) => choose({ rivals: event.target.value })} /></Field>}
    </div>
  )
}
