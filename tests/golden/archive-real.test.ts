import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS, type Price, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'
import { joinColumns } from '../../src-main/market-data/join-columns.ts'
import { compareArchived, type ArchivedComparison } from '../../src-main/modes/compare-archived.ts'
import { passportOf, type DataPassport } from '../../src-main/reports/data-passport.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { dataFolder, hasData } from '../support/recorded.ts'
import { haetae, type Spoken } from '../support/recording-terminal.ts'

const folder = join(dataFolder, 'binance-usdm')
const ALL = [0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs] as const

interface Bulk {
  readonly files: readonly { readonly name: string; readonly rows?: { readonly rows: number; readonly accepted: number; readonly gapCount: number; readonly repaired?: number; readonly refusedByReason: object }; readonly skipped?: string }[]
  readonly rows: number
  readonly accepted: number
  readonly corrected: number
  readonly unchanged: number
}

async function inTurn<One, Result>(all: readonly One[], work: (one: One) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const one of all) results.push(await work(one))
  return results
}

/** What the collection says of its own files: rows, the first bytes of their hash, candles without volume. */
const manifest = (): ReadonlyMap<string, { readonly rows: number; readonly symbols: number; readonly quiet: string; readonly sha256: string }> => new Map(readFileSync(join(dataFolder, 'MANIFEST.csv'), 'utf8').trim().split('\n').slice(1).map((line) => {
  const [path = '', , rows = '', symbols = '', , , , quiet = '', , sha256 = ''] = line.split(',')
  return [path.replace(/^binance-usdm\//, ''), { rows: Number(rows), symbols: Number(symbols || 1), quiet, sha256 }]
}))

describe.skipIf(!hasData)(`all recorded perpetuals of ${dataFolder} (skipped where they are not)`, () => {
  const home = mkdtempSync(join(tmpdir(), 'haetae-real-archive-'))
  const bulk = (files: string): Promise<Spoken> => haetae(['import', '--all', '--round-float-noise', '--valid-from', '2024-10-01', '--json', files], { home })
  let first: Bulk
  let archive: SqliteMarketArchive
  let passports: readonly DataPassport[]
  let comparisons: readonly ArchivedComparison[]
  beforeAll(async () => {
    first = JSON.parse((await bulk(folder)).out) as Bulk
    archive = new SqliteMarketArchive({ folder: join(home, 'sim_replay_1'), accountId: 'sim:replay:1', program: 'test' }, { readOnly: true })
    const spans = await archive.series()
    passports = await inTurn(spans, (span) => passportOf(archive, span))
    comparisons = (await inTurn([...Map.groupBy(spans, ({ instrumentId }) => instrumentId).values()], (own) => compareArchived(archive, own))).flat()
  }, 300_000)
  afterAll(() => {
    archive.close()
    rmSync(home, { recursive: true })
  })

  it('takes every row of every file but one, whose volumes are of another market', () => {
    const whole = first.files.filter(({ rows }) => rows && rows.accepted === rows.rows)
    expect(first.files.filter((file) => file.rows && !whole.includes(file)).map(({ name, rows }) => [name, rows?.refusedByReason])).toEqual([['2021-11/XRPUSDT-1h.csv.gz', { 'too-many-decimals': 100 }]])
    expect(first.files.filter(({ skipped }) => skipped !== undefined)).toEqual([])
    expect(first.files.filter(({ rows }) => rows?.repaired).map(({ name, rows }) => [name, rows?.repaired])).toEqual([['2021-11/XRPUSDT-5m.csv.gz', 237], ['2021-11/XRPUSDT-funding.csv.gz', 1], ['2021-11/XRPUSDT-mark-1h.csv.gz', 19]])
    expect(first).toMatchObject({ accepted: first.rows - 100, corrected: 0 })
  })

  it('says of each file what the collection says: rows, symbols, hash, candles without volume', () => {
    const told = manifest()
    const series = passports.flatMap((passport) => passport.sources.map((source) => ({ ...source, quiet: passport.quiet?.reduce((sum, { rows }) => sum + rows, 0) ?? 0 })))
    const files = Map.groupBy(series, ({ name }) => name)
    expect(files.size).toBeGreaterThan(155)
    for (const [name, parts] of files) {
      const known = told.get(name)
      expect(parts[0]!.sha256.slice(0, 16), name).toBe(known?.sha256)
      if (name.startsWith('leverage-tiers')) continue
      expect([parts.reduce((sum, { taken }) => sum + taken, 0), parts.length], name).toEqual([known?.rows, known?.symbols])
    }
    expect(Object.fromEntries(['BTCUSDT-5m.csv.gz', 'SUIUSDT-5m.csv.gz', '2023-07/USDCUSDT-5m.csv.gz', '2023-07/BTCUSDT-1m.csv.gz'].map((name) => [name, [String(files.get(name)?.[0]?.quiet), told.get(name)?.quiet]]))).toEqual({
      'BTCUSDT-5m.csv.gz': ['3', '3'], 'SUIUSDT-5m.csv.gz': ['3', '3'], '2023-07/USDCUSDT-5m.csv.gz': ['15', '15'], '2023-07/BTCUSDT-1m.csv.gz': ['0', '0'],
    })
  })

  it('knows the halt of the venue in September 2023 as a quiet run, not as a gap', () => {
    const from = Date.UTC(2023, 8, 12, 8, 35)
    for (const id of ['BTCUSDT', 'ETHUSDT', 'LTCUSDT', 'SUIUSDT']) {
      const passport = passports.find(({ instrumentId, kind, intervalMs, rows }) => instrumentId === id && kind === 'trade' && intervalMs === 5 * MINUTE_MS && rows > 50_000)
      expect(passport, id).toMatchObject({ gaps: [], quiet: [{ from, to: from + 15 * MINUTE_MS, rows: 3 }] })
    }
  })

  it('joins one-minute candles to the venue\'s own longer ones, and five minutes to hours, but where the venue is known to disagree with itself', () => {
    const at = (...time: [number, number, number, number?]): number => Date.UTC(...time)
    const [ten15, ten16, ten1630, aug] = [at(2023, 10, 10, 15), at(2023, 10, 10, 16), at(2023, 10, 10, 16) + 30 * MINUTE_MS, at(2023, 7, 16, 15)]
    const differing = comparisons.filter(({ disagreements }) => disagreements.length > 0).map(({ instrumentId, shortMs, longMs, disagreements }) =>
      [instrumentId, shortMs / MINUTE_MS, longMs / MINUTE_MS, disagreements.map(({ openTime, fields }) => [openTime, fields.map(({ name }) => name).join()])])
    expect(differing).toEqual([
      ['BTCUSDT', 1, 5, [[aug + 40 * MINUTE_MS, 'volume']]], ['BTCUSDT', 1, 15, [[aug + 30 * MINUTE_MS, 'volume']]], ['BTCUSDT', 1, 60, [[aug, 'volume']]],
      ['BTCUSDT', 5, 15, [[ten15, 'high,close,volume'], [ten1630, 'volume']]], ['BTCUSDT', 5, 60, [[ten15, 'volume']]], ['BTCUSDT', 15, 60, [[ten15, 'high,volume'], [ten16, 'volume']]],
      ['ETHUSDT', 5, 15, [[ten15, 'high,close,volume'], [ten1630, 'volume']]], ['ETHUSDT', 5, 60, [[ten15, 'volume']]], ['ETHUSDT', 15, 60, [[ten15, 'volume'], [ten16, 'volume']]],
    ])
    const compared = comparisons.map((one) => `${one.instrumentId} ${one.shortMs / MINUTE_MS}-${one.longMs / MINUTE_MS} ${one.compared}`)
    expect(compared).toEqual(expect.arrayContaining(['ADAUSDT 1-5 12812', 'SOLUSDT 1-5 8639', 'BTCUSDT 1-5 8639', 'SOLUSDT 1-240 179', 'XRPUSDT 1-240 179', 'BTCUSDT 5-60 9504', 'ETHUSDT 5-60 9504', 'AVAXUSDT 240-1440 749']))
    expect(comparisons).toHaveLength(62)
  })

  it('finds a candle that is altered by one unit, in every interval that it is part of or made of, and nothing else', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'haetae-altered-'))
    cpSync(join(home, 'sim_replay_1'), copy, { recursive: true })
    const altered = new SqliteMarketArchive({ folder: copy, accountId: 'sim:replay:1', program: 'test' })
    try {
      const alter = async (instrumentId: string, intervalMs: number, openTime: number, change: { readonly high?: number; readonly volume?: number }): Promise<void> => {
        const [candle] = await altered.candles(instrumentId, intervalMs, openTime as TimeMs, (openTime + intervalMs) as TimeMs)
        await altered.putCandles([{ ...candle!, high: (candle!.high + (change.high ?? 0)) as Price, volume: (candle!.volume + (change.volume ?? 0)) as Quantity }])
      }
      const [noon, july] = [Date.UTC(2023, 5, 6, 12), Date.UTC(2023, 6, 20, 3)]
      await alter('ETHUSDT', HOUR_MS, noon, { high: 1 })
      await alter('BTCUSDT', 5 * MINUTE_MS, july + 20 * MINUTE_MS, { volume: 1 })
      const spans = Map.groupBy((await altered.series()).filter(({ instrumentId }) => ['BTCUSDT', 'ETHUSDT'].includes(instrumentId)), ({ instrumentId }) => instrumentId)
      const found = (await inTurn([...spans.values()], (own) => compareArchived(altered, own))).flat()
      const known = new Set(comparisons.flatMap((one) => one.disagreements.map(({ openTime }) => `${one.instrumentId} ${one.shortMs} ${one.longMs} ${openTime}`)))
      const fresh = found.flatMap((one) => one.disagreements.filter(({ openTime }) => !known.has(`${one.instrumentId} ${one.shortMs} ${one.longMs} ${openTime}`))
        .map(({ openTime, fields }) => [one.instrumentId, one.shortMs / MINUTE_MS, one.longMs / MINUTE_MS, openTime, fields.map(({ name, told, joined }) => `${name} ${told - joined}`).join()]))
      expect(fresh).toEqual([
        ['BTCUSDT', 1, 5, july + 20 * MINUTE_MS, 'volume 1'], ['BTCUSDT', 5, 15, july + 15 * MINUTE_MS, 'volume -1'], ['BTCUSDT', 5, 60, july, 'volume -1'],
        ['ETHUSDT', 5, 60, noon, 'high 1'], ['ETHUSDT', 15, 60, noon, 'high 1'],
      ])
    } finally {
      altered.close()
      rmSync(copy, { recursive: true })
    }
  }, 60_000)

  it('joins a minute to five and those to an hour as it joins minutes to an hour', async () => {
    const minutes = await archive.columns({ instrumentId: 'ADAUSDT', kind: 'trade', intervalMs: MINUTE_MS }, ...ALL)
    const direct = joinColumns(minutes, MINUTE_MS, HOUR_MS)
    const steps = joinColumns(joinColumns(minutes, MINUTE_MS, 5 * MINUTE_MS), 5 * MINUTE_MS, HOUR_MS)
    const whole = [...direct.parts].flatMap((parts, i) => (parts === direct.partsInWhole ? [i] : []))
    expect(whole.length).toBeGreaterThan(1_700)
    for (const name of ['openTime', 'open', 'high', 'low', 'close', 'volume'] as const) expect(whole.map((i) => steps[name][i])).toEqual(whole.map((i) => direct[name][i]))
  })

  it('takes nothing a second time, and every packed span is what was written', async () => {
    const again = JSON.parse((await bulk(join(folder, '{2021-11/*,2025-03/*,2024-2026/*-4h.csv.gz}'))).out) as Bulk
    expect(again).toMatchObject({ added: 0, corrected: 0, unchanged: again.accepted })
    expect(again.accepted).toBeGreaterThan(100_000)
    const names = ['XRPUSDT', 'SOLUSDT', 'ENAUSDT']
    const hashes = (all: readonly DataPassport[]) => all.filter(({ instrumentId }) => names.includes(instrumentId)).map(({ contentHash }) => contentHash)
    expect(hashes(await inTurn((await archive.series()).filter(({ instrumentId }) => names.includes(instrumentId)), (span) => passportOf(archive, span)))).toEqual(hashes(passports))
    expect((await archive.checkBlocks()).damages).toEqual([])
  }, 120_000)
})
