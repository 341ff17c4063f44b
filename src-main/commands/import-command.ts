import { readFile } from 'node:fs/promises'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { readMarketCsv } from '../venue/recorded/candle-csv.ts'
import type { CsvReport } from '../venue/recorded/csv-report.ts'
import { findInstrument } from '../venue/recorded/known-instruments.ts'
import { parseInstrument } from '../venue/recorded/parse-instrument.ts'
import type { WriteCount } from '../market-data/candle-archive.port.ts'
import { isoTime } from '../base/system-calendar.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { EXIT, needed, text, UsageError, type Command, type Terminal, type Values } from './command.ts'
import { accountOption, openingOf } from './recorded-account.ts'

const INTERVALS: Readonly<Record<string, number>> = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000, '4h': 14_400_000, '1d': 86_400_000 }

export const importCommand: Command = {
  name: 'import',
  summary: 'reads candles or funding rates from a CSV file into the archive',
  help: `haetae import --instrument ID [--interval 5m] FILE
  --instrument ID       as BTCUSDT
  --interval INTERVAL   ${Object.keys(INTERVALS).join(', ')} (default 5m; not used for funding files)
  --definition FILE     rules of an instrument that is not known here (docs/import.md)
  --account ID          default sim:replay:1
  --json                the report as one JSON object

Rows that break a rule are refused with line and reason, the good ones are kept; exit code 3 when any row was refused.

  haetae import --instrument BTCUSDT --interval 5m BTCUSDT-5m.csv.gz
  haetae import --instrument BTCUSDT BTCUSDT-funding.csv.gz`,
  options: { instrument: { type: 'string' }, interval: { type: 'string' }, definition: { type: 'string' }, account: { type: 'string' }, json: { type: 'boolean' } },
  positionals: ['FILE'],
  run: runImport,
}

async function runImport(values: Values, [path = '']: readonly string[], terminal: Terminal): Promise<number> {
  const instrument = await instrumentOf(needed(values, 'instrument'), text(values, 'definition'))
  const interval = text(values, 'interval') ?? '5m'
  const intervalMs = INTERVALS[interval]
  if (intervalMs === undefined) throw new UsageError(`--interval takes ${Object.keys(INTERVALS).join(', ')}, not "${interval}"`)
  const archive = new SqliteMarketArchive(openingOf(terminal, accountOption(values)))
  try {
    await archive.putInstruments([instrument])
    const written: WriteCount[] = []
    const keep = (count: WriteCount): void => void written.push(count)
    const started = terminal.clock.now()
    const report = await readMarketCsv({
      path, instrument, intervalMs, now: terminal.clock.now(),
      sink: { candles: (batch) => archive.putCandles(batch).then(keep), funding: (batch) => archive.putFunding(batch).then(keep) },
      progress: (read, total) => terminal.progress(progressText(read / total, terminal.clock.now() - started)),
    })
    return tell(terminal, values['json'] === true, { instrumentId: instrument.instrumentId, path, ...report, ...sumOf(written) })
  } finally {
    archive.close()
  }
}

async function instrumentOf(instrumentId: string, definition: string | undefined): Promise<Instrument> {
  const found = definition === undefined ? findInstrument(instrumentId) : parseInstrument(JSON.parse(await readFile(definition, 'utf8')))
  if (typeof found === 'string') throw new UsageError(found)
  if (found.instrumentId !== instrumentId) throw new UsageError(`${definition} defines ${found.instrumentId}, not ${instrumentId}`)
  return found
}

function sumOf(counts: readonly WriteCount[]): WriteCount {
  const sum = { added: 0, unchanged: 0, corrected: 0 }
  for (const { added, unchanged, corrected } of counts) {
    sum.added += added
    sum.unchanged += unchanged
    sum.corrected += corrected
  }
  return sum
}

function progressText(part: number, elapsedMs: number): string {
  const left = part > 0 ? Math.round((elapsedMs * (1 - part)) / part / 1_000) : 0
  return `${Math.round(100 * part)} %, ${left} s left`
}

type ImportReport = CsvReport & WriteCount & { readonly instrumentId: string; readonly path: string }

function tell({ out, error }: Terminal, json: boolean, report: ImportReport): number {
  const { problem, refused, rows, accepted, kind } = report
  if (json) out(JSON.stringify(report))
  else {
    const span = report.firstOpenTime === null ? '' : `, ${isoTime(report.firstOpenTime)} to ${isoTime(report.lastOpenTime ?? report.firstOpenTime)}`
    out(`${report.instrumentId}: ${accepted} of ${rows} rows of ${kind ?? 'an unknown kind'} taken${span}`)
    out(`written: ${report.added} new, ${report.unchanged} unchanged, ${report.corrected} corrected; gaps: ${report.gapCount} (${report.missing} missing); repeated rows: ${report.duplicates}; without volume: ${report.zeroVolume}`)
    for (const { line, reason, text: row } of refused.slice(0, 20)) error(`line ${line}: ${reason}: ${row}`)
    if (rows - accepted > 20) error(`and ${rows - accepted - Math.min(20, refused.length)} more refused rows: ${JSON.stringify(report.refusedByReason)}`)
  }
  if (problem) error(`${report.path}, line ${problem.line}: ${problem.detail}`)
  if (problem?.code === 'missing') return EXIT.failed
  return problem || accepted < rows ? EXIT.refused : EXIT.done
}
