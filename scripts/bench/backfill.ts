import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { COLLECT_SHARE } from '../../src-main/modes/collect.ts'
import { backfill, type Backfill } from './backfill-run.ts'
import { commitLatency } from './commit-latency.ts'
import { decisionLatency } from './decision-latency.ts'
import { atLeast, atMost, median, spreadOf, spreadText, type BenchResult, type Figures, type Spread } from './figures.ts'
import { inFolder } from './workplace.ts'

const INSTRUMENTS = 5
const DAYS = 365
const RUNS = 3
/** Times real time. Faster, it would be this computer that is measured and not the budget: other programs take part in it. */
const SPEED = 1
const COMMITS = 2_000
const ROWS_PER_SECOND = 50_000
const BUDGET_PERCENT = 95
const COMMIT_MS = 5

/** How fast a year of candles comes from a venue into the archive: as fast as it can, within the venue's limits, and what that does to the journal. */
export async function benchBackfill(): Promise<BenchResult> {
  const free = await unlimited()
  const limited = await withinBudget()
  const commits = await commitsBeside()
  return {
    name: 'backfill', figures: { unlimited: free.figures, budget: limited.figures, commitMs: commits.figures },
    targets: [
      atLeast('rows into storage, limits lifted', free.rowsPerSecond, ROWS_PER_SECOND, 'rows/s'), atLeast('of what the budget allows', limited.percent, BUDGET_PERCENT, '%'),
      atMost('journal commit beside a back-fill, p99', commits.p99, COMMIT_MS, 'ms'),
    ],
  }
}

async function unlimited(): Promise<{ readonly rowsPerSecond: number; readonly figures: Figures }> {
  const runs: Backfill[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await inFolder((home) => backfill({ home, accountId: 'sim:replay:1', instruments: INSTRUMENTS, days: DAYS, speed: 1, isUnlimited: true, share: 1e6 })))
  const rows = whole(runs[0]!)
  const rowsPerSecond = median(runs.map(({ report, seconds }) => report.rows / seconds))
  const rowsPerCpuSecond = median(runs.map(({ report, cpuSeconds }) => report.rows / cpuSeconds))
  console.log(`${rows.toLocaleString('en')} rows of ${INSTRUMENTS} instruments and ${DAYS} days, limits lifted: ${Math.round(rowsPerSecond).toLocaleString('en')} rows/s by the clock, ${Math.round(rowsPerCpuSecond).toLocaleString('en')} of processor time (medians of ${RUNS} runs; the venue is another process)`)
  return { rowsPerSecond, figures: { rows, rowsPerSecond, rowsPerCpuSecond } }
}

/** Every row, or it was no measurement. */
function whole({ report }: Backfill): number {
  if (report.stopped || report.problems.length > 0) throw new Error(`the collection did not come to its end: ${JSON.stringify([report.stopped, report.problems])}`)
  return report.rows
}

/** Of every minute but the last, in which less was left to be asked for than allowed. */
async function withinBudget(): Promise<{ readonly percent: number; readonly figures: Figures }> {
  const run = await inFolder((home) => backfill({ home, accountId: 'sim:replay:1', instruments: INSTRUMENTS, days: DAYS, speed: SPEED, isUnlimited: false }))
  const rows = whole(run)
  const minutes = Array.from(run.weightByMinute.slice(0, -1), (weight: number | undefined) => weight ?? 0)
  const allowed = run.weightLimit * COLLECT_SHARE
  const percent = (100 * minutes.reduce((sum, weight) => sum + weight, 0)) / (allowed * minutes.length)
  console.log(`within the venue's limits (${run.weightLimit} a minute, half of it ours): ${percent.toFixed(1)} % of what the budget allows in ${minutes.length} whole minutes (${minutes.join(', ')} of ${allowed}); ${rows.toLocaleString('en')} rows in ${((run.seconds * SPEED) / 60).toFixed(1)} minutes of the venue`)
  return { percent, figures: { percent, minutes: minutes.length, rows, venueMinutes: (run.seconds * SPEED) / 60 } }
}

async function commitsBeside(): Promise<{ readonly p99: number; readonly figures: Figures }> {
  const { fill } = await inFolder((folder) => decisionLatency({ folder, instruments: INSTRUMENTS, closes: 400 }))
  const accountId = fill.flatMap((change) => (change.kind === 'fill-booked' ? [change.accountId] : []))[0] ?? ''
  return inFolder(async (home) => {
    const folder = openAccountFolder(home, accountId)
    const journal = new SqliteJournal({ folder, accountId, program: 'bench' })
    try {
      const alone = await commitLatency(journal, fill, { folder, commits: COMMITS, run: 'alone' })
      const beside = await commitsWhile(home, accountId, () => commitLatency(journal, fill, { folder, commits: COMMITS, run: 'beside' }))
      const spreads = { alone: spreadOf(alone.commits), aloneDisk: spreadOf(alone.disk), beside: spreadOf(beside.run.commits), besideDisk: spreadOf(beside.run.disk) }
      tell(spreads, beside.rows)
      return { p99: spreads.beside.p99, figures: { ...Object.fromEntries(Object.entries(spreads).map(([name, spread]) => [name, { ...spread }])), collectedRows: beside.rows } }
    } finally {
      journal.close()
    }
  })
}

/** The collection runs in a process of its own at the venue's own pace, as a job does, into the same folder's archive. */
async function commitsWhile<Run>(home: string, accountId: string, measure: () => Promise<Run>): Promise<{ readonly run: Run; readonly rows: number }> {
  const child = fork(fileURLToPath(new URL('./backfill-child.ts', import.meta.url)), [JSON.stringify({ home, accountId })])
  const ended = once(child, 'close')
  await rowsIn(home, accountId)
  const run = await measure()
  child.kill('SIGKILL')
  await ended
  return { run, rows: await rowsIn(home, accountId) }
}

/** Waits for the first ones. */
async function rowsIn(home: string, accountId: string): Promise<number> {
  const archive = new SqliteMarketArchive({ folder: openAccountFolder(home, accountId), accountId, program: 'bench' })
  try {
    for (;;) {
      const rows = (await archive.series()).reduce((sum, series) => sum + series.rows, 0)
      if (rows > 0) return rows
      await sleep(20)
    }
  } finally {
    archive.close()
  }
}

function tell({ alone, aloneDisk, beside, besideDisk }: Readonly<Record<'alone' | 'aloneDisk' | 'beside' | 'besideDisk', Spread>>, rows: number): void {
  console.log(`journal commit of 3 changes, alone: ${spreadText(alone)}`)
  console.log(`  one page of the disk made durable, in turn with them: ${spreadText(aloneDisk)}`)
  console.log(`journal commit beside a back-fill: ${spreadText(beside)} (${rows.toLocaleString('en')} rows were collected meanwhile)`)
  console.log(`  one page of the disk made durable, in turn with them: ${spreadText(besideDisk)}`)
}
