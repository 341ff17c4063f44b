import { useMemo, type JSX } from 'react'
import type { FoldRow } from '../../../src-shared/contract/evaluation-views.ts'
import { float, percent, signOf } from '../../format/number.ts'
import { date } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { SideChip } from '../../ui/chip.tsx'
import { Table, type Column } from '../../ui/table.tsx'

/** All folds, none chosen; the last lines are all of them together. */
export function FoldsTable({ folds }: { readonly folds: readonly FoldRow[] }): JSX.Element {
  const columns = useMemo(() => foldColumns(), [])
  return <Table label={t('folds.title')} columns={columns} rows={folds} keyOf={({ fold, side }) => `${fold} ${side}`} empty={t('labels.none')} isSelected={({ fold }) => fold === null} />
}

const foldColumns = (): readonly Column<FoldRow>[] => [
  { id: 'fold', head: '#', cell: ({ fold }) => (fold === null ? <b>{t('folds.all')}</b> : fold + 1) },
  { id: 'side', head: t('learn.side'), cell: ({ side }) => <SideChip side={side} /> },
  { id: 'span', head: t('folds.tested'), wide: true, cell: ({ from, to }) => `${date(from)} … ${date(to)}`, title: ({ fitRows, fitEffectiveRows, purged }) => t('folds.fitted', { rows: float(fitRows, 0), effective: float(fitEffectiveRows, 0), purged: float(purged, 0) }) },
  { id: 'rows', head: t('dataset.rows'), number: true, cell: ({ rows }) => float(rows, 0), title: ({ effectiveRows }) => t('labels.effective', { rows: float(effectiveRows, 0) }) },
  { id: 'base', head: t('folds.base'), number: true, roomy: true, cell: ({ baseRate }) => percent(baseRate, 1) },
  { id: 'accuracy', head: t('folds.accuracy'), number: true, roomy: true, cell: ({ accuracy }) => percent(accuracy, 1) },
  { id: 'precision', head: t('folds.precision'), number: true, cell: ({ precision }) => percent(precision, 1), title: ({ recall, f1 }) => t('folds.recall', { recall: percent(recall, 1), f1: float(f1, 3) }) },
  { id: 'auc', head: 'AUC', number: true, cell: ({ auc }) => <b>{float(auc, 3)}</b> },
  { id: 'loss', head: t('folds.log-loss'), number: true, cell: ({ logLoss }) => float(logLoss, 4), title: ({ logLossOfBaseRate }) => t('folds.loss-of-base', { loss: float(logLossOfBaseRate, 4) }) },
  { id: 'brier', head: 'Brier', number: true, roomy: true, cell: ({ brier }) => float(brier, 4) },
  { id: 'calibration', head: t('folds.calibration'), number: true, cell: ({ calibrationError }) => float(calibrationError, 3) },
  { id: 'ic', head: 'IC', number: true, sign: ({ rankIc }) => signOf(rankIc), cell: ({ rankIc }) => float(rankIc, 3, true) },
]
