import type { JSX } from 'react'
import type { StrategyOption } from '../../../src-shared/contract/backtest-report.ts'
import { t } from '../../i18n/text.ts'
import type { ArchivedInstrument } from '../../stores/archived.ts'
import { choose, type BacktestChoice } from '../../stores/backtest-choice-store.ts'
import { Segments } from '../../ui/segments.tsx'
import { Field } from '../recipe/field.tsx'
import { MarketFields } from '../recipe/market-fields.tsx'
import { ParameterFields } from '../recipe/parameter-fields.tsx'
import { SweepFields } from './sweep-fields.tsx'
import { strategyOf } from '../recipe/span.ts'
import { parametersOf, RIVALS_MAX } from './wish.ts'

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
