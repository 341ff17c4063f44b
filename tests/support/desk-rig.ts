import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Change, JournalledChange } from '../../src-shared/domain/change.ts'
import type { EngineEvent, MarketEvent, PersonRequest } from '../../src-shared/domain/event.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { ApprovedOrder } from '../../src-shared/domain/order.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueSnapshot } from '../../src-shared/domain/venue.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { JournalWriter } from '../../src-main/engine/journal-writer.ts'
import type { Journal } from '../../src-main/engine/journal.port.ts'
import { recover } from '../../src-main/engine/recovery.ts'
import { configure, engineSettings } from '../../src-main/modes/configuration.ts'
import type { SourceEvent } from '../../src-main/modes/market-source.ts'
import type { MarketPacer } from '../../src-main/modes/pacer.ts'
import { ASSET, DEPOSIT, SCORING_MS, VENUE, venueSettings } from '../../src-main/modes/paper-account.ts'
import { Simulation } from '../../src-main/modes/simulation.ts'
import { FallbackJournal } from '../../src-main/storage/fallback-journal.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import type { TimedVenue } from '../../src-main/venue/timed-venue.port.ts'

const RIG_ACCOUNT = 'sim:rig:1'
const START = 1_672_531_200_000 as TimeMs
const WARM_UP_DAYS = 17

/** Sure of one side: EV is positive whatever the barriers are. */
const SURE = [0.95, 0.01, 0, 60, 10]
const HOPELESS = [0.05, 0.01, 0, 60, 10]

export interface RigOptions {
  readonly config?: (config: StrategyConfig) => StrategyConfig
  /** Strategies that trade on the same account, after that one. */
  readonly alongside?: (config: StrategyConfig) => readonly StrategyConfig[]
  /** What the models say for a candle; both sides hopeless = FLAT. */
  readonly side?: (asOf: TimeMs, modelId: string) => 'long' | 'short' | 'none'
  readonly venue?: (venue: SimulatedVenue) => TimedVenue
  readonly pageLimit?: number
  /** Where an earlier rig left its books. */
  readonly folder?: string
  /** The rig whose market, venue and candles go on, or what stands for one. */
  readonly sequel?: Pick<Rig, 'market' | 'book' | 'candles'>
  /** Sees each commit before it is acknowledged. */
  readonly committed?: (changes: readonly JournalledChange[]) => void
  readonly scoringMs?: number
  readonly pacer?: MarketPacer
}

/** What a rig asks of its market. */
export interface RigMarket {
  readonly instruments: readonly Instrument[]
  readonly time: TimeMs
  step(): readonly MarketEvent[]
}

/** The real engine, journal, custody and simulated venue around a seeded market, driven step by step of five seconds. */
export class Rig {
  readonly folder: string
  readonly engine: Engine
  readonly simulation: Simulation
  readonly market: RigMarket
  readonly book: SimulatedVenue
  readonly journal: SqliteJournal
  readonly fallback: FallbackJournal
  readonly changes: Change[] = []
  readonly candles: Candle[]
  readonly placed: ApprovedOrder[] = []
  readonly #pacer: MarketPacer | undefined

