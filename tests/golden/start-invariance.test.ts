import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import { backtest } from '../../src-main/modes/recorded-run.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { pinnedStrategy } from '../support/pinned-run.ts'
import { ACCOUNT, dataFolder, hasData, importRecorded } from '../support/recorded.ts'

// What must be equal wherever a record starts: every question to the models and what both sides are worth, always; decisions and orders too, as long as
// the account is the same. Equity and positions carry over, so what an account may enter depends on what it did before.

const NAMES = ['BTCUSDT', 'ETHUSDT'] as const
const START = 1_672_531_200_000
const DAYS = 34
/** From the first candle; in the middle of the fifth day; in the middle of an hour of the twelfth. */
const STARTS = [0, 4 * DAY_MS + 17 * HOUR_MS, 11 * DAY_MS + 10 * HOUR_MS + 35 * MINUTE_MS].map((after) => (START + after) as TimeMs)
/** By then every start has had its four thousand candles, and its fifteen whole days for the daily range. */
const LATE = START + 28 * DAY_MS

/** Opinions that hang on every feature: another bit would be another decision. */
const opinions = (since: number): ModelRuntime => ({
  score: (_, vectors) => Promise.resolve(vectors.map(({ asOf, values }) => {
    const known = values.filter((value) => !Number.isNaN(value))
    const share = Math.abs(known.reduce((sum, value, place) => sum + (place + 1) * value, 0)) % 1
    return [asOf < since ? 0.01 : 0.3 + share / 2, 0.1, 0, 240, 20]
  })),
})

interface Told {
  readonly questions: ReadonlyMap<string, string>
  readonly decisions: ReadonlyMap<string, Decision>
  readonly orders: readonly string[]
}

describe.skipIf(!hasData)(`real candles of ${dataFolder} (skipped where they are not)`, () => {
  const home = mkdtempSync(join(tmpdir(), 'haetae-starts-'))
  let archive: SqliteMarketArchive
  beforeAll(async () => {
    await importRecorded(home, NAMES, { from: '2023-01-01', to: '2023-02-04' })
    archive = new SqliteMarketArchive({ folder: openAccountFolder(home, ACCOUNT), accountId: ACCOUNT, program: 'test' })
  }, 60_000)
  afterAll(() => {
    archive.close()
    rmSync(home, { recursive: true })
  })

  /** As if nothing had been archived before: a run would look at it. */
  const archivedSince = (from: TimeMs): SqliteMarketArchive => {
    const spans = async () => (await archive.spans()).map((span) => ({ ...span, firstOpenTime: Math.max(span.firstOpenTime, from) as TimeMs }))
    return new Proxy(archive, { get: (whole, name: keyof SqliteMarketArchive) => (name === 'spans' ? spans : (whole[name] as () => unknown).bind(whole)) })
  }

  async function run(from: TimeMs, runtime: ModelRuntime): Promise<Told> {
    const [questions, decisions, orders] = [new Map<string, string>(), new Map<string, Decision>(), [] as string[]]
    const publish = (changes: readonly Change[]): void => {
      for (const change of changes) {
        if (change.kind === 'forecast-requested') questions.set(change.request.requestId, Buffer.from(change.request.features.values.slice().buffer).toString('hex'))
        if (change.kind === 'decision-made') decisions.set(change.decision.decisionId, change.decision)
        if (change.kind === 'intent-opened' || change.kind === 'fill-booked') orders.push(JSON.stringify(change))
      }
    }
    const config = { ...pinnedStrategy(NAMES, 'expected-value'), featureSet: FEATURE_SET_V1.filter((name) => name !== 'funding_z_30d') }
    const instruments = (await archive.instruments()).filter(({ instrumentId }) => NAMES.some((name) => name === instrumentId))
    await backtest({ archive: archivedSince(from), instruments, config, runtime, from, to: (START + DAYS * DAY_MS) as TimeMs, accountId: ACCOUNT, sessionId: 'starts', publisher: { publish } })
    return { questions, decisions, orders }
  }

  const since = <Value>(all: ReadonlyMap<string, Value>, time: number): [string, Value][] => [...all].filter(([id]) => Number(id.split('/').at(-1)) >= time)

  it('a later start asks the same questions, and with the same account it decides and orders the same', async () => {
    const [whole, ...later] = [await run(STARTS[0]!, opinions(LATE)), await run(STARTS[1]!, opinions(LATE)), await run(STARTS[2]!, opinions(LATE))] as const
    for (const one of later) {
      expect(one.questions.size).toBeGreaterThan(2 * 7 * 288)
      expect(one.questions.size).toBeLessThan(whole.questions.size)
      expect([...one.questions].filter(([id, question]) => whole.questions.get(id) !== question)).toEqual([])
      expect(since(one.questions, LATE)).toHaveLength(since(whole.questions, LATE).length)
      expect(since(one.decisions, LATE)).toEqual(since(whole.decisions, LATE))
      expect(one.orders).toEqual(whole.orders)
    }
    expect(since(whole.decisions, LATE).length).toBe(2 * ((DAYS - 28) * 288 + 1))
    expect(whole.orders.length).toBeGreaterThan(10)
  }, 120_000)

  it('an account with another past values every entry the same', async () => {
    const [whole, late] = [await run(STARTS[0]!, opinions(0)), await run(STARTS[2]!, opinions(0))]
    const worth = ({ long, short, markPrice, features }: Decision): unknown => ({ long, short, markPrice, features })
    const both = since(late.decisions, LATE).map(([id, decision]) => [decision, whole.decisions.get(id)!] as const)
    expect(both.length).toBe(2 * ((DAYS - 28) * 288 + 1))
    expect(both.filter(([{ long }]) => long !== null).length).toBeGreaterThan(2_500)
    expect(both.map(([decision]) => worth(decision))).toEqual(both.map(([, decision]) => worth(decision)))
    // What they hold, and how much they have, is not.
    expect(whole.orders.slice(0, late.orders.length)).not.toEqual(late.orders)
  }, 120_000)
})
