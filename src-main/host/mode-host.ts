import { join } from 'node:path'
import type { PaceChange } from '../../src-shared/contract/market-views.ts'
import type { AskAnswer, Opening } from '../../src-shared/contract/workstation-views.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Ticker } from '../base/ticker.port.ts'
import { deskHandlers } from '../ipc/desk-handlers.ts'
import { DeskTopics } from '../ipc/desk-topics.ts'
import { TopicLog } from '../ipc/topic-log.ts'
import type { ModelRegistry } from '../training/model-register.port.ts'
import type { UnwellPart } from '../modes/running-mode.ts'
import type { Beginning } from '../supervision/beginning.ts'
import type { Birth, EnginePlace } from '../supervision/engine-handle.ts'
import type { Launcher } from '../supervision/launcher.port.ts'
import type { EngineParent } from './engine-parent.ts'
import { ExportJobs } from './export-jobs.ts'
import { JobKeeper } from './job-keeper.ts'
import { JobQueue } from './job-queue.ts'
import { notRunning, paced, type CurrentDesk } from './mode-requests.ts'
import { ModelWatch } from './model-watch.ts'
import { Notices } from './notices.ts'
import { withPace } from './paced-beginning.ts'
import { refuseBroken, registerIn } from './promoted-choices.ts'
import { publisherTo } from './publisher-to.ts'
import { openDemo } from './open-demo.ts'
import type { ModeSurroundings, OpenMode } from './open-mode.ts'
import { openPaper } from './open-paper.ts'
import { openReplay, recordedOpening } from './open-replay.ts'
import { refusalOf } from './refusals.ts'
import { SummaryLine, summaryOf } from './summary.ts'
import { DecisionCount, vitalsView } from './vitals.ts'
import { Workstation, type Step } from './workstation.ts'

/** How often windows and shell are told what is new. */
const TICK_MS = 250
const TICKS_PER_VITALS = 4

export interface ModeHostParts {
  readonly parent: EngineParent
  readonly place: EnginePlace
  readonly birth: Birth
  readonly clock: Clock
  readonly ticker: Ticker
  /** A name that was never used before, for what windows read. */
  readonly session: () => string
  /** Only a new life helps. */
  readonly onFatal: (error: unknown) => void
}

/** One mode at a time, and what windows and shell see of it. */
export class ModeHost {
  readonly log: TopicLog
  /** Of every mode, and of none. */
  readonly jobs: JobKeeper
  /** Of the models that were fitted here. */
  readonly register: ModelRegistry
  readonly #parts: ModeHostParts
  readonly #workstation: Workstation
  readonly #summary: SummaryLine
  readonly #ticking: { stop(): void }
  readonly #unwell: UnwellPart[]
  #decisions = new DecisionCount()
  #desk: CurrentDesk['handlers'] | undefined
  #exports: ExportJobs | undefined
  #models: ModelWatch | undefined
  #ticks = 0

  constructor(parts: ModeHostParts) {
    this.#parts = parts
    this.#unwell = parts.birth.exitsOnly ? [{ component: 'engine-process', detail: `the engine ended ${parts.birth.recentCrashes} times within five minutes` }] : []
    this.register = registerIn(parts.place, parts.clock)
    this.log = new TopicLog(parts.session())
    const { parent, place, clock } = parts
    const queue = new JobQueue({ path: join(place.home, 'jobs.json'), root: place.root, clock, tell: (notice) => parent.send({ kind: 'notice', level: 'warn', told: notice }) })
    this.jobs = new JobKeeper({ launcher: parent.launcher, clock, queue, onChange: () => this.#jobsChanged() })
    this.#summary = new SummaryLine((message) => parts.parent.send(message))
    this.#workstation = new Workstation({
      birth: parts.birth, refusalOf, onFatal: parts.onFatal,
      openMode: (beginning, step) => this.#openMode(beginning, step),
      onTurnover: () => this.#turnover(), onOpened: (opened) => this.#attach(opened), onClosing: () => this.#closing(), onChange: () => this.#changed(),
    })
    this.#provide()
    this.#ticking = parts.ticker.every(TICK_MS, () => this.#tick())
  }

  get launcher(): Launcher {
    return this.#parts.parent.launcher
  }

  get opened(): OpenMode | undefined {
    return this.#workstation.opened
  }

  /** Of the mode that is open. */
  get exports(): ExportJobs | undefined {
    return this.#exports
  }

  /** What windows may ask of the mode that is open. */
  get desk(): CurrentDesk | undefined {
    return this.opened && this.#desk && { handlers: this.#desk, isRunning: this.#workstation.view.phase === 'running' }
  }

