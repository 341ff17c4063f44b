import type { TrialRow, TrialsView } from '../../src-shared/contract/evaluation-views.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { sharpeRatio } from '../statistics/moments.ts'
import { DAYS_A_YEAR } from './gate/gate-evidence.ts'
import { luckOf } from './gate/trial-series.ts'
import type { BrokenLink, TrialLedger, TrialRecord } from './trial-ledger.port.ts'

export interface TrialsWanted {
  /** The newest so many. */
  readonly rows: number
  /** How many count on the data that were looked at last, so many of them. */
  readonly data: number
  /** Work grows with the square: of the newest so many it is told how much they are alike, each one before counts as one. */
  readonly compared: number
}

/** The newest trials, newest first, and how many count where. On a broken chain rows are shown, and nothing is counted. */
export async function trialsView(ledger: TrialLedger, wanted: TrialsWanted): Promise<TrialsView> {
  const broken = await ledger.broken()
  const all = await ledger.all()
  const rows = all.slice(-wanted.rows).toReversed().map(rowOf)
  return { rows, count: all.length, onData: broken ? [] : await countsOf(ledger, all, wanted), broken: broken && { sequence: broken.sequence, told: toldOfBroken(broken) } }
}

const CODES = { altered: 'trial-altered', missing: 'trial-missing', 'cut-off': 'trials-cut-off' } as const satisfies Record<BrokenLink['how'], string>

/** Where the chain does not hold, for people. */
export const toldOfBroken = ({ sequence, how }: BrokenLink): Told => told(CODES[how], { link: sequence })

async function countsOf(ledger: TrialLedger, all: readonly TrialRecord[], wanted: TrialsWanted): Promise<TrialsView['onData']> {
  const data = new Map(all.toReversed().map((trial) => [trial.data.dataHash, trial.data]))
  const counts: TrialsView['onData'][number][] = []
  for (const [dataHash, one] of [...data].slice(0, wanted.data)) {
    const trials = await ledger.onData(one)
    const { trials: compared, effective } = luckOf(trials.slice(-wanted.compared).map(({ days }) => days))
    counts.push({ dataHash, trials: trials.length, effective: effective + trials.length - compared })
  }
  return counts
}

function rowOf({ sequence, trialId, kind, state, startedAt, strategyId, data, parameters, days, trades, hash }: TrialRecord): TrialRow {
  const ratio = days && sharpeRatio(days.net)
  return { sequence, trialId, kind, state, startedAt, strategyId, dataHash: data.dataHash, parameters, days: days?.day.length ?? null, sharpeAnnual: ratio === null ? null : ratio * Math.sqrt(DAYS_A_YEAR), trades, hash }
}
