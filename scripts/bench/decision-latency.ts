import { systemClock } from '../../src-main/base/system-clock.ts'
import { openModels } from '../../src-main/modes/open-models.ts'
import { JournalWriter } from '../../src-main/engine/journal-writer.ts'
import type { Publisher } from '../../src-main/engine/publisher.port.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { DecisionKeeper } from '../../src-main/modes/decision-keeper.ts'
import type { MarketSource } from '../../src-main/modes/market-source.ts'
import { ASSET, DEPOSIT, SCORING_MS, venueSettings } from '../../src-main/modes/paper-account.ts'
import { Simulation } from '../../src-main/modes/simulation.ts'
import type { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import type { Change, JournalledChange } from '../../src-shared/domain/change.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { MINUTE_MS, type Amount } from '../../src-shared/domain/units.ts'
import { SEED, warmEngine, type WarmEngine } from './demo-feed.ts'
import { ROOT } from './workplace.ts'

export interface LatencyRun {
  /** Milliseconds of each close, warm-up left out. */
  readonly all: readonly number[]
  /** Of the closes at which an entry was decided: its commit and the one of SENT are in them. */
  readonly withEntry: readonly number[]
  /** What the first fill of an entry made the journal write, as it was appended. */
  readonly fill: readonly JournalledChange[]
}

export interface LatencyWanted {
  readonly folder: string
  readonly instruments: number
  readonly closes: number
}

const WARM_UP_CLOSES = 20
const CLOSE_MS = 5 * MINUTE_MS

/**
 * From the moment the engine is given the candles of one close, all at once, until the last decision of that close is journalled, its orders
 * are at the venue and windows hear of it. Everything is what the demo uses, but for the venue, which is in this process, and for chance
 * in place of the policy, so that entries are frequent.
 */
export async function decisionLatency({ folder, instruments, closes }: LatencyWanted): Promise<LatencyRun> {
  const accountId = `sim:bench:${instruments}`
  const warm = warmEngine(instruments, accountId, withFrequentEntries)
  const books = openBooks({ home: folder, accountId, program: 'bench', clock: systemClock })
  try {
    const watch = new CloseWatch(instruments)
    const decisions = new DecisionKeeper(books.archive, (error) => {
      throw error
    })
    const publisher: Publisher = {
      publish: (changes) => {
        watch.publish(changes)
        decisions.publish(changes)
      },
    }
    const keepFill = { append: (changes: readonly JournalledChange[]) => books.journal.append(watch.saw(changes)) }
    const simulation = new Simulation({
      engine: warm.engine, venue: new SimulatedVenue(venueSettings(SEED, warm.config.leverage)), runtime: await openModels(ROOT, warm.config), scoringMs: SCORING_MS,
      journal: new JournalWriter(keepFill, books.fallback), publisher, pacer: { until: (time) => watch.arrived(time) },
    })
    await begin(simulation, warm)
    await simulation.run(eventsOf(warm.market, WARM_UP_CLOSES + closes))
    await decisions.settled()
    return watch.result()
  } finally {
    books.close()
  }
}

/** Entries at many closes need room: small ones, and many of them. */
function withFrequentEntries(config: StrategyConfig): StrategyConfig {
  const most = Number.MAX_SAFE_INTEGER as Amount
  return {
    ...config,
    policy: { ...config.policy, policyId: 'seeded-random', seed: SEED, riskPerTrade: 0.0003, riskPerGroup: 1 },
    risk: { ...config.risk, dailyLossMax: 1, drawdownMax: 1, notionalTotalMax: most, ordersPerMinuteMax: 10_000, lossStreakPause: 10_000, slippageMultipleMax: 1_000 },
  }
}

async function begin(simulation: Simulation, { engine, market }: WarmEngine): Promise<void> {
  const { time } = market
  void simulation.push({ kind: 'session-started', time, sessionId: 'bench', mode: 'demo', configHash: engine.state.settings.configHash, deposit: { asset: ASSET, amount: DEPOSIT } })
  for (const component of ['journal', 'venue', 'models']) void simulation.push({ kind: 'component-reported', time, component, healthy: true, detail: '' })
  void simulation.push({ kind: 'person-asked', time, request: { kind: 'start-trading', by: 'bench' } })
  await simulation.start()
}

async function* eventsOf(market: SeededMarket, closes: number): MarketSource {
  yield market.instruments.map((instrument) => ({ kind: 'instrument-listed', time: market.time, instrument }))
  const end = market.time + closes * CLOSE_MS
  // One step more, so that the last close is answered too.
  while (market.time <= end) yield market.step()
}

/** Takes the time of every close. */
class CloseWatch implements Publisher {
  readonly #instruments: number
  readonly #all: number[] = []
  readonly #withEntry: number[] = []
  #fill: readonly JournalledChange[] = []
  #arrivedAt = 0
  #decided = 0
  #hasEntry = false

  constructor(instruments: number) {
    this.#instruments = instruments
  }

  /** Called as a pacer is: right before an instant reaches venue and engine. */
  arrived(time: number): undefined {
    if (time % CLOSE_MS !== 0) return
    this.#decided = 0
    this.#hasEntry = false
    this.#arrivedAt = performance.now()
  }

  publish(changes: readonly Change[]): void {
    let decided = 0
    for (const change of changes) {
      if (change.kind !== 'decision-made') continue
      decided++
      if (change.decision.action !== 'FLAT') this.#hasEntry = true
    }
    if (decided === 0) return
    this.#decided += decided
    if (this.#decided === this.#instruments) this.#keep(performance.now() - this.#arrivedAt)
  }

  saw(changes: readonly JournalledChange[]): readonly JournalledChange[] {
    const isFill = changes.some(({ kind }) => kind === 'fill-booked') && changes.some((change) => change.kind === 'intent-opened' && change.order.purpose === 'protect')
    if (isFill && this.#fill.length === 0) this.#fill = changes
    return changes
  }

  result(): LatencyRun {
    return { all: this.#all.slice(WARM_UP_CLOSES), withEntry: this.#withEntry, fill: this.#fill }
  }

  #keep(ms: number): void {
    this.#all.push(ms)
    if (this.#hasEntry && this.#all.length > WARM_UP_CLOSES) this.#withEntry.push(ms)
  }
}
