import { workerData } from 'node:worker_threads'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { SqliteTrialLedger } from '../../src-main/storage/trial-ledger.ts'
import { openingIn } from './storage-opening.ts'
import { newTrial } from './trial-samples.ts'

// A thread of its own that begins and ends trials, as each of a sweep does.
const { folder, trials } = workerData as { readonly folder: string; readonly trials: number }
const ledger = new SqliteTrialLedger(openingIn(folder), systemClock)
for (let count = 0; count < trials; count++) await ledger.end(await ledger.begin(newTrial()), { state: 'failed' })
