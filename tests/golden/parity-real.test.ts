import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../../src-main/reports/outcome.ts'
import { dataFolder, hasData, importRecorded, runProgram } from '../support/recorded.ts'

const POLICIES = [{ policyId: 'expected-value' }, { policyId: 'seeded-random', seed: 7 }] as const
const sums = ({ decisions, decisionHash, trades, orderHash, netProfit, exits }: Outcome) => ({ decisions, decisionHash, trades, orderHash, netProfit, exits })

describe.skipIf(!hasData)(`real candles of ${dataFolder} (skipped where they are not)`, () => {
  const home = mkdtempSync(join(tmpdir(), 'haetae-real-'))
  const haetae = (...args: string[]) => runProgram('src-main/processes/haetae.ts', args, { home })
  beforeAll(async () => {
    await importRecorded(home, ['BTCUSDT'], { from: '2023-01-01', to: '2023-03-02' })
  }, 60_000)
  afterAll(() => rmSync(home, { recursive: true }))

  it.each(POLICIES)('back-test and replay of two months are one with $policyId', async ({ policyId, ...rest }) => {
    const options = ['--instrument', 'BTCUSDT', '--from', '2023-01-01', '--to', '2023-03-01', '--policy', policyId, ...('seed' in rest ? ['--seed', String(rest.seed)] : []), '--json']
    const [first, second] = await Promise.all([haetae('backtest', ...options), haetae('replay', '--speed', 'max', ...options)]) as [string, string]
    expect(sums(JSON.parse(first) as Outcome)).toEqual(sums(JSON.parse(second) as Outcome))
    if (policyId === 'seeded-random') expect((JSON.parse(first) as Outcome).trades).toBeGreaterThan(100)
  }, 120_000)
})
