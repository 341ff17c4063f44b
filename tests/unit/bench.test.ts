import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archiveFigures } from '../../scripts/bench/archive.ts'
import { commitLatency } from '../../scripts/bench/commit-latency.ts'
import { decisionLatency, type LatencyRun } from '../../scripts/bench/decision-latency.ts'
import { EVERYTHING, market, streamSpeed, tableSpeed } from '../../scripts/bench/feature-speed.ts'
import { atMost, below, median, medianSpread, spreadOf, summary } from '../../scripts/bench/figures.ts'
import { writeImportFiles } from '../../scripts/bench/import-loop.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { readMarketCsv } from '../../src-main/venue/recorded/candle-csv.ts'
import { findInstrument } from '../../src-main/venue/recorded/known-instruments.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'

let folder = ''
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'haetae-bench-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('figures', () => {
  it('takes the value that so many of all samples do not exceed, whatever their order', () => {
    const samples = Array.from({ length: 200 }, (_, index) => ((index * 77) % 200) + 1)
    expect(spreadOf(samples)).toEqual({ p50: 100, p99: 198, most: 200 })
    expect(median([9, 100, 10])).toBe(10)
  })

  it('refuses to make a figure of nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError)
  })

  it('takes the median of each figure over the runs', () => {
    const runs = [{ p50: 1, p99: 30, most: 500 }, { p50: 3, p99: 10, most: 400 }, { p50: 2, p99: 20, most: 600 }]
    expect(medianSpread(runs)).toEqual({ p50: 2, p99: 20, most: 500 })
  })

  it('tells a limit that may be met from one that must be undercut, and takes nothing unmeasured for reached', () => {
    const reached = [atMost('a', 5, 5, 'ms'), below('b', 5, 5, 'ms'), below('c', 4.99, 5, 'ms'), atMost('d', Number.NaN, 5, 'ms')].map((target) => target.reached)
    expect(reached).toEqual([true, false, true, false])
  })

  it('ends with one line of JSON that holds name, figures, machine and targets', () => {
    const machine = { cores: 2, processor: 'p', node: 'v24.0.0', platform: 'linux-x64', load: 0.5 }
    const targets = [atMost('commit', 6.54321, 5, 'ms')]
    const lines = summary({ name: 'turn', figures: { commitMs: { p99: 6.54321 }, events: 86_700 }, targets }, machine)
    expect(lines[0]).toBe('MISSED  commit: 6.54 ms, 5 wanted')
    expect(JSON.parse(lines.at(-1)!)).toEqual({ name: 'turn', figures: { commitMs: { p99: 6.54 }, events: 86_700 }, machine, targets })
  })
})

describe('what is measured', () => {
  const closes = 150
  let run: LatencyRun
  beforeAll(async () => (run = await decisionLatency({ folder, instruments: 5, closes })))

  it('takes the time of every close that was asked for, some of them with an entry', () => {
    expect(run.all).toHaveLength(closes)
    expect(run.withEntry.length).toBeGreaterThan(0)
    expect(run.withEntry.length).toBeLessThan(closes)
    expect(run.all).toEqual(expect.arrayContaining([...run.withEntry]))
  })

  it('writes a real fill, its fee and its stop with every commit', async () => {
    const accountId = 'sim:bench:5'
    const journal = new SqliteJournal({ folder: openAccountFolder(folder, accountId), accountId, program: 'bench' })
    try {
      const before = journal.lastSequence
      const { commits, disk } = await commitLatency(journal, run.fill, { folder, commits: 3, run: 'test' })
      expect([commits.length, disk.length]).toEqual([3, 3])
      const written = [...journal.read()].slice(before)
      expect(written.slice(-3).map(({ kind }) => kind)).toEqual(['fill-booked', 'ledger-posted', 'intent-opened'])
      expect(written.length % 3).toBe(0)
      expect(written.length).toBeGreaterThanOrEqual(9)
    } finally {
      journal.close()
    }
  })

  it('refuses to measure commits of nothing', async () => {
    const accountId = 'sim:bench:6'
    const journal = new SqliteJournal({ folder: openAccountFolder(folder, accountId), accountId, program: 'bench' })
    await expect(commitLatency(journal, [], { folder, commits: 3, run: 'test' })).rejects.toThrow(RangeError)
    journal.close()
  })

  it('counts every candle that can have all features, and takes the time of each way', () => {
    const made = market(5_000)
    const { table, reusedMs, newMs } = tableSpeed(EVERYTHING, made, 1)
    // From the first midnight after 4,000 candles on.
    expect([table.openTimes.length, table.values.length]).toEqual([5_000 - 14 * 288, EVERYTHING.length])
    const known = table.values.map((column) => column.every((value) => !Number.isNaN(value)))
    expect(known).toEqual(EVERYTHING.map(() => true))
    const streamUs = streamSpeed(EVERYTHING, made, { candles: 5_000, runs: 1 })
    expect([reusedMs, newMs, streamUs].every((time) => time > 0)).toBe(true)
  })

  it('gives an import good rows only, and other prices in the second file, so that every import writes', async () => {
    const instrument = findInstrument('BTCUSDT')
    if (typeof instrument === 'string') throw new Error(instrument)
    const candlesOf = async (path: string): Promise<readonly Candle[]> => {
      const candles: Candle[] = []
      const report = await readMarketCsv({
        path, instrument, intervalMs: 5 * MINUTE_MS, now: 1_900_000_000_000 as TimeMs,
        sink: { candles: async (batch) => candles.push(...batch), funding: async () => undefined },
      })
      expect(report).toMatchObject({ rows: 500, accepted: 500, gapCount: 0, problem: null })
      return candles
    }
    const [first = '', second = ''] = await writeImportFiles(folder, 500)
    const [a, b] = [await candlesOf(first), await candlesOf(second)]
    expect(b.map(({ openTime }) => openTime)).toEqual(a.map(({ openTime }) => openTime))
    expect(a.filter((candle, row) => candle.volume === b[row]!.volume && candle.close === b[row]!.close)).toEqual([])
  })
})

describe('the archive bench', () => {
  it('measures candles that are packed against the same as rows', async () => {
    const place = mkdtempSync(join(tmpdir(), 'haetae-bench-archive-'))
    try {
      const { candles, bytesPerCandle, bytesPerRow, ...speeds } = await archiveFigures(place, 4 * 288, 1)
      expect(candles).toBe(4 * 4 * 288)
      expect(Object.values(speeds).every((speed) => speed > 0 && Number.isFinite(speed))).toBe(true)
      expect(bytesPerRow).toBeGreaterThan(bytesPerCandle)
    } finally {
      rmSync(place, { recursive: true })
    }
  })
})
