import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { MarketEvent } from '../../src-shared/domain/event.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { recover } from '../../src-main/engine/recovery.ts'
import { FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import { configure, engineSettings } from '../../src-main/modes/configuration.ts'
import { forgetfulJournal } from '../../src-main/modes/memory-journal.ts'
import { ASSET, VENUE } from '../../src-main/modes/paper-account.ts'
import { backtest, replay, type RecordedRun } from '../../src-main/modes/recorded-run.ts'
import { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'

// Averages begin from two weeks of candles; the thirty days of funding would need more than is recorded here.
const DAYS = 19
const FEATURES = FEATURE_SET_V1.filter((name) => name !== 'funding_z_30d')

/** Opinions that hang on every feature: another bit would be another decision. */
const runtime: ModelRuntime = {
  score: (_, vectors) => Promise.resolve(vectors.map(({ values }) => {
    const known = values.filter((value) => !Number.isNaN(value))
    const share = Math.abs(known.reduce((sum, value, place) => sum + (place + 1) * value, 0)) % 1
    return [0.3 + share / 2, 0.1, 0, 240, 20]
  })),
}

let recording: Recording
beforeAll(async () => {
  recording = await record(DAYS, 3)
}, 60_000)
afterAll(() => recording.close())

async function run(heard: (changes: readonly Change[]) => void = () => undefined): Promise<RecordedRun> {
  const shipped = await recording.run()
  return { ...shipped, runtime, config: { ...shipped.config, featureSet: FEATURES }, publisher: { publish: heard } }
}

/** By question, as text: what the models were asked. */
const questionsInto = (questions: Map<string, string>) => (changes: readonly Change[]): void => {
  for (const change of changes) if (change.kind === 'forecast-requested') questions.set(change.request.requestId, JSON.stringify(Array.from(change.request.features.values, String)))
}

it('back-test and replay are one, and what comes first at a close changes no question', async () => {
  const [asked, turned] = [new Map<string, string>(), new Map<string, string>()]
  const first = await backtest(await run(questionsInto(asked)))
  const second = await replay(await run(), { journal: forgetfulJournal, fallback: forgetfulJournal })
  expect([second.decisionHash, second.orderHash]).toEqual([first.decisionHash, first.orderHash])
  expect(first.trades).toBeGreaterThan(0)
  // Until the first midnight after 4,000 candles nothing is asked, then at every close of each instrument.
  expect(first.decisions).toBe(3 * (DAYS - 14) * 288)
  const other = await run(questionsInto(turned))
  await backtest({ ...other, instruments: other.instruments.toReversed() })
  expect(turned.size).toBe(asked.size)
  expect([...asked].filter(([id, question]) => turned.get(id) !== question)).toEqual([])
}, 120_000)

it('a start in the middle asks what a run from the beginning asks', () => {
  const market = new SeededMarket({ seed: 3, startTime: (20_000 * DAY_MS) as TimeMs, instruments: 2 })
  const { candles, funding } = market.history((market.time + 34 * DAY_MS) as TimeMs)
  const config = { ...configure({ instruments: market.instruments.map(({ instrumentId }) => instrumentId) }), featureSet: FEATURE_SET_V1 }
  const settings = engineSettings(config, { accountId: ACCOUNT, venue: VENUE, asset: ASSET, venueCanBeSilent: true })
  const [whole, late] = [new Engine(settings), new Engine(settings)]
  recover(whole, { instruments: market.instruments, changes: [], candles: [], asOf: market.time })
  for (const event of inOrder(candles, funding)) whole.step(event)
  recover(late, { instruments: market.instruments, changes: [], candles: candles.filter(({ openTime }) => openTime >= market.time - 17 * DAY_MS), asOf: market.time })
  for (const rate of funding.filter(({ fundingTime }) => fundingTime >= market.time - 31 * DAY_MS)) late.apply({ kind: 'funding-accepted', time: rate.fundingTime, funding: rate })
  const [first, second] = [new Map<string, string>(), new Map<string, string>()]
  for (let step = 0; step < 3 * 720; step++) {
    for (const event of market.step()) {
      questionsInto(first)(whole.step(event))
      questionsInto(second)(late.step(event))
    }
  }
  expect(first.size).toBe(2 * 36)
  expect(second).toEqual(first)
}, 60_000)

function inOrder(candles: readonly Candle[], settlements: readonly FundingRate[]): MarketEvent[] {
  const events: MarketEvent[] = [
    ...candles.map((candle): MarketEvent => ({ kind: 'candle-closed', time: candle.closeTime, candle })),
    ...settlements.map((funding): MarketEvent => ({ kind: 'funding-settled', time: funding.fundingTime, funding })),
  ]
  return events.toSorted((a, b) => a.time - b.time)
}
