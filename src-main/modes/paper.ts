import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Timer } from '../base/timer.port.ts'
import { monotonicClock } from '../base/system-clock.ts'
import { Engine } from '../engine/engine.ts'
import { JournalWriter } from '../engine/journal-writer.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import { recover } from '../engine/recovery.ts'
import { isInCare } from '../engine/settle.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import type { Launcher } from '../supervision/launcher.port.ts'
import { readVenueBook } from '../storage/venue-book.ts'
import type { RemoteVenue } from '../venue/remote/remote-venue.ts'
import { venueFolder } from '../venue/remote/venue-place.ts'
import type { VenueBook, VenueHistory, VenueState } from '../venue/simulated/venue-state.ts'
import type { AccountBooks } from './account-books.ts'
import { ArchiveData } from './archive-data.ts'
import { engineSettings } from './configuration.ts'
import { CountedJournal } from './counted-journal.ts'
import { DecisionKeeper } from './decision-keeper.ts'
import { EngineDesk } from './engine-desk.ts'
import { ASSET, DEPOSIT, paperVenueSettings, SCORING_MS, VENUE } from './paper-account.ts'
import { modeModels, type ModelChoice } from './model-choices.ts'
import type { PaperMarket } from './paper-market.ts'
import { PaperSource, type Missed } from './paper-source.ts'
import { PricedVenue } from './priced-venue.ts'
import { RecentChanges } from './recent-changes.ts'
import type { RunningMode, UnwellPart } from './running-mode.ts'
import { Simulation } from './simulation.ts'
import { TurnMeter } from './turn-meter.ts'
import { VenueKeeper } from './venue-keeper.ts'
import { marketPast, warmUp, type MarketPast } from './warm-up.ts'

export interface PaperParts {
  readonly books: AccountBooks
  readonly market: PaperMarket
  /** In the order in which they decide. */
  readonly configs: readonly [StrategyConfig, ...StrategyConfig[]]
  readonly clock: Clock
  readonly timer: Timer
  readonly publisher: Publisher
  /** Is shown the last of what journal and archive hold. */
  readonly past: Publisher
  readonly runtime: ModelRuntime
  /** Which models answer for each strategy, where that is known to be others than those it had: they are open. */
  readonly chosen?: readonly ModelChoice[]
  /** An account that is new trades without being told to. */
  readonly trading: boolean
  readonly launcher: Launcher
  readonly unwell: readonly UnwellPart[]
  readonly progress: (step: 'reaching-venue' | 'filling-candles' | 'recovering' | 'meeting-venue', part: number | null) => void
  /** The venue could not be reached: what is held is shown, and it is tried again. */
  readonly onUnreached: (detail: string) => void
  readonly onMissed: (missed: Missed) => void
}

/** The books know of a later time than the venue: two clocks differ, or the venue is another. */
export class VenueBehind extends Error {
  override readonly name = 'VenueBehind'
  readonly minutes: number

  constructor(behindMs: number) {
    super(`the venue's clock is ${Math.ceil(behindMs / 60_000)} minutes behind the newest entry of the books`)
    this.minutes = Math.ceil(behindMs / 60_000)
  }
}

const BEHIND_MS_MAX = 60_000
const SHOWN_DECISIONS_MS = 8 * HOUR_MS

/** Live prices, a simulated venue with a book of its own, durable books. Nothing in it can send an order to a real venue. Starting is recovering. */
export async function startPaper(parts: PaperParts): Promise<RunningMode> {
  const { books, market, configs, progress } = parts
  progress('reaching-venue', null)
  const unreached = await market.fill((part) => progress('filling-candles', part))
  if (unreached !== undefined) parts.onUnreached(unreached)
  progress('recovering', null)
  const [config, ...alongside] = configs
  const engine = new Engine(engineSettings(config, { accountId: books.opening.accountId, venue: VENUE, asset: ASSET, venueCanBeSilent: true }, alongside))
  const past = new RecentChanges(books.journal.read())
  const now = (unreached === undefined ? market.now : undefined) ?? (await lastKnown(books, config.decisionIntervalMs)) ?? parts.clock.now()
  const instruments = await books.archive.instruments()
  market.note({ kind: 'beginning', accountId: books.opening.accountId, sessionId: books.sessionId, configs, now, instruments, changes: books.journal.lastSequence, venueBook: bookOf(books) })
  recover(engine, { instruments, changes: past, candles: [], asOf: now })
  const behindMs = engine.state.account.time - now
  if (unreached === undefined && behindMs > BEHIND_MS_MAX) throw new VenueBehind(behindMs)
  parts.past.publish([...listed(instruments, now), ...past.last])
  await learn(parts, engine, now)

  progress('meeting-venue', null)
  const keeper = new VenueKeeper({ launcher: parts.launcher, accountFolder: books.opening.folder, accountId: books.opening.accountId, config: paperVenueSettings(config.leverage) })
  const venue = await keeper.connect()
  try {
    return await new PaperRun(parts, { engine, keeper, venue, unreached, now }).start()
  } catch (error) {
    await keeper.close()
    throw error
  }
}

