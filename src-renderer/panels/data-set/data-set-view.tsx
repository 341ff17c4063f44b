import { useMemo, type JSX } from 'react'
import type { DataSetReport } from '../../../src-shared/contract/learning-views.ts'
import { bytes, float } from '../../format/number.ts'
import { date } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { Chip } from '../../ui/chip.tsx'
import { Facts } from '../../ui/dialog.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Section } from '../../ui/section.tsx'
import { shortHash } from '../../ui/short-hash.tsx'
import { Table, type Column } from '../../ui/table.tsx'

type FeatureRow = DataSetReport['features'][number]
type InstrumentRow = DataSetReport['instruments'][number]

/** What models are fitted on: rows, what is missing in them, and the hashes by which it is known again. */
export function DataSetView({ report }: { readonly report: DataSetReport }): JSX.Element {
  const features = useMemo(() => featureColumns(), [])
  const instruments = useMemo(() => instrumentColumns(), [])
  return (
    <PanelBody label={t('dataset.title')}>
      <Section title={t('dataset.whole')}>
        <Facts rows={[
          [t('dataset.rows'), t('dataset.rows-value', { rows: float(report.rows, 0), columns: report.features.length })],
          [t('dataset.span'), `${date(report.from)} … ${date(report.to)}`],
          [t('dataset.size'), <>{bytes(report.bytes)} {report.cached && <Chip tone="ok" text={t('dataset.cached')} />}</>],
          [t('dataset.definition'), shortHash(report.definitionHash)],
          [t('dataset.content'), shortHash(report.contentHash)],
        ]} />
      </Section>
      <Section title={t('dataset.instruments')} note={t('dataset.effective-note')}>
        <Table label={t('dataset.instruments')} columns={instruments} rows={report.instruments} keyOf={({ instrumentId }) => instrumentId} empty={t('labels.none')} />
      </Section>
      <Section title={t('dataset.features')} note={t('dataset.missing-note')}>
        <Table label={t('dataset.features')} columns={features} rows={report.features} keyOf={({ name }) => name} empty={t('labels.none')} />
      </Section>
    </PanelBody>
  )
}

const instrumentColumns = (): readonly Column<InstrumentRow>[] => [
  { id: 'instrument', head: t('learn.instrument'), cell: ({ instrumentId }) => <b>{instrumentId}</b>, wide: true },
  { id: 'rows', head: t('dataset.rows'), number: true, cell: ({ rows }) => float(rows, 0) },
  { id: 'long', head: t('dataset.effective-long'), number: true, cell: ({ effectiveRows }) => float(effectiveRows.long, 0) },
  { id: 'short', head: t('dataset.effective-short'), number: true, cell: ({ effectiveRows }) => float(effectiveRows.short, 0) },
  { id: 'span', head: t('dataset.span'), cell: ({ from, to }) => `${date(from)} … ${date(to)}` },
]

const featureColumns = (): readonly Column<FeatureRow>[] => [
  { id: 'name', head: t('dataset.feature'), cell: ({ name }) => <code>{name}</code>, wide: true },
  { id: 'missing', head: t('dataset.missing'), number: true, cell: ({ missing }) => float(missing, 0) },
  { id: 'mean', head: t('dataset.mean'), number: true, cell: ({ mean }) => float(mean, 4) },
  { id: 'deviation', head: t('dataset.deviation'), number: true, cell: ({ deviation }) => float(deviation, 4) },
]
