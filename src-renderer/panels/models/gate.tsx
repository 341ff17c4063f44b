import { Check, Hourglass, X } from 'lucide-react'
import type { JSX } from 'react'
import type { Criterion, GateVerdict } from '../../../src-shared/contract/evaluation-views.ts'
import { DASH, float, percent } from '../../format/number.ts'
import { toldText } from '../../format/told.ts'
import { plural, t } from '../../i18n/text.ts'
import { VerdictChip } from './verdict-chip.tsx'

/** Is it proven; if not, what is missing and for how long. Luck is refused whoever asks. */
export function Gate({ verdict }: { readonly verdict: GateVerdict }): JSX.Element {
  const { criteria, trials, effectiveTrials, days, reasons } = verdict
  return (
    <section className="gate" aria-label={t('gate.title')}>
      <div>
        <VerdictChip verdict={verdict.verdict} big />
        <p>{t(`gate.why.${verdict.verdict}`)} {missing(verdict)}</p>
        {reasons.length > 0 && <ul>{reasons.map((reason) => <li key={JSON.stringify(reason)}>{toldText(reason)}</li>)}</ul>}
      </div>
      <div>
        <table aria-label={t('gate.criteria')}>
          <thead><tr><th scope="col">{t('gate.criterion')}</th><th scope="col" className="number">{t('gate.value')}</th><th scope="col" className="number">{t('gate.needs')}</th><th scope="col">{t('gate.met')}</th></tr></thead>
          <tbody>{criteria.map((criterion) => <Row key={criterion.name} criterion={criterion} isFinal={verdict.verdict === 'rejected'} />)}</tbody>
        </table>
        <p className="quiet">{t('gate.counted', { trials, effective: float(effectiveTrials, 1), days: float(days, 0) })} {power(verdict)}</p>
      </div>
    </section>
  )
}

function Row({ criterion: { name, value, needed, is, met }, isFinal }: { readonly criterion: Criterion; readonly isFinal: boolean }): JSX.Element {
  const Icon = met ? Check : isFinal ? X : Hourglass
  return (
    <tr>
      <td title={t(`gate.criterion-why.${name}`)}>{t(`gate.criterion.${name}`)}</td>
      <td className="number"><b>{figure(name, value)}</b></td>
      <td className="number quiet">{needed === null ? DASH : t(`gate.is.${is}`, { needed: figure(name, needed) })}</td>
      <td><span className={`met ${met ? 'fine' : isFinal ? 'danger' : 'warn'}`}><Icon aria-hidden="true" />{t(met ? 'gate.yes' : 'gate.no')}</span></td>
    </tr>
  )
}

function figure(name: Criterion['name'], value: number | null): string {
  if (value === null) return DASH
  if (name === 'walk-forward-value') return percent(value, 3, true)
  if (name === 'track-length') return plural('gate.days', Math.ceil(value))
  return name === 'checks' ? float(value, 0) : float(value, 3)
}

function missing({ verdict, daysMissing }: GateVerdict): string {
  if (verdict !== 'not-proven') return ''
  return daysMissing === null ? t('gate.never') : plural('gate.missing', Math.ceil(daysMissing))
}

const power = ({ sharpeAnnual, sharpeInterval, sharpeProvable }: GateVerdict): string =>
  t('gate.power', { sharpe: float(sharpeAnnual, 2), low: float(sharpeInterval?.low ?? null, 2), high: float(sharpeInterval?.high ?? null, 2), provable: float(sharpeProvable, 2) })
