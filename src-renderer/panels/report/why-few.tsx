import type { JSX } from 'react'
import type { BacktestReport, FunnelStep } from '../../../src-shared/contract/backtest-report.ts'
import { float, percent } from '../../format/number.ts'
import { date, fullTime } from '../../format/time.ts'
import { toldText } from '../../format/told.ts'
import { word } from '../../format/words.ts'
import { maybeText, t } from '../../i18n/text.ts'
import { PanelBody } from '../../ui/panel.tsx'

/** From all decisions down to the trades: where they were lost, and to what. */
export function WhyFew({ report }: { readonly report: BacktestReport }): JSX.Element {
  return (
    <PanelBody label={t('report.tab.why')}>
      <div className="why-few">
        <Funnel steps={report.funnel} />
        <Reasons report={report} />
        <div className="why-few-guards">
          <GuardCounts guards={report.guards} />
          <LatchDays report={report} />
        </div>
      </div>
    </PanelBody>
  )
}

/** The bars are of the logarithm, since of a hundred thousand decisions some hundred are entered. */
function Funnel({ steps }: { readonly steps: readonly FunnelStep[] }): JSX.Element {
  const all = steps[0]?.left ?? 0
  const width = (left: number): number => (left <= 0 ? 0 : (100 * Math.log1p(left)) / Math.max(1e-9, Math.log1p(all)))
  return (
    <section aria-label={t('report.funnel')}>
      <h3>{t('report.funnel')} <span className="quiet">{t('report.funnel-note')}</span></h3>
      <ol className="funnel">
        {steps.map(({ step, left, lostTo }) => (
          <li key={step} title={`${t('report.funnel-part', { part: percent(all > 0 ? left / all : 0, 2) })}${lostTo === null ? '' : `, ${lostText(lostTo)}`}`}>
            <span>{t(`report.step.${step}`)}</span>
            <i aria-hidden="true"><u style={{ width: `${width(left)}%` }} /></i>
            <b>{float(left, 0)}</b>
            <span className="quiet" data-shortens title={lostTo === null ? undefined : lostText(lostTo)}>{lostTo === null ? '' : lostText(lostTo)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

const lostText = (lostTo: string): string => t('report.lost-to', { reason: maybeText(`reason.${lostTo}`) ?? maybeText(`guard.${lostTo}`) ?? lostTo })

function Reasons({ report: { reasons, wish: { instruments } } }: { readonly report: BacktestReport }): JSX.Element {
  const shown = instruments.slice(0, INSTRUMENTS_SHOWN)
  return (
    <section aria-label={t('report.reasons')}>
      <h3>{t('report.reasons')}{instruments.length > shown.length && <span className="quiet"> {t('report.reasons-of', { shown: shown.length, all: instruments.length })}</span>}</h3>
      {reasons.length === 0 ? <p className="quiet">{t('report.none')}</p> : <table aria-label={t('report.reasons')}>
        <thead><tr><th scope="col">{t('report.reason')}</th><th scope="col" className="number">{t('report.count')}</th>{shown.map((name, i) => <th key={name} scope="col" className={columnClass(i)}>{name.replace(/USD[TC]$/, '')}</th>)}</tr></thead>
        <tbody>
          {reasons.map(({ reason, count, byInstrument }) => (
            <tr key={reason}><td title={maybeText(`because.${reason}`)}>{word('reason', reason)}</td><td className="number"><b>{float(count, 0)}</b></td>{shown.map((name, i) => <td key={name} className={`${columnClass(i)} quiet`}>{float(byInstrument[name] ?? 0, 0)}</td>)}</tr>
          ))}
        </tbody>
      </table>}
    </section>
  )
}

const INSTRUMENTS_SHOWN = 5
/** In narrow windows fewer have room. */
const columnClass = (place: number): string => (place < 3 ? 'number' : 'number roomy')

function GuardCounts({ guards }: Pick<BacktestReport, 'guards'>): JSX.Element {
  const counted = guards.filter(({ refused, warned }) => refused + warned > 0)
  return (
    <section aria-label={t('report.guards')}>
      <h3>{t('report.guards')}</h3>
      {counted.length === 0 ? <p className="quiet">{t('report.guards-none')}</p> : <ul className="guard-counts">{counted.map(({ guard, refused, warned }) => <li key={guard} title={maybeText(`guard-scope.${guard}`)}><span>{word('guard', guard)}</span><b>{t('report.refused', { count: float(refused, 0) })}</b><span className="quiet">{warned > 0 ? t('report.warned', { count: float(warned, 0) }) : ''}</span></li>)}</ul>}
    </section>
  )
}

function LatchDays({ report: { latches, alarms } }: { readonly report: BacktestReport }): JSX.Element {
  const raised = Object.entries(alarms)
  return (
    <section aria-label={t('report.latches')}>
      <h3>{t('report.latches')}</h3>
      {latches.length === 0 ? <p className="quiet">{t('report.latches-none')}</p> : <ul className="guard-counts">{latches.map(({ latch, time, reason }) => <li key={`${latch} ${time}`} className="latch-day" title={fullTime(time)}><b>{date(time)}</b><span>{word('latch', latch)}. {toldText(reason)}</span></li>)}</ul>}
      {raised.length > 0 && <p className="quiet">{t('report.alarms', { alarms: raised.map(([alarm, count]) => `${word('alarm', alarm)} ${count}`).join(', ') })}</p>}
    </section>
  )
}
