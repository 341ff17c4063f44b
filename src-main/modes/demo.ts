import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { DAY_MS, HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import { monotonicClock } from '../base/system-clock.ts'
import { Engine } from '../engine/engine.ts'
import { JournalWriter } from '../engine/journal-writer.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import { recover } from '../engine/recovery.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import type { Launcher } from '../supervision/launcher.port.ts'
import type { RemoteVenue } from '../venue/remote/remote-venue.ts'
import type { AccountBooks } from './account-books.ts'
import { ArchiveData } from './archive-data.ts'
import { configureAll, engineSettings, type Overrides } from './configuration.ts'
import { DecisionKeeper } from './decision-keeper.ts'
import { DemoMarket } from './demo-market.ts'
import { EngineDesk } from './engine-desk.ts'
import { CountedJournal } from './counted-journal.ts'
import { modeModels, type ModelChoice } from './model-choices.ts'
import type { MarketPacer } from './pacer.ts'
import { ASSET, DEPOSIT, SCORING_MS, VENUE, venueSettings } from './paper-account.ts'
import { RecentChanges } from './recent-changes.ts'
import type { RunningMode, UnwellPart } from './running-mode.ts'
import { Simulation } from './simulation.ts'
import { TurnMeter } from './turn-meter.ts'
import { VenueKeeper } from './venue-keeper.ts'

/** Averages begin from 4,000 candles before midnight, barriers need a day, the daily range fifteen days. */
const WARM_UP_DAYS = 17
const SHOWN_DECISIONS_MS = 8 * HOUR_MS
/** Funding is judged by its last thirty days. */
const FUNDING_DAYS = 31

export interface DemoParts {
  readonly books: AccountBooks
  readonly clock: Clock
  readonly pacer: MarketPacer
  readonly publisher: Publisher
  /** Is shown the last of what the journal holds, once; the publisher unless told. */
  readonly past?: Publisher
  readonly runtime: ModelRuntime
  /** Which models answer for each strategy, where that is known to be others than those it had: they are open. */
  readonly chosen?: readonly ModelChoice[]
  readonly seed: number
  readonly edge: 'trend' | 'none'
  readonly overrides?: Overrides
  /** An account that is new trades without being told to. */
  readonly trading: boolean
  /** Starts the venue's process. */
  readonly launcher: Launcher
  /** Parts of the program that are not well from the start. */
  readonly unwell?: readonly UnwellPart[]
  readonly progress: (step: DemoStep, part: number | null) => void
  /** The market stands still until then. */
  readonly holdUntil?: Promise<unknown>
}

/** What takes time while a demo starts; a part of 1 where it can be said. */
type DemoStep = 'making-market' | 'recovering' | 'meeting-venue'

/** A seeded market, a venue process with its own book, durable books: the whole loop without network and keys. Starting is recovering. */
export async function startDemo(parts: DemoParts): Promise<RunningMode> {
  const { books, clock, progress } = parts
  const { folder } = books.opening
  const market = await DemoMarket.open({ folder, archive: books.archive, seed: parts.seed, edge: parts.edge, now: clock.now(), progress: (part) => progress('making-market', part) })
  progress('recovering', null)
  const [config, ...others] = configureAll({ instruments: market.instruments.map(({ instrumentId }) => instrumentId), ...parts.overrides })
  const settings = engineSettings(config, { accountId: books.opening.accountId, venue: VENUE, asset: ASSET, venueCanBeSilent: true }, others)
  const engine = new Engine(settings)
  const past = new RecentChanges(books.journal.read())
  const candles = await warmUpCandles(books, market, config.decisionIntervalMs)
  recover(engine, { instruments: market.instruments, changes: past, candles, asOf: market.time })
  for (const { instrumentId } of market.instruments) await takeFunding(engine, books, instrumentId, market.time)

  progress('meeting-venue', null)
  const keeper = new VenueKeeper({ launcher: parts.launcher, accountFolder: folder, accountId: books.opening.accountId, config: venueSettings(parts.seed, config.leverage) })
  const venue = await keeper.connect()
  const shown = parts.past ?? parts.publisher
  shown.publish([...market.instruments.map((instrument) => ({ kind: 'instrument-accepted' as const, time: market.time, instrument })), ...past.last, ...(await lastOfMarket(books, candles, market.time))])
  try {
    return await run(parts, { engine, market, keeper, venue })
  } catch (error) {
    await keeper.close()
    throw error
  }
}

interface Recovered {
  readonly engine: Engine
  readonly market: DemoMarket
  readonly keeper: VenueKeeper
  readonly venue: RemoteVenue
}

async function run(parts: DemoParts, { engine, market, keeper, venue }: Recovered): Promise<RunningMode> {
  const { books, pacer } = parts
  const decisions = new DecisionKeeper(books.archive, (error) => report('archive', false, String(error)))
  const journal = new CountedJournal(books.journal, books.journal.lastSequence)
  const meter = new TurnMeter(monotonicClock)
  const publisher: Publisher = {
    publish: (changes) => {
      decisions.publish(changes)
      pacer.publish(changes)
      parts.publisher.publish(changes)
    },
  }
  const simulation = new Simulation({ engine, venue, runtime: parts.runtime, scoringMs: SCORING_MS, journal: new JournalWriter(journal, books.fallback), publisher, pacer: keeper.holding(pacer), meter })
  const push = (event: EngineEvent): Promise<void> => {
    const taken = simulation.push(event)
    pacer.hurry()
    return taken
  }
  const report = (component: string, healthy: boolean, detail: string): void => void push({ kind: 'component-reported', time: engine.state.account.time, component, healthy, detail })
  keeper.attach({ onUnknown: (intentId, detail) => void push({ kind: 'order-outcome-unknown', time: engine.state.account.time, intentId, detail }), onLink: (up) => report('venue', up, up ? '' : 'the venue process does not answer'), reconcile: () => simulation.wantReconcile() })
  begin(simulation, engine, market.time, parts)
  await simulation.start()
  const desk = new EngineDesk(engine, push, 'demo')
  desk.becomeReady()
  const ended = (parts.holdUntil ?? Promise.resolve()).then(() => simulation.run(market.events()))
  return {
    desk, data: new ArchiveData({ engine, archive: books.archive, decisions, runtime: parts.runtime }), report, ended,
    models: modeModels(engine, parts.runtime, push),
    pace: { view: () => ({ ...pacer.pace, from: null, to: null }), wish: (wish) => pacer.wish(wish) },
    vitals: () => ({ turnMs: meter.medianMs, journalSequence: journal.sequence, journalledAt: journal.writtenAt }),
    stop: () => stop(simulation, pacer, decisions, keeper),
  }
}

function begin(simulation: Simulation, engine: Engine, marketTime: TimeMs, { books, trading, unwell = [], chosen = [] }: DemoParts): void {
  const time = Math.max(marketTime, engine.state.account.time) as TimeMs
  const { configHash } = engine.state.settings
  void simulation.push({ kind: 'session-started', time, sessionId: books.sessionId, mode: 'demo', configHash, deposit: { asset: ASSET, amount: DEPOSIT } })
  for (const component of ['journal', 'venue', 'models']) void simulation.push({ kind: 'component-reported', time, component, healthy: true, detail: '' })
  for (const { component, detail } of unwell) void simulation.push({ kind: 'component-reported', time, component, healthy: false, detail })
  for (const choice of chosen) void simulation.push({ kind: 'models-chosen', time, ...choice })
  // Whether an account that is there already trades is in its journal.
  const isNew = books.journal.lastSequence === 0
  if (isNew && trading) void simulation.push({ kind: 'person-asked', time, request: { kind: 'start-trading', by: 'demo' } })
}

async function stop(simulation: Simulation, pacer: MarketPacer, decisions: DecisionKeeper, keeper: VenueKeeper): Promise<void> {
  simulation.stop()
  pacer.hurry()
  await simulation.ended
  await decisions.settled()
  await keeper.close()
}

/** Of all instruments, ascending by close time. */
async function warmUpCandles({ archive }: AccountBooks, { instruments, time }: DemoMarket, intervalMs: number): Promise<readonly Candle[]> {
  const from = (time - WARM_UP_DAYS * DAY_MS) as TimeMs
  const all = await Promise.all(instruments.map(({ instrumentId }) => archive.candles(instrumentId, intervalMs, from, time)))
  return all.flat().toSorted((a, b) => a.closeTime - b.closeTime)
}

/** What windows show of the market before the engine goes on with it. */
async function lastOfMarket({ archive }: AccountBooks, candles: readonly Candle[], time: TimeMs): Promise<readonly Change[]> {
  const decisions = await archive.decisions((time - SHOWN_DECISIONS_MS) as TimeMs, (time + 1) as TimeMs)
  return [
    ...candles.filter(({ closeTime }) => closeTime >= time - DAY_MS).map((candle) => ({ kind: 'candle-accepted' as const, time: candle.closeTime, candle })),
    ...decisions.map((decision) => ({ kind: 'decision-made' as const, time: decision.asOf, decision })),
  ]
}

async function takeFunding(engine: Engine, { archive }: AccountBooks, instrumentId: string, time: TimeMs): Promise<void> {
  const settlements = await archive.funding(instrumentId, (time - FUNDING_DAYS * DAY_MS) as TimeMs, (time + 1) as TimeMs)
  for (const funding of settlements) engine.apply({ kind: 'funding-accepted', time: funding.fundingTime, funding })
}

