import { constants, setPriority } from 'node:os'
import { isMainThread, parentPort as sweepPort, workerData } from 'node:worker_threads'
import { monotonicClock, systemClock } from '../base/system-clock.ts'
import { readJob, type JobMessage } from '../host/job-messages.ts'
import { runJob } from '../host/run-job.ts'
import { runSweepWorker, type SweepWorkerData } from '../host/sweep-worker.ts'

/** One job, then its end. It gives way to everything else on this computer, and ends with whoever launched it. */
async function runProcess(): Promise<void> {
  setPriority(constants.priority.PRIORITY_LOW)
  process.once('disconnect', () => process.exit(1))
  // Ctrl-C in a terminal reaches this process, too, but it is for whoever launched it: the next life goes on with this job.
  process.on('SIGINT', () => {})
  const { parentPort } = process as NodeJS.Process & { readonly parentPort?: { postMessage(message: unknown): void } }
  // Who has just died hears nothing more; that is told by 'disconnect'.
  const tell = (message: JobMessage): void => void (parentPort ? parentPort.postMessage(message) : process.send?.(message, undefined, undefined, () => undefined))
  await runJob(readJob(process.argv.slice(2)), { clock: monotonicClock, wall: systemClock, tell })
}

/** The threads of a sweep are this program, too. */
if (isMainThread || !sweepPort) await runProcess()
else await runSweepWorker(workerData as SweepWorkerData, sweepPort)
