import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { openBulk } from '../../src-main/storage/connection.ts'
import { marketKind } from '../../src-main/storage/database-kind.ts'
import { fromJsonText, toJsonText } from '../../src-main/storage/json-text.ts'
import { prepareMarketStatements } from '../../src-main/storage/market-statements.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { candleAt, decisionAt, fundingAt, instrumentOf, INTERVAL, versionOf } from '../support/storage-samples.ts'

const ALL = [0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs] as const

function archiveIn(folder: string): SqliteMarketArchive {
  const archive = new SqliteMarketArchive(openingIn(folder))
  onTestFinished(() => archive.close())
  return archive
}

const btc = (...versions: Instrument['versions']): Instrument => instrumentOf('BTCUSDT', versions)

describe('when the decimals of an instrument change', () => {
  it('older candles are given at the decimals of their own time', async () => {
    const archive = archiveIn(temporaryFolder())
    await archive.putInstruments([btc(versionOf(0, 2, 3))])
    await archive.putCandles([candleAt(0), candleAt(1)])
    await archive.putInstruments([btc(versionOf(0, 2, 3), versionOf(INTERVAL, 4, 5))])
    const [first, second] = await archive.candles('BTCUSDT', INTERVAL, ...ALL)
    expect(first).toStrictEqual(candleAt(0))
    const { open, high, low, close, volume } = candleAt(1)
    expect(second).toStrictEqual({ ...candleAt(1), open: open * 100, high: high * 100, low: low * 100, close: close * 100, volume: volume * 100 })
  })

  it('candles that say the same at other decimals are unchanged, others are corrected', async () => {
    const archive = archiveIn(temporaryFolder())
    await archive.putInstruments([btc(versionOf(0, 2, 3))])
    await archive.putCandles([candleAt(0), candleAt(1)])
    await archive.putInstruments([btc(versionOf(0, 1, 3))])
    const coarse = { ...candleAt(0), open: 100, high: 101, low: 99, close: 100 } as unknown as ReturnType<typeof candleAt>
    const corrected = { ...candleAt(1), open: 100, high: 101, low: 99, close: 101 } as unknown as ReturnType<typeof candleAt>
    expect(await archive.putCandles([coarse, corrected])).toEqual({ added: 0, unchanged: 1, corrected: 1 })
    expect(await archive.candles('BTCUSDT', INTERVAL, ...ALL)).toStrictEqual([coarse, corrected])
  })

  it('a candle that the new decimals cannot hold is refused, never rounded', async () => {
    const archive = archiveIn(temporaryFolder())
    await archive.putInstruments([btc(versionOf(0, 2, 3))])
    await archive.putCandles([candleAt(0, 1_001)])
    await archive.putInstruments([btc(versionOf(0, 1, 3))])
    await expect(archive.candles('BTCUSDT', INTERVAL, ...ALL)).rejects.toThrow(/1001 with 2 decimals.*exactly/)
  })
})

it('keeps what a correction replaced', async () => {
  const folder = temporaryFolder()
  const archive = archiveIn(folder)
  await archive.putInstruments([btc(versionOf(0, 2, 3))])
  for (const close of [1_000, 1_001, 1_001, 1_002]) await archive.putCandles([candleAt(0, close)])
  for (const rate of [5, 6]) await archive.putFunding([fundingAt(100, rate)])
  const database = new Database(join(folder, 'market.db'), { readonly: true })
  expect(database.prepare('SELECT open_time, close, price_decimals FROM candle_correction ORDER BY sequence').all()).toEqual([1_000, 1_001].map((close) => ({ open_time: 0, close, price_decimals: 2 })))
  expect(database.prepare('SELECT funding_time, rate FROM funding_correction').all()).toEqual([{ funding_time: 100, rate: 5 }])
  database.close()
})

it('lets others have their turn while much is written and read', async () => {
  const archive = archiveIn(temporaryFolder())
  await archive.putInstruments([btc(versionOf(0, 2, 3))])
  const turnsDuring = async (work: () => Promise<unknown>): Promise<number> => {
    let turns = 0
    const tick = setInterval(() => turns++, 0)
    const immediate = (): void => {
      turns++
      pending = setImmediate(immediate)
    }
    let pending = setImmediate(immediate)
    await work()
    clearInterval(tick)
    clearImmediate(pending)
    return turns
  }
  const many = Array.from({ length: 20_001 }, (_, index) => candleAt(index))
  expect(await turnsDuring(() => archive.putCandles(many))).toBeGreaterThanOrEqual(4)
  expect(await turnsDuring(() => archive.candles('BTCUSDT', INTERVAL, ...ALL))).toBeGreaterThanOrEqual(4)
})

it('keeps what was committed of a write that failed, so that it can be written again', async () => {
  const archive = archiveIn(temporaryFolder())
  await archive.putInstruments([btc(versionOf(0, 2, 3))])
  const many = Array.from({ length: 6_000 }, (_, index) => candleAt(index))
  await expect(archive.putCandles([...many, candleAt(1, 1_000, 'XRPUSDT')])).rejects.toThrow(/XRPUSDT/)
  expect(await archive.putCandles(many)).toEqual({ added: 1_000, unchanged: 5_000, corrected: 0 })
})

describe('a file of version 1', () => {
  /** As the first version wrote it: one schema step, and sides without their parts. */
  function oldFile(): string {
    const folder = temporaryFolder()
    const first = { ...marketKind, migrations: marketKind.migrations.slice(0, 1) }
    const database = openBulk(first, openingIn(folder))
    const { grossValue: _, feeCost: __, slippageCost: ___, ...long } = decisionAt(100, 'a').long!
    const payload = toJsonText({ ...decisionAt(100, 'a'), long })
    database.prepare(`INSERT INTO decision VALUES ('a', 'sim:demo:5', 'perp-ev', 'BTCUSDT', 100, 'FLAT', 'refused', ?)`).run(payload)
    database.close()
    return folder
  }

  it('is brought up to date with its decisions, and what they did not keep is not known', async () => {
    const archive = archiveIn(oldFile())
    const { long, ...rest } = decisionAt(100, 'a')
    const present = { ...rest, long: { ...long, grossValue: null, feeCost: null, slippageCost: null } }
    expect(await archive.decision(100, 'a')).toStrictEqual(present)
    expect(await archive.decisions(...ALL)).toStrictEqual([present])
    expect(await archive.decisionPoints({ instrumentId: 'BTCUSDT', from: 0, to: 200, limit: 9 })).toHaveLength(1)
  })
})

it('finds the decisions of one instrument without reading those of others', () => {
  const folder = temporaryFolder()
  archiveIn(folder)
  const database = new Database(join(folder, 'market.db'), { readonly: true })
  const plan = JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${prepareMarketStatements(database).decisionPoints.source}`).all('BTCUSDT', 0, 9, '', 5))
  expect(plan).toContain('decision_of_instrument (instrument_id=? AND as_of>?')
  expect(plan).not.toContain('TEMP B-TREE')
  database.close()
})

it('has a JSON that loses no number', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.array(tie('any'), { maxLength: 3 }), fc.dictionary(fc.string(), tie('any'), { maxKeys: 3, noNullPrototype: true })),
  })).any
  fc.assert(fc.property(value, (any) => {
    expect(fromJsonText(toJsonText(any))).toStrictEqual(any)
  }))
})
