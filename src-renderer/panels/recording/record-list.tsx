import type { JSX } from 'react'
import type { RecordRow } from '../../../src-shared/contract/data-views.ts'
import { bytes, float } from '../../format/number.ts'
import { fullTime, stamp } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { useKeptData } from '../../stores/data-store.ts'
import { Table, type Column } from '../../ui/table.tsx'

/** Earlier sessions and the present one, the newest first. */
export function RecordList(): JSX.Element | null {
  const records = useKeptData((state) => state.records)
  if (!records?.length) return null
  return <Table label={t('record.sessions')} columns={columns()} rows={records.toReversed()} keyOf={({ recordId }) => recordId} empty="" />
}

const columns = (): readonly Column<RecordRow>[] => [
  { id: 'from', head: t('record.from'), cell: ({ from }) => stamp(from), title: ({ from }) => fullTime(from) },
  { id: 'to', head: t('record.to'), cell: ({ to, open }) => (open ? t('record.open') : stamp(to)), title: ({ to }) => fullTime(to) },
  { id: 'messages', head: t('record.count'), number: true, cell: ({ messages }) => float(messages, 0) },
  { id: 'bytes', head: t('record.bytes'), number: true, cell: (row) => bytes(row.bytes) },
]
