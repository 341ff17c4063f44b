import type { Check, Criterion, EvaluationReport, FoldRow, MetaFigures, MetaRow } from '../../src-shared/contract/evaluation-views.ts'
import { isoDay } from '../base/system-calendar.ts'
import { VERDICTS } from './gate-texts.ts'
import { table } from './research-texts.ts'
import { toldText } from './told-text.ts'

/** The verdict first, then what it rests on. */
export function evaluationLines(report: EvaluationReport): readonly string[] {
  const { runId, wish, verdict, candidateId, folds, meta, checks, trades, netPerTrade, seeds, cpcv, features } = report
  return [
    `${runId}: ${wish.strategyId}, ${wish.learner}, ${wish.instruments.join(', ')}, fitted on ${wish.cusum === null ? `one close in ${wish.every}` : `closes that had moved ${wish.cusum} deviations`}`,
    `${VERDICTS[verdict.verdict]}`, ...verdict.reasons.map((reason) => `  ${toldText(reason)}`),
    `  ${trades} trades in ${verdict.days} days${netPerTrade === null ? '' : `, ${(10_000 * netPerTrade).toFixed(1)} bps net each`}; annual Sharpe ${figure(verdict.sharpeAnnual, 2)}${verdict.sharpeInterval ? ` (${verdict.sharpeInterval.low.toFixed(2)} to ${verdict.sharpeInterval.high.toFixed(2)})` : ''}`,
    `  ${verdict.trials} trials on these data, worth ${verdict.effectiveTrials.toFixed(1)} independent ones; a Sharpe of ${figure(verdict.sharpeProvable, 2)} could be proven with them`,
    ...table([['criterion', 'value', 'needed', ''], ...verdict.criteria.map(criterionRow)]),
    ...table([['tested on', 'side', 'rows', 'effective', 'base rate', 'AUC', 'log-loss', 'of base rate', 'calibration', 'rank IC'], ...folds.map(foldRow)]),
    ...table([['entries', 'side', 'rows', 'effective', 'precision', 'recall', 'net, bps', 'better'], ...meta.flatMap(metaLines)]),
    ...table([['check', 'value', 'limit', ''], ...checks.map(checkRow)]),
    ...(cpcv ? [`AUC of ${cpcv.paths} paths (${cpcv.splits} splits): long ${spread(cpcv.auc.long)}, short ${spread(cpcv.auc.short)}`] : []),
    `AUC of ${seeds.length} seeds: long ${spread(seeds.map(({ auc }) => auc.long))}, short ${spread(seeds.map(({ auc }) => auc.short))}`,
    ...table([['feature', 'long', 'short'], ...features.map(({ name, importance }) => [name, importance.long.toExponential(1), importance.short.toExponential(1)])]),
    `candidate  ${candidateId} (haetae models shows it)`,
  ]
}

const SIGNS = { 'at-least': '≥', 'at-most': '≤', above: '>' } as const

const criterionRow = ({ name, value, needed, is, met }: Criterion): readonly string[] => [name, figure(value, 4), needed === null ? '-' : `${SIGNS[is]} ${needed}`, met ? 'met' : 'not met']
const checkRow = ({ name, passed, value, limit }: Check): readonly string[] => [name, figure(value, 4), limit === null ? '' : String(Number(limit.toPrecision(4))), passed ? 'passed' : 'FAILED']

const foldRow = ({ fold, side, from, to, rows, effectiveRows, baseRate, auc, logLoss, logLossOfBaseRate, calibrationError, rankIc }: FoldRow): readonly string[] => [
  fold === null ? 'all' : `${isoDay(from)} … ${isoDay(to - 1)}`, side, String(rows), effectiveRows.toFixed(0), baseRate.toFixed(3), figure(auc, 3), logLoss.toFixed(4), logLossOfBaseRate.toFixed(4), calibrationError.toFixed(3), figure(rankIc, 3),
]

const metaLines = ({ side, plain, taken, accepted }: MetaRow): readonly (readonly string[])[] => [['at every close', side, ...metaFigures(plain), ''], ['where the policy would', side, ...metaFigures(taken), accepted ? 'yes' : 'no']]

const metaFigures = ({ entries, effectiveEntries, precision, recall, net }: MetaFigures): readonly string[] => [
  String(entries), effectiveEntries.toFixed(0), figure(precision, 3), figure(recall, 3), figure(net === null ? null : 10_000 * net, 1),
]

const figure = (value: number | null, digits: number): string => (value === null ? '-' : value.toFixed(digits))

function spread(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? '-' : `${Math.min(...known).toFixed(3)} to ${Math.max(...known).toFixed(3)}`
}
