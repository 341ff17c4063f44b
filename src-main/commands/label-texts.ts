import type { LabelRow, LabelsReport } from '../../src-shared/contract/learning-views.ts'
import { table } from './research-texts.ts'

const HEAD = ['instrument', 'side', 'rows', 'effective', 'take-profit', 'stop', 'timeout', 'gaps', 'gross %', 'fees %', 'slippage %', 'funding %', 'net %', 'minutes', 'against %', 'for %', 'whole horizon: against %', 'for %']

/** One line for each instrument and side. */
export function labelLines({ runId, wish, touches, labelSpecHash, rows }: LabelsReport): readonly string[] {
  const entries = wish.cusum === null ? 'after every candle' : `where the log price had moved ${wish.cusum} deviations`
  return [`${runId}: ${wish.strategyId}, entries ${entries}, barriers touched by ${touches === 'mark' ? 'mark prices' : 'trades'}`, ...table([HEAD, ...rows.map(rowOf)]), `labels ${labelSpecHash}`]
}

function rowOf(row: LabelRow): readonly string[] {
  const share = (count: number): string => `${percent(count / row.rows, 1)} %`
  return [
    row.instrumentId, row.side, String(row.rows), row.effectiveRows.toFixed(0), share(row.takeProfit), share(row.stop), share(row.timeout), String(row.gaps), percent(row.gross, 3), percent(row.fees, 3), percent(row.slippage, 3),
    percent(row.funding, 4), percent(row.net, 3), row.minutesHeld.toFixed(0), percent(row.mae, 2), percent(row.mfe, 2), percent(row.maeHorizon, 2), percent(row.mfeHorizon, 2),
  ]
}

const percent = (fraction: number, decimals: number): string => (100 * fraction).toFixed(decimals)
