import { constants, setPriority } from 'node:os'
import { monotonicClock } from '../base/system-clock.ts'
import { runExportJob } from '../host/export-job.ts'
import { readJob, type JobMessage } from '../host/job-messages.ts'

/** One job, then its end. It gives way to everything else on this computer, and ends with whoever launched it. */
setPriority(constants.priority.PRIORITY_LOW)
process.once('disconnect', () => process.exit(1))

const { parentPort } = process as NodeJS.Process & { readonly parentPort?: { postMessage(message: unknown): void } }
const tell = (message: JobMessage): void => void (parentPort ? parentPort.postMessage(message) : process.send?.(message))
await runExportJob(readJob(process.argv.slice(2)), monotonicClock, tell)
