import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archiveFigures } from '../../scripts/bench/archive.ts'
import { configOf, TREE_MODELS } from '../../scripts/bench/backtest-kinds.ts'
import { backfill } from '../../scripts/bench/backfill-run.ts'
import { archiveMarket, type ArchivedMarket } from '../../scripts/bench/backtest-market.ts'
import { BacktestRuns } from '../../scripts/bench/backtest-run.ts'
import { sharesOf } from '../../scripts/bench/backtest-stages.ts'
import { prepareTrees } from '../../scripts/bench/backtest-trees.ts'
import { commitLatency } from '../../scripts/bench/commit-latency.ts'
import { decisionLatency, type LatencyRun } from '../../scripts/bench/decision-latency.ts'
import { EVERYTHING, market, streamSpeed, tableSpeed } from '../../scripts/bench/feature-speed.ts'
import { atMost, below, median, medianSpread, spreadOf, summary } from '../../scripts/bench/figures.ts'
import { writeImportFiles } from '../../scripts/bench/import-loop.ts'
import type { Tree } from '../../scripts/bench/tree-onnx.ts'
import { openModels } from '../../src-main/modes/open-models.ts'
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
  it('is a collection that comes to its end, with the weight that was spent', async () => {
    const run = await backfill({ home: join(folder, 'backfill'), accountId: 'sim:replay:1', instruments: 1, days: 3, speed: 1, isUnlimited: true })
    expect(run.report).toMatchObject({ stopped: null, problems: [], series: [{ added: 3 * 288 - 1, holes: 0 }, { holes: 0 }] })
    // The list of instruments, two pages of each series, and the time, which is asked for once before the venue's minute is known.
    expect(run.weightLimit).toBe(2_400)
    expect(run.weightByMinute[0]! - (1 + 2 * 2 * 2)).toBeOneOf([2, 3])
  })

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
    const { table, reused, fresh } = tableSpeed(EVERYTHING, made, 1)
    // From the first midnight after 4,000 candles on.
    expect([table.openTimes.length, table.values.length]).toEqual([5_000 - 14 * 288, EVERYTHING.length])
    const known = table.values.map((column) => column.every((value) => !Number.isNaN(value)))
    expect(known).toEqual(EVERYTHING.map(() => true))
    const stream = streamSpeed(EVERYTHING, made, { candles: 5_000, runs: 1 })
    expect([reused, fresh, stream].every(({ wall, cpu }) => wall > 0 && cpu > 0)).toBe(true)
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

describe('the back-test bench', () => {
  const days = 36
  const home = mkdtempSync(join(tmpdir(), 'haetae-bench-backtest-'))
  let market: ArchivedMarket
  beforeAll(async () => (market = await archiveMarket(home, days)))
  afterAll(() => rmSync(home, { recursive: true }))

  it('puts every candle through the whole engine, the same way each time', async () => {
    const runs = new BacktestRuns('bare', market)
    try {
      expect(market).toMatchObject({ origin: 'invented', candles: 4 * days * 288 })
      const [first, again, other] = [await runs.run(), await runs.run({ hash: true }), await runs.run({ seed: 1 })]
      // A return needs two candles.
      expect(first).toMatchObject({ decisions: market.candles - 4, kept: 0 })
      expect(first.trades).toBeGreaterThan(10)
      expect(again.orderHash).toBe(first.orderHash)
      expect(other.orderHash).not.toBe(first.orderHash)
      expect([first.wallMs, first.cpuMs, first.peakMb].every((figure) => figure > 0)).toBe(true)
    } finally {
      runs.close()
    }
  })

  it('keeps every decision where all features are asked for, and none is refused by what a run has lost', async () => {
    const runs = new BacktestRuns('full', market)
    try {
      const { decisions, kept, trades, reasons } = await runs.run()
      expect(kept).toBe(decisions)
      expect(decisions).toBeGreaterThan(1_000)
      expect(trades).toBeGreaterThan(0)
      expect(reasons['refused'] ?? 0).toBeLessThan(trades)
    } finally {
      runs.close()
    }
  })

  it('writes tree models that the run-time answers as a walk through the trees does', async () => {
    const [long = []] = await prepareTrees(market, 20)
    const config = configOf('scored', market.instruments)
    const runtime = await openModels(home, config)
    const rows = Array.from({ length: 50 }, (_, row) => Float64Array.from(config.featureSet, (_name, place) => Math.sin(row * 31 + place * 7) * [0.01, 1, 50][place % 3]!))
    const answers = await runtime.score(TREE_MODELS.long, rows.map((values) => ({ instrumentId: 'BTCUSDT', asOf: 0 as TimeMs, values })))
    const walked = rows.map((row) => long.map((trees) => trees.reduce((sum, tree) => sum + leafOf(tree, row), 0)))
    for (const [row, sums] of walked.entries()) {
      for (const [head, sum] of sums.entries()) expect(answers[row]![head]).toBeCloseTo(head < 2 ? 1 / (1 + Math.exp(-sum)) : sum, 3)
    }
    expect(new Set(walked.map(String)).size).toBeGreaterThan(20)
  })

  it('counts a sample for the innermost frame of ours, and time without work not at all', () => {
    const frame = (id: number, functionName: string, url: string, children: number[] = []) => ({ id, callFrame: { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 }, children })
    const nodes = [
      frame(1, '(root)', '', [2, 5, 6, 7]), frame(2, 'run', 'file:///x/src-main/modes/simulation.ts', [3]), frame(3, 'add', 'file:///x/src-main/reports/outcome.ts', [4]), frame(4, 'update', 'node:internal/crypto/hash'),
      frame(5, '(idle)', ''), frame(6, '(garbage collector)', ''), frame(7, '(program)', ''),
    ]
    expect(sharesOf({ nodes, startTime: 0, endTime: 1_000, samples: [2, 4, 4, 5, 6, 7], timeDeltas: [10, 20, 30, 900, 20, 20] })).toEqual({ hashing: 0.5, memory: 0.2, 'everything else': 0.2, 'engine and loop': 0.1 })
  })
})

function leafOf(tree: Tree, row: Float64Array): number {
  let node = tree[0]!
  while (!('value' in node)) node = tree[Math.fround(row[node.feature]!) <= node.threshold ? node.left : node.right]!
  return node.value
}
