import { Download } from 'lucide-react'
import { useState, type JSX } from 'react'
import type { ExportTable, StartedJob } from '../../../src-shared/contract/workstation-views.ts'
import { t } from '../../i18n/text.ts'
import { startExport } from '../../stores/commands.ts'
import { dismissDialog } from '../../stores/dialog-store.ts'
import { EXPORT_SPANS, spanStart, type ExportSpan } from '../../stores/export-span.ts'
import { useStatus } from '../../stores/status-store.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useClick } from '../../ui/use-click.ts'
import { ExportProgress } from './export-progress.tsx'

const TABLES: readonly ExportTable[] = ['trades', 'fills', 'orders', 'ledger', 'decisions', 'log']

/** Writes a table of the books into a file. */
export function ExportDialog({ table: first }: { readonly table: ExportTable }): JSX.Element {
  const [table, setTable] = useState(first)
  const [format, setFormat] = useState<'csv' | 'json'>('csv')
  const [span, setSpan] = useState<ExportSpan>('all')
  const [jobId, setJobId] = useState<string>()
  const now = useStatus(({ value }) => value?.time ?? null)
  const send = async (requestId: string): Promise<StartedJob> => {
    const started = await startExport({ requestId, table, format, from: now === null ? null : spanStart(span, now), to: null })
    if (started.accepted) setJobId(started.jobId)
    return started
  }
  const { busy, problem, press } = useClick(send)
  if (jobId !== undefined) return <ExportProgress jobId={jobId} onAgain={() => setJobId(undefined)} />
  return (
    <Dialog
      tone="accent" icon={Download} title={t('export.title')} note={t('export.note')} onClose={dismissDialog}
      buttons={<>
        <button type="button" className="large" onClick={dismissDialog}>{t('cancel')}</button>
        <button type="button" className="large primary" data-first-focus disabled={busy} onClick={press}>{t('export.start')}</button>
      </>}
    >
      <div className="choices">
        <Choice label={t('export.table')}><Segments label={t('export.table')} value={table} segments={TABLES.map((value) => ({ value, text: t(`export.table.${value}`) }))} onChoose={setTable} /></Choice>
        <Choice label={t('export.span')}><Segments label={t('export.span')} value={span} segments={EXPORT_SPANS.map((value) => ({ value, text: t(`export.span.${value}`) }))} onChoose={setSpan} /></Choice>
        <Choice label={t('export.format')}><Segments label={t('export.format')} value={format} segments={[{ value: 'csv', text: t('export.format.csv') }, { value: 'json', text: t('export.format.json') }]} onChoose={setFormat} /></Choice>
      </div>
      {problem !== undefined && <p className="problem" role="alert">{problem}</p>}
    </Dialog>
  )
}

function Choice({ label, children }: { readonly label: string; readonly children: JSX.Element }): JSX.Element {
  return <div className="choice"><span aria-hidden="true">{label}</span>{children}</div>
}
