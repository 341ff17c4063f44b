import { ArrowLeft, Download, RotateCcw } from 'lucide-react'
import { useState, type JSX, type ReactNode } from 'react'
import { askProblem } from '../../i18n/ask-problem.ts'
import { plural, t } from '../../i18n/text.ts'
import { chooseAsIn } from '../../stores/backtest-choice-store.ts'
import { saveReport } from '../../stores/report-file.ts'
import { closeRun, type Report } from '../../stores/report-store.ts'
import { toast } from '../../stores/toast-store.ts'
import { PageHead } from '../page-head.tsx'

interface ReportHeadProps {
  readonly report: Report
  readonly verdict: ReactNode
  /** What it covers: dates, hashes. */
  readonly facts: ReactNode
  readonly tools?: ReactNode
}

/** What was run, in a line, and what can be done with it. */
export function ReportHead({ report, verdict, facts, tools }: ReportHeadProps): JSX.Element {
  const again = (): void => {
    chooseAsIn(report)
    closeRun()
  }
  const { strategyId, instruments } = report.wish
  return (
    <PageHead title={t('page.backtest')}>
      {verdict}
      <p className="report-facts"><span title={instruments.join(', ')}>{strategyId} · {plural('backtest.instruments', instruments.length)}</span> · {facts}</p>
      <span className="spring" />
      {tools}
      <SaveButton runId={report.runId} format="html" />
      <SaveButton runId={report.runId} format="json" />
      <button type="button" onClick={again}><RotateCcw aria-hidden="true" />{t('backtest.run-again')}</button>
      <button type="button" onClick={closeRun}><ArrowLeft aria-hidden="true" />{t('backtest.all-runs')}</button>
    </PageHead>
  )
}

function SaveButton({ runId, format }: { readonly runId: string; readonly format: 'html' | 'json' }): JSX.Element {
  const [busy, setBusy] = useState(false)
  const save = (): void => {
    setBusy(true)
    saveReport(runId, format)
      .catch((error: unknown) => toast({ tone: 'danger', text: askProblem(error) }))
      .finally(() => setBusy(false))
  }
  const title = t(`backtest.save-title.${format}`)
  return <button type="button" disabled={busy} aria-busy={busy} title={title} aria-label={title} onClick={save}><Download aria-hidden="true" />{t(`backtest.save.${format}`)}</button>
}
