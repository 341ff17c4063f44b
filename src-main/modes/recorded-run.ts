import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { monotonicClock } from '../base/system-clock.ts'
import { Engine } from '../engine/engine.ts'
import { JournalWriter, type FallbackJournal } from '../engine/journal-writer.ts'
import type { Journal } from '../engine/journal.port.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import type { MarketReads } from '../market-data/candle-archive.port.ts'
import { OutcomeRecorder, type Outcome } from '../reports/outcome.ts'
import { RecordedSource, type RecordedFunding, type RecordedPaths } from '../venue/recorded/recorded-source.ts'
import { SimulatedVenue } from '../venue/simulated/simulated-venue.ts'
import type { VenueSettings } from '../venue/simulated/venue-state.ts'
import { ArchiveData } from './archive-data.ts'
import { breathing } from './breathing.ts'
import { engineSettings } from './configuration.ts'
import { EngineDesk } from './engine-desk.ts'
import { forgetfulJournal } from './memory-journal.ts'
import { ASSET, DEPOSIT, SCORING_MS, VENUE, venueSettings } from './paper-account.ts'
import { CountedJournal } from './counted-journal.ts'
import { DecisionKeeper, type DecisionArchive } from './decision-keeper.ts'
import type { MarketPacer } from './pacer.ts'
import type { MarketSource } from './market-source.ts'
import type { RunningMode, UnwellPart } from './running-mode.ts'
import { ScoredAhead } from './scored-ahead.ts'
import { Simulation, type Pacer } from './simulation.ts'
import { TurnMeter } from './turn-meter.ts'
import { marketPast, warmUp } from './warm-up.ts'

export interface RecordedRun {
  readonly archive: MarketReads
  readonly instruments: readonly Instrument[]
  readonly config: StrategyConfig
  /** Strategies that trade on the same account, each after the ones before it. */
  readonly alongside?: readonly StrategyConfig[]
  readonly runtime: ModelRuntime
  /** Candles with from ≤ openTime < to. */
  readonly from: TimeMs
  readonly to: TimeMs
  readonly accountId: string
  readonly sessionId: string
  readonly publisher?: Publisher
  /** One more who watches, and may look at the engine while doing so. */
  readonly recorder?: (engine: Engine) => Publisher
  /** 'backtest' unless told. */
  readonly mode?: string
  /** Trades from the first candle unless told not to. */
  readonly trading?: boolean
  /** Parts of the program that are not well from the start. */
  readonly unwell?: readonly UnwellPart[]
  /** The paper account's unless told. */
  readonly venue?: VenueSettings
  readonly cancelled?: () => boolean
  /** Unless told not to. */
  readonly decisionHash?: boolean
}

export interface RecordedOutcome extends Outcome {
  readonly configHash: string
  readonly fundingSources: readonly RecordedFunding[]
  readonly paths: readonly RecordedPaths[]
  /** Positions still open when the record ended. They are in no sum. */
  readonly openAtEnd: number
}

/** Keeps no books and scores ahead in batches: as fast as possible. With null nothing is scored ahead, which is for models whose answers are at hand. */
export async function backtest(run: RecordedRun, batchSize: number | null = 512): Promise<RecordedOutcome> {
  const books = { journal: forgetfulJournal, fallback: forgetfulJournal }
  if (batchSize === null) return simulate(run, { ...books, through: breathing })
  const ahead = new ScoredAhead(await knowingEngine(run), run.runtime, batchSize)
  return simulate({ ...run, runtime: ahead }, { ...books, through: (record) => ahead.events(record) })
}

/** Scores one close at a time, keeps real books and runs at the wanted speed. */
export async function replay(run: RecordedRun, books: Books, pacer?: Pacer): Promise<RecordedOutcome> {
  return simulate(run, books, pacer)
}

export interface Books {
  readonly journal: Journal
  readonly fallback: FallbackJournal
  /** What stands between the record and the loop. */
  readonly through?: (record: MarketSource) => MarketSource
}

const settingsOf = ({ config, alongside, accountId }: RecordedRun): ReturnType<typeof engineSettings> => engineSettings(config, { accountId, venue: VENUE, asset: ASSET, venueCanBeSilent: true }, alongside)

/** An engine that knows what came before the run, as far as decisions look back and the archive reaches. */
async function knowingEngine(run: RecordedRun): Promise<Engine> {
  const engine = new Engine(settingsOf(run))
  warmUp(engine, await marketPast(run.archive, run.instruments, [run.config, ...(run.alongside ?? [])], run.from), run.from)
  return engine
}