/** As the venue's process has it, or will have it when it is started. */
function bookOf({ opening: { folder, accountId, program } }: AccountBooks): VenueBook | null {
  const stored = readVenueBook({ folder: venueFolder(folder), accountId, program })
  return stored ? { state: JSON.parse(stored.state) as VenueState, history: stored.history as VenueHistory } : null
}

const listed = (instruments: readonly Instrument[], time: TimeMs): Change[] => instruments.map((instrument) => ({ kind: 'instrument-accepted', time, instrument }))

/** The end of the newest candle that there is; undefined where there is none. */
async function lastKnown({ archive }: AccountBooks, intervalMs: number): Promise<TimeMs | undefined> {
  const ends = (await archive.spans()).filter((span) => span.intervalMs === intervalMs).map(({ lastOpenTime }) => lastOpenTime + intervalMs)
  return ends.length === 0 ? undefined : (Math.max(...ends) as TimeMs)
}

/** The newest time that is in the books of an account, its simulated venue's among them; undefined where nothing is. */
export function newestTime(books: AccountBooks): TimeMs | undefined {
  let newest: number = bookOf(books)?.state.time ?? 0
  for (const { time } of books.journal.read()) newest = Math.max(newest, time)
  return newest === 0 ? undefined : (newest as TimeMs)
}

/** Lets engine and windows know the market as the archive has it, beyond what they know. */
async function learn({ books, configs, past, market }: PaperParts, engine: Engine, now: TimeMs): Promise<void> {
  const instruments = await books.archive.instruments()
  const known = await marketPast(books.archive, instruments, configs, now)
  market.note({ kind: 'learned', now, past: known })
  know(engine, known, now)
  const { candles } = known
  const decisions = await books.archive.decisions((now - SHOWN_DECISIONS_MS) as TimeMs, (now + 1) as TimeMs)
  past.publish([
    ...listed(instruments, now),
    ...candles.filter(({ closeTime }) => closeTime >= now - DAY_MS).map((candle) => ({ kind: 'candle-accepted' as const, time: candle.closeTime, candle })),
    ...decisions.map((decision) => ({ kind: 'decision-made' as const, time: decision.asOf, decision })),
  ])
}

/** The same for a session that is run again. */
export function know(engine: Engine, past: MarketPast, now: TimeMs): void {
  for (const instrument of past.instruments) engine.apply({ kind: 'instrument-accepted', time: now, instrument })
  warmUp(engine, past, now)
}

interface Recovered {
  readonly engine: Engine
  readonly keeper: VenueKeeper
  readonly venue: RemoteVenue
  readonly unreached: string | undefined
  readonly now: TimeMs
}

/** The parts of a recovered account at work around one loop. */
class PaperRun {
  readonly #parts: PaperParts
  readonly #recovered: Recovered
  readonly #decisions: DecisionKeeper
  readonly #journal: CountedJournal
  readonly #meter = new TurnMeter(monotonicClock)
  readonly #priced: PricedVenue
  readonly #simulation: Simulation
  readonly #source: PaperSource
  #fills = 0

