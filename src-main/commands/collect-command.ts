import { monotonicClock } from '../base/system-clock.ts'
import { systemTimer } from '../base/system-timer.ts'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import { collect, type CollectReport } from '../modes/collect.ts'
import type { CollectState } from '../modes/collect-progress.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { DEMO_TRADING, localBinance, PRODUCTION, type BinanceEndpoint } from '../venue/binance/endpoints.ts'
import { INTERVALS } from '../venue/recorded/file-names.ts'
import { EXIT, needed, text, UsageError, wholeNumber, type Command, type Terminal, type Values } from './command.ts'
import { followVenue } from './follow-venue.ts'
import { accountOption, openingOf } from './recorded-account.ts'
import { toldText } from './told-text.ts'

const DAYS_MAX = 3_000
const INTERVALS_COLLECTED = ['1m', '5m', '15m', '1h', '4h', '8h', '1d']

export const collectCommand: Command = {
  name: 'collect',
  summary: 'brings candles, mark prices and funding of a venue into the archive, from where the last collection stopped',
  help: `haetae collect --instruments IDS [options]
  --instruments IDS     as BTCUSDT,ETHUSDT
  --venue VENUE         production (default), demo, or local:PORT for one on this computer; public data, no key is needed
  --days N              whole days before today, and today up to now (default 365)
  --interval INTERVALS  ${INTERVALS_COLLECTED.join(', ')}; more than one as 5m,1m (default 5m)
  --follow              then goes on with what the venue sends, and keeps a record of it (haetae record), until Ctrl-C
  --account ID          default sim:replay:1, which back-tests read
  --json                the report as one JSON object

What the archive has is not asked for again, except the last six hours, which venues may still correct. Half of the venue's request
weight is used at most. After Ctrl-C, a crash or a lost network the same command goes on where it stopped. Exit code 3 when something
of an instrument was refused, 1 when the venue did not answer.

  haetae collect --instruments BTCUSDT,ETHUSDT
  haetae collect --instruments SUIUSDT --days 30 --interval 5m,1m
  haetae collect --venue local:8080 --instruments BTCUSDT --account sim:replay:2`,
  options: { instruments: { type: 'string' }, venue: { type: 'string' }, days: { type: 'string' }, interval: { type: 'string' }, follow: { type: 'boolean' }, account: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [],
  run: runCollect,
}

async function runCollect(values: Values, _positionals: readonly string[], terminal: Terminal): Promise<number> {
  const wanted = { endpoint: venueOption(values), instruments: namesOption(values), days: wholeNumber(values, 'days', { least: 1, most: DAYS_MAX, otherwise: 365 }), intervalsMs: intervalsOption(values) }
  const opening = openingOf(terminal, accountOption(values))
  const archive = new SqliteMarketArchive(opening, { clock: terminal.clock })
  const stop = new AbortController()
  void terminal.stopAsked.then(() => stop.abort())
  try {
    const report = await collect(wanted, { archive, clock: monotonicClock, timer: systemTimer, signal: stop.signal, progress: (state) => terminal.progress(progressText(state)) })
    tell(report, values['json'] === true, terminal)
    const known = wanted.instruments.filter((name) => !report.problems.some(({ instrumentId, told }) => instrumentId === name && told.code === 'collect-refused'))
    if (values['follow'] !== true || report.stopped || known.length === 0) return codeOf(report)
    return await followVenue({ ...wanted, instruments: known }, { archive, opening, terminal, signal: stop.signal })
  } finally {
    archive.close()
  }
}

function venueOption(values: Values): BinanceEndpoint {
  const name = text(values, 'venue') ?? 'production'
  if (name === 'production') return PRODUCTION
  if (name === 'demo') return DEMO_TRADING
  const port = /^local:(\d{1,5})$/.exec(name)?.[1]
  if (port === undefined || Number(port) < 1 || Number(port) > 65_535) throw new UsageError(`--venue takes production, demo or local:PORT, not "${name}"`)
  return localBinance(Number(port))
}

function namesOption(values: Values): readonly string[] {
  const names = needed(values, 'instruments').split(',').filter((name) => name !== '')
  if (names.length === 0) throw new UsageError('--instruments is needed')
  return [...new Set(names)]
}

function intervalsOption(values: Values): readonly number[] {
  const names = (text(values, 'interval') ?? '5m').split(',')
  const wrong = names.find((name) => !INTERVALS_COLLECTED.includes(name))
  if (wrong !== undefined) throw new UsageError(`--interval takes ${INTERVALS_COLLECTED.join(', ')}, not "${wrong}"`)
  return [...new Set(names.map((name) => INTERVALS[name] ?? 5 * MINUTE_MS))]
}

function progressText({ part, rows, rowsPerSecond, secondsLeft, budget }: CollectState): string {
  const pace = rowsPerSecond === null ? '' : `, ${Math.round(rowsPerSecond)} rows/s`
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`
  const rest = budget && budget.closedForMs > 0 ? `; the venue wants us to rest for ${Math.ceil(budget.closedForMs / 1_000)} s` : ''
  return `${Math.floor(100 * part)} %, ${rows} rows${pace}${left}${rest}`
}

function tell(report: CollectReport, json: boolean, { out, error }: Terminal): void {
  if (json) out(JSON.stringify(report))
  else {
    for (const { instrumentId, kind, intervalMs, added, corrected, holes } of report.series) {
      const extras = [...(corrected > 0 ? [`${corrected} corrected`] : []), ...(holes > 0 ? [`${holes} that the venue does not have`] : [])]
      out(`${instrumentId} ${kind === 'mark' ? 'mark ' : ''}${Object.keys(INTERVALS).find((name) => INTERVALS[name] === intervalMs) ?? ''}: ${[`${added} new`, ...extras].join(', ')}`)
    }
    for (const { instrumentId, added, corrected } of report.funding) out(`${instrumentId} funding: ${added} new${corrected > 0 ? `, ${corrected} corrected` : ''}`)
  }
  for (const { told } of report.problems) error(toldText(told))
  if (report.stopped) error(toldText(report.stopped))
}

function codeOf({ stopped, problems }: CollectReport): number {
  if (stopped?.code === 'collect-stopped') return EXIT.cancelled
  if (stopped) return stopped.code === 'collect-refused' ? EXIT.refused : EXIT.failed
  return problems.some(({ told }) => told.code === 'collect-refused') ? EXIT.refused : EXIT.done
}
