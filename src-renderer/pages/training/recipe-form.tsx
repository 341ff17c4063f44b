import { Play } from 'lucide-react'
import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { useFreshArchive } from '../../panels/archive/use-fresh-archive.ts'
import type { LearnKind } from '../../../src-shared/contract/workstation-views.ts'
import { choose, useBacktestChoice } from '../../stores/backtest-choice-store.ts'
import { startLearning } from '../../stores/commands.ts'
import { chooseLearning, useLearnChoice, type LearnChoice } from '../../stores/learn-choice-store.ts'
import { useResearch } from '../../stores/research-store.ts'
import { useClick } from '../../ui/use-click.ts'
import { Field } from '../recipe/field.tsx'
import { MarketFields } from '../recipe/market-fields.tsx'
import { ParameterFields } from '../recipe/parameter-fields.tsx'
import { strategyOf } from '../recipe/span.ts'
import { wishedLearning, type WishedLearning } from './learn-wish.ts'

const FIELDS: Readonly<Record<LearnKind, readonly (keyof LearnChoice)[]>> = { feasibility: ['scales', 'horizons', 'costs'], labels: ['cusum'], dataset: ['every'], evaluation: ['every', 'cusum', 'folds', 'seeds'] }

/** What to work on. On a first visit one button is enough: it takes all that is archived. */
export function RecipeForm({ kind }: { readonly kind: LearnKind }): JSX.Element {
  const choice = useBacktestChoice()
  const own = useLearnChoice()
  const archive = useFreshArchive()
  const strategies = useResearch((state) => state.strategies)
  const strategy = strategyOf(choice, strategies)
  const result = wishedLearning(kind, { choice, own, known: { archive, strategies } })
  return (
    <section className="panel recipe" aria-label={t(`learn.new.${kind}`)}>
      <header className="panel-head"><h2>{t(`learn.new.${kind}`)}</h2></header>
      <div className="backtest-form" tabIndex={0} role="group" aria-label={t('learn.recipe')}>
        <MarketFields choice={choice} archive={archive} />
        {archive?.length !== 0 && <>
          <div className="form-rows">
            <Field label={t('backtest.strategy')} note={strategy ? t('learn.features', { features: strategy.features }) : t('waiting')}>
              <select aria-label={t('backtest.strategy')} value={strategy?.strategyId ?? ''} onChange={(event) => choose({ strategyId: event.target.value, changes: {} })}>
                {(strategies ?? []).map(({ strategyId }) => <option key={strategyId}>{strategyId}</option>)}
              </select>
            </Field>
            {FIELDS[kind].map((name) => (
              <Field key={name} label={t(`learn.field.${name}`)} note={t(`learn.field-note.${name}`)}>
                <input type="text" maxLength={60} aria-label={t(`learn.field.${name}`)} value={own[name]} onChange={(event) => chooseLearning({ [name]: event.target.value })} />
              </Field>
            ))}
          </div>
          {strategy && <ParameterFields changes={choice.changes} parameters={strategy.parameters} />}
        </>}
      </div>
      <Start kind={kind} result={result} />
    </section>
  )
}

function Start({ kind, result }: { readonly kind: LearnKind; readonly result: WishedLearning }): JSX.Element {
  const missing = missingText(result)
  const { busy, problem, press } = useClick((requestId) => (result.problem === undefined ? startLearning(requestId, result.wanted) : Promise.reject(new Error(missing))))
  return (
    <footer className="backtest-foot">
      {problem === undefined ? <span className="quiet">{missing ?? t('backtest.local')}</span> : <span className="problem" role="alert">{problem}</span>}
      <span className="spring" />
      <button type="button" className="large primary" disabled={busy || missing !== undefined} title={missing} onClick={press}><Play aria-hidden="true" />{t(`learn.start.${kind}`)}</button>
    </footer>
  )
}

/** What is still to be said, as a sentence; undefined: nothing. */
function missingText(result: WishedLearning): string | undefined {
  switch (result.problem) {
    case undefined: return undefined
    case 'value': return t('backtest.missing.value', { parameter: result.parameter.name, least: result.parameter.least, most: result.parameter.most })
    case 'archive': case 'strategy': case 'instruments': case 'span': return t(`backtest.missing.${result.problem}`)
    default: return t(`learn.missing.${result.problem}`)
  }
}
