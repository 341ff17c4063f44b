import type { TimeMs } from '../../src-shared/domain/units.ts'
import { importFile, UnknownSymbol, type ImportWanted } from '../modes/import-file.ts'
import { importTiers } from '../modes/import-tiers.ts'
import { INTERVALS } from '../venue/recorded/file-names.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { text, timeOption, UsageError, type Command, type Terminal, type Values } from './command.ts'
import { importAll } from './import-all.ts'
import type { ImportJob } from './import-job.ts'
import { wantedOf } from './import-options.ts'
import { tellRows, tellTiers, timeLeft } from './import-texts.ts'
import { accountOption, openingOf } from './recorded-account.ts'

const HELP = `haetae import [options] FILE
haetae import --all [options] FOLDER|PATTERN
  --instrument ID       as BTCUSDT; default: as the file's name tells (BTCUSDT-5m.csv.gz)
  --interval INTERVAL   ${Object.keys(INTERVALS).join(', ')}; default: as the name tells, else 5m (not used for funding)
  --mark                candles of the mark price, without volume; default: as the name tells (BTCUSDT-mark-8h.csv)
  --panel               rows begin with a symbol; default: as the name tells (panel-1d.csv, funding-panel.csv)
  --definition FILE     rules of an instrument that is not known here (docs/import.md)
  --valid-from TIME     from when leverage tiers hold (leverage-tiers.json)
  --round-float-noise   take 1.2147000000000001 for 1.2147 instead of refusing it
  --all                 every file below a folder, or that a quoted pattern names, whose name tells what is in it
  --account ID          default sim:replay:1
  --json                the report as one JSON object

Rows that break a rule are refused with line and reason, the good ones are kept; exit code 3 when any row was refused. Importing again
changes nothing; after Ctrl-C what was read is kept, and importing again goes on.

  haetae import --instrument BTCUSDT --interval 5m BTCUSDT-5m.csv.gz
  haetae import BTCUSDT-funding.csv.gz
  haetae import --valid-from 2024-10-01 leverage-tiers.json.gz
  haetae import --all --valid-from 2024-10-01 data/binance-usdm`

export const importCommand: Command = {
  name: 'import',
  summary: 'reads candles, funding, open interest or leverage tiers from files into the archive',
  help: HELP,
  options: {
    instrument: { type: 'string' }, interval: { type: 'string' }, mark: { type: 'boolean' }, panel: { type: 'boolean' }, definition: { type: 'string' }, 'valid-from': { type: 'string' },
    'round-float-noise': { type: 'boolean' }, all: { type: 'boolean' }, account: { type: 'string' }, json: { type: 'boolean' },
  },
  positionals: ['FILE'],
  run: runImport,
}

async function runImport(values: Values, [path = '']: readonly string[], terminal: Terminal): Promise<number> {
  const validFrom = text(values, 'valid-from') === undefined ? null : (timeOption(values, 'valid-from', 0) as TimeMs)
  const all = values['all'] === true
  const wanted = all ? undefined : await wantedOf(values, path)
  if (all) refuseTogether(values, ['instrument', 'interval', 'mark', 'panel', 'definition'])
  if (wanted === 'leverage-tiers' && validFrom === null) throw new UsageError('a table of leverage tiers does not tell from when they hold: say --valid-from 2024-10-01')
  const archive = new SqliteMarketArchive(openingOf(terminal, accountOption(values)), { clock: terminal.clock })
  try {
    const job: ImportJob = { archive, clock: terminal.clock, terminal, repairNoise: values['round-float-noise'] === true, validFrom, json: values['json'] === true }
    const code = wanted === undefined ? await importAll(path, job) : wanted === 'leverage-tiers' ? await tiersCode(path, job) : await rowsCode({ ...wanted, repairNoise: job.repairNoise }, job)
    await archive.pack()
    return code
  } finally {
    archive.close()
  }
}

function refuseTogether(values: Values, names: readonly string[]): void {
  const given = names.find((name) => values[name] !== undefined)
  if (given) throw new UsageError(`--${given} is for one file; with --all the names of the files tell`)
}

async function tiersCode(path: string, { archive, clock, terminal, validFrom, json }: ImportJob): Promise<number> {
  return tellTiers(terminal, json, await importTiers(path, validFrom ?? (0 as TimeMs), { archive, clock }))
}

async function rowsCode(wanted: ImportWanted, { archive, clock, terminal, json }: ImportJob): Promise<number> {
  const started = clock.now()
  const progress = (read: number, total: number): void => terminal.progress(timeLeft(read / total, clock.now() - started))
  try {
    return tellRows(terminal, json, await importFile(wanted, { archive, clock, progress, cancelled: () => terminal.cancelled() }))
  } catch (error) {
    if (error instanceof UnknownSymbol) throw new UsageError(error.message, { cause: error })
    throw error
  }
}
