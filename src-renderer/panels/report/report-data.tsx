import { useMemo, type JSX } from 'react'
import type { BacktestReport, ReportData as DataRow } from '../../../src-shared/contract/backtest-report.ts'
import { float, money, percent } from '../../format/number.ts'
import { date, hourMinute, zoneName } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { toast } from '../../stores/toast-store.ts'
import { PanelBody } from '../../ui/panel.tsx'
import { Table, type Column } from '../../ui/table.tsx'

/** What it was computed from, and the hashes by which a second run can be told to be the same. */
export function ReportData({ report }: { readonly report: BacktestReport }): JSX.Element {
  const columns = useMemo(() => dataColumns(), [])
  return (
    <PanelBody label={t('report.tab.data')}>
      <div className="report-data">
        <section aria-label={t('report.data')}><h3>{t('report.data')}</h3><Table label={t('report.data')} columns={columns} rows={report.data} keyOf={({ instrumentId }) => instrumentId} empty={t('report.none')} /></section>
        <section aria-label={t('report.made')}><h3>{t('report.made')}</h3><Made report={report} /></section>
      </div>
    </PanelBody>
  )
}

function dataColumns(): readonly Column<DataRow>[] {
  return [
    { id: 'instrument', head: t('orders.instrument'), cell: ({ instrumentId }) => <b>{instrumentId}</b> },
    { id: 'candles', head: t('report.candles'), number: true, cell: ({ candles }) => float(candles, 0) },
    { id: 'gaps', head: t('report.gaps'), number: true, cell: ({ gaps }) => (gaps === 0 ? '0' : <b className="warn">{float(gaps, 0)}</b>), title: () => t('report.gaps-why') },
    { id: 'fine', head: t('report.fine'), number: true, cell: ({ finePaths, candles }) => percent(candles > 0 ? finePaths / candles : 0, 0), title: () => t('report.fine-why') },
    { id: 'marks', head: t('report.marks'), number: true, cell: ({ markPaths, candles }) => percent(candles > 0 ? markPaths / candles : 0, 0), title: () => t('report.marks-why') },
    { id: 'funding', head: t('report.funding-source'), cell: ({ funding }) => (funding === 'archive' ? t('report.funding.archive') : <span className="warn">{t('report.funding.assumed')}</span>) },
    { id: 'settlements', head: t('report.settlements'), number: true, cell: ({ settlements }) => float(settlements, 0) },
  ]
}

function Made({ report }: { readonly report: BacktestReport }): JSX.Element {
  const { hashes, modelIds, wish } = report
  const changes = Object.entries(wish.changes).map(([name, value]) => `${name} = ${value}`).join(', ')
  const rows: readonly (readonly [string, JSX.Element | string])[] = [
    [t('report.made.span'), `${minuteOf(report.from)} … ${minuteOf(report.to)} ${zoneName(report.to)}`],
    [t('report.made.deposit'), `${money(report.deposit)} ${report.asset}`],
    [t('report.made.policy'), `${t(`backtest.policy.${wish.policyId}`)}${wish.policyId === 'expected-value' ? '' : ` · ${t('first.seed')} ${wish.seed}`}`],
    [t('report.made.changes'), changes === '' ? t('backtest.parameters-same') : changes],
    [t('report.made.models'), <code key="models">{[...new Set([modelIds.long, modelIds.short])].join(' · ')}</code>],
    [t('report.made.program'), report.program],
    ...(['orders', 'decisions', 'config', 'featureSet'] as const).map((name) => [t(`report.hash.${name}`), <Hash key={name} hash={hashes[name]} />] as const),
    [t('report.made.run'), <Hash key="run" hash={report.runId} />],
  ]
  return <dl className="fact-rows">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
}

const minuteOf = (time: number): string => `${date(time)} ${hourMinute(time)}`

/** A click copies all of it. */
function Hash({ hash }: { readonly hash: string | null }): JSX.Element {
  if (hash === null) return <span className="quiet">{t('report.hash-none')}</span>
  const copy = (): void => void navigator.clipboard.writeText(hash).then(() => toast({ tone: 'ok', text: t('report.copied') }))
  return <button type="button" className="ghost small" title={t('report.copy', { hash })} onClick={copy}><code>{hash.slice(0, 16)}</code></button>
}
