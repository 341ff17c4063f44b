import { availableParallelism, totalmem } from 'node:os'

/** Half of the memory is for whatever else there is. */
const BYTES_PER_WORKER = 2 * 512 * 1024 * 1024

/** As many back-tests at the same time as there are cores, unless they would not fit into memory. */
export const sweepWorkers = (): number => Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / BYTES_PER_WORKER)))
