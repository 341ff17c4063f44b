import { randomUUID } from 'node:crypto'
import type { SweepReport, SweepWish } from '../../src-shared/contract/backtest-report.ts'
import { dataHash } from '../base/text-hash.ts'
import { StoredRuns } from '../host/stored-runs.ts'
import { SweepFailed } from '../host/sweep-failed.ts'
import { Sweep, type SweepParts } from '../host/sweep-pool.ts'
import { sweepWorkers } from '../host/sweep-workers.ts'
import { configFor, RunCancelled } from '../modes/backtest-run.ts'
import { combinationCount } from '../modes/sweep.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { programPath } from '../supervision/program-path.ts'
import { EXIT, wholeNumber, type Command, type Terminal, type Values } from './command.ts'
import { accountOption, openingOf, wantedInstruments } from './recorded-account.ts'
import { sweepLines } from './research-texts.ts'
import { progressLine } from './run-progress.ts'
import { toldText } from './told-text.ts'
import { checkedWish, varyOption, WISH_HELP, WISH_OPTIONS, wishOption } from './wish-options.ts'

const WORKERS_MAX = 256

export const sweepCommand: Command = {
  name: 'sweep',
  summary: 'runs one back-test for each combination of values, on all cores',
  help: `haetae sweep --instrument IDS --vary NAME=VALUE,VALUE [options]\n${WISH_HELP}  --vary NAME=VALUES    a number of the strategy and what it is to be, as policy.margin=0,0.01,0.02; as often as wanted
  --workers N           back-tests at the same time (default: as many as there are cores, and memory for); changes nothing but the speed
  --json                the whole sweep as one object

  haetae sweep --instrument BTCUSDT --vary policy.margin=0,0.01,0.02
  haetae sweep --instrument BTCUSDT,ETHUSDT --vary policy.margin=0,0.02 --vary venue.feeTier=0,3 --json`,
  options: { ...WISH_OPTIONS, vary: { type: 'string', multiple: true }, workers: { type: 'string' } },
  positionals: [],
  run: (values, _positionals, terminal) => runCommand(values, terminal),
}

async function runCommand(values: Values, terminal: Terminal): Promise<number> {
  const wish = checkedWish<SweepWish>({ ...wishOption(values, 0), vary: varyOption(values) })
  const workers = wholeNumber(values, 'workers', { least: 1, most: WORKERS_MAX, otherwise: sweepWorkers() })
  const opening = openingOf(terminal, accountOption(values))
  // The workers only read: whatever an older version has left is brought up to date here.
  const archive = new SqliteMarketArchive(opening)
  await wantedInstruments(archive, wish.instruments).finally(() => archive.close())
  const startedAt = terminal.clock.now()
  const told = progressLine(terminal)
  const all = combinationCount(wish)
  const progress = (part: number, done: number): void => told(part, `, ${done} of ${all} done`)
  const report = await sweptOrNot(wish, { opening, root: terminal.root, runId: `sweep-${randomUUID()}`, workers, program: programPath(terminal.root, 'jobs'), progress }, terminal)
  if (typeof report === 'number') return report
  await new StoredRuns(opening).putSweep(report, dataHash(configFor(wish)), { startedAt, finishedAt: terminal.clock.now() })
  for (const line of values['json'] === true ? [JSON.stringify(report)] : sweepLines(report)) terminal.out(line)
  return EXIT.done
}

/** The exit code where there is no report. */
async function sweptOrNot(wish: SweepWish, parts: SweepParts, terminal: Terminal): Promise<SweepReport | number> {
  const sweep = new Sweep(wish, parts)
  void terminal.stopAsked.then(() => sweep.stop())
  try {
    return await sweep.done
  } catch (error) {
    if (error instanceof RunCancelled) return EXIT.cancelled
    if (!(error instanceof SweepFailed)) throw error
    terminal.error(toldText(error.told))
    return EXIT.failed
  }
}
