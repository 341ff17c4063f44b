import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { commitLatency, type CommitRun } from './commit-latency.ts'
import { decisionLatency, type LatencyRun } from './decision-latency.ts'
import { engineSpeed } from './engine-speed.ts'
import { atMost, below, medianSpread, spreadOf, spreadText, type BenchResult, type Figures, type Spread } from './figures.ts'
import { ImportLoop, writeImportFiles } from './import-loop.ts'
import { inFolder } from './workplace.ts'

const RUNS = 3
const CLOSES = 400
const COMMITS = 2_000
const IMPORT_ROWS = 200_000
const DECISION_MS = 20
const COMMIT_MS = 5

/** How fast the engine is by itself, how soon it has decided after candles have closed, and how long a commit of its journal takes. */
export async function benchTurn(): Promise<BenchResult> {
  const { events, ...speed } = engineSpeed(50, 2, 5)
  console.log(`engine alone, 50 instruments: ${Math.round(speed.eventsPerSecond).toLocaleString('en')} events/s, ${Math.round(speed.decisionsPerSecond).toLocaleString('en')} decisions/s (median of 5 runs of ${events} events)`)
  const five = await decisions(5)
  const fifty = await decisions(50)
  const commits = await inFolder((folder) => commitFigures(folder, fifty.fill))
  return {
    name: 'turn',
    figures: { engine: { ...speed }, decisionMs: { instruments5: five.figures, instruments50: fifty.figures }, commitMs: commits.figures },
    targets: [below('decisions of 50 instruments, p99', fifty.all.p99, DECISION_MS, 'ms'), atMost('journal commit beside an import, p99', commits.beside.p99, COMMIT_MS, 'ms')],
  }
}

interface DecisionFigures {
  readonly all: Spread
  readonly figures: Figures
  readonly fill: readonly JournalledChange[]
}

async function decisions(instruments: number): Promise<DecisionFigures> {
  const runs: LatencyRun[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await inFolder((folder) => decisionLatency({ folder, instruments, closes: CLOSES })))
  const all = medianSpread(runs.map((run) => spreadOf(run.all)))
  const withEntry = medianSpread(runs.map((run) => spreadOf(run.withEntry)))
  const entries = runs[0]!.withEntry.length
  console.log(`last of ${instruments} candles to last decision: ${spreadText(all)} (medians of ${RUNS} runs of ${CLOSES} closes)`)
  console.log(`  the ${entries} closes of a run with an entry: ${spreadText(withEntry)}`)
  return { all, figures: { closes: CLOSES, all: { ...all }, closesWithEntry: entries, withEntry: { ...withEntry } }, fill: runs[0]!.fill }
}

/** The account that the given changes are of. */
const accountOf = (fill: readonly JournalledChange[]): string => fill.flatMap((change) => (change.kind === 'fill-booked' ? [change.accountId] : []))[0] ?? ''

interface CommitFigures {
  readonly commits: Spread
  readonly disk: Spread
}

async function commitFigures(home: string, fill: readonly JournalledChange[]): Promise<{ readonly beside: Spread; readonly figures: Figures }> {
  const accountId = accountOf(fill)
  const folder = openAccountFolder(home, accountId)
  const journal = new SqliteJournal({ folder, accountId, program: 'bench' })
  try {
    const files = await writeImportFiles(home, IMPORT_ROWS)
    const measure = (name: string): Promise<CommitFigures> => repeated((run) => commitLatency(journal, fill, { folder, commits: COMMITS, run: `${name}${run}` }))
    const alone = await measure('alone')
    const loop = new ImportLoop({ home, accountId, files })
    const beside = await measure('beside')
    await loop.stop()
    console.log(`journal commit of 3 changes, alone: ${spreadText(alone.commits)} (medians of ${RUNS} runs of ${COMMITS} commits)`)
    console.log(`  one page of the disk made durable, in turn with them: ${spreadText(alone.disk)}`)
    console.log(`journal commit beside an import: ${spreadText(beside.commits)} (${loop.rowsWritten.toLocaleString('en')} rows were written meanwhile)`)
    console.log(`  one page of the disk made durable, in turn with them: ${spreadText(beside.disk)}`)
    const figures = { commits: COMMITS, alone: { ...alone.commits }, aloneDisk: { ...alone.disk }, besideImport: { ...beside.commits }, besideImportDisk: { ...beside.disk }, importedRows: loop.rowsWritten }
    return { beside: beside.commits, figures }
  } finally {
    journal.close()
  }
}

async function repeated(measure: (run: number) => Promise<CommitRun>): Promise<CommitFigures> {
  const runs: CommitRun[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await measure(run))
  return { commits: medianSpread(runs.map(({ commits }) => spreadOf(commits))), disk: medianSpread(runs.map(({ disk }) => spreadOf(disk))) }
}
