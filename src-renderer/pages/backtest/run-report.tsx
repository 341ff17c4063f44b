import type { JSX, ReactNode } from 'react'
import type { BacktestReport } from '../../../src-shared/contract/backtest-report.ts'
import { date } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { Headline } from '../../panels/report/headline.tsx'
import { ReportEquity } from '../../panels/report/report-equity.tsx'
import { verdictOf, type Verdict } from '../../panels/report/report-figures.ts'
import { ReportTabs } from '../../panels/report/report-tabs.tsx'
import { ReportSide } from '../../panels/report/side.tsx'
import { Chip, type ChipIcon, type Tone } from '../../ui/chip.tsx'
import { useStages } from '../../ui/use-stages.ts'
import { ReportHead } from './report-head.tsx'

const CHIPS: Readonly<Record<Verdict, { readonly tone: Tone; readonly icon: ChipIcon | undefined }>> = {
  above: { tone: 'ok', icon: 'done' }, chance: { tone: 'warn', icon: 'wait' }, below: { tone: 'danger', icon: 'ban' }, nothing: { tone: 'quiet', icon: 'wait' }, unknown: { tone: 'quiet', icon: 'wait' },
}

/** One back-test: can it be believed, then how much. */
export function RunReport({ report, jobs }: { readonly report: BacktestReport; readonly jobs: ReactNode }): JSX.Element {
  const verdict = verdictOf(report)
  const stage = useStages(3)
  return (
    <>
      <ReportHead
        report={report} verdict={<Chip {...CHIPS[verdict]} text={t(`report.verdict.${verdict}`)} title={t(`report.verdict-why.${verdict}`)} />}
        facts={<><span>{date(report.from)} … {date(report.to)}</span> · <span title={report.hashes.orders}>{t('backtest.orders-hash')} <code>{report.hashes.orders.slice(0, 8)}</code></span></>}
      />
      {jobs}
      <Headline report={report} />
      <div className="report-body">
        <div className="report-main">
          {stage > 0 ? <ReportEquity report={report} /> : <div className="panel" />}
          {stage > 2 ? <ReportTabs report={report} /> : <div className="panel" />}
        </div>
        {stage > 1 ? <ReportSide report={report} /> : <div className="panel" />}
      </div>
    </>
  )
}
