import { randomUUID } from 'node:crypto'
import type { BacktestWish } from '../../src-shared/contract/backtest-report.ts'
import { StoredRuns } from '../host/stored-runs.ts'
import { runBacktest, RunCancelled, type RanBacktest } from '../modes/backtest-run.ts'
import { reportHtml } from '../reports/backtest-html.ts'
import type { Opening } from '../storage/database-kind.ts'
import { fileLines, type LineWriter } from '../storage/line-file.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { SqliteTrialLedger } from '../storage/trial-ledger.ts'
import { EXIT, text, UsageError, wholeNumber, type Command, type Terminal, type Values } from './command.ts'
import { tellOutcome } from './outcome-text.ts'
import { accountOption, openingOf, wantedInstruments } from './recorded-account.ts'
import { fewTradesLines } from './research-texts.ts'
import { progressLine } from './run-progress.ts'
import { checkedWish, WISH_HELP, WISH_OPTIONS, wishOption } from './wish-options.ts'

const RIVALS_MAX = 100

export const backtestCommand: Command = {
  name: 'backtest',
  summary: 'runs the strategy over archived candles as fast as possible',
  help: `haetae backtest --instrument IDS [options]\n${WISH_HELP}  --rivals N            so many random entries beside it, with the same exits (0 to ${RIVALS_MAX}; each is a back-test of its own)
  --report FILE.html    writes the report as a page that opens anywhere
  --report-json FILE    writes the report and its trades as JSON
  --force               replaces these files if they are there
  --batch N             rows scored at once (default 512); changes nothing but the speed
  --json                {decisions, decisionHash, trades, orderHash, netProfit, …}

  haetae backtest --instrument BTCUSDT --json
  haetae backtest --instrument BTCUSDT,ETHUSDT --set policy.margin=0.01 --rivals 20 --report btc.html
  haetae backtest --instrument BTCUSDT --policy random-entry --seed 7`,
  options: { ...WISH_OPTIONS, batch: { type: 'string' }, rivals: { type: 'string' }, report: { type: 'string' }, 'report-json': { type: 'string' }, force: { type: 'boolean' } },
  positionals: [],
  run: (values, _positionals, terminal) => runCommand(values, terminal),
}

async function runCommand(values: Values, terminal: Terminal): Promise<number> {
  const wish = checkedWish(wishOption(values, wholeNumber(values, 'rivals', { least: 0, most: RIVALS_MAX, otherwise: 0 })))
  const batchSize = wholeNumber(values, 'batch', { least: 1, most: 100_000, otherwise: 512 })
  const opening = openingOf(terminal, accountOption(values))
  const archive = new SqliteMarketArchive(opening)
  const files: LineWriter[] = []
  try {
    await wantedInstruments(archive, wish.instruments)
    const writeReport = reportFiles(values, files)
    const startedAt = terminal.clock.now()
    const ran = await ranOrCancelled(wish, archive, { opening, batchSize, terminal })
    if (!ran) return EXIT.cancelled
    const finishedAt = terminal.clock.now()
    await new StoredRuns(opening).putBacktest(ran.report, ran.trades, { startedAt, finishedAt })
    writeReport(ran)
    tell(terminal, values['json'] === true, (finishedAt - startedAt) / 1_000, ran)
    return EXIT.done
  } finally {
    for (const file of files) file.close()
    archive.close()
  }
}

interface Around {
  readonly opening: Opening
  readonly batchSize: number
  readonly terminal: Terminal
}

/** Undefined when somebody asked to stop. */
async function ranOrCancelled(wish: BacktestWish, archive: SqliteMarketArchive, { opening, batchSize, terminal }: Around): Promise<RanBacktest | undefined> {
  try {
    const parts = { archive, root: terminal.root, runId: `backtest-${randomUUID()}`, accountId: opening.accountId, batchSize, trials: new SqliteTrialLedger(opening, terminal.clock) }
    return await runBacktest(wish, { ...parts, cancelled: () => terminal.cancelled(), progress: progressLine(terminal) })
  } catch (error) {
    if (error instanceof RunCancelled) return undefined
    throw error
  }
}

/** The files are claimed before the run, which may take long, and written after it. */
function reportFiles(values: Values, files: LineWriter[]): (ran: RanBacktest) => void {
  const force = values['force'] === true
  const [page, json] = [text(values, 'report'), text(values, 'report-json')]
  if (force && page === undefined && json === undefined) throw new UsageError('--force belongs to --report and --report-json')
  const writers = [
    page === undefined ? [] : [[fileLines(page, force), ({ report, trades }: RanBacktest) => reportHtml(report, trades).trimEnd()] as const],
    json === undefined ? [] : [[fileLines(json, force), ({ report, trades }: RanBacktest) => JSON.stringify({ report, trades })] as const],
  ].flat()
  files.push(...writers.map(([file]) => file))
  return (ran) => {
    for (const [file, textOf] of writers) {
      file.write(textOf(ran))
      file.finish()
    }
  }
}

function tell(terminal: Terminal, json: boolean, seconds: number, { report, outcome }: RanBacktest): void {
  tellOutcome(terminal, json, { runId: report.runId, seconds, ...outcome })
  if (!json) for (const line of fewTradesLines(report)) terminal.out(line)
}
