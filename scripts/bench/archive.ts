import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { MINUTE_MS, type Price, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { candleToRow } from '../../src-main/storage/candle-rows.ts'
import { prepareCandleStatements } from '../../src-main/storage/candle-statements.ts'
import { openBulk } from '../../src-main/storage/connection.ts'
import { marketKind, type Opening } from '../../src-main/storage/database-kind.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { findInstrument } from '../../src-main/venue/recorded/known-instruments.ts'
import { atMost, median, type BenchResult } from './figures.ts'
import { inFolder } from './workplace.ts'

const INSTRUMENTS = ['BTCUSDT', 'ETHUSDT', 'LTCUSDT', 'SOLUSDT']
/** A year of five minutes. */
const CANDLES = 365 * 288
const INTERVAL = 5 * MINUTE_MS
const RUNS = 5
/** 2023-01-01. */
const START = 1_672_531_200_000
const READ_MS = 500
const ALL = [0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs] as const

export interface ArchiveFigures {
  readonly candles: number
  readonly writtenPerSecond: number
  readonly packedPerSecond: number
  readonly columnsPerSecond: number
  /** Of a core that nobody else uses: where other programs run, a second of the clock is less than one. */
  readonly columnsPerCpuSecond: number
  readonly candlesPerSecond: number
  readonly checkedPerSecond: number
  readonly bytesPerCandle: number
  readonly bytesPerRow: number
}

/** How fast candles are written, packed and read, and how much room they take, packed and as rows. */
export async function benchArchive(): Promise<BenchResult> {
  const figures = await inFolder((folder) => archiveFigures(folder, CANDLES, RUNS))
  const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')} candles/s`
  console.log(`${figures.candles.toLocaleString('en')} candles of ${INSTRUMENTS.length} instruments, five minutes each`)
  console.log(`written and packed: ${perSecond(figures.writtenPerSecond)}; packed from rows of an older version: ${perSecond(figures.packedPerSecond)}`)
  console.log(`read as columns: ${perSecond(figures.columnsPerSecond)} by the clock, ${perSecond(figures.columnsPerCpuSecond)} of processor time; as candles: ${perSecond(figures.candlesPerSecond)}; every block checked: ${perSecond(figures.checkedPerSecond)} (medians of ${RUNS} runs)`)
  console.log(`on the disk: ${figures.bytesPerCandle.toFixed(1)} bytes a candle, ${figures.bytesPerRow.toFixed(1)} as a row`)
  return { name: 'archive', figures: { ...figures }, targets: [atMost('a million candles read as columns, processor time', 1e9 / figures.columnsPerCpuSecond, READ_MS, 'ms')] }
}

/** `candles` of each instrument. Two files are written below the folder, one packed and one as an older version left it. */
export async function archiveFigures(folder: string, candles: number, runs: number): Promise<ArchiveFigures> {
  const instruments = INSTRUMENTS.map(instrumentNamed)
  const series = instruments.map((instrument, i) => walk(instrument, candles, i + 1))
  const total = candles * instruments.length
  const [packed, left] = [openingIn(folder, 'packed'), openingIn(folder, 'rows')]
  const archive = new SqliteMarketArchive(packed)
  const times = await timesOf(archive, { instruments, series, runs }).finally(() => archive.close())
  const rows = await asRows(left, instruments, series)
  return {
    candles: total, writtenPerSecond: total / times.written, packedPerSecond: total / rows.packSeconds, columnsPerSecond: total / times.columns, columnsPerCpuSecond: total / times.columnsCpu, candlesPerSecond: total / times.objects,
    checkedPerSecond: total / times.checked, bytesPerCandle: sizeOf(packed) / total, bytesPerRow: rows.bytes / total,
  }
}

interface Sample {
  readonly instruments: readonly Instrument[]
  readonly series: readonly (readonly Candle[])[]
  readonly runs: number
}

/** In seconds. */
async function timesOf(archive: SqliteMarketArchive, { instruments, series, runs }: Sample): Promise<{ readonly written: number; readonly columns: number; readonly columnsCpu: number; readonly objects: number; readonly checked: number }> {
  await archive.putInstruments(instruments)
  const written = await secondsOf(async () => { for (const one of series) await archive.putCandles(one) })
  const names = instruments.map(({ instrumentId }) => instrumentId)
  const readColumns = async (): Promise<void> => { for (const instrumentId of names) await archive.columns({ instrumentId, kind: 'trade', intervalMs: INTERVAL }, ...ALL) }
  const columns = await repeated(runs, readColumns)
  const columnsCpu = await repeated(runs, readColumns, cpuSecondsOf)
  const objects = await repeated(runs, async () => { for (const instrumentId of names) await archive.candles(instrumentId, INTERVAL, ...ALL) })
  const checked = await repeated(runs, () => archive.checkBlocks())
  return { written, columns, columnsCpu, objects, checked }
}

/** What a file of rows weighs, and how long packing it takes. */
async function asRows(opening: Opening, instruments: readonly Instrument[], series: readonly (readonly Candle[])[]): Promise<{ readonly bytes: number; readonly packSeconds: number }> {
  const database = openBulk(marketKind, opening)
  const { insertRow } = prepareCandleStatements(database)
  database.transaction(() => {
    for (const [i, candles] of series.entries()) for (const candle of candles) insertRow.run(candleToRow(candle, instruments[i]!, 'trade'))
  })()
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  const bytes = sizeOf(opening)
  const archive = new SqliteMarketArchive(opening)
  try {
    await archive.putInstruments(instruments)
    return { bytes, packSeconds: await secondsOf(() => archive.pack()) }
  } finally {
    archive.close()
  }
}

function openingIn(parent: string, name: string): Opening {
  const folder = join(parent, name)
  mkdirSync(folder)
  return { folder, accountId: 'sim:bench:1', program: 'bench' }
}

/** What is in the file once its log is folded in, which closing it does. */
function sizeOf({ folder }: Opening): number {
  return statSync(join(folder, 'market.db')).size
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1_000
}

/** What this process used of its cores. */
async function cpuSecondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1e6
}

/** Once to warm up, then the median. */
async function repeated(runs: number, work: () => Promise<unknown>, measure: typeof secondsOf = secondsOf): Promise<number> {
  await work()
  const samples: number[] = []
  for (let run = 0; run < runs; run++) samples.push(await measure(work))
  return median(samples)
}

function instrumentNamed(name: string): Instrument {
  const found = findInstrument(name)
  if (typeof found === 'string') throw new Error(found)
  return found
}

/** Prices that move as real ones do, in ticks of the instrument. */
function walk({ instrumentId, versions }: Instrument, count: number, seed: number): readonly Candle[] {
  const random = new SeededRandom(seed)
  const tick = versions[0]!.rules.priceLadder[0]!.tick
  let last = 100_000
  return Array.from({ length: count }, (_, i) => {
    const [open, close] = [last, Math.max(10_000, last + Math.round(random.normal() * 60))]
    const [high, low] = [Math.max(open, close) + random.below(40), Math.min(open, close) - random.below(40)]
    last = close
    const price = (ticks: number): Price => (ticks * tick) as Price
    return {
      instrumentId, intervalMs: INTERVAL, openTime: (START + i * INTERVAL) as TimeMs, closeTime: (START + (i + 1) * INTERVAL) as TimeMs,
      open: price(open), high: price(high), low: price(low), close: price(close), volume: (1 + random.below(900_000)) as Quantity,
    }
  })
}
