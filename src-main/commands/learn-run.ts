import { randomUUID } from 'node:crypto'
import type { LearnReport, LearnWish } from '../../src-shared/contract/evaluation-views.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import { learnWish } from '../../src-shared/contract/evaluation-schemas.ts'
import { refusalOfLearnValues } from '../host/learn-checks.ts'
import { learnt, type LearnParts } from '../host/learn-jobs.ts'
import { RunCancelled } from '../modes/backtest-run.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { EXIT, UsageError, type Terminal, type Values } from './command.ts'
import { accountOption, openingOf, wantedInstruments } from './recorded-account.ts'
import { progressLine } from './run-progress.ts'
import { toldText } from './told-text.ts'
import { refusing } from './wish-options.ts'

type Of<Wanted extends LearnWish> = Extract<LearnReport, { kind: Wanted['kind'] }>

interface Asked<Wanted extends LearnWish> {
  readonly values: Values
  readonly terminal: Terminal
  /** Told when the report is whole and stored. */
  readonly done?: (report: Of<Wanted>) => void
}

/** Does a piece of learning as a job does, keeps its report as a run, and tells it: as one object with --json, else in `linesOf`. Answers the exit code. */
export async function runLearning<Wanted extends LearnWish>(wanted: Wanted, linesOf: (report: Of<Wanted>) => readonly string[], { values, terminal, done }: Asked<Wanted>): Promise<number> {
  checkWish(wanted)
  const opening = openingOf(terminal, accountOption(values))
  const archive = new SqliteMarketArchive(opening)
  try {
    await wantedInstruments(archive, wanted.wish.instruments)
    const parts = { archive, opening, root: terminal.root, home: terminal.home, runId: `${wanted.kind}-${randomUUID()}`, wall: terminal.clock, progress: progressLine(terminal), cancelled: terminal.cancelled }
    const report = await unlessCancelled(wanted, parts)
    if (!report) return EXIT.cancelled
    for (const line of values['json'] === true ? [JSON.stringify(report)] : linesOf(report as Of<Wanted>)) terminal.out(line)
    done?.(report as Of<Wanted>)
    return EXIT.done
  } finally {
    archive.close()
  }
}

/** Throws UsageError for what cannot be asked, before anything is opened. */
function checkWish(wanted: LearnWish): void {
  const { error } = learnWish.safeParse(wanted)
  if (error) throw new UsageError(toldText(told('wish-refused', { detail: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') })))
  const refused = refusing(() => refusalOfLearnValues(wanted))
  if (refused) throw new UsageError(toldText(refused))
}

/** Undefined when somebody asked to stop. */
function unlessCancelled(wanted: LearnWish, parts: LearnParts): Promise<LearnReport | undefined> {
  return learnt(wanted, parts).catch((error: unknown) => {
    if (error instanceof RunCancelled) return undefined
    throw error
  })
}
