import type { EvaluationReport, FoldRow } from '../../../src-shared/contract/evaluation-views.ts'
import type { SideName } from '../../../src-shared/contract/learning-views.ts'
import type { StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import { isoDay, isoTime } from '../../base/system-calendar.ts'

/** What a person must know before believing the model. */
export function candidateCard(modelId: string, side: SideName, report: Omit<EvaluationReport, 'candidateId' | 'took'>, { config, dataUntil }: { readonly config: StrategyConfig; readonly dataUntil: number }): string {
  const { wish, verdict, folds, days, trades } = report
  const { labelSpec } = config
  const own = folds.filter((row) => row.side === side)
  return `# ${modelId}

**${VERDICTS[verdict.verdict]}** by the gate, on ${verdict.days} days that the fits had not seen, after ${verdict.trials} trials on these data${verdict.daysMissing ? `; about ${verdict.daysMissing} more days as good as these would prove it` : ''}.

- Says, for a ${side} entry at the next open: q = P(take-profit | a barrier is touched), t = P(neither within the horizon), gross return at such a timeout (bps), minutes
  held, and how far the price goes against it within the whole horizon, without the stop (bps).
- Barriers: ${labelSpec.takeProfitAtr} and ${labelSpec.stopAtr} times the mean true range of ${labelSpec.barrierAtrWindow} candles of ${labelSpec.barrierIntervalMs / 60_000} minutes; horizon ${labelSpec.horizon} of them.
- Fitted for ${wish.strategyId} on ${wish.instruments.join(', ')} with the learner '${wish.learner}', ${wish.cusum === null ? `one candle in ${wish.every}` : `candles at which the log price had moved ${wish.cusum} deviations (CUSUM)`}. Nothing that was fitted or calibrated depends on
  anything after **${isoTime(dataUntil)}** (\`dataUntil\`).
- The walk-forward's back-test had ${trades} trades in ${days.day.length} days; annual Sharpe ${number(verdict.sharpeAnnual, 2)}. It judges the recipe: this model itself is fitted on all rows, and what it does
  afterwards nobody has seen.

| tested on | rows | effective | AUC | log-loss | of the base rate | calibration error |
|---|---|---|---|---|---|---|
${own.map(lineOf).join('\n')}
`
}

const VERDICTS = { proven: 'Proven', 'not-proven': 'Not proven yet', rejected: 'Rejected' } as const

const number = (value: number | null, digits: number): string => (value === null ? 'unknown' : value.toFixed(digits))

const lineOf = ({ fold, from, to, rows, effectiveRows, auc, logLoss, logLossOfBaseRate, calibrationError }: FoldRow): string =>
  `| ${fold === null ? 'all' : `${isoDay(from)} to ${isoDay(to - 1)}`} | ${rows} | ${Math.round(effectiveRows)} | ${number(auc, 3)} | ${number(logLoss, 4)} | ${number(logLossOfBaseRate, 4)} | ${number(calibrationError, 3)} |`
