import { useMemo, type JSX } from 'react'
import type { EvaluationReport } from '../../../src-shared/contract/evaluation-views.ts'
import { float } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import { Table, type Column } from '../../ui/table.tsx'

type Row = EvaluationReport['features'][number]

/** How much worse it says things when a feature is shuffled, and how far the feature has moved since it was fitted. */
export function Importance({ features }: Pick<EvaluationReport, 'features'>): JSX.Element {
  const columns = useMemo(() => importanceColumns(), [])
  const rows = features.toSorted((a, b) => total(b) - total(a))
  return <Table label={t('importance.title')} columns={columns} rows={rows} keyOf={({ name }) => name} empty={t('labels.none')} />
}

const total = ({ importance }: Row): number => importance.long + importance.short

const importanceColumns = (): readonly Column<Row>[] => [
  { id: 'name', head: t('dataset.feature'), cell: ({ name }) => <code>{name}</code>, wide: true },
  { id: 'long', head: t('long'), number: true, cell: ({ importance }) => float(importance.long, 4) },
  { id: 'short', head: t('short'), number: true, cell: ({ importance }) => float(importance.short, 4) },
  { id: 'psi', head: 'PSI', number: true, cell: ({ psi }) => (psi !== null && psi > 0.2 ? <b className="warn">{float(psi, 3)}</b> : float(psi, 3)), title: () => t('importance.psi') },
]
