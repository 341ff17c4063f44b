import type { TrialLedger } from '../training/trial-ledger.port.ts'
import { replayTrial, ReplayWatch } from './replay-trial.ts'
import type { RecordedRun } from './recorded-run.ts'
import type { RunningMode } from './running-mode.ts'

/** A replay that a person watches, counted like any other run on archived candles: done when the record has ended, failed when it was left before. */
export async function countedReplay(run: RecordedRun, trials: TrialLedger, start: (run: RecordedRun) => Promise<RunningMode>): Promise<RunningMode> {
  const { archive, config, alongside = [], instruments, from, to } = run
  const trialId = await trials.begin(await replayTrial(archive, [config, ...alongside], { instruments: instruments.map(({ instrumentId }) => instrumentId), from, to }))
  const watch = new ReplayWatch()
  const fail = (): Promise<void> => trials.end(trialId, { state: 'failed' }).catch(() => undefined)
  const mode = await start({ ...run, recorder: watch.recorder(run) }).catch(async (error: unknown) => {
    await fail()
    throw error
  })
  let isLeft = false
  // The ledger being full is no reason to end what a person looks at: as begun it counts all the same.
  const counted = mode.ended.then(() => (isLeft ? fail() : trials.end(trialId, { state: 'done', ...watch.done() }).catch(() => undefined)), fail)
  return {
    ...mode,
    stop: async () => {
      isLeft = true
      await mode.stop()
      await counted
    },
  }
}
