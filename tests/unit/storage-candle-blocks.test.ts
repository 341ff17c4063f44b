import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { DAY_MS, HOUR_MS, type Price, type TimeMs } from '../../src-shared/domain/units.ts'
import { openBulk } from '../../src-main/storage/connection.ts'
import { marketKind } from '../../src-main/storage/database-kind.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { candleAt, fundingAt, instrumentOf, INTERVAL, versionOf } from '../support/storage-samples.ts'

const ALL = [0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs] as const
const DAY = DAY_MS / INTERVAL
const range = (from: number, to: number): Candle[] => Array.from({ length: to - from }, (_, i) => candleAt(from + i))

async function archiveIn(folder: string): Promise<SqliteMarketArchive> {
  const archive = new SqliteMarketArchive(openingIn(folder))
  onTestFinished(() => archive.close())
  await archive.putInstruments([instrumentOf('BTCUSDT')])
  return archive
}

function inFile<Result>(folder: string, work: (database: Database.Database) => Result): Result {
  const database = new Database(join(folder, 'market.db'))
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** The days that are packed with their candles, and how many rows there are. */
const layout = (folder: string): { readonly blocks: unknown; readonly rows: unknown } => inFile(folder, (database) => ({
  blocks: database.prepare(`SELECT start / ${DAY_MS}, candles FROM candle_block ORDER BY start`).raw().all(), rows: database.prepare('SELECT count(*) FROM candle').pluck().get(),
}))

describe('a day of candles', () => {
  it('is rows until its last candle is there, then a block', async () => {
    const folder = temporaryFolder()
    const archive = await archiveIn(folder)
    await archive.putCandles(range(0, DAY - 1))
    expect(layout(folder)).toEqual({ blocks: [], rows: DAY - 1 })
    await archive.putCandles([candleAt(DAY - 1)])
    expect(layout(folder)).toEqual({ blocks: [[0, DAY]], rows: 0 })
  })

  it('is a block too when its last candle is missing but a later one is there', async () => {
    const folder = temporaryFolder()
    const archive = await archiveIn(folder)
    await archive.putCandles(range(0, 5))
    await archive.putCandles([candleAt(DAY)])
    expect(layout(folder)).toEqual({ blocks: [[0, 5]], rows: 1 })
    await archive.putCandles([candleAt(7)])
    expect(layout(folder)).toEqual({ blocks: [[0, 6]], rows: 1 })
    expect(await archive.candles('BTCUSDT', INTERVAL, ...ALL)).toStrictEqual([...range(0, 5), candleAt(7), candleAt(DAY)])
  })

  it('goes straight into its block when it comes all at once', async () => {
    const folder = temporaryFolder()
    const archive = await archiveIn(folder)
    const changesBefore = inFile(folder, (database) => database.prepare('SELECT count(*) FROM candle').pluck().get())
    await archive.putCandles(range(10, 3 * DAY + 2))
    expect([changesBefore, layout(folder)]).toEqual([0, { blocks: [[0, DAY - 10], [1, DAY], [2, DAY]], rows: 2 }])
  })

  it('is not written again when nothing of it changed', async () => {
    const folder = temporaryFolder()
    const archive = await archiveIn(folder)
    await archive.putCandles(range(0, DAY))
    const changes = (): unknown => inFile(folder, (database) => database.pragma('data_version', { simple: true }))
    const [before, payload] = [changes(), inFile(folder, (database) => database.prepare('SELECT payload FROM candle_block').pluck().get())]
    expect(await archive.putCandles(range(0, DAY))).toEqual({ added: 0, unchanged: DAY, corrected: 0 })
    expect([changes(), inFile(folder, (database) => database.prepare('SELECT payload FROM candle_block').pluck().get())]).toEqual([before, payload])
  })
})

it('packs 64 days of hours at a time, and leaves candles as rows whose interval does not divide a day', async () => {
  const folder = temporaryFolder()
  const archive = await archiveIn(folder)
  const hour = (index: number): Candle => ({ ...candleAt(0), intervalMs: HOUR_MS, openTime: (index * HOUR_MS) as TimeMs, closeTime: ((index + 1) * HOUR_MS) as TimeMs })
  const seven = (index: number): Candle => ({ ...candleAt(0), intervalMs: 420_000, openTime: (index * 420_000) as TimeMs, closeTime: ((index + 1) * 420_000) as TimeMs })
  await archive.putCandles(Array.from({ length: 64 * 24 + 1 }, (_, i) => hour(i)))
  await archive.putCandles(Array.from({ length: 1_000 }, (_, i) => seven(i)))
  expect(layout(folder)).toEqual({ blocks: [[0, 64 * 24]], rows: 1_001 })
  expect(await archive.candles('BTCUSDT', 420_000, ...ALL)).toHaveLength(1_000)
})

it('keeps a day as rows whose decimals are too far apart to be exact together, and packs it when they no longer are', async () => {
  const folder = temporaryFolder()
  const archive = new SqliteMarketArchive(openingIn(folder))
  onTestFinished(() => archive.close())
  await archive.putInstruments([instrumentOf('BTCUSDT', [versionOf(0, 0, 0), versionOf(INTERVAL, 8, 8)])])
  const huge = { ...candleAt(0), high: Number.MAX_SAFE_INTEGER as Price }
  await archive.putCandles([huge, ...range(1, DAY)])
  expect(layout(folder)).toEqual({ blocks: [], rows: DAY })
  expect((await archive.candles('BTCUSDT', INTERVAL, ...ALL))[0]).toStrictEqual(huge)
  await archive.putCandles([candleAt(0)])
  expect(layout(folder)).toEqual({ blocks: [[0, DAY]], rows: 0 })
  expect(await archive.putCandles([huge])).toEqual({ added: 0, unchanged: 0, corrected: 1 })
  expect(layout(folder)).toEqual({ blocks: [], rows: DAY })
  expect(await archive.correctionCount({ instrumentId: 'BTCUSDT', kind: 'trade', intervalMs: INTERVAL })).toBe(2)
})

describe('a damaged block', () => {
  const damages: readonly (readonly [string, string, RegExp])[] = [
    ['a changed byte', `payload = CAST(substr(payload, 1, 40) || x'ff' || substr(payload, 42) AS BLOB)`, /checksum/],
    ['its end missing', 'payload = CAST(substr(payload, 1, 60) AS BLOB)', /checksum/],
    ['a version nobody knows', `payload = CAST(x'07' || substr(payload, 2) AS BLOB)`, /version is 7/],
    ['the place of another day', `start = start + ${30 * DAY_MS}`, /checksum/],
  ]

  it.each(damages)('with %s is refused, with what to do', async (_case, change, why) => {
    const folder = temporaryFolder()
    const archive = await archiveIn(folder)
    await archive.putCandles(range(0, 2 * DAY))
    inFile(folder, (database) => database.exec(`UPDATE candle_block SET ${change} WHERE start = ${DAY_MS}`))
    await expect(archive.candles('BTCUSDT', INTERVAL, ...ALL)).rejects.toThrow(why)
    await expect(archive.columns({ instrumentId: 'BTCUSDT', kind: 'trade', intervalMs: INTERVAL }, ...ALL)).rejects.toMatchObject({ code: 'corrupt', message: expect.stringMatching(/BTCUSDT.*imported anew/) as string })
    expect(await archive.candles('BTCUSDT', INTERVAL, 0 as TimeMs, DAY_MS as TimeMs)).toHaveLength(DAY)
    expect(await archive.checkBlocks()).toEqual({ blocks: 2, candles: 2 * DAY, damages: [expect.stringMatching(why)] })
  })

  it('is found where what stands beside it is wrong, or rows of its time lie about', async () => {
    const folder = temporaryFolder()
    const archive = await archiveIn(folder)
    await archive.putCandles(range(0, 2 * DAY))
    expect((await archive.checkBlocks()).damages).toEqual([])
    inFile(folder, (database) => database.exec(`UPDATE candle_block SET candles = 5 WHERE start = 0; INSERT INTO candle SELECT instrument_id, series, interval_ms, ${DAY_MS}, 1, 1, 1, 1, 1, 2, 3, NULL, NULL, NULL FROM candle_block WHERE start = 0`))
    expect((await archive.checkBlocks()).damages).toEqual([expect.stringContaining('beside it'), expect.stringContaining('rows of the same time')])
    await expect(archive.candles('BTCUSDT', INTERVAL, ...ALL)).rejects.toThrow(/in a block and in rows/)
  })
})

it.each(['candle', 'funding', 'open_interest'])('lets nobody alter what a correction of %s replaced', async (table) => {
  const folder = temporaryFolder()
  const archive = await archiveIn(folder)
  for (const close of [1_000, 1_001]) await archive.putCandles([candleAt(0, close)])
  for (const rate of [1, 2]) await archive.putFunding([fundingAt(100, rate)])
  for (const contracts of ['1', '2']) await archive.putOpenInterest([{ instrumentId: 'BTCUSDT', intervalMs: 1, time: 5 as TimeMs, contracts, value: '1' }])
  inFile(folder, (database) => {
    expect(database.prepare(`SELECT count(*) FROM ${table}_correction`).pluck().get()).toBe(1)
    expect(() => database.exec(`UPDATE ${table}_correction SET learnt_at = 0`)).toThrow(/never updated/)
    expect(() => database.exec(`DELETE FROM ${table}_correction`)).toThrow(/never deleted/)
  })
})

describe('while another process packs them', () => {
  /** What a reader gets of so many days that an older version left as rows, when they are packed between its first page and its second. */
  async function readMeanwhile<Result>(read: (reader: SqliteMarketArchive) => Promise<Result>): Promise<Result> {
    const folder = temporaryFolder()
    const writer = await archiveIn(folder)
    inFile(folder, (database) => {
      const insert = database.prepare(`INSERT INTO candle VALUES (@instrumentId, 'trade', @intervalMs, @openTime, @open, @high, @low, @close, @volume, 2, 3, NULL, NULL, NULL)`)
      database.transaction(() => range(0, 30 * DAY).forEach((candle) => insert.run(candle)))()
    })
    const reader = new SqliteMarketArchive(openingIn(folder), { readOnly: true })
    onTestFinished(() => reader.close())
    const reading = read(reader)
    // Each packs a part before it first waits: all together, before the reader comes to its second page.
    const packed = await Promise.all([writer.pack(), writer.pack(), writer.pack(), writer.pack()])
    expect(packed.reduce((sum, spans) => sum + spans, 0)).toBe(30)
    return reading
  }

  it('candles are read once each', async () => {
    expect(await readMeanwhile((reader) => reader.candles('BTCUSDT', INTERVAL, ...ALL))).toStrictEqual(range(0, 30 * DAY))
  })

  it('columns are read once each', async () => {
    const { openTime } = await readMeanwhile((reader) => reader.columns({ instrumentId: 'BTCUSDT', kind: 'trade', intervalMs: INTERVAL }, ...ALL))
    expect([...openTime]).toEqual(range(0, 30 * DAY).map((candle) => candle.openTime))
  })
})

describe('a file of version 2', () => {
  /** Five days and a bit, one candle corrected twice, a settlement once, as the version before wrote them. */
  function oldFile(): string {
    const folder = temporaryFolder()
    const database = openBulk({ ...marketKind, migrations: marketKind.migrations.slice(0, 2) }, openingIn(folder))
    const { instrumentId, ...rest } = instrumentOf('BTCUSDT')
    database.prepare('INSERT INTO instrument VALUES (?, ?)').run(instrumentId, JSON.stringify({ instrumentId, ...rest }))
    const insert = database.prepare('INSERT INTO candle VALUES (@instrumentId, @intervalMs, @openTime, @open, @high, @low, @close, @volume, 2, 3)')
    for (const candle of range(0, 5 * DAY + 9)) insert.run(candle)
    for (const close of [1_001, 1_002]) database.prepare('UPDATE candle SET close = ? WHERE open_time = ?').run(close, 4 * INTERVAL)
    database.exec(`INSERT INTO funding VALUES ('BTCUSDT', 100, 5, 28800000); UPDATE funding SET rate = 6`)
    database.close()
    return folder
  }
  const expected = [...range(0, 4), candleAt(4, 1_002), ...range(5, 5 * DAY + 9)]
  const series = { instrumentId: 'BTCUSDT', kind: 'trade', intervalMs: INTERVAL } as const

  it('is brought up to date with every candle and correction, and is packed little by little as candles come', async () => {
    const folder = oldFile()
    const archive = new SqliteMarketArchive(openingIn(folder))
    onTestFinished(() => archive.close())
    expect(layout(folder)).toEqual({ blocks: [], rows: 5 * DAY + 9 })
    expect(await archive.candles('BTCUSDT', INTERVAL, ...ALL)).toStrictEqual(expected)
    await archive.putCandles([candleAt(5 * DAY + 9)])
    expect(layout(folder)).toEqual({ blocks: [[0, DAY], [1, DAY]], rows: 3 * DAY + 10 })
    expect(await archive.candles('BTCUSDT', INTERVAL, ...ALL)).toStrictEqual([...expected, candleAt(5 * DAY + 9)])
    expect((await archive.corrections(series)).map((one) => [one.old.close, one.new.close, one.learntAt])).toEqual([[1_000, 1_001, null], [1_001, 1_002, null]])
    expect([await archive.correctionCount(series), await archive.correctionCount({ ...series, kind: 'funding', intervalMs: 0 })]).toEqual([2, 1])
    expect(await archive.funding('BTCUSDT', ...ALL)).toEqual([fundingAt(100, 6)])
  })

  it('is packed at once when somebody asks for it', async () => {
    const folder = oldFile()
    const archive = new SqliteMarketArchive(openingIn(folder))
    onTestFinished(() => archive.close())
    expect(await archive.pack()).toBe(5)
    expect(layout(folder)).toEqual({ blocks: [0, 1, 2, 3, 4].map((day) => [day, DAY]), rows: 9 })
    expect(await archive.candles('BTCUSDT', INTERVAL, ...ALL)).toStrictEqual(expected)
    expect(await archive.candlesBefore('BTCUSDT', INTERVAL, (5 * DAY + 3) * INTERVAL, 300)).toStrictEqual(expected.slice(5 * DAY + 3 - 300, 5 * DAY + 3))
  })
})
