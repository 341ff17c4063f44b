import { Check, TriangleAlert } from 'lucide-react'
import type { JSX } from 'react'
import type { BacktestReport } from '../../../src-shared/contract/backtest-report.ts'
import { percent } from '../../format/number.ts'
import { date } from '../../format/time.ts'
import { toldText } from '../../format/told.ts'
import { t } from '../../i18n/text.ts'
import { verdictOf } from './report-figures.ts'
import { Section } from '../../ui/section.tsx'

/** What a reader should know before believing it, worst first; then what speaks for it. */
export function Belief({ report }: { readonly report: BacktestReport }): JSX.Element {
  const { caveats } = report
  return (
    <Section title={t('report.belief')} note={caveats.length === 0 && !isTrainingUnknown(report) ? t('report.no-caveats') : undefined}>
      <p className="belief-verdict">{t(`report.verdict-why.${verdictOf(report)}`)}</p>
      <ul className="beliefs">
        {isTrainingUnknown(report) && <li><TriangleAlert className="warn" aria-hidden="true" /><span>{t('report.unknown-training')}</span></li>}
        {caveats.map((caveat) => <li key={caveat.code + JSON.stringify(caveat.values)}><TriangleAlert className="warn" aria-hidden="true" /><span>{toldText(caveat)}</span></li>)}
        {merits(report).map((merit) => <li key={merit}><Check className="fine" aria-hidden="true" /><span>{merit}</span></li>)}
      </ul>
    </Section>
  )
}

/** A policy that asks no model has nothing that could have been seen. */
const isTrainingUnknown = ({ trainedUntil, wish: { policyId } }: BacktestReport): boolean => trainedUntil === null && policyId === 'expected-value'

function merits({ trainedUntil, from, to, data, rivals, summary }: BacktestReport): readonly string[] {
  const found: string[] = []
  if (trainedUntil !== null && trainedUntil <= from) found.push(t('report.merit.unseen', { until: date(trainedUntil) }))
  else if (trainedUntil !== null && trainedUntil < to) found.push(t('report.merit.partly-unseen', { part: percent((to - trainedUntil) / (to - from), 0), from: date(trainedUntil) }))
  if (data.length > 0 && data.every(({ gaps }) => gaps === 0)) found.push(t('report.merit.whole'))
  const random = rivals.find(({ rival }) => rival === 'random')
  if (random && random.high !== null && summary.netReturn > random.high) found.push(t('report.merit.random', { runs: random.runs }))
  return found
}
