import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Outcome } from '../../src-main/reports/outcome.ts'
import { backtest, replay, type RecordedRun } from '../../src-main/modes/recorded-run.ts'
import { FallbackJournal } from '../../src-main/storage/fallback-journal.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { arithmeticRuntime, pinnedStrategy } from '../support/pinned-run.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'

const DAYS = 18
const START = 1_672_531_200_000 as TimeMs

let recording: Recording
let run: Omit<RecordedRun, 'config'>
let names: readonly string[]
beforeAll(async () => {
  recording = await record(DAYS, 3)
  const { archive, instruments } = await recording.run()
  names = instruments.map(({ instrumentId }) => instrumentId)
  run = { archive, instruments, runtime: arithmeticRuntime, from: START, to: (START + DAYS * DAY_MS) as TimeMs, accountId: ACCOUNT, sessionId: 'several' }
}, 60_000)
afterAll(() => recording.close())

const byValue = (): StrategyConfig => pinnedStrategy(names, 'expected-value')
/** The same models on the same features. */
const byChance = (): StrategyConfig => ({ ...pinnedStrategy(names, 'seeded-random'), strategyId: 'by-chance', orderTag: 'pir' })
/** The same models on other features, and barriers of another range. */
const slowly = (): StrategyConfig => ({
  ...byValue(), strategyId: 'slowly', orderTag: 'pis', featureSet: ['r_3', 'r_12', 'atr_pct_14', 'rsi_14', 'bb_z_20', 'vol_z_48', 'r_1'],
  labelSpec: { ...byValue().labelSpec, barrierIntervalMs: 4 * HOUR_MS, horizon: 12 },
})

const sums = ({ decisions, decisionHash, trades, orderHash, netProfit, exits }: Outcome) => ({ decisions, decisionHash, trades, orderHash, netProfit, exits })

/** Every decision of one strategy, as text; NaN included. */
function decisionsOf(strategyId: string): { readonly publish: NonNullable<RecordedRun['publisher']>['publish']; readonly texts: string[] } {
  const texts: string[] = []
  const written = (decision: Decision): string => JSON.stringify(decision, (_, value: unknown) => (typeof value === 'number' ? String(value) : value))
  return { texts, publish: (changes) => texts.push(...changes.flatMap((change) => (change.kind === 'decision-made' && change.decision.strategyId === strategyId ? [written(change.decision)] : []))) }
}

it('decides and trades alike in back-test and replay with three on one account', async () => {
  // Each has one to itself, and all want one more.
  const [a, b, c] = names as [string, string, string]
  const wanted = { ...run, config: { ...byValue(), instruments: [a] }, alongside: [{ ...byChance(), instruments: [a, b] }, { ...slowly(), instruments: [a, c] }] }
  const tested = await backtest(wanted)
  const folder = mkdtempSync(join(tmpdir(), 'haetae-several-'))
  const journal = new SqliteJournal({ folder, accountId: ACCOUNT, program: 'test' })
  const fallback = new FallbackJournal(join(folder, 'fallback.ndjson'), ACCOUNT)
  try {
    expect(sums(await replay(wanted, { journal, fallback }))).toEqual(sums(tested))
    const entered = [...journal.read()].flatMap((change) => (change.kind === 'intent-opened' && change.order.purpose === 'open' ? [change.order.strategyId] : []))
    expect(new Set(entered)).toEqual(new Set(['pinned', 'by-chance', 'slowly']))
  } finally {
    journal.close()
    fallback.close()
    rmSync(folder, { recursive: true })
  }
  expect(sums(await backtest(wanted, 7))).toEqual(sums(tested))
}, 120_000)

it('leaves every decision of a strategy as it is alone, to the last bit, beside one that never enters', async () => {
  const idle = { ...slowly(), policy: { ...slowly().policy, expectedValueMin: 1 } }
  const alone = decisionsOf('pinned')
  const beside = decisionsOf('pinned')
  const behind = decisionsOf('pinned')
  const outcomes = [
    await backtest({ ...run, config: byValue(), publisher: alone }),
    await backtest({ ...run, config: byValue(), alongside: [idle], publisher: beside }),
    await backtest({ ...run, config: idle, alongside: [byValue()], publisher: behind }),
  ]
  expect(alone.texts.length).toBeGreaterThan(10_000)
  expect(beside.texts).toEqual(alone.texts)
  expect(behind.texts).toEqual(alone.texts)
  expect(outcomes.map(({ orderHash }) => orderHash)).toEqual(Array.from({ length: 3 }, () => outcomes[0]!.orderHash))
  expect(outcomes[0]!.trades).toBeGreaterThan(10)
}, 120_000)
