import type { EngineEvent, VenueEvent } from '../../src-shared/domain/event.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Engine } from '../engine/engine.ts'
import { Inbox } from '../engine/inbox.ts'
import { turn, type Surroundings } from '../engine/run.ts'
import { Forecaster } from '../inference/forecaster.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import { LinkDown } from '../venue/remote/link.ts'
import type { TimedReport, TimedVenue } from '../venue/timed-venue.port.ts'
import { endOfInstant, type MarketSource, type SourceEvent } from './market-source.ts'
import type { TurnMeter } from './turn-meter.ts'

/** Holds simulated time back to the wanted speed. */
export interface Pacer {
  /** Resolves when the instant may happen, or earlier when something came in between. */
  until(time: TimeMs): Promise<void> | undefined
}

export interface SimulationParts extends Omit<Surroundings, 'forecaster' | 'venue'> {
  readonly engine: Engine
  readonly venue: TimedVenue
  readonly runtime: ModelRuntime
  /** How long a model is said to take; the answer's time follows from it, never from how long it really took. */
  readonly scoringMs: number
  readonly pacer?: Pacer
  /** Told how long each turn takes. */
  readonly meter?: TurnMeter
}

/** What is left to do after the market's last event, as answers on their way, has this long. */
const AFTERMATH_MS = 60_000

/** Whoever restores the link wants the books compared then. */
function waitForLink(error: unknown): void {
  if (!(error instanceof LinkDown)) throw error
}

const isForEngine = (event: SourceEvent): event is Extract<SourceEvent, EngineEvent> => event.kind !== 'candle-path' && event.kind !== 'trade-printed'
const isForVenue = (event: SourceEvent): event is VenueEvent => event.kind !== 'component-reported' && event.kind !== 'woken'

/**
 * Demo, replay and back-test: the one loop of simulated time around the one engine. Market first, then the venue, then answers, each by its time;
 * the market waits until every answer that was asked for is there, so real slowness changes nothing.
 */
export class Simulation {
  readonly #parts: SimulationParts
  readonly #surroundings: Surroundings
  readonly #inbox = new Inbox()
  readonly #forecaster: Forecaster
  readonly #taken = new Map<EngineEvent, () => void>()
  #reconcileWanted = false
  readonly #ended = Promise.withResolvers<void>()
  #isRunning = false
  #stopped = false

  constructor(parts: SimulationParts) {
    const { runtime, scoringMs, journal, venue, publisher } = parts
    this.#parts = parts
    this.#forecaster = new Forecaster({ runtime, arrive: (event) => this.#inbox.push(event), stamp: ({ features }) => (Math.max(features.asOf, this.time) + scoringMs) as TimeMs })
    this.#surroundings = { journal, venue, publisher, forecaster: this.#forecaster }
  }

  /** The time of the last event. */
  get time(): TimeMs {
    return this.#parts.engine.state.account.time
  }

