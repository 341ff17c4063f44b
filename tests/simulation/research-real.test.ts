import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BacktestReport, BacktestWish } from '../../src-shared/contract/backtest-report.ts'
import { monotonicClock } from '../../src-main/base/system-clock.ts'
import { JobKeeper } from '../../src-main/host/job-keeper.ts'
import { recordedOpening } from '../../src-main/host/open-replay.ts'
import { StoredRuns } from '../../src-main/host/stored-runs.ts'
import { runBacktest } from '../../src-main/modes/backtest-run.ts'
import { archiveOf } from '../../src-main/modes/existing-books.ts'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'
import { dataFolder, hasData, runProgram } from '../support/recorded.ts'
import { TrialsInMemory } from '../support/trials-in-memory.ts'

const SOON = { timeout: 180_000, interval: 20 }
const SPAN = ['2023-01-01', '2023-03-01'] as const

describe.skipIf(!hasData)(`real candles of ${dataFolder} (skipped where they are not)`, () => {
  const home = mkdtempSync(join(tmpdir(), 'haetae-real-'))
  const haetae = (...args: string[]) => runProgram('src-main/processes/haetae.ts', args, { home })
  const wish: BacktestWish = {
    strategyId: 'perp-ev', instruments: ['BTCUSDT'], from: Date.parse(SPAN[0]), to: Date.parse(SPAN[1]), policyId: 'expected-value', seed: 0, changes: { 'policy.margin': 0.005 }, rivals: 0,
  }
  beforeAll(async () => {
    for (const name of ['5m', 'funding']) await haetae('import', '--instrument', 'BTCUSDT', join(dataFolder, 'binance-usdm', `BTCUSDT-${name}.csv.gz`))
  }, 60_000)
  afterAll(() => rmSync(home, { recursive: true }))

  async function inJobsProcess(): Promise<BacktestReport> {
    const keeper = new JobKeeper({ launcher: nodeLauncher(resolve('.')), clock: monotonicClock, onChange: () => {} })
    try {
      keeper.start((jobId) => ({ kind: 'backtest', runId: `backtest-${jobId}`, opening: recordedOpening(home), root: resolve('.'), wish }))
      await expect.poll(() => keeper.views[0]?.state, SOON).toBe('done')
      return (await new StoredRuns(recordedOpening(home)).report(keeper.views[0]!.runId!)) as BacktestReport
    } finally {
      keeper.close()
    }
  }

  async function inThisProcess(): Promise<BacktestReport> {
    const archive = archiveOf(recordedOpening(home), wish.instruments)
    try {
      return (await runBacktest(wish, { archive, root: '.', runId: 'here', accountId: 'sim:replay:1', trials: new TrialsInMemory() })).report
    } finally {
      archive.close()
    }
  }

  it('are decided and traded alike here, in the jobs process and from the command, to the last bit', async () => {
    const command = haetae('backtest', '--instrument', 'BTCUSDT', '--from', SPAN[0], '--to', SPAN[1], '--set', 'policy.margin=0.005', '--json')
    const [here, there, told] = await Promise.all([inThisProcess(), inJobsProcess(), command])
    const { decisionHash, orderHash, configHash } = JSON.parse(told) as { decisionHash: string; orderHash: string; configHash: string }
    expect(here.summary.trades).toBeGreaterThan(3)
    expect({ ...there, runId: 'here' }).toEqual(here)
    expect([decisionHash, orderHash, configHash]).toEqual([here.hashes.decisions, here.hashes.orders, here.hashes.config])
  }, 200_000)
})
