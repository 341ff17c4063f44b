import { FlaskConical, Trash2 } from 'lucide-react'
import { useMemo, type JSX } from 'react'
import { DASH, float, percent, signOf } from '../../format/number.ts'
import { duration, fullTime, stamp, zoneName } from '../../format/time.ts'
import { askProblem } from '../../i18n/ask-problem.ts'
import { plural, t } from '../../i18n/text.ts'
import { dayText } from '../../panels/archive/span.ts'
import { forgetRun } from '../../stores/commands.ts'
import { dropRun, openRun } from '../../stores/report-store.ts'
import { isBacktestRun, loadResearch, loadRuns, useResearch, type BacktestRun } from '../../stores/research-store.ts'
import { Empty } from '../../ui/empty.tsx'
import { Panel, PanelBody } from '../../ui/panel.tsx'
import { Trouble } from '../../ui/states.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { useClick } from '../../ui/use-click.ts'
import { sharedHashes } from './run-hashes.ts'

/** What was run, newest first. Runs with the same hash of orders did the same, to the last order. */
export function RunList(): JSX.Element {
  const all = useResearch((state) => state.runs)
  const runs = useMemo(() => all?.filter(isBacktestRun), [all])
  const problem = useResearch((state) => state.problem)
  const columns = useMemo(() => runColumns(sharedHashes(runs ?? [])), [runs])
  return (
    <Panel name="runs" title={t('backtest.runs')} note={t('backtest.runs-note')}>
      <PanelBody label={t('backtest.runs')}>
        {problem !== undefined && !runs
          ? <Trouble title={t('backtest.runs-failed')} action={<button type="button" onClick={loadResearch}>{t('backtest.again')}</button>}>{askProblem(problem)}</Trouble>
          : <Table label={t('backtest.runs')} columns={columns} rows={runs} keyOf={({ runId }) => runId} tall drawnMax={200} onOpen={open} empty={<Empty icon={FlaskConical} title={t('backtest.no-runs')}><p>{t('backtest.no-runs-why')}</p></Empty>} />}
      </PanelBody>
    </Panel>
  )
}

const open = ({ runId, kind }: BacktestRun): void => {
  if (kind !== 'replay') openRun(runId)
}

function runColumns(shared: ReadonlyMap<string, number>): readonly Column<BacktestRun>[] {
  return [
    { id: 'at', head: t('backtest.column.at', { zone: zoneName(0) }), cell: ({ startedAt, seconds }) => <>{stamp(startedAt)}<span className="under">{t('backtest.took', { time: duration(seconds * 1_000) })}</span></>, title: ({ startedAt }) => fullTime(startedAt) },
    { id: 'what', head: t('backtest.column.what'), wide: true, cell: whatCell, title: ({ instruments }) => instruments.join(', ') },
    { id: 'trades', head: t('backtest.column.trades'), number: true, cell: ({ trades }) => (trades === null ? DASH : float(trades, 0)) },
    { id: 'net', head: t('backtest.column.return'), number: true, sign: ({ netReturn }) => signOf(netReturn), cell: ({ netReturn }) => <b>{percent(netReturn, 2, true)}</b> },
    { id: 'sharpe', head: t('backtest.column.sharpe'), number: true, cell: ({ sharpe }) => float(sharpe, 2) },
    { id: 'hash', head: t('backtest.column.hash'), cell: ({ orderHash }) => hashCell(orderHash, shared), title: ({ orderHash }) => orderHash ?? '' },
    { id: 'forget', head: t('backtest.column.forget'), cell: (row) => <Forget run={row} /> },
  ]
}

function whatCell({ kind, strategyId, instruments, from, to }: BacktestRun): JSX.Element {
  const name = `${t(`backtest.kind.${kind}`)} · ${strategyId}`
  return (
    <>
      <b>{name}</b>
      <span className="under" data-shortens>{plural('backtest.instruments', instruments.length)} · {from === null ? t('backtest.from-start') : dayText(from)} … {to === null ? t('backtest.to-end') : dayText(to - 1)}</span>
    </>
  )
}

function hashCell(hash: string | null, shared: ReadonlyMap<string, number>): JSX.Element | string {
  if (hash === null) return DASH
  const same = shared.get(hash)
  return <><code>{hash.slice(0, 8)}</code>{same !== undefined && <span className="under">{plural('backtest.same', same)}</span>}</>
}

function Forget({ run }: { readonly run: BacktestRun }): JSX.Element {
  const { busy, problem, press } = useClick((requestId) => forgetRun(requestId, run.runId), () => {
    dropRun(run.runId)
    loadRuns()
  })
  const label = problem ?? t('backtest.forget', { time: stamp(run.startedAt) })
  return <button type="button" className={`ghost icon ${problem ? 'problem' : ''}`} aria-label={label} title={label} disabled={busy} onClick={(event) => { event.stopPropagation(); press(event) }}><Trash2 aria-hidden="true" /></button>
}
