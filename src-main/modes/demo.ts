import type { Candle } from '../../src-shared/domain/candle.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import { Engine } from '../engine/engine.ts'
import { JournalWriter } from '../engine/journal-writer.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import { recover } from '../engine/recovery.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import type { AccountBooks } from './account-books.ts'
import { configure, engineSettings, type Overrides } from './configuration.ts'
import { DecisionKeeper } from './decision-keeper.ts'
import { DemoMarket } from './demo-market.ts'
import { EngineDesk } from './engine-desk.ts'
import { SpeedPacer, type Timer } from './pacer.ts'
import { ASSET, DEPOSIT, SCORING_MS, VENUE, venueSettings } from './paper-account.ts'
import { RecentChanges } from './recent-changes.ts'
import type { RunningMode } from './running-mode.ts'
import { Simulation, type Pacer } from './simulation.ts'
import { VenueKeeper } from './venue-keeper.ts'

/** Features need hours, barriers a day, the daily range fifteen days. */
const WARM_UP_DAYS = 17

export interface DemoParts {
  readonly books: AccountBooks
  readonly clock: Clock
  readonly timer: Timer
  readonly publisher: Publisher
  readonly runtime: ModelRuntime
  readonly seed: number
  readonly edge: 'trend' | 'none'
  readonly speed: number
  readonly overrides?: Overrides
  /** src-main/processes/venue.ts, or its bundle. */
  readonly venueProgram: string
  readonly progress: (text: string) => void
  /** The market stands still until then. */
  readonly holdUntil?: Promise<unknown>
}

/** A seeded market, a venue process with its own book, durable books: the whole loop without network and keys. Starting is recovering. */
export async function startDemo(parts: DemoParts): Promise<RunningMode> {
  const { books, clock, timer, progress } = parts
  const { folder } = books.opening
  const market = await DemoMarket.open({ folder, archive: books.archive, seed: parts.seed, edge: parts.edge, now: clock.now(), progress: (part) => progress(`making 30 days of demo market: ${Math.round(100 * part)} %`) })
  const config = configure({ instruments: market.instruments.map(({ instrumentId }) => instrumentId), ...parts.overrides })
  const settings = engineSettings(config, { accountId: books.opening.accountId, venue: VENUE, asset: ASSET, venueCanBeSilent: true })
  const engine = new Engine(settings)
  const past = new RecentChanges(books.journal.read())
  recover(engine, { instruments: market.instruments, changes: past, candles: await warmUpCandles(books, market, config.decisionIntervalMs), asOf: market.time })
  for (const { instrumentId } of market.instruments) await takeFunding(engine, books, instrumentId, market.time)

  const keeper = new VenueKeeper({ program: parts.venueProgram, accountFolder: folder, accountId: books.opening.accountId, config: venueSettings(parts.seed, config.leverage) })
  const venue = await keeper.connect()
  const pacer = new SpeedPacer(clock, timer, parts.speed)
  const decisions = new DecisionKeeper(books.archive, (error) => report('archive', false, String(error)))
  const publisher: Publisher = {
    publish: (changes) => {
      decisions.publish(changes)
      parts.publisher.publish(changes)
    },
  }
  const simulation = new Simulation({ engine, venue, runtime: parts.runtime, scoringMs: SCORING_MS, journal: new JournalWriter(books.journal, books.fallback), publisher, pacer: keeper.holding(pacer) })
  const push = (event: EngineEvent): Promise<void> => {
    const taken = simulation.push(event)
    pacer.hurry()
    return taken
  }
  const report = (component: string, healthy: boolean, detail: string): void => void push({ kind: 'component-reported', time: engine.state.account.time, component, healthy, detail })
  keeper.attach({ onUnknown: (intentId, detail) => void push({ kind: 'order-outcome-unknown', time: engine.state.account.time, intentId, detail }), onLink: (up) => report('venue', up, up ? '' : 'the venue process does not answer'), reconcile: () => simulation.wantReconcile() })
  parts.publisher.publish([...market.instruments.map((instrument) => ({ kind: 'instrument-accepted' as const, time: market.time, instrument })), ...past.last])
  begin(simulation, engine, books, market.time)
  await simulation.start()
  const desk = new EngineDesk(engine, push)
  desk.becomeReady()
  const ended = (parts.holdUntil ?? Promise.resolve()).then(() => simulation.run(market.events()))
  return { desk, report, ended, stop: () => stop(simulation, pacer, decisions, keeper) }
}

function begin(simulation: Simulation, engine: Engine, books: AccountBooks, marketTime: TimeMs): void {
  const time = Math.max(marketTime, engine.state.account.time) as TimeMs
  const { configHash } = engine.state.settings
  void simulation.push({ kind: 'session-started', time, sessionId: books.sessionId, mode: 'demo', configHash, deposit: { asset: ASSET, amount: DEPOSIT } })
  for (const component of ['journal', 'venue', 'models']) void simulation.push({ kind: 'component-reported', time, component, healthy: true, detail: '' })
  // Play money: a demo trades until somebody stops it, and stays stopped then.
  const isNew = books.journal.lastSequence === 0
  if (isNew) void simulation.push({ kind: 'person-asked', time, request: { kind: 'start-trading', by: 'demo' } })
}

async function stop(simulation: Simulation, pacer: { hurry(): void } & Pacer, decisions: DecisionKeeper, keeper: VenueKeeper): Promise<void> {
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

async function takeFunding(engine: Engine, { archive }: AccountBooks, instrumentId: string, time: TimeMs): Promise<void> {
  const funding = (await archive.funding(instrumentId, (time - DAY_MS) as TimeMs, (time + 1) as TimeMs)).at(-1)
  if (funding) engine.apply({ kind: 'funding-accepted', time: funding.fundingTime, funding })
}

