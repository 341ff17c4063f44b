import { Check as CheckIcon, X } from 'lucide-react'
import type { JSX } from 'react'
import type { EvaluationReport, MetaFigures, MetaRow, ModelRow } from '../../../src-shared/contract/evaluation-views.ts'
import { DASH, float, percent } from '../../format/number.ts'
import { duration, stamp } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { word } from '../../format/words.ts'
import { Facts } from '../../ui/dialog.tsx'
import { Section } from '../../ui/section.tsx'
import { shortHash } from '../../ui/short-hash.tsx'

/** What keeps the figures honest: leak checks by name, the spread over seeds and paths, what was learnt from. */
export function Honesty({ report, model }: { readonly report: EvaluationReport; readonly model: ModelRow | undefined }): JSX.Element {
  const { checks, seeds, cpcv, wish, took } = report
  const spread = (values: readonly (number | null)[]): string => {
    const known = values.filter((value) => value !== null)
    return known.length === 0 ? DASH : `${float(Math.min(...known), 3)} … ${float(Math.max(...known), 3)}`
  }
  return (
    <>
      <Section title={t('honesty.checks')} note={t('honesty.checks-note')}>
        <ul className="honesty">
          {checks.map(({ name, passed, value, limit }) => (
            <li key={name} className={passed ? undefined : 'danger'}>
              {passed ? <CheckIcon className="fine" aria-label={t('gate.yes')} /> : <X className="danger" aria-label={t('gate.no')} />}
              <span>{word('check', name)}</span>
              <span className="quiet">{value === null ? '' : `${float(value, 3)}${limit === null ? '' : ` / ${float(limit, 3)}`}`}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('meta.title')} note={t('meta.note')}>{report.meta.map((row) => <MetaFacts key={row.side} row={row} />)}</Section>
      <Section title={t('honesty.spread')}>
        <Facts rows={[
          [t('honesty.seeds', { count: seeds.length }), <>{t('long')} {spread(seeds.map(({ auc }) => auc.long))}<br />{t('short')} {spread(seeds.map(({ auc }) => auc.short))}</>],
          ...(cpcv ? [[t('honesty.cpcv', { splits: cpcv.splits, paths: cpcv.paths }), <>{t('long')} {spread(cpcv.auc.long)}<br />{t('short')} {spread(cpcv.auc.short)}</>] as const] : []),
          [t('honesty.trades'), t('honesty.trades-value', { trades: float(report.trades, 0), net: percent(report.netPerTrade, 3, true) })],
        ]} />
      </Section>
      <Section title={t('honesty.recipe')}>
        <Facts rows={[
          [t('backtest.strategy'), wish.strategyId],
          [t('learn.instrument'), wish.instruments.join(', ')],
          [t('honesty.learner'), `${wish.learner} · ${wish.cusum === null ? t('honesty.every', { every: wish.every }) : t('honesty.cusum', { cusum: wish.cusum })}`],
          [t('backtest.parameters'), Object.entries({ ...wish.changes, ...wish.parameters }).map(([name, value]) => `${name} ${value}`).join(', ') || t('backtest.parameters-same')],
          [t('trials.data'), shortHash(report.dataHash)],
          [t('honesty.took'), Object.entries(took).map(([stage, seconds]) => `${word('stage', stage)} ${duration(seconds * 1_000)}`).join(' · ')],
        ]} />
      </Section>
      {model && <Section title={t('models.history')}>
        <ol className="model-history">
          {model.history.map(({ time, status, by, reason, override }) => <li key={`${time} ${status}`}><b>{t(`models.status.${status}`)}</b> <span className="quiet">{stamp(time)} · {by}</span>{override && <em>{t('models.overridden')}</em>}{reason !== null && <q>{reason}</q>}</li>)}
        </ol>
      </Section>}
    </>
  )
}

/** What entering at every close came to, and what the forecasts make of it. */
function MetaFacts({ row: { side, plain, taken, accepted } }: { readonly row: MetaRow }): JSX.Element {
  const both = (of: (figures: MetaFigures) => string): string => `${of(plain)} → ${of(taken)}`
  return (
    <Facts rows={[
      [t(side), t(accepted ? 'meta.accepted' : 'meta.refused')],
      [t('meta.entries'), both(({ entries }) => float(entries, 0))],
      [t('meta.effective'), both(({ effectiveEntries }) => float(effectiveEntries, 0))],
      [t('meta.precision'), both(({ precision }) => percent(precision, 1))],
      [t('meta.recall'), percent(taken.recall, 1)],
      [t('meta.value'), both(({ net }) => percent(net, 3, true))],
    ]} />
  )
}
