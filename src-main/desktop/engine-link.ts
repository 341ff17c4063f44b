import { join } from 'node:path'
import type { WebContents } from 'electron'
import { ENGINE_PORT } from '../../src-shared/contract/desktop.ts'
import type { Clock } from '../base/clock.port.ts'
import { RateCap } from '../base/rate-cap.ts'
import type { Timer } from '../base/timer.port.ts'
import { engineArguments, type EnginePlace } from '../supervision/engine-handle.ts'
import type { EngineMessage, ShellAsk } from '../supervision/messages.ts'
import { Supervisor } from '../supervision/supervisor.ts'
import { EngineAsks, type AskOutcome } from './engine-asks.ts'
import { EngineProcess } from './engine-process.ts'
import { Helpers } from './helpers.ts'
import type { EngineFacts } from './tray-state.ts'

const STOP_WITHIN_MS = 15_000
/** A computer that wakes is noticed in two ways, and is one reason to begin again. */
const RESUMES = { most: 1, everyMs: 30_000 }

export interface EngineLinkParts {
  readonly place: EnginePlace
  /** Of real time that nobody can set. */
  readonly clock: Clock
  readonly timer: Timer
  /** Windows can be connected to this life from now on. */
  onServing(): void
  onFacts(facts: EngineFacts): void
  onNotice(notice: Extract<EngineMessage, { kind: 'notice' }>): void
  /** The engine has died, and is started again. */
  onLost(): void
}

/** The shell's hold on the engine's process: starts it, keeps it alive, knows how it is, asks it, and hands doors to windows. */
export class EngineLink {
  readonly #parts: EngineLinkParts
  readonly #supervisor: Supervisor<EngineProcess>
  readonly #helpers: Helpers
  readonly #asks: EngineAsks
  readonly #resumes: RateCap
  #facts: EngineFacts = { summary: null, isDown: false }
  #isEndWanted = false

  constructor(parts: EngineLinkParts) {
    const { place, clock, timer } = parts
    const programs = join(place.root, 'dist/main')
    this.#parts = parts
    this.#resumes = new RateCap(clock, RESUMES)
    this.#helpers = new Helpers({ venue: join(programs, 'venue.js'), jobs: join(programs, 'jobs.js'), lab: join(programs, 'lab.js') })
    this.#supervisor = new Supervisor({ beginning: 'last', clock, timer, fork: (birth) => new EngineProcess(join(programs, 'engine.js'), engineArguments(place, birth)) })
    this.#asks = new EngineAsks((message) => this.#supervisor.send(message), timer)
    this.#supervisor.listen({
      onServing: () => parts.onServing(),
      onMessage: (message, engine) => this.#onMessage(message, engine),
      onDown: (engine) => this.#onDown(engine),
    })
  }

  get facts(): EngineFacts {
    return this.#facts
  }

  start(): void {
    this.#supervisor.start()
  }

  /** Gives a page a door to the engine; nothing where no engine serves, which then does it itself. */
  connect(contents: WebContents): void {
    const { engine } = this.#supervisor
    if (engine && !contents.isDestroyed()) contents.postMessage(ENGINE_PORT, null, [engine.connect()])
  }

  ask(ask: ShellAsk): Promise<AskOutcome> {
    return this.#asks.ask(ask)
  }

  /** The computer is about to sleep. */
  suspend(): void {
    this.#supervisor.send({ kind: 'suspend' })
  }

  /** The computer was asleep: what the engine believes is old, so it begins anew and recovers. */
  async resume(): Promise<void> {
    if (this.#isEndWanted || !this.#resumes.take()) return
    this.#isEndWanted = true
    await this.#supervisor.restart()
    this.#isEndWanted = false
  }

  /** Resolves when the engine has wound down, or had its time. */
  async stop(): Promise<void> {
    this.#isEndWanted = true
    const limit = this.#parts.timer.after(STOP_WITHIN_MS)
    await Promise.race([this.#supervisor.stop(), limit.done])
    limit.cancel()
    this.#helpers.endAll()
  }

  #onMessage(message: EngineMessage, engine: EngineProcess): void {
    this.#helpers.onMessage(message, engine)
    this.#asks.onMessage(message)
    if (message.kind === 'summary') this.#know({ summary: message.summary, isDown: false })
    if (message.kind === 'notice') this.#parts.onNotice(message)
  }

  /** What was open stays open, as far as anybody knows. */
  #onDown(engine: EngineProcess): void {
    this.#helpers.onDown(engine)
    this.#asks.onDown()
    if (this.#isEndWanted) return
    this.#know({ ...this.#facts, isDown: true })
    this.#parts.onLost()
  }

  #know(facts: EngineFacts): void {
    this.#facts = facts
    this.#parts.onFacts(facts)
  }
}
