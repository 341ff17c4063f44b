import './trials.css'
import { Link2, ListChecks, Unlink } from 'lucide-react'
import { useMemo, type JSX } from 'react'
import type { TrialRow, TrialsView as Trials } from '../../../src-shared/contract/evaluation-views.ts'
import { DASH, float, signOf } from '../../format/number.ts'
import { fullTime, stamp } from '../../format/time.ts'
import { toldText } from '../../format/told.ts'
import { plural, t } from '../../i18n/text.ts'
import { Chip } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Table, type Column } from '../../ui/table.tsx'

const TONES = { begun: 'info', done: 'ok', failed: 'quiet' } as const

/** Every look at data that was ever taken, counted by the machine: the more there are, the better the best has to be. */
export function TrialsView({ trials }: { readonly trials: Trials | undefined }): JSX.Element {
  const columns = useMemo(() => trialColumns(), [])
  return (
    <>
      {trials && <Chain trials={trials} />}
      <PanelBody label={t('trials.title')}>
        <Table label={t('trials.title')} columns={columns} rows={trials?.rows} keyOf={({ trialId }) => trialId} drawnMax={300} empty={<Empty icon={ListChecks} title={t('trials.none')}><p>{t('trials.none-why')}</p></Empty>} />
      </PanelBody>
    </>
  )
}

function Chain({ trials: { broken, count, onData } }: { readonly trials: Trials }): JSX.Element {
  if (broken) return <p className="trials-chain broken" role="alert"><Unlink aria-hidden="true" /><b>{t('trials.broken', { sequence: broken.sequence })}</b> {toldText(broken.told)}</p>
  const most = onData.toSorted((a, b) => b.trials - a.trials)[0]
  return (
    <p className="trials-chain">
      <Link2 aria-hidden="true" /><b>{plural('trials.whole', count)}</b>
      {most && <span className="quiet">{t('trials.most', { trials: most.trials, effective: float(most.effective, 1), data: most.dataHash.slice(0, 8) })}</span>}
    </p>
  )
}

const trialColumns = (): readonly Column<TrialRow>[] => [
  { id: 'sequence', head: '#', number: true, cell: ({ sequence }) => sequence },
  { id: 'at', head: t('trials.at'), cell: ({ startedAt }) => stamp(startedAt), title: ({ startedAt }) => fullTime(startedAt) },
  { id: 'kind', head: t('trials.kind'), cell: ({ kind }) => t(`trials.kind.${kind}`) },
  { id: 'state', head: t('trials.state'), cell: ({ state }) => <Chip tone={TONES[state]} text={t(`trials.state.${state}`)} /> },
  { id: 'strategy', head: t('backtest.strategy'), roomy: true, cell: ({ strategyId }) => strategyId },
  { id: 'parameters', head: t('backtest.parameters'), wide: true, cell: parametersText, title: parametersText },
  { id: 'days', head: t('trials.days'), number: true, cell: ({ days }) => (days === null ? DASH : float(days, 0)) },
  { id: 'trades', head: t('backtest.column.trades'), number: true, cell: ({ trades }) => (trades === null ? DASH : float(trades, 0)) },
  { id: 'sharpe', head: t('backtest.column.sharpe'), number: true, sign: ({ sharpeAnnual }) => signOf(sharpeAnnual), cell: ({ sharpeAnnual }) => float(sharpeAnnual, 2, true) },
  { id: 'data', head: t('trials.data'), cell: ({ dataHash }) => <code>{dataHash.slice(0, 8)}</code>, title: ({ dataHash }) => dataHash },
  { id: 'hash', head: t('trials.link'), cell: ({ hash }) => <code>{hash.slice(0, 8)}</code>, title: ({ hash }) => hash },
]

const parametersText = ({ parameters }: TrialRow): string => Object.entries(parameters).map(([name, value]) => `${name} ${value}`).join(' · ')
