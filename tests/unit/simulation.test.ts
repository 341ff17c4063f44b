import { expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import type { MarketEvent } from '../../src-shared/domain/event.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { JournalWriter } from '../../src-main/engine/journal-writer.ts'
import { configure, engineSettings } from '../../src-main/modes/configuration.ts'
import type { SourceEvent } from '../../src-main/modes/market-source.ts'
import { forgetfulJournal } from '../../src-main/modes/memory-journal.ts'
import { Simulation } from '../../src-main/modes/simulation.ts'
import type { TimedVenue } from '../../src-main/venue/timed-venue.port.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { instrumentNamed } from '../support/instruments.ts'
import { through } from '../support/rigs.ts'
import { ACCOUNT, listed, marked, path, plainSettings, T0 } from '../support/venue-cases.ts'

const NAMES = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']
const OPEN = T0 - (T0 % 300_000)
const CLOSE = OPEN + 300_000

const newEngine = (): Engine => new Engine(engineSettings(configure({ instruments: NAMES }), { accountId: ACCOUNT, venue: 'sim', asset: 'USDT', venueCanBeSilent: true }))

const simulationOf = (engine: Engine, venue: TimedVenue, publish: (changes: readonly Change[]) => void): Simulation => new Simulation({
  engine, venue, runtime: { score: async () => [] }, scoringMs: 40, journal: new JournalWriter(forgetfulJournal, forgetfulJournal), publisher: { publish },
})

/** What the engine says to a market that tells these events. */
const changesAfter = (...instants: readonly (readonly SourceEvent[])[]): Promise<readonly Change[]> => changesOf(new SimulatedVenue(plainSettings), instants)

async function changesOf(venue: TimedVenue, instants: readonly (readonly SourceEvent[])[]): Promise<readonly Change[]> {
  const changes: Change[] = []
  async function* source(): AsyncGenerator<readonly SourceEvent[]> {
    for (const events of [NAMES.map((name) => listed(instrumentNamed(name))), ...instants]) yield events
  }
  await simulationOf(newEngine(), venue, (published) => void changes.push(...published)).run(source())
  return changes
}

const opening = (name: string): SourceEvent[] => [marked(OPEN, 60_000, name), path(OPEN, [60_000, 99_000, 11_000, 44_000], name)]
const closing = (name: string): MarketEvent => ({ kind: 'candle-closed', time: CLOSE as never, candle: (path(OPEN, [60_000, 99_000, 11_000, 44_000], name)).candle })
const acceptedIn = (changes: readonly Change[]) => changes.flatMap((change) => (change.kind === 'candle-accepted' ? [change.candle.instrumentId] : []))

it('shows the engine nothing of a candle before it closes', async () => {
  const changes = await changesAfter(opening('BTCUSDT'))
  expect(changes.filter(({ kind }) => kind !== 'instrument-accepted')).toEqual([{ kind: 'price-accepted', time: OPEN, mark: expect.objectContaining({ mark: 60_000_00 }) }])
  expect(acceptedIn(await changesAfter(opening('BTCUSDT'), [closing('BTCUSDT')]))).toEqual(['BTCUSDT'])
})

it('gives the engine every candle that closes at one instant', async () => {
  expect(acceptedIn(await changesAfter(NAMES.flatMap(opening), NAMES.map(closing)))).toEqual(NAMES)
})

it('tells trades of others to the venue alone, and how the source is to the engine alone', async () => {
  const venue = new SimulatedVenue(plainSettings)
  const heard: string[] = []
  const watched = through(venue, { market: (event) => {
    heard.push(event.kind)
    venue.market(event)
  } })
  const changes = await changesOf(watched, [
    [marked(OPEN, 60_000)],
    [{ kind: 'trade-printed', time: (OPEN + 1) as never, instrumentId: 'BTCUSDT', price: 1 as never, quantity: 1 as never, isBuyerMaker: true }],
    [{ kind: 'component-reported', time: (OPEN + 2) as never, component: 'market-data', healthy: false, detail: 'silent' }, { kind: 'woken', time: (OPEN + 2) as never }],
  ])
  expect(heard).toEqual(['instrument-listed', 'instrument-listed', 'instrument-listed', 'price-marked', 'trade-printed'])
  expect(changes.map(({ kind }) => kind)).toEqual(['instrument-accepted', 'instrument-accepted', 'instrument-accepted', 'price-accepted', 'component-marked'])
})

it('lets an answer come after its question, though the candle came late', async () => {
  const engine = newEngine()
  const question = { requestId: 'r', strategyId: 's', modelIds: { long: 'm', short: 'm' }, features: { instrumentId: 'BTCUSDT', asOf: CLOSE, values: new Float64Array() } }
  const arrived: number[] = []
  const simulation = simulationOf(engine, new SimulatedVenue(plainSettings), (changes) => {
    for (const change of changes) if (change.kind === 'forecast-refused') arrived.push(change.time)
  })
  const step = engine.step.bind(engine)
  engine.step = (event, changes) => {
    const told = changes ?? []
    if (event.kind === 'woken') told.push({ kind: 'forecast-requested', time: event.time, request: question as never })
    return step(event, told)
  }
  async function* source(): AsyncGenerator<readonly SourceEvent[]> {
    yield [{ kind: 'woken', time: (CLOSE + 900) as never }]
  }
  await simulation.run(source())
  expect(arrived).toEqual([CLOSE + 940])
})

it('does what somebody asks before the market goes on, or after, but never as if it were before', async () => {
  const engine = newEngine()
  const venue = new SimulatedVenue(plainSettings)
  const story: [string, number][] = []
  const watched = through(venue, { market: (event) => {
    story.push([event.kind, event.time])
    venue.market(event)
  } })
  let hasSpoken = false
  // He speaks while the market's time has not come, and again as soon as he is answered.
  const speaking = async (): Promise<void> => void ask('start-trading').then(() => ask('stop-trading'))
  const simulation = new Simulation({
    engine, venue: watched, runtime: { score: async () => [] }, scoringMs: 40, journal: new JournalWriter(forgetfulJournal, forgetfulJournal),
    pacer: { until: (time) => (hasSpoken || time < OPEN + 1_000 ? undefined : ((hasSpoken = true), speaking())) },
    publisher: { publish: (changes) => { for (const { kind, time } of changes) if (kind === 'trading-switched') story.push([kind, time]) } },
  })
  const ask = (kind: 'start-trading' | 'stop-trading'): Promise<void> => simulation.push({ kind: 'person-asked', time: engine.state.account.time, request: { kind, by: 'somebody' } })
  async function* source(): AsyncGenerator<readonly SourceEvent[]> {
    yield NAMES.map((name) => listed(instrumentNamed(name)))
    yield [marked(OPEN, 60_000)]
    yield [marked(OPEN + 1_000, 60_001)]
    yield [marked(OPEN + 2_000, 60_002)]
  }
  await simulation.run(source())
  expect(story.filter(([kind]) => kind === 'trading-switched')).toHaveLength(2)
  expect(story.slice(NAMES.length).map(([, time]) => time)).toEqual(story.slice(NAMES.length).map(([, time]) => time).toSorted((a, b) => a - b))
})
