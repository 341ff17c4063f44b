import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { MINUTE_MS, type Price, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Outcome } from '../../src-main/reports/outcome.ts'
import { backtest, replay, type RecordedOutcome } from '../../src-main/modes/recorded-run.ts'
import { FallbackJournal } from '../../src-main/storage/fallback-journal.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { ACCOUNT, record, runProgram, type Recording } from '../support/recorded.ts'

// The daily range is known after fifteen; entries begin then.
const DAYS = 21
const POLICIES = [{ policyId: 'expected-value' }, { policyId: 'seeded-random', seed: 7 }] as const

let recording: Recording
/** What each policy comes to, scored in batches of 512. */
let outcomes: readonly RecordedOutcome[]
beforeAll(async () => {
  recording = await record(DAYS, 3)
  outcomes = [await backtest(await recording.run(POLICIES[0])), await backtest(await recording.run(POLICIES[1]))]
}, 60_000)
afterAll(() => recording.close())

const sums = ({ decisions, decisionHash, trades, orderHash, netProfit, exits }: Outcome) => ({ decisions, decisionHash, trades, orderHash, netProfit, exits })

async function replayed(overrides: (typeof POLICIES)[number], from: Recording = recording): Promise<ReturnType<typeof sums>> {
  const folder = mkdtempSync(join(tmpdir(), 'haetae-books-'))
  const journal = new SqliteJournal({ folder, accountId: ACCOUNT, program: 'test' })
  const fallback = new FallbackJournal(join(folder, 'fallback.ndjson'), ACCOUNT)
  try {
    return sums(await replay(await from.run(overrides), { journal, fallback }))
  } finally {
    journal.close()
    fallback.close()
    rmSync(folder, { recursive: true })
  }
}

describe.each(POLICIES)('$policyId', (overrides) => {
  it('decides and trades alike in back-test and replay, whatever the batch size of scoring', async () => {
    const expected = sums(outcomes[POLICIES.indexOf(overrides)]!)
    expect(expected.trades).toBeGreaterThan(overrides.policyId === 'seeded-random' ? 40 : 3)
    expect(await replayed(overrides)).toEqual(expected)
    for (const batchSize of [1, 7]) expect(sums(await backtest(await recording.run(overrides), batchSize))).toEqual(expected)
  }, 120_000)
})

it('sees every kind of exit and funding with the seeded policy', () => {
  const outcome = outcomes[1]!
  expect(Object.keys(outcome.exits)).toEqual(expect.arrayContaining(['stop', 'take-profit', 'time-exit']))
  expect(outcome.fundingPayments).toBeGreaterThan(10)
  expect(Object.keys(outcome.alarms).filter((code) => code !== 'liquidation-distance')).toEqual([])
})

it('comes to the same in a child process and from the bundle', async () => {
  const expected = sums(outcomes[1]!)
  const args = ['backtest', '--instrument', 'BTCUSDT,ETHUSDT,BNBUSDT', '--policy', 'seeded-random', '--seed', '7', '--json']
  for (const program of ['src-main/processes/haetae.ts', 'dist/main/haetae.js']) {
    expect(JSON.parse(await runProgram(program, args, recording)), program).toMatchObject(expected)
  }
}, 120_000)

it('does so with known minutes and a mark price of its own, and otherwise than without them', async () => {
  const richer = await record(DAYS, 3)
  try {
    const [bitcoin = [], ether = []] = await Promise.all(['BTCUSDT', 'ETHUSDT'].map((name) => richer.archive.candles(name, 5 * MINUTE_MS, 0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs)))
    await richer.archive.putCandles(bitcoin.flatMap(minutesOf))
    // A thousandth of the open lower than trades.
    await richer.archive.putCandles(ether.map(({ open, high, low, close, ...candle }) => {
      const less = (price: number): Price => (price - Math.floor(open / 1_000)) as Price
      return { ...candle, open: less(open), high: less(high), low: less(low), close: less(close) }
    }), { kind: 'mark' })
    const outcome = await backtest(await richer.run(POLICIES[1]))
    expect(outcome.paths.map(({ candles, finePaths, markPaths }) => [finePaths / candles, markPaths / candles])).toEqual([[1, 0], [0, 1], [0, 0]])
    expect(await replayed(POLICIES[1], richer)).toEqual(sums(outcome))
    expect(outcome.orderHash).not.toBe(outcomes[1]!.orderHash)
  } finally {
    richer.close()
  }
}, 60_000)

/** To the high, from it to the low, and from there to the close. */
function minutesOf({ openTime, open, high, low, close, ...candle }: Candle): Candle[] {
  const ways = [[open, high], [high, high], [high, low], [low, low], [low, close]] as const
  return ways.map(([first, last], i) => {
    const from = openTime + i * MINUTE_MS
    return { ...candle, intervalMs: MINUTE_MS, openTime: from as TimeMs, closeTime: (from + MINUTE_MS) as TimeMs, open: first, high: Math.max(first, last) as Price, low: Math.min(first, last) as Price, close: last }
  })
}

const FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const

it.each(FIELDS)('notices one tick in the %s of one candle', async (field) => {
  const changed = await record(DAYS, 3, (candles) => candles.with(9_000, nudged(candles[9_000]!, field)))
  try {
    expect((await backtest(await changed.run(POLICIES[0]))).decisionHash).not.toBe(outcomes[0]!.decisionHash)
  } finally {
    changed.close()
  }
}, 60_000)

/** One tick of .10 BTC, .01 … is at least 10^6 units of eight decimals; a low goes down and the others up, so that the candle stays one. */
function nudged(candle: Candle, field: (typeof FIELDS)[number]): Candle {
  const tick = 10_000_000 as Price
  if (field === 'low') return { ...candle, low: (candle.low - tick) as Price }
  if (field === 'volume') return { ...candle, volume: (candle.volume + 1) as Candle['volume'] }
  const value = (candle[field] + tick) as Price
  return { ...candle, [field]: value, high: Math.max(candle.high, value) as Price }
}
