import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { Outcome } from '../../src-main/reports/outcome.ts'
import { forgetfulJournal } from '../../src-main/modes/memory-journal.ts'
import { backtest, replay, type RecordedRun } from '../../src-main/modes/recorded-run.ts'
import { dataFolder, hasData, importRecorded, record, runProgram, type Recording } from '../support/recorded.ts'

// Thirty days of settlements come before the first vector of all inputs.
const DAYS = 34
const sums = ({ decisions, decisionHash, trades, orderHash, netProfit, reasons }: Outcome) => ({ decisions, decisionHash, trades, orderHash, netProfit, reasons })

describe('every input, on the invented market', () => {
  let recording: Recording
  beforeAll(async () => {
    recording = await record(DAYS, 2)
  }, 60_000)
  afterAll(() => recording.close())

  async function run(heard: (decision: Decision) => void = () => undefined): Promise<RecordedRun> {
    const publisher = { publish: (changes: Parameters<NonNullable<RecordedRun['publisher']>['publish']>[0]) => changes.forEach((change) => change.kind === 'decision-made' && heard(change.decision)) }
    return { ...(await recording.run({ strategyId: 'perp-ev-v1' })), publisher }
  }

  it('is decided alike, scored ahead in one pass, in batches of 7, or close by close, lower bounds included', async () => {
    const decisions: Decision[] = []
    const first = sums(await backtest(await run((decision) => decisions.push(decision)), 100_000))
    expect(first.decisions).toBeGreaterThan(2 * 3 * 288)
    expect(decisions.some(({ long, short }) => long?.countedProbability !== undefined || short?.countedProbability !== undefined)).toBe(true)
    expect(decisions.every(({ long, features }) => features.length === 22 && (long === null || Number.isFinite(long.confidence)))).toBe(true)
    expect(sums(await backtest(await run(), 7))).toEqual(first)
    expect(sums(await replay(await run(), { journal: forgetfulJournal, fallback: forgetfulJournal }))).toEqual(first)
  }, 120_000)
})

describe.skipIf(!hasData)(`every input, on real candles of ${dataFolder} (skipped where they are not)`, () => {
  const home = mkdtempSync(join(tmpdir(), 'haetae-v1-'))
  const haetae = (...args: string[]) => runProgram('src-main/processes/haetae.ts', args, { home })
  beforeAll(async () => {
    await importRecorded(home, ['BTCUSDT', 'ETHUSDT'], { from: '2023-10-01', to: '2023-12-02' })
  }, 120_000)
  afterAll(() => rmSync(home, { recursive: true }))

  it('is decided alike, in batches and close by close, where the models have not seen it', async () => {
    const options = ['--strategy', 'perp-ev-v1', '--instrument', 'BTCUSDT,ETHUSDT', '--from', '2023-10-10', '--to', '2023-12-01', '--json']
    const [first, second] = await Promise.all([haetae('backtest', ...options), haetae('replay', '--speed', 'max', ...options)])
    const outcome = sums(JSON.parse(first) as Outcome)
    expect(sums(JSON.parse(second) as Outcome)).toEqual(outcome)
    expect(outcome.decisions).toBeGreaterThan(10_000)
    expect(outcome.trades).toBeGreaterThan(0)
  }, 240_000)
})
