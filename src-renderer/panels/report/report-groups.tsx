import { useMemo, useState, type JSX } from 'react'
import type { BacktestReport, GroupName, GroupRow } from '../../../src-shared/contract/backtest-report.ts'
import { DASH, percent, signedMoney, signOf } from '../../format/number.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { PanelBody } from '../../ui/panel.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { strength } from './report-figures.ts'

const NAMES = ['side', 'instrument', 'regime', 'hour', 'weekday', 'exit'] as const satisfies readonly GroupName[]

/** Which part of the trades carries the result. */
export function ReportGroups({ report }: { readonly report: BacktestReport }): JSX.Element {
  const [name, setName] = useState<GroupName>('instrument')
  const rows = report.groups[name]
  const columns = useMemo(() => groupColumns(name, rows), [name, rows])
  return (
    <>
      <div className="report-tools"><Segments label={t('report.group-by')} value={name} segments={NAMES.map((value) => ({ value, text: t(`report.group.${value}`) }))} onChoose={setName} /></div>
      <PanelBody label={t('report.tab.groups')}><Table label={t(`report.group.${name}`)} columns={columns} rows={rows} keyOf={({ key }) => key} empty={t('report.no-trades')} /></PanelBody>
    </>
  )
}

function groupColumns(name: GroupName, rows: readonly GroupRow[]): readonly Column<GroupRow>[] {
  const most = Math.max(0, ...rows.map(({ net }) => Math.abs(Number(net))))
  return [
    { id: 'key', head: t(`report.group.${name}`), cell: ({ key }) => <b>{groupText(name, key)}</b> },
    { id: 'trades', head: t('report.trades'), number: true, cell: ({ trades }) => trades },
    { id: 'won', head: t('report.won'), number: true, cell: ({ won, trades }) => (trades === 0 ? DASH : percent(won / trades, 1)) },
    { id: 'gross', head: t('report.costs-of-gross'), number: true, sign: ({ gross }) => signOf(gross), cell: ({ gross }) => signedMoney(gross) },
    { id: 'costs', head: t('report.cost-sum'), number: true, cell: ({ costs }) => signedMoney(costs) },
    { id: 'net', head: t('report.costs-of-net'), number: true, sign: ({ net }) => signOf(net), cell: ({ net }) => <b>{signedMoney(net)}</b> },
    { id: 'bar', head: t('report.group-bar'), wide: true, cell: ({ net }) => <NetBar net={Number(net)} most={most} /> },
  ]
}

function NetBar({ net, most }: { readonly net: number; readonly most: number }): JSX.Element {
  const width = 50 * strength(net, most)
  return <i className="net-bar" aria-hidden="true"><u className={signOf(net)} style={{ left: `${net < 0 ? 50 - width : 50}%`, width: `${width}%` }} /></i>
}

function groupText(name: GroupName, key: string): string {
  switch (name) {
    case 'hour': return t('report.hour', { hour: key.padStart(2, '0') })
    case 'weekday': return word('weekday', key)
    case 'regime': return word('regime', key)
    case 'side': return word('action', key.toUpperCase())
    case 'exit': return word('reason', key)
    case 'instrument': return key
  }
}