const openRecord = ({ archive, instruments, config, from, to }: RecordedRun): Promise<RecordedSource> =>
  RecordedSource.open({ archive, instruments, intervalMs: config.decisionIntervalMs, from, to })

async function simulate(run: RecordedRun, books: Books, pacer?: Pacer): Promise<RecordedOutcome> {
  const { engine, simulation, outcome, record } = await prepare(run, books, pacer)
  await simulation.run(books.through?.(record.events()) ?? record.events(), run.cancelled)
  return { ...outcome.outcome(), configHash: engine.state.settings.configHash, fundingSources: record.funding, paths: record.paths, openAtEnd: engine.state.ledger.trades.size }
}

interface Prepared {
  readonly engine: Engine
  readonly simulation: Simulation
  readonly outcome: OutcomeRecorder
  readonly record: RecordedSource
  readonly meter: TurnMeter
}

/** An engine at the beginning of a record, reconciled and allowed to trade. */
async function prepare(run: RecordedRun, { journal, fallback }: Books, pacer?: Pacer): Promise<Prepared> {
  const { config, runtime, publisher } = run
  const engine = await knowingEngine(run)
  const outcome = new OutcomeRecorder(run)
  const venue = new SimulatedVenue(run.venue ?? venueSettings(1, config.leverage))
  const record = await openRecord(run)
  const recorder = run.recorder?.(engine)
  const publish: Publisher['publish'] = (changes) => {
    outcome.publish(changes)
    recorder?.publish(changes)
    publisher?.publish(changes)
  }
  const meter = new TurnMeter(monotonicClock)
  const simulation = new Simulation({ engine, venue, runtime, scoringMs: SCORING_MS, journal: new JournalWriter(journal, fallback), publisher: { publish }, ...(pacer ? { pacer, meter } : {}) })
  begin(simulation, engine.state.settings.configHash, run)
  await simulation.start()
  return { engine, simulation, outcome, record, meter }
}

function begin(simulation: Simulation, configHash: string, { from: time, sessionId, mode = 'backtest', trading = true, unwell = [] }: RecordedRun): void {
  void simulation.push({ kind: 'session-started', time, sessionId, mode, configHash, deposit: { asset: ASSET, amount: DEPOSIT } })
  for (const component of ['journal', 'venue', 'models']) void simulation.push({ kind: 'component-reported', time, component, healthy: true, detail: '' })
  for (const { component, detail } of unwell) void simulation.push({ kind: 'component-reported', time, component, healthy: false, detail })
  if (trading) void simulation.push({ kind: 'person-asked', time, request: { kind: 'start-trading', by: mode } })
}

/** A replay that a person watches and may stop, start, hold and flatten. `run.to` is the end of the record. */
export async function startReplay(run: RecordedRun, books: Books & { readonly decisions: DecisionArchive }, pacer: MarketPacer): Promise<RunningMode> {
  const journal = new CountedJournal(books.journal, 0)
  const decisions = new DecisionKeeper(books.decisions, (error) => report('archive', false, String(error)))
  const publisher: Publisher = {
    publish: (changes) => {
      decisions.publish(changes)
      pacer.publish(changes)
      run.publisher?.publish(changes)
    },
  }
  const { engine, simulation, record, meter } = await prepare({ ...run, publisher }, { ...books, journal }, pacer)
  const push = (event: EngineEvent): Promise<void> => {
    const taken = simulation.push(event)
    pacer.hurry()
    return taken
  }
  const report: RunningMode['report'] = (component, healthy, detail) => void push({ kind: 'component-reported', time: engine.state.account.time, component, healthy, detail })
  const desk = new EngineDesk(engine, push, 'replay')
  desk.becomeReady()
  return {
    desk, report, data: new ArchiveData({ engine, archive: run.archive, decisions, runtime: run.runtime }), ended: simulation.run(record.events()),
    pace: { view: () => ({ ...pacer.pace, from: run.from, to: run.to }), wish: (wish) => pacer.wish(wish) },
    vitals: () => ({ turnMs: meter.medianMs, journalSequence: journal.sequence, journalledAt: journal.writtenAt }),
    stop: async () => {
      simulation.stop()
      pacer.hurry()
      await simulation.ended
      await decisions.settled()
    },
  }
}
