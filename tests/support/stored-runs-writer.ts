import type { TimeMs } from '../../src-shared/domain/units.ts'
import { StoredRuns } from '../../src-main/host/stored-runs.ts'
import { openingIn } from './storage-opening.ts'
import { reportOf, tradesOf } from './stored-report.ts'

/** Stores runs r1, r2, r3 … and tells each when it was acknowledged, until it is killed. */
const runs = new StoredRuns(openingIn(process.argv[2] ?? ''))
const trades = tradesOf(2_000)
for (let n = 1; ; n++) {
  await runs.putBacktest(reportOf(`r${n}`), trades, { startedAt: n as TimeMs, finishedAt: (n + 1) as TimeMs })
  process.stdout.write(`r${n}\n`)
}
