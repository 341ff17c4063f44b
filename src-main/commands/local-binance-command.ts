import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { parseFaults, type FaultOptions } from '../lab/binance/faults.ts'
import { startLocalBinance, type LocalBinance, type LocalBinanceOptions } from '../lab/binance/local-binance.ts'
import { ArchivedMinutes, type ArchivedSeries } from '../lab/binance/market/archived-minutes.ts'
import { RecordedDepth } from '../lab/binance/market/recorded-depth.ts'
import type { SeriesSpan } from '../market-data/data-archive.port.ts'
import { RECORDED_ACCOUNT } from '../modes/archived-record.ts'
import { archiveOf } from '../modes/existing-books.ts'
import { DEMO_SEED } from '../modes/paper-account.ts'
import type { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { EXIT, text, timeOption, UsageError, wholeNumber, type Command, type Terminal, type Values } from './command.ts'
import { portOption } from './demo-command.ts'
import { existingOpening } from './existing-account.ts'
import { accountOption, wantedInstruments } from './recorded-account.ts'

/** So much of an archive is still to come when its prices begin to be played. */
const ARCHIVE_LEFT_MS = 30 * DAY_MS

/** A day of one instrument takes about 40 kB. */
const PRICED_DAYS = 8_000

export const localBinanceCommand: Command = {
  name: 'local-binance',
  summary: 'plays Binance on 127.0.0.1: prices, account and every fault it can have',
  help: `haetae local-binance [options]
  --port N              0 takes any free one (default 0)
  --seed N              which market (default ${DEMO_SEED})
  --instruments N       how many perpetuals, 1 to 200 (default 5)
  --edge trend|none     whether the market has something to find (docs/demo-market.md)
  --days N              of history at least, 1 to 800 (default 400, fewer for more than ten perpetuals)
  --archive IDS         prices of imported candles instead, as BTCUSDT,ETHUSDT
  --account ID          whose archive (default ${RECORDED_ACCOUNT})
  --depth FILE          book and trades of one instrument as recorded, at their own times (.ndjson or .ndjson.gz)
  --speed N             times real time, 1 to 3600 (default 1)
  --start TIME          its clock at the beginning: 2026-05-01T12:00:00Z (default: now; a month before the archive's
                        end; when the recording began)
  --profile NAME        production or demo: limits, rules, and whether un-routed sockets serve all
  --unlimited           nobody is refused for asking too much
  --faults LIST         on from the start, as latency:ms=500:chance=0.1,duplicate (docs/local-binance.md)
  --json                where it is as one JSON object

It serves until it is stopped. While it runs: GET /lab/status, POST /lab/faults {"name":"drop-depth","count":1}.

  haetae local-binance --port 8991 --speed 60
  haetae local-binance --faults silent:stream=markPrice`,
  options: {
    port: { type: 'string' }, seed: { type: 'string' }, instruments: { type: 'string' }, edge: { type: 'string' }, days: { type: 'string' }, speed: { type: 'string' }, start: { type: 'string' },
    archive: { type: 'string' }, account: { type: 'string' }, depth: { type: 'string' },
    profile: { type: 'string' }, unlimited: { type: 'boolean' }, faults: { type: 'string' }, json: { type: 'boolean' },
  },
  positionals: [],
  run: runLocalBinance,
}

async function runLocalBinance(values: Values, _positionals: readonly string[], terminal: Terminal): Promise<number> {
  const lab = await startLocalBinance({ ...optionsOf(values), ...(await pricesOf(values, terminal)) })
  tell(lab, values, terminal)
  await terminal.stopAsked
  await lab.close()
  return EXIT.done
}

function optionsOf(values: Values): LocalBinanceOptions {
  const edge = oneOf(values, 'edge', ['trend', 'none'])
  const profile = oneOf(values, 'profile', ['production', 'demo'])
  const instruments = wholeNumber(values, 'instruments', { least: 1, most: 200, otherwise: 5 })
  const historyDays = wholeNumber(values, 'days', { least: 1, most: 800, otherwise: Math.min(400, Math.floor(PRICED_DAYS / 2 / instruments)) })
  if (instruments * historyDays > PRICED_DAYS) throw new UsageError(`${instruments} perpetuals with ${historyDays} days of history are too much to hold: together at most ${PRICED_DAYS}`)
  return {
    port: portOption(values), edge, profile, instruments, historyDays,
    seed: wholeNumber(values, 'seed', { least: 0, most: 999_999, otherwise: DEMO_SEED }),
    speed: wholeNumber(values, 'speed', { least: 1, most: 3_600, otherwise: 1 }),
    isUnlimited: values['unlimited'] === true,
    faults: faultsOf(values),
  }
}

/** Where prices come from, and when its clock begins. */
async function pricesOf(values: Values, terminal: Terminal): Promise<LocalBinanceOptions> {
  const [names, file] = [text(values, 'archive'), text(values, 'depth')]
  const source = names === undefined ? undefined : await archivedSource(names.split(','), values, terminal)
  const depth = file === undefined ? undefined : recordedDepth(file)
  const start = timeOption(values, 'start', depth?.startTime ?? source?.start ?? terminal.clock.now()) as TimeMs
  return { startTime: start, ...(source && { source: source.minutes }), ...(depth && { depth }) }
}

async function archivedSource(names: readonly string[], values: Values, terminal: Terminal): Promise<{ readonly minutes: ArchivedMinutes; readonly start: number }> {
  const archive = archiveOf(existingOpening(terminal, accountOption(values)), names)
  try {
    const instruments = await wantedInstruments(archive, names)
    const spans = await archive.series()
    const archived = await Promise.all(instruments.map((instrument) => archivedSeries(archive, instrument, spans)))
    const last = Math.min(...archived.map(({ candles }) => candles.openTime.at(-1) ?? 0))
    return { minutes: new ArchivedMinutes(archived), start: last - ARCHIVE_LEFT_MS }
  } finally {
    archive.close()
  }
}

/** The shortest candles that the archive has of it: they say most of how prices went. */
async function archivedSeries(archive: SqliteMarketArchive, instrument: Instrument, spans: readonly SeriesSpan[]): Promise<ArchivedSeries> {
  const { instrumentId } = instrument
  const [shortest] = spans.filter((span) => span.instrumentId === instrumentId && span.kind === 'trade').toSorted((a, b) => a.intervalMs - b.intervalMs)
  if (!shortest) throw new UsageError(`${instrumentId} has no candles in the archive: import or collect some first`)
  const [from, to] = [0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs]
  const candles = await archive.columns({ instrumentId, kind: 'trade', intervalMs: shortest.intervalMs }, from, to)
  return { instrument, intervalMs: shortest.intervalMs, candles, funding: await archive.funding(instrumentId, from, to) }
}

function recordedDepth(file: string): RecordedDepth {
  const bytes = readFileSync(file)
  return new RecordedDepth((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n'))
}

function oneOf<Name extends string>(values: Values, name: string, names: readonly [Name, ...Name[]]): Name {
  const value = text(values, name) ?? names[0]
  const found = names.find((candidate) => candidate === value)
  if (found === undefined) throw new UsageError(`--${name} takes ${names.join(' or ')}, not "${value}"`)
  return found
}

function faultsOf(values: Values): readonly (readonly [string, FaultOptions])[] {
  try {
    return parseFaults(text(values, 'faults') ?? '')
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message, { cause: error }) : error
  }
}

function tell({ port, restUrl, streamUrl, market }: LocalBinance, values: Values, terminal: Terminal): void {
  if (values['json'] === true) terminal.out(JSON.stringify({ port, restUrl, streamUrl, symbols: market.symbols }))
  else terminal.out(`Binance, played on this computer: ${restUrl} and ${streamUrl} with ${market.symbols.join(', ')}. Ctrl-C ends it.`)
}
