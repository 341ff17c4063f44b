import type { Change, JournalledChange } from '../../src-shared/domain/change.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { ModelPair, StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { Engine } from '../engine/engine.ts'
import { JournalWriter } from '../engine/journal-writer.ts'
import { recover } from '../engine/recovery.ts'
import { isInCare } from '../engine/settle.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import { readBeginning, readRecord } from '../storage/record-reader.ts'
import { BinanceFeed } from '../venue/binance/feed/binance-feed.ts'
import type { FeedSettings } from '../venue/binance/feed/feed-settings.ts'
import { SimulatedVenue } from '../venue/simulated/simulated-venue.ts'
import { engineSettings } from './configuration.ts'
import { endOfInstant, type SourceEvent } from './market-source.ts'
import { forgetfulJournal } from './memory-journal.ts'
import { ASSET, paperVenueSettings, SCORING_MS, VENUE } from './paper-account.ts'
import type { PaperBeginning, PaperNote } from './paper-notes.ts'
import { know } from './paper.ts'
import { PricedVenue } from './priced-venue.ts'
import { recordedEvents } from './recorded-events.ts'
import { Simulation } from './simulation.ts'

export interface PaperReplayParts {
  /** `record` in the account's folder. */
  readonly folder: string
  readonly recordId: string
  /** The account's journal of before the session, as many changes as are asked for. */
  readonly journalled: (changes: number) => Iterable<JournalledChange>
  /** With the models of the strategies, and with those that were chosen for them in the session or before it. */
  readonly runtime: (configs: readonly [StrategyConfig, ...StrategyConfig[]], chosen: readonly ChosenPair[]) => Promise<ModelRuntime>
  readonly cancelled?: () => boolean
  readonly progress?: (time: TimeMs) => void
}

/** What a session on paper comes to when it is run again from its record. */
export interface PaperReplay {
  readonly beginning: PaperBeginning
  readonly decisions: readonly Decision[]
  /** What was journalled. */
  readonly changes: readonly JournalledChange[]
  /** When the session ended in peace; null where the record just ends. */
  readonly stoppedAt: TimeMs | null
  /** Of the last event in the record. */
  readonly lastAt: TimeMs
  /** Why it cannot be the same from some time on, in words; null where it must be. */
  readonly doubt: { readonly from: TimeMs; readonly why: string } | null
}

/** A pair that answered for a strategy. */
export interface ChosenPair {
  readonly strategyId: string
  readonly models: ModelPair
}

/** A record that does not tell enough to be run again. */
export class NotReplayable extends Error {
  override readonly name = 'NotReplayable'
}

/** Runs a recorded session again, in memory: record → feed → loop, with all else that its engine was given. Rejects with StorageRefusal and NotReplayable. */
export async function replayPaper(parts: PaperReplayParts): Promise<PaperReplay> {
  const { folder, recordId } = parts
  const { segment, setup } = await readBeginning(folder, recordId)
  if (segment !== 1) throw new NotReplayable(`the beginning of ${recordId} was let go because of its size: it cannot be run again`)
  const notes = await notesOf(folder, recordId)
  const [beginning] = notes
  if (beginning?.kind !== 'beginning') throw new NotReplayable(`${recordId} does not say how its session began: it is no session on paper`)
  const { feed } = setup as { readonly feed: FeedSettings }
  const journalled = [...parts.journalled(beginning.changes)]
  const run = new Rerun(beginning, notes, await parts.runtime(beginning.configs, chosenPairs(journalled, notes)), journalled)
  let doubt = doubtOf(notes)
  const record = readRecord(folder, recordId, { onHole: ({ from, messages }) => void (doubt ??= { from: from as TimeMs, why: `${messages} messages are missing in the record` }) })
  await run.follow(recordedEvents(record, new BinanceFeed(feed)), parts)
  const stoppedAt = notes.find((note) => note.kind === 'stopped')?.time ?? null
  return { beginning, stoppedAt, doubt, ...run.told }
}

async function notesOf(folder: string, recordId: string): Promise<readonly PaperNote[]> {
  const notes: PaperNote[] = []
  for await (const _ of readRecord(folder, recordId, { onNote: (note) => void notes.push(JSON.parse(note) as PaperNote) }));
  return notes
}

/** What was chosen last before the session, and all that was in it. */
function chosenPairs(journalled: readonly JournalledChange[], notes: readonly PaperNote[]): readonly ChosenPair[] {
  const before = new Map<string, ModelPair | null>()
  for (const change of journalled) if (change.kind === 'models-chosen') before.set(change.strategyId, change.models)
  const within = notes.flatMap((note) => (note.kind === 'pushed' && note.event.kind === 'models-chosen' ? [note.event] : []))
  return [...Array.from(before, ([strategyId, models]) => ({ strategyId, models })), ...within].flatMap(({ strategyId, models }) => (models ? [{ strategyId, models }] : []))
}

