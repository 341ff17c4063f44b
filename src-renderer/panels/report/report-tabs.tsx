import { useState, type FunctionComponent, type JSX } from 'react'
import type { BacktestReport } from '../../../src-shared/contract/backtest-report.ts'
import { t } from '../../i18n/text.ts'
import { Boundary } from '../../ui/boundary.tsx'
import { Tabs, type TabItem } from '../../ui/tabs.tsx'
import { Excursions } from './excursions.tsx'
import { ReportData } from './report-data.tsx'
import { ReportGroups } from './report-groups.tsx'
import { ReportTradeTable } from './trade-table.tsx'
import { WhyFew } from './why-few.tsx'

const NAMES = ['trades', 'groups', 'why', 'excursions', 'data'] as const
type Name = (typeof NAMES)[number]
const BODIES: Readonly<Record<Name, FunctionComponent<{ readonly report: BacktestReport }>>> = { trades: ReportTradeTable, groups: ReportGroups, why: WhyFew, excursions: Excursions, data: ReportData }

/** The same result taken apart. */
export function ReportTabs({ report }: { readonly report: BacktestReport }): JSX.Element {
  const { trades, decisions, entries } = report.summary
  const [shown, show] = useState<Name>(trades === 0 ? 'why' : 'trades')
  const counts: Partial<Record<Name, number>> = { trades, why: decisions - entries }
  const tabs = NAMES.map((name): TabItem<Name> => ({ name, text: t(`report.tab.${name}`), count: counts[name] }))
  const Body = BODIES[shown]
  return <Tabs label={t('report.parts')} tabs={tabs} shown={shown} onShow={show}><Boundary key={shown}><Body report={report} /></Boundary></Tabs>
}