  open(beginning: Beginning): AskAnswer {
    const answer = this.#workstation.open(beginning)
    this.tellBeginning()
    return answer
  }

  async close(): Promise<AskAnswer> {
    const answer = await this.#workstation.close()
    this.tellBeginning()
    return answer
  }

  /** Winds down; the next life is to go on with what ran. */
  async stop(): Promise<void> {
    this.#ticking.stop()
    this.jobs.close()
    await this.#workstation.stop()
  }

  /** Says how it stands, and keeps for the next life what is open now. */
  tellBeginning(): void {
    this.#parts.parent.send({ kind: 'began', beginning: this.#workstation.beginning })
    this.#changed()
  }

  /** Tells the engine how a part of the program is, now and when another mode is opened. */
  report(component: string, healthy: boolean, detail: string): void {
    if (!healthy) this.#unwell.push({ component, detail })
    this.opened?.mode.report(component, healthy, detail)
  }

  changePace(change: PaceChange): AskAnswer {
    const { opened } = this
    if (!opened || !this.desk?.isRunning) return notRunning()
    const answer = paced(opened.mode, change)
    if (!answer.accepted) return answer
    this.log.touch('pace')
    this.#workstation.goOnWith((beginning) => withPace(beginning, change))
    this.tellBeginning()
    return { accepted: true }
  }

  /** The mode that is open goes on with the models that are promoted now. */
  async decideAnew(): Promise<void> {
    await this.#models?.look()
  }

  async #openMode(beginning: Beginning, step: Step): Promise<OpenMode> {
    const { parent, place, clock } = this.#parts
    const topics = new DeskTopics(this.log)
    const publisher = publisherTo(topics, new Notices((message) => parent.send(message)), this.#decisions, { publish: () => this.log.touch('pace') })
    const surroundings: ModeSurroundings = { place, launcher: parent.launcher, clock, publisher, past: topics, unwell: this.#unwell, step, notice: this.#notice }
    const { opening } = beginning
    const opened = await openingMode(opening, beginning, surroundings)
    // News leave with the tick of this process.
    topics.attach(opened.mode.desk, { every: () => ({ stop: () => {} }) })
    return opened
  }

  readonly #notice: ModeSurroundings['notice'] = (what) => this.#parts.parent.send({ kind: 'notice', level: 'warn', told: what })

  #attach(opened: OpenMode): void {
    this.#desk = deskHandlers(opened.mode.desk, opened.mode.data)
    this.#exports = new ExportJobs(this.jobs, opened)
    const [{ models }, { place, clock }] = [opened.mode, this.#parts]
    this.#models = models && new ModelWatch({ models, register: this.register, folder: recordedOpening(place.home).folder, notice: this.#notice, sound: () => refuseBroken(place, clock) })
    this.log.provide('pace', () => ({ ...opened.mode.pace.view(), time: opened.mode.desk.status().time }))
  }

  #turnover(): void {
    this.#desk = undefined
    this.#decisions = new DecisionCount()
    this.log.begin(this.#parts.session())
    this.#provide()
  }

  /** Exports read the books, and keep their files beside them. */
  #closing(): void {
    this.#exports?.close()
    this.#exports = undefined
    this.#models = undefined
  }

  /** What there is to read without a mode, too. */
  #provide(): void {
    this.log.provide('workstation', () => this.#workstation.view)
    this.log.provide('jobs', () => this.jobs.views)
    this.log.provide('collect', () => this.jobs.collect)
    this.log.provide('vitals', () => vitalsView(this.opened?.mode, this.#decisions.count))
    this.log.provide('feed', () => this.opened?.mode.feed?.() ?? null)
  }

  #jobsChanged(): void {
    for (const topic of ['jobs', 'collect'] as const) this.log.touch(topic)
  }

  #changed(): void {
    this.log.touch('workstation')
    this.#tell()
  }

  #tick(): void {
    this.jobs.tidy()
    if (++this.#ticks % TICKS_PER_VITALS === 0) {
      for (const topic of ['vitals', 'feed'] as const) this.log.touch(topic)
      this.#models?.tick()
    }
    this.#tell()
  }

  #tell(): void {
    this.#summary.tell(summaryOf(this.#workstation.view, this.opened?.mode.desk))
    this.log.flush()
  }
}

function openingMode(opening: Opening, beginning: Beginning, surroundings: ModeSurroundings): Promise<OpenMode> {
  switch (opening.mode) {
    case 'demo':
      return openDemo(opening, beginning, surroundings)
    case 'replay':
      return openReplay(opening, beginning, surroundings)
    case 'paper':
      return openPaper(opening, beginning, surroundings)
  }
}