/** An order that was lost on its way to the venue's process is not lost when the venue is in this one. */
function doubtOf(notes: readonly PaperNote[]): PaperReplay['doubt'] {
  for (const note of notes) if (note.kind === 'pushed' && note.event.kind === 'order-outcome-unknown') return { from: note.event.time, why: 'the venue’s process was lost, and an order with it' }
  return null
}

/** The parts of a session around one loop, as where it was live. */
class Rerun {
  readonly #engine: Engine
  readonly #venue: PricedVenue
  readonly #simulation: Simulation
  readonly #later: PaperNote[]
  #lastAt = 0 as TimeMs
  readonly #decisions: Decision[] = []
  readonly #changes: JournalledChange[] = []

  constructor({ configs, accountId, instruments, now, venueBook }: PaperBeginning, notes: readonly PaperNote[], runtime: ModelRuntime, journalled: Iterable<JournalledChange>) {
    const [config, ...alongside] = configs
    this.#engine = new Engine(engineSettings(config, { accountId, venue: VENUE, asset: ASSET, venueCanBeSilent: true }, alongside))
    recover(this.#engine, { instruments, changes: journalled, candles: [], asOf: now })
    this.#venue = new PricedVenue(new SimulatedVenue(paperVenueSettings(config.leverage), venueBook ?? undefined), (instrumentId) => isInCare(this.#engine.state, instrumentId))
    const journal = new JournalWriter({ append: (changes) => void this.#changes.push(...changes) }, forgetfulJournal)
    this.#simulation = new Simulation({ engine: this.#engine, venue: this.#venue, runtime, scoringMs: SCORING_MS, journal, publisher: { publish: (changes) => this.#publish(changes) } })
    this.#later = notes.slice(1)
  }

  get told(): Pick<PaperReplay, 'decisions' | 'changes' | 'lastAt'> {
    return { decisions: this.#decisions, changes: this.#changes, lastAt: this.#lastAt }
  }

  async follow(record: AsyncIterable<readonly SourceEvent[]>, { cancelled, progress }: Pick<PaperReplayParts, 'cancelled' | 'progress'>): Promise<void> {
    while (this.#later.length > 0 && this.#later[0]!.kind !== 'started') this.#do(this.#later.shift()!)
    await this.#simulation.start()
    await this.#simulation.run(this.#instants(record, progress), cancelled, 0)
  }

  /** One instant after the other, and before each what else happened until then. */
  async *#instants(record: AsyncIterable<readonly SourceEvent[]>, progress: PaperReplayParts['progress']): AsyncGenerator<readonly SourceEvent[]> {
    for await (const events of record) {
      for (let start = 0; start < events.length;) {
        this.#doBefore(events[start]!.time)
        if (this.#later[0]?.kind === 'stopped' && this.#isNow(this.#later[0], events[start]!.time)) return yield* this.#last(this.#later[0])
        const next = endOfInstant(events, start)
        yield events.slice(start, next)
        start = next
      }
      this.#lastAt = Math.max(this.#lastAt, events.at(-1)!.time) as TimeMs
      progress?.(this.#lastAt)
    }
    this.#doBefore(Number.POSITIVE_INFINITY)
    if (this.#later[0]?.kind === 'stopped') yield* this.#last(this.#later[0])
  }

  /** What was due between the market's last event and the end happens. */
  *#last({ time }: Extract<PaperNote, { kind: 'stopped' }>): Generator<readonly SourceEvent[]> {
    yield [{ kind: 'woken', time: (time + 1) as TimeMs }]
  }

  /** Whoever is not the market speaks between two of its instants. */
  #doBefore(next: number): void {
    for (let note = this.#later[0]; note && note.kind !== 'stopped' && this.#isNow(note, next); note = this.#later[0]) this.#do(this.#later.shift()!)
  }

  /** Whether a note is of the time between the instant before and the next one. */
  #isNow(note: PaperNote, next: number): boolean {
    if (!('heard' in note)) return true
    const time = note.kind === 'pushed' ? note.event.time : note.time
    return this.#venue.heard >= note.heard && (time <= this.#engine.state.account.time || time < next)
  }

  #do(note: PaperNote): void {
    if (note.kind === 'pushed') void this.#simulation.push(note.event)
    else if (note.kind === 'learned') know(this.#engine, note.past, note.now)
    else if (note.kind === 'reconciling') {
      this.#venue.forget()
      this.#simulation.wantReconcile()
    }
  }

  #publish(changes: readonly Change[]): void {
    for (const change of changes) if (change.kind === 'decision-made') this.#decisions.push(change.decision)
  }
}
