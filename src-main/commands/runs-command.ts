import { RUNS_MAX } from '../../src-shared/contract/contract.ts'
import type { RunRow } from '../../src-shared/contract/backtest-report.ts'
import { runFile } from '../host/run-files.ts'
import { StoredRuns } from '../host/stored-runs.ts'
import { fileLines } from '../storage/line-file.ts'
import { EXIT, text, UsageError, type Command, type Terminal, type Values } from './command.ts'
import { existingOpening } from './existing-account.ts'
import { learnLines } from './learn-texts.ts'
import { accountOption } from './recorded-account.ts'
import { reportLines, runLines, sweepLines } from './research-texts.ts'

export const runsCommand: Command = {
  name: 'runs',
  summary: 'lists what was run and stored, shows one, or forgets it',
  help: `haetae runs [options] [RUN]
  --html FILE           writes the report of RUN as a page that opens anywhere
  --force               replaces FILE if it is there
  --forget              removes RUN and its report
  --account ID          default sim:replay:1
  --json                the list, or the report of RUN with its trades, as JSON

RUN is the name that the list shows last, or as much of its beginning as no other has.

  haetae runs
  haetae runs backtest-3f2a --html report.html`,
  options: { html: { type: 'string' }, force: { type: 'boolean' }, forget: { type: 'boolean' }, account: { type: 'string' }, json: { type: 'boolean' } },
  positionals: ['[RUN]'],
  run: (values, [run], terminal) => runCommand(values, run, terminal),
}

async function runCommand(values: Values, run: string | undefined, terminal: Terminal): Promise<number> {
  const html = text(values, 'html')
  if (run === undefined && (html !== undefined || values['forget'] === true)) throw new UsageError('--html and --forget need to know which RUN')
  if (values['force'] === true && html === undefined) throw new UsageError('--force belongs to --html')
  const runs = new StoredRuns(existingOpening(terminal, accountOption(values)))
  const rows = await runs.list(RUNS_MAX)
  if (run === undefined) return list(rows, values, terminal)
  const { runId } = oneOf(rows, run)
  if (values['forget'] === true) {
    await runs.forget(runId)
    terminal.out(`${runId} is forgotten.`)
    return EXIT.done
  }
  return html === undefined ? show(runs, runId, values, terminal) : writePage(runs, runId, { path: html, force: values['force'] === true }, terminal)
}

function list(rows: readonly RunRow[], values: Values, terminal: Terminal): number {
  if (values['json'] === true) terminal.out(JSON.stringify(rows))
  else if (rows.length === 0) terminal.out('Nothing was run yet: haetae backtest and haetae sweep keep what they come to here.')
  else for (const line of runLines(rows)) terminal.out(line)
  return EXIT.done
}

function oneOf(rows: readonly RunRow[], run: string): RunRow {
  const found = rows.filter(({ runId }) => runId === run || runId.startsWith(run))
  const [first] = found
  if (!first) throw new UsageError(`there is no run ${run}; haetae runs lists those that are there`)
  if (found.length > 1) throw new UsageError(`${found.length} runs begin with ${run}: write more of the name`)
  return first
}

async function show(runs: StoredRuns, runId: string, values: Values, terminal: Terminal): Promise<number> {
  const learning = await runs.learning(runId)
  if (learning) {
    for (const line of values['json'] === true ? [JSON.stringify(learning)] : learnLines(learning)) terminal.out(line)
    return EXIT.done
  }
  const report = await runs.report(runId)
  if (!report) return withoutReport(runId, terminal)
  if (values['json'] === true) terminal.out((await runFile(runs, runId, 'json')) ?? '')
  else for (const line of 'rows' in report ? sweepLines(report) : reportLines(report)) terminal.out(line)
  return EXIT.done
}

async function writePage(runs: StoredRuns, runId: string, { path, force }: { readonly path: string; readonly force: boolean }, terminal: Terminal): Promise<number> {
  const page = await runFile(runs, runId, 'html')
  if (page === undefined) return withoutReport(runId, terminal)
  const file = fileLines(path, force)
  try {
    file.write(page.trimEnd())
    file.finish()
  } finally {
    file.close()
  }
  terminal.out(`${path} is the report of ${runId}.`)
  return EXIT.done
}

function withoutReport(runId: string, terminal: Terminal): number {
  terminal.error(`${runId} has no report of this kind: replays and older runs keep their sums alone, and learning has no page of its own. haetae runs --json has what there is.`)
  return EXIT.failed
}
