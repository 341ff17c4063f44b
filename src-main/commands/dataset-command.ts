import type { DataSetReport } from '../../src-shared/contract/learning-views.ts'
import { RunCancelled } from '../modes/backtest-run.ts'
import { dataSetPath } from '../modes/learning/data-set-file.ts'
import { exportDataSet, readExported } from '../modes/learning/data-set-parquet.ts'
import { refuseTaken } from '../storage/parquet-writer.ts'
import { EXIT, text, UsageError, wholeNumber, type Command, type Terminal, type Values } from './command.ts'
import { dataSetLines, rowLines } from './dataset-texts.ts'
import { LEARN_HELP, LEARN_OPTIONS, spanOption } from './learn-options.ts'
import { runLearning } from './learn-run.ts'
import { accountOption, openingOf } from './recorded-account.ts'

const EVERY_MAX = 10_000

export const datasetCommand: Command = {
  name: 'dataset',
  summary: 'makes rows of features and what came of them, which models learn from',
  help: `haetae dataset --instrument IDS [options]
haetae dataset --read FILE.parquet [--json]\n${LEARN_HELP}  --every N             keeps the closes that N candles divide (default 1): neighbours tell nearly the same
  --parquet FILE        writes the rows for other programs, too
  --force               replaces this file if it is there
  --read FILE           tells what an exported file holds, and whether its rows are still those that were exported
  --json                {rows, contentHash, definitionHash, instruments, features, …}

Rows are kept below the account's folder and found again as long as nothing that they depend on has changed.

  haetae dataset --instrument BTCUSDT,ETHUSDT --strategy perp-ev-v1
  haetae dataset --instrument BTCUSDT --from 2023-01-01 --every 3 --parquet btc.parquet`,
  options: { ...LEARN_OPTIONS, every: { type: 'string' }, parquet: { type: 'string' }, force: { type: 'boolean' }, read: { type: 'string' } },
  positionals: [],
  run: (values, _positionals, terminal) => {
    const read = text(values, 'read')
    return read === undefined ? make(values, terminal) : tellExported(read, values, terminal)
  },
}

async function make(values: Values, terminal: Terminal): Promise<number> {
  const [parquet, force] = [text(values, 'parquet'), values['force'] === true]
  if (force && parquet === undefined) throw new UsageError('--force belongs to --parquet')
  const wish = { ...spanOption(values), every: wholeNumber(values, 'every', { least: 1, most: EVERY_MAX, otherwise: 1 }) }
  // Before the work, which may take long.
  if (parquet !== undefined && !force) refuseTaken(parquet)
  let made: DataSetReport | undefined
  const code = await runLearning({ kind: 'dataset', wish }, dataSetLines, { values, terminal, done: (report) => void (made = report) })
  return made && parquet !== undefined ? await exported(made, parquet, { values, terminal, force }) : code
}

async function exported({ definitionHash }: DataSetReport, parquet: string, { values, terminal, force }: { readonly values: Values; readonly terminal: Terminal; readonly force: boolean }): Promise<number> {
  try {
    await exportDataSet(dataSetPath(openingOf(terminal, accountOption(values)).folder, definitionHash), parquet, { force, cancelled: terminal.cancelled })
    return EXIT.done
  } catch (error) {
    if (error instanceof RunCancelled) return EXIT.cancelled
    throw error
  }
}

async function tellExported(path: string, values: Values, terminal: Terminal): Promise<number> {
  const other = Object.keys(values).find((name) => name !== 'read' && name !== 'json')
  if (other !== undefined) throw new UsageError(`--${other} does not go with --read, which makes nothing`)
  const report = await readExported(path)
  for (const line of values['json'] === true ? [JSON.stringify(report)] : rowLines(report)) terminal.out(line)
  return EXIT.done
}
