import type { LearnReport } from '../../src-shared/contract/evaluation-views.ts'
import type { FeasibilityReport } from '../../src-shared/contract/learning-views.ts'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import { dataSetLines } from './dataset-texts.ts'
import { evaluationLines } from './evaluate-texts.ts'
import { labelLines } from './label-texts.ts'
import { table } from './research-texts.ts'
import { toldText } from './told-text.ts'

/** A report as some lines. */
export function learnLines(report: LearnReport): readonly string[] {
  switch (report.kind) {
    case 'feasibility': return feasibilityLines(report)
    case 'labels': return labelLines(report)
    case 'dataset': return dataSetLines(report)
    case 'evaluation': return evaluationLines(report)
  }
}

/** One line for each cell, and what to know before anything is fitted. */
export function feasibilityLines({ runId, wish, takeProfitAtr, stopAtr, cells, warnings }: FeasibilityReport): readonly string[] {
  const head = ['instrument', 'barrier', 'horizon', 'cost %', 'candles', 'ATR %', 'break-even', 'could pay', 'timeouts', 'their return %', 'q needed', 'q by chance']
  const rows = cells.map((cell) => [
    cell.instrumentId, lengthText(cell.barrierIntervalMs), String(cell.horizon), hundredfold(cell.cost, 2), String(cell.candles), hundredfold(cell.atrShare, 3), cell.breakEven.toFixed(2),
    `${hundredfold(cell.payable, 0)} %`, `${hundredfold(cell.timeoutShare, 1)} %`, hundredfold(cell.timeoutReturn, 3), cell.winNeeded.toFixed(3), cell.baseRate.toFixed(3),
  ])
  return [`${runId}: ${wish.strategyId}, take-profit ${takeProfitAtr} and stop ${stopAtr} average true ranges`, ...table([head, ...rows]), ...warnings.map((warning) => `! ${toldText(warning)}`)]
}

/** '5m', '1h', '1d'. */
function lengthText(ms: number): string {
  const minutes = ms / MINUTE_MS
  if (minutes % 1_440 === 0) return `${minutes / 1_440}d`
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`
}

const hundredfold = (fraction: number, decimals: number): string => (100 * fraction).toFixed(decimals)
