import type { SeriesSpan } from '../market-data/data-archive.port.ts'
import { compareArchived } from '../modes/compare-archived.ts'
import { existingArchive } from '../modes/existing-books.ts'
import { RECORDED_ACCOUNT } from '../modes/archived-record.ts'
import { passportOf, type DataPassport } from '../reports/data-passport.ts'
import type { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { areAssumed } from '../venue/binance/instruments.ts'
import { EXIT, text, UsageError, type Command, type Terminal, type Values } from './command.ts'
import { comparisonLines, detailLines, TABLE_HEAD, tableLine } from './data-texts.ts'
import { existingOpening } from './existing-account.ts'

export const dataCommand: Command = {
  name: 'data',
  summary: 'tells what the archive holds, what is missing of it, and where it came from',
  help: `haetae data [options]
  --instrument IDS      these only, as BTCUSDT,ETHUSDT; tells gaps, quiet runs, corrections and files one by one
  --compare             instead: where a venue's longer candles differ from what its shorter ones come to
  --account ID          default sim:replay:1
  --json                one JSON array

Every series has a content hash: equal hashes mean equal rows, however they are stored and in whatever order they came.

  haetae data
  haetae data --instrument BTCUSDT
  haetae data --compare --json`,
  options: { instrument: { type: 'string' }, compare: { type: 'boolean' }, account: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [],
  run: runData,
}

async function runData(values: Values, _positionals: readonly string[], terminal: Terminal): Promise<number> {
  const archive = existingArchive(existingOpening(terminal, text(values, 'account') ?? RECORDED_ACCOUNT))
  if (!archive) {
    terminal.out(values['json'] === true ? '[]' : 'the archive of this account is empty: import something first')
    return EXIT.done
  }
  try {
    const names = text(values, 'instrument')?.split(',')
    const spans = wantedSpans(await archive.series(), names)
    if (values['compare'] === true) await tellComparisons(archive, spans, { terminal, json: values['json'] === true })
    else await tellPassports(archive, spans, { terminal, json: values['json'] === true, detailed: names !== undefined })
    return terminal.cancelled() ? EXIT.cancelled : EXIT.done
  } finally {
    archive.close()
  }
}

function wantedSpans(spans: readonly SeriesSpan[], names: readonly string[] | undefined): readonly SeriesSpan[] {
  const unknown = names?.find((name) => !spans.some(({ instrumentId }) => instrumentId === name))
  if (unknown !== undefined) throw new UsageError(`${unknown} is not in the archive: import it first`)
  return names ? spans.filter(({ instrumentId }) => names.includes(instrumentId)) : spans
}

interface Telling {
  readonly terminal: Terminal
  readonly json: boolean
}

async function tellPassports(archive: SqliteMarketArchive, spans: readonly SeriesSpan[], { terminal, json, detailed }: Telling & { readonly detailed: boolean }): Promise<void> {
  const passports: DataPassport[] = []
  if (!json) terminal.out(TABLE_HEAD)
  for (const [i, span] of spans.entries()) {
    if (terminal.cancelled()) return
    terminal.progress(`${i + 1} of ${spans.length}: ${span.instrumentId}`)
    const passport = await passportOf(archive, span)
    if (json) passports.push(passport)
    else for (const line of [tableLine(passport), ...(detailed ? detailLines(passport) : [])]) terminal.out(line)
  }
  if (json) terminal.out(JSON.stringify(passports))
  else for (const line of await assumedLines(archive, spans)) terminal.out(line)
}

/** What nobody has told, and is assumed. */
async function assumedLines(archive: SqliteMarketArchive, spans: readonly SeriesSpan[]): Promise<readonly string[]> {
  const shown = new Set(spans.map(({ instrumentId }) => instrumentId))
  const names = (await archive.instruments()).filter(({ instrumentId, versions }) => shown.has(instrumentId) && areAssumed(versions.at(-1)?.marginTiers ?? [])).map(({ instrumentId }) => instrumentId)
  return names.length > 0 ? [`margin brackets are assumed (5 %, ten times, up to 10,000) until they are imported: ${names.join(', ')}`] : []
}

async function tellComparisons(archive: SqliteMarketArchive, spans: readonly SeriesSpan[], { terminal, json }: Telling): Promise<void> {
  const all = []
  for (const [instrumentId, own] of Map.groupBy(spans, (span) => span.instrumentId)) {
    if (terminal.cancelled()) return
    terminal.progress(instrumentId)
    const comparisons = await compareArchived(archive, own)
    all.push(...comparisons)
    if (!json) for (const line of comparisons.flatMap(comparisonLines)) terminal.out(line)
  }
  const differing = all.filter(({ disagreements }) => disagreements.length > 0)
  if (json) terminal.out(JSON.stringify(all))
  else terminal.out(`${all.length} pairs of intervals compared, ${differing.length} of them differ somewhere`)
}
