import type { NewTrial, TrialLedger, TrialOutcome } from './trial-ledger.port.ts'

type Done = Omit<Extract<TrialOutcome, { readonly state: 'done' }>, 'state'>

/** Work that looks at data, counted: begun in the ledger before, and ended there with what it came to, or as failed. Rejects as `work` does. */
export async function asTrial<Result>(ledger: TrialLedger, trial: NewTrial, work: () => Promise<Result>, doneOf: (result: Result) => Done): Promise<Result> {
  const trialId = await ledger.begin(trial)
  let result: Result
  try {
    result = await work()
  } catch (error) {
    // It counts as it is; what stopped the work is what is told.
    await ledger.end(trialId, { state: 'failed' }).catch(() => undefined)
    throw error
  }
  await ledger.end(trialId, { state: 'done', ...doneOf(result) })
  return result
}
