import type { NewTrial, TrialLedger, TrialOutcome } from '../../training/trial-ledger.port.ts'
import type { StageMemory } from './stages.ts'

type Done = Omit<Extract<TrialOutcome, { readonly state: 'done' }>, 'state'>

export interface TrialPlace {
  readonly ledger: TrialLedger
  /** What survives a death. */
  readonly memory: StageMemory
  /** Of the trial among the stages. */
  readonly name: string
}

export interface Counted<Result> {
  readonly trialId: string
  readonly result: Result
}

/**
 * Work that looks at data, counted as one trial however often it is killed and gone on with: its id is kept as soon as it is begun. Rejects as `work`
 * does; the trial has then failed, and counts.
 */
export async function countedTrial<Result>({ ledger, memory, name }: TrialPlace, trial: NewTrial, work: () => Promise<Result>, doneOf: (result: Result) => Done): Promise<Counted<Result>> {
  const trialId = await memory.stage(`trial-${name}`, () => ledger.begin(trial))
  let result: Result
  try {
    result = await work()
  } catch (error) {
    // What stopped the work is what is told.
    await endOnce(ledger, trialId, { state: 'failed' }).catch(() => undefined)
    throw error
  }
  await endOnce(ledger, trialId, { state: 'done', ...doneOf(result) })
  return { trialId, result }
}

/** It may have ended just before the program was killed. */
async function endOnce(ledger: TrialLedger, trialId: string, outcome: TrialOutcome): Promise<void> {
  const known = (await ledger.all()).find((trial) => trial.trialId === trialId)
  if (known?.state === 'begun') await ledger.end(trialId, outcome)
}
