import type { Criterion, GateVerdict, ModelRow } from '../../src-shared/contract/evaluation-views.ts'
import { isoDay, isoTime } from '../base/system-calendar.ts'
import { table } from './research-texts.ts'

const VERDICTS: Readonly<Record<GateVerdict['verdict'], string>> = { proven: 'proven', 'not-proven': 'not proven yet', rejected: 'rejected' }

/** One line for each pair. */
export function modelLines(rows: readonly ModelRow[]): readonly string[] {
  const head = ['pair', 'status', 'strategy', 'verdict', 'Sharpe', 'fitted on', 'made', 'overrides']
  return table([head, ...rows.map((row) => [
    row.candidateId, row.status, row.strategyId, verdictText(row), number(row.verdict?.sharpeAnnual ?? null), spanText(row), row.createdAt > 0 ? isoDay(row.createdAt) : '-', String(overridesOf(row) || '-'),
  ])])
}

/** A pair with all that was found about it and done with it. */
export function modelDetailLines(row: ModelRow): readonly string[] {
  const { candidateId, status, strategyId, instruments, learner, modelIds, artifacts, runId, featureSetHash, labelSpecHash, history, verdict } = row
  return [
    `${candidateId}: ${status}, ${strategyId}, ${learner}, ${instruments.join(', ')}`,
    `models      ${modelIds.long}, ${modelIds.short}`,
    ...(artifacts ? [`artifacts   ${artifacts.long.slice(0, 16)}…, ${artifacts.short.slice(0, 16)}… (SHA-256)`] : []),
    `fitted on   ${spanText(row)}${runId === null ? '' : `, judged by ${runId}`}`,
    `features    ${featureSetHash}`,
    `barriers    ${labelSpecHash}`,
    ...(verdict ? verdictLines(verdict) : ['verdict     none: nobody has judged it']),
    ...history.map(({ time, status: moved, by, reason, override }) => `${isoTime(time).slice(0, 16).replace('T', ' ')}  ${moved} by ${by}${override ? ', although it was not proven' : ''}${reason === null ? '' : `: ${reason}`}`),
  ]
}

/** What the gate says, what it asks for, and what is missing. */
function verdictLines({ verdict, criteria, trials, effectiveTrials, days, sharpeAnnual, sharpeProvable, daysMissing }: GateVerdict): readonly string[] {
  return [
    `verdict     ${VERDICTS[verdict]}${daysMissing === null || verdict === 'proven' ? '' : `; ${daysMissing} more days like these would do`}`,
    `            Sharpe ${number(sharpeAnnual)} a year in ${days} days; ${trials} trials on these data, worth ${number(effectiveTrials)} independent ones; provable with them: ${number(sharpeProvable)}`,
    ...criteria.map((criterion) => `  ${criterion.met ? 'met    ' : 'not met'}  ${criterionText(criterion)}`),
  ]
}

const SIGNS: Readonly<Record<Criterion['is'], string>> = { 'at-least': '≥', 'at-most': '≤', above: '>' }
const criterionText = ({ name, value, is, needed }: Criterion): string => `${name} ${value === null ? '-' : plain(value)} (${needed === null ? 'nothing would be enough' : `${SIGNS[is]} ${plain(needed)}`})`
const plain = (value: number): string => String(Number(value.toPrecision(4)))
const number = (value: number | null): string => (value === null ? '-' : value.toFixed(2))
const verdictText = ({ verdict, shipped }: ModelRow): string => (verdict ? VERDICTS[verdict.verdict] : shipped ? 'came with the program' : '-')
const spanText = ({ dataFrom, dataTo }: ModelRow): string => (dataTo > 0 ? `${dataFrom > 0 ? isoDay(dataFrom) : '?'} to ${isoDay(dataTo)}` : '-')
const overridesOf = ({ history }: ModelRow): number => history.filter(({ override }) => override).length