  /** An event from outside of the market, as a person's request. Resolves when the engine has taken it. */
  push(event: EngineEvent): Promise<void> {
    this.#inbox.push(event)
    return new Promise((resolve) => this.#taken.set(event, resolve))
  }

  /** Compares the books with the venue: at the start, and after the link was lost. */
  async reconcile(): Promise<void> {
    const snapshot = await this.#parts.venue.snapshot()
    const time = Math.max(this.time, snapshot.asOf) as TimeMs
    this.#turn([{ kind: 'venue-snapshot', time, snapshot }])
  }

  /** Takes what was pushed before the start and compares the books with the venue. Nothing may open before. */
  async start(): Promise<void> {
    while (this.#inbox.nextTime < Number.POSITIVE_INFINITY) this.#turn(this.#inbox.takeInstant())
    await this.reconcile()
  }

  async run(source: MarketSource, cancelled: () => boolean = () => false, aftermathMs: number = AFTERMATH_MS): Promise<void> {
    this.#isRunning = true
    try {
      await this.#follow(source, cancelled)
      if (!this.#stopped) await this.#runUntil(this.time + aftermathMs)
    } finally {
      this.#ended.resolve()
    }
  }

  async #follow(source: MarketSource, cancelled: () => boolean): Promise<void> {
    for await (const events of source) {
      for (let start = 0; start < events.length;) {
        if (this.#stopped || cancelled()) return
        const end = endOfInstant(events, start)
        const { time } = events[start]!
        // Nothing may come between what is due and the instant: what somebody asks meanwhile would be done after it, though it is earlier.
        for (let waiting = this.#before(time); waiting; waiting = this.#before(time)) await waiting
        this.#take(events, start, end)
        start = end
      }
    }
  }

  stop(): void {
    this.#stopped = true
    if (!this.#isRunning) this.#ended.resolve()
  }

  /** The books are compared with the venue as soon as the loop comes round. */
  wantReconcile(): void {
    this.#reconcileWanted = true
  }

  /** Resolves when a run has come to its end, however it did. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /** Lets happen what is due before an instant of the market. Undefined once all of it has happened and its time has come; else what has to be waited for. */
  #before(time: TimeMs): Promise<void> | undefined {
    return this.#go(time) ?? (this.#stopped ? undefined : this.#parts.pacer?.until(time))
  }

  /** One instant of the market. */
  #take(events: readonly SourceEvent[], start: number, end: number): void {
    const told: EngineEvent[] = []
    for (let index = start; index < end; index++) {
      const event = events[index]!
      if (isForVenue(event)) this.#parts.venue.market(event)
      if (isForEngine(event)) told.push(event)
    }
    const { time } = events[start]!
    // As a rule nobody else speaks at this instant, and what the market tells need not queue.
    if (this.#inbox.nextTime > time) return told.length > 0 ? this.#turn(told) : undefined
    for (const event of told) this.#inbox.push(event)
    if (this.#inbox.nextTime === time) this.#turn(this.#inbox.takeInstant())
  }

  async #runUntil(limit: number): Promise<void> {
    for (let waiting = this.#go(limit); waiting; waiting = this.#go(limit)) await waiting
  }

  /** Lets happen what is due before a time. Comes back early with what has to be waited for; where nobody is waited for, nothing is. */
  #go(limit: number): Promise<void> | undefined {
    const { venue, engine } = this.#parts
    for (;;) {
      if (this.#forecaster.pending > 0) return this.#forecaster.settled()
      if (this.#reconcileWanted) {
        this.#reconcileWanted = false
        return this.reconcile().catch(waitForLink)
      }
      const venueTime = venue.nextTime()
      const time = Math.min(venueTime, this.#inbox.nextTime, engine.state.wakeAt)
      if (time >= limit || time === Number.POSITIVE_INFINITY) return undefined
      if (venueTime === time) {
        const reports = venue.advance(time as TimeMs)
        if (reports instanceof Promise) return reports.then((told) => this.#receive(told))
        this.#receive(reports)
      } else if (this.#inbox.nextTime === time) this.#turn(this.#inbox.takeInstant())
      else this.#turn([{ kind: 'woken', time: time as TimeMs }])
    }
  }

  #receive(reports: readonly TimedReport[]): void {
    for (const { receivedAt, report } of reports) this.#inbox.push({ kind: 'venue-reported', time: receivedAt, report })
  }

  #turn(events: readonly EngineEvent[]): void {
    const { engine, meter } = this.#parts
    const asked = engine.state.reconcilesAsked
    if (meter) meter.measure(() => turn(engine, events, this.#surroundings))
    else turn(engine, events, this.#surroundings)
    if (this.#taken.size > 0) this.#answer(events)
    if (engine.state.reconcilesAsked !== asked) this.#reconcileWanted = true
  }

  #answer(events: readonly EngineEvent[]): void {
    for (const event of events) {
      this.#taken.get(event)?.()
      this.#taken.delete(event)
    }
  }
}
