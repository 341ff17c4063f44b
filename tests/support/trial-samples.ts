import type { GateVerdict } from '../../src-shared/contract/evaluation-views.ts'
import type { Candidate } from '../../src-main/training/model-register.port.ts'
import type { NewTrial, TrialData } from '../../src-main/training/trial-ledger.port.ts'

const DAY_MS = 86_400_000

export const trialData = (more: Partial<TrialData> = {}): TrialData => ({ dataHash: 'd1', instruments: ['BTCUSDT'], from: 0, to: 100 * DAY_MS, ...more })

export const newTrial = (more: Partial<NewTrial> = {}): NewTrial => ({ kind: 'backtest', strategyId: 'perp-ev', data: trialData(), parameters: { 'policy.margin': 0.01 }, ...more })

export const gateVerdict = (verdict: GateVerdict['verdict']): GateVerdict => ({
  verdict, criteria: [], trials: 1, effectiveTrials: 1, days: 100, sharpe: 0.1, sharpeAnnual: 1.9, sharpeInterval: null, sharpeProvable: 3, daysMissing: null, reasons: [],
})

export const candidateOf = (candidateId: string, verdict: GateVerdict['verdict'], more: Partial<Candidate> = {}): Candidate => ({
  candidateId, modelIds: { long: `${candidateId}-long`, short: `${candidateId}-short` }, artifacts: null, strategyId: 'perp-ev', instruments: ['BTCUSDT'], learner: 'linear', dataFrom: 0, dataTo: 1, dataHash: 'd1',
  featureSetHash: 'f1', labelSpecHash: 'l1', runId: `evaluate-${candidateId}`, verdict: gateVerdict(verdict), ...more,
})
