import { ChevronsRight, ClockAlert } from 'lucide-react'
import type { JSX } from 'react'
import type { MarketRow } from '../../../src-shared/contract/market-views.ts'
import { clock } from '../../format/time.ts'
import { askProblem } from '../../i18n/ask-problem.ts'
import { t } from '../../i18n/text.ts'
import { retryCandles, useChartData } from '../../stores/chart-data-store.ts'
import { intervalName } from './intervals.tsx'

interface NotesProps {
  readonly row: MarketRow | undefined
  readonly isFrozen: boolean
  readonly isAway: boolean
  readonly onNewest: () => void
}

/** What stands over the candles, or in their place. */
export function ChartNotes({ row, isFrozen, isAway, onNewest }: NotesProps): JSX.Element {
  const state = useChartData((data) => data.state)
  const isEmpty = useChartData(({ newest }) => newest === undefined)
  const isLoadingOlder = useChartData((data) => data.isLoadingOlder)
  return (
    <>
      <div className="chart-chips">
        {isFrozen && row?.asOf != null && <span className="chip chip-danger"><ClockAlert aria-hidden="true" />{t('chart.frozen', { time: clock(row.asOf) })}</span>}
        {isLoadingOlder && <span className="chip" role="status">{t('chart.older')}</span>}
        {state === 'failed' && !isEmpty && <Failed />}
      </div>
      {isEmpty && <div className="chart-state"><Instead /></div>}
      {isAway && !isEmpty && <button type="button" className="chart-newest icon" aria-label={t('chart.newest')} title={t('chart.newest')} onClick={onNewest}><ChevronsRight aria-hidden="true" /></button>}
    </>
  )
}

/** What to say where no candle is. */
function Instead(): JSX.Element {
  const state = useChartData((data) => data.state)
  const subject = useChartData((data) => data.subject)
  if (!subject) return <p>{t('chart.no-market')}</p>
  if (state === 'failed') return <Failed />
  if (state === 'loading') return <p role="status">{t('chart.loading')}</p>
  return <><p>{t('chart.empty', { interval: intervalName(subject.intervalMs) })}</p><p className="quiet">{t('chart.empty-next')}</p></>
}

function Failed(): JSX.Element {
  const problem = useChartData((data) => data.problem)
  return (
    <div className="chart-failed" role="alert">
      <div><p>{t('chart.failed', { problem: askProblem(problem) })}</p><p className="quiet">{t('chart.failed-safe')}</p></div>
      <button type="button" className="small" onClick={retryCandles}>{t('chart.retry')}</button>
    </div>
  )
}
