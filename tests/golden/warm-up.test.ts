import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import { DAY_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import { forgetfulJournal } from '../../src-main/modes/memory-journal.ts'
import { backtest, replay, type RecordedRun } from '../../src-main/modes/recorded-run.ts'
import { record, type Recording } from '../support/recorded.ts'

/** Thirty days of funding are looked back on, and some more go by before the run. */
const [DAYS, BEFORE] = [36, 34]
const runtime: ModelRuntime = { score: (_, vectors) => vectors.map(() => [0.4, 0.1, 0, 240, 20]) }

let recording: Recording
beforeAll(async () => {
  recording = await record(DAYS, 2)
}, 60_000)
afterAll(() => recording.close())

/** What is asked from a day of the record on, and at which close first. */
async function asked(from: number, go: (run: RecordedRun) => Promise<unknown>): Promise<ReadonlyMap<string, string>> {
  const questions = new Map<string, string>()
  const heard = (changes: readonly Change[]): void => {
    for (const change of changes) {
      if (change.kind === 'forecast-requested' && change.request.features.asOf > from) questions.set(change.request.requestId, JSON.stringify(Array.from(change.request.features.values, String)))
    }
  }
  const shipped = await recording.run()
  await go({ ...shipped, runtime, config: { ...shipped.config, featureSet: FEATURE_SET_V1 }, from: from as TimeMs, publisher: { publish: heard } })
  return questions
}

it('a run that begins in the middle of the archive decides from its first close on, and as one from the beginning does', async () => {
  const { from: start } = await recording.run()
  const middle = start + BEFORE * DAY_MS + 7 * 5 * MINUTE_MS
  const long = await asked(middle, (run) => backtest({ ...run, from: start }))
  const late = await asked(middle, (run) => backtest(run))
  const watched = await asked(middle, (run) => replay(run, { journal: forgetfulJournal, fallback: forgetfulJournal }))
  expect(late.size).toBe(2 * ((DAYS - BEFORE) * 288 - 7))
  expect([...late]).toEqual([...long])
  expect([...watched]).toEqual([...long])
  // Within a candle: the one that is under way is part of the past, and not missing.
  const within = await asked(middle - 2 * MINUTE_MS, (run) => backtest(run))
  expect([...within]).toEqual([...long])
}, 120_000)