  constructor(parts: PaperParts, recovered: Recovered) {
    const { books, market, timer } = parts
    const { engine, venue, unreached } = recovered
    this.#parts = parts
    this.#recovered = recovered
    this.#decisions = new DecisionKeeper(books.archive, (error) => this.#report('archive', false, String(error)))
    this.#journal = new CountedJournal(books.journal, books.journal.lastSequence)
    this.#priced = new PricedVenue(venue, (instrumentId) => isInCare(engine.state, instrumentId))
    this.#simulation = new Simulation({
      engine, venue: this.#priced, runtime: parts.runtime, scoringMs: SCORING_MS, journal: new JournalWriter(this.#journal, books.fallback),
      publisher: { publish: (changes) => this.#publish(changes) }, pacer: recovered.keeper.holding({ until: () => undefined }), meter: this.#meter,
    })
    this.#source = new PaperSource({
      market, engine, archive: books.archive, timer, unreached, venueTime: () => venue.time,
      learn: (now) => learn(parts, engine, now),
      fills: () => this.#fills, onMissed: parts.onMissed,
      onArchiveFailure: (error) => this.#report('archive', false, String(error)),
    })
  }

  async start(): Promise<RunningMode> {
    const { books, market, runtime } = this.#parts
    const { engine, keeper } = this.#recovered
    keeper.attach({
      onUnknown: (intentId, detail) => void this.#push({ kind: 'order-outcome-unknown', time: engine.state.account.time, intentId, detail }),
      onLink: (up) => this.#report('venue', up, up ? '' : 'the venue process does not answer'), reconcile: () => this.#reconcile(),
    })
    this.#begin()
    await this.#simulation.start()
    market.note({ kind: 'started' })
    const desk = new EngineDesk(engine, (event) => this.#push(event), 'paper')
    desk.becomeReady()
    const ended = this.#simulation.run(this.#source.events())
    return {
      desk, ended, data: new ArchiveData({ engine, archive: books.archive, decisions: this.#decisions, runtime }), report: (...told) => this.#report(...told),
      models: modeModels(engine, runtime, (event) => this.#push(event)),
      pace: { view: () => ({ speed: 1, paused: false, from: null, to: null }) },
      vitals: () => ({ turnMs: this.#meter.medianMs, journalSequence: this.#journal.sequence, journalledAt: this.#journal.writtenAt }),
      feed: () => market.view(), stop: () => this.#stop(),
    }
  }

  #begin(): void {
    const { books, trading, unwell, chosen = [] } = this.#parts
    const { engine, now } = this.#recovered
    const time = Math.max(now, engine.state.account.time) as TimeMs
    const { configHash } = engine.state.settings
    const isNew = books.journal.lastSequence === 0
    void this.#push({ kind: 'session-started', time, sessionId: books.sessionId, mode: 'paper', configHash, deposit: { asset: ASSET, amount: DEPOSIT } })
    for (const component of ['journal', 'venue', 'models']) void this.#push({ kind: 'component-reported', time, component, healthy: true, detail: '' })
    // The feed says when its data can be traded on.
    for (const { component, detail } of [{ component: 'market-data', detail: 'connecting' }, ...unwell]) void this.#push({ kind: 'component-reported', time, component, healthy: false, detail })
    for (const choice of chosen) void this.#push({ kind: 'models-chosen', time, ...choice })
    if (isNew && trading) void this.#push({ kind: 'person-asked', time, request: { kind: 'start-trading', by: 'paper' } })
  }

  #publish(changes: readonly Change[]): void {
    for (const { kind } of changes) if (kind === 'fill-booked') this.#fills++
    this.#decisions.publish(changes)
    this.#parts.publisher.publish(changes)
  }

  #push(event: EngineEvent): Promise<void> {
    this.#parts.market.note({ kind: 'pushed', event, heard: this.#priced.heard })
    return this.#simulation.push(event)
  }

  #report(component: string, healthy: boolean, detail: string): void {
    void this.#push({ kind: 'component-reported', time: this.#recovered.engine.state.account.time, component, healthy, detail })
  }

  #reconcile(): void {
    this.#parts.market.note({ kind: 'reconciling', time: this.#recovered.engine.state.account.time, heard: this.#priced.heard })
    this.#priced.forget()
    this.#simulation.wantReconcile()
  }

  /** What is on its way to the venue arrives there: the market goes on without us. */
  async #stop(): Promise<void> {
    const { keeper, venue, engine } = this.#recovered
    const { market } = this.#parts
    this.#simulation.stop()
    this.#source.stop()
    await this.#simulation.ended
    market.note({ kind: 'stopped', time: engine.state.account.time, heard: this.#priced.heard })
    await market.closeRecord()
    await venue.advance(engine.state.account.time)
    await this.#decisions.settled()
    await keeper.close()
  }
}