  constructor(options: RigOptions = {}) {
    this.#pacer = options.pacer
    this.folder = options.folder ?? mkdtempSync(join(tmpdir(), 'haetae-rig-'))
    const { market, candles } = options.sequel ?? seededMarket()
    this.market = market
    this.candles = candles
    const plain = configure({ instruments: this.market.instruments.map(({ instrumentId }) => instrumentId) })
    const config = options.config?.(plain) ?? plain
    this.engine = new Engine(engineSettings(config, { accountId: RIG_ACCOUNT, venue: VENUE, asset: ASSET, venueCanBeSilent: true }, options.alongside?.(config)))
    this.book = options.sequel?.book ?? new SimulatedVenue(venueSettings(1, config.leverage))
    this.journal = new SqliteJournal({ folder: this.folder, accountId: RIG_ACCOUNT, program: 'test' }, options.pageLimit === undefined ? {} : { pageLimit: options.pageLimit })
    this.fallback = new FallbackJournal(join(this.folder, 'journal-fallback.ndjson'), RIG_ACCOUNT)
    recover(this.engine, { instruments: this.market.instruments, changes: this.journal.read(), candles: this.candles.toSorted((a, b) => a.closeTime - b.closeTime), asOf: this.market.time })
    for (const { instrumentId } of this.market.instruments) {
      this.engine.apply({ kind: 'funding-accepted', time: this.market.time, funding: { instrumentId, fundingTime: (this.market.time - (this.market.time % (DAY_MS / 3))) as TimeMs, rate: 10_000 as never, intervalMs: DAY_MS / 3 } })
    }
    const venue = options.venue?.(this.book) ?? this.book
    const recording: TimedVenue = {
      capabilities: venue.capabilities, market: (event) => venue.market(event), nextTime: () => venue.nextTime(), advance: (until) => venue.advance(until), snapshot: () => venue.snapshot(),
      cancel: (...args) => venue.cancel(...args),
      place: (order, sentAt) => {
        this.placed.push(order)
        venue.place(order, sentAt)
      },
    }
    const side = options.side ?? (() => 'long')
    const runtime = { score: async (modelId: string, vectors: readonly { asOf: TimeMs }[]) => vectors.map(({ asOf }) => (modelId.endsWith(side(asOf, modelId)) ? SURE : HOPELESS)) }
    this.simulation = new Simulation({
      engine: this.engine, venue: recording, runtime, scoringMs: options.scoringMs ?? SCORING_MS, journal: new JournalWriter(this.#told(options), this.fallback),
      publisher: {
        publish: (changes) => {
          this.changes.push(...changes)
          options.pacer?.publish(changes)
        },
      },
      ...(options.pacer ? { pacer: options.pacer } : {}),
    })
  }

  #told({ committed }: RigOptions): Journal {
    return {
      append: (changes) => {
        this.journal.append(changes)
        committed?.(changes)
      },
    }
  }

  async start(): Promise<this> {
    const time = Math.max(this.market.time, this.engine.state.account.time) as TimeMs
    for (const { instrumentId } of this.market.instruments) this.book.market({ kind: 'instrument-listed', time, instrument: this.market.instruments.find((one) => one.instrumentId === instrumentId)! })
    this.push({ kind: 'session-started', time, sessionId: 'rig', mode: 'demo', configHash: this.engine.state.settings.configHash, deposit: { asset: ASSET, amount: DEPOSIT } })
    for (const component of ['journal', 'venue', 'models']) this.push({ kind: 'component-reported', time, component, healthy: true, detail: '' })
    this.push({ kind: 'person-asked', time, request: { kind: 'start-trading', by: 'test' } })
    await this.simulation.start()
    return this
  }

  push(event: EngineEvent): void {
    void this.simulation.push(event)
    this.#pacer?.hurry()
  }

  ask(request: PersonRequest): void {
    this.push({ kind: 'person-asked', time: this.simulation.time, request })
  }

  /** Lets the market go on for some steps of five seconds, or until a condition holds. Returns whether it came to hold. */
  async go(steps: number, until: () => boolean = () => false): Promise<boolean> {
    const { market, candles } = this
    let isDone = false
    async function* source(): AsyncGenerator<readonly SourceEvent[]> {
      for (let step = 0; step < steps && !isDone; step++) {
        const events = market.step()
        candles.push(...events.flatMap((event) => (event.kind === 'candle-closed' ? [event.candle] : [])))
        yield events
        isDone = until()
      }
    }
    await this.simulation.run(source(), () => false, 0)
    return isDone
  }

  of<Kind extends Change['kind']>(kind: Kind): Extract<Change, { kind: Kind }>[] {
    return this.changes.filter((change): change is Extract<Change, { kind: Kind }> => change.kind === kind)
  }

  snapshot(): Promise<VenueSnapshot> {
    return this.book.snapshot()
  }

  get held(): number {
    return this.engine.state.ledger.trades.size
  }

  close(keepFolder = false): void {
    this.journal.close()
    this.fallback.close()
    if (!keepFolder) rmSync(this.folder, { recursive: true, force: true })
  }
}

function seededMarket(): Pick<Rig, 'market' | 'candles'> {
  const market = new SeededMarket({ seed: 3, startTime: START, instruments: 2 })
  return { market, candles: [...market.history((START + WARM_UP_DAYS * DAY_MS) as TimeMs).candles] }
}

export const STEPS_PER_CANDLE = 60
