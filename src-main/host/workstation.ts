import { told } from '../../src-shared/contract/told-codes.ts'
import type { AskAnswer, Told, WorkstationView } from '../../src-shared/contract/workstation-views.ts'
import { PROGRAM } from '../base/program.ts'
import type { Beginning } from '../supervision/beginning.ts'
import type { Birth } from '../supervision/engine-handle.ts'
import type { OpenMode } from './open-mode.ts'

export type Step = (told: Told, part: number | null) => void

export interface WorkstationParts {
  readonly birth: Birth
  readonly openMode: (beginning: Beginning, step: Step) => Promise<OpenMode>
  /** Why a mode did not open, for people; undefined for what nobody foresaw. */
  readonly refusalOf: (error: unknown) => Told | undefined
  /** A mode begins or is gone: windows have to forget what they know. */
  readonly onTurnover: () => void
  readonly onOpened: (opened: OpenMode) => void
  /** The mode is about to give up its books. */
  readonly onClosing: () => void
  /** The view is another. */
  readonly onChange: () => void
  /** What runs cannot go on: only a new life helps. */
  readonly onFatal: (error: unknown) => void
}

type State = Pick<WorkstationView, 'phase' | 'told' | 'part'>

const CHOOSING: State = { phase: 'choosing', told: null, part: null }

/** One mode at a time: opened, run to its end, closed. */
export class Workstation {
  readonly #parts: WorkstationParts
  #state: State = CHOOSING
  #beginning: Beginning | null = null
  #opened: OpenMode | undefined
  #opening: Promise<void> = Promise.resolve()
  #closing: Promise<void> | undefined

  constructor(parts: WorkstationParts) {
    this.#parts = parts
  }

  get view(): WorkstationView {
    const { recentCrashes, exitsOnly } = this.#parts.birth
    return { ...this.#state, mode: this.#beginning?.opening.mode ?? null, program: PROGRAM, recentCrashes, exitsOnly }
  }

  /** The mode that windows may look at. */
  get opened(): OpenMode | undefined {
    return this.#opened
  }

  /** What the next life of this process should go on with. */
  get beginning(): Beginning | null {
    return this.#beginning
  }

  /** What runs was changed in a way that the next life should know of. */
  goOnWith(change: (beginning: Beginning) => Beginning): void {
    this.#beginning &&= change(this.#beginning)
  }

  /** Accepted when it begins to start; how that goes is in the view. */
  open(beginning: Beginning): AskAnswer {
    if (this.#closing || (this.#beginning && this.#state.phase !== 'failed')) return { accepted: false, reason: told('already-running', {}) }
    this.#beginning = beginning
    this.#parts.onTurnover()
    this.#show({ phase: 'starting', told: null, part: null })
    this.#opening = this.#start(beginning)
    return { accepted: true }
  }

  /** Resolves when all of it is wound down. */
  async close(): Promise<AskAnswer> {
    if (!this.#beginning) return { accepted: false, reason: told('not-running', {}) }
    this.#closing ??= this.#close().finally(() => (this.#closing = undefined))
    await this.#closing
    return { accepted: true }
  }

  /** As `close`, for a process that ends: windows are not told, they lose their door. */
  async stop(): Promise<void> {
    await (this.#closing ?? this.#opening)
    const opened = this.#opened
    // What ends because it is stopped has not ended by itself.
    this.#opened = undefined
    this.#parts.onClosing()
    await opened?.close()
  }

  /** A mode that is still starting is awaited first: it holds its books, or is about to. */
  async #close(): Promise<void> {
    await this.#opening
    const opened = this.#opened
    this.#opened = undefined
    this.#parts.onClosing()
    await opened?.close()
    this.#beginning = null
    this.#parts.onTurnover()
    this.#show(CHOOSING)
  }

  async #start(beginning: Beginning): Promise<void> {
    try {
      const opened = await this.#parts.openMode(beginning, (step, part) => this.#show({ phase: 'starting', told: step, part }))
      this.#opened = opened
      this.#parts.onOpened(opened)
      this.#show({ phase: 'running', told: null, part: null })
      opened.mode.ended.then(() => this.#ended(opened), this.#parts.onFatal)
    } catch (error) {
      this.#fail(error)
    }
  }

  /** What nobody foresaw may pass: a life that comes after a death tries again by dying, a first one tells people. */
  #fail(error: unknown): void {
    const reason = this.#parts.refusalOf(error)
    if (!reason && this.#parts.birth.recentCrashes > 0) return this.#parts.onFatal(error)
    this.#show({ phase: 'failed', told: reason ?? told('cannot-start', { detail: error instanceof Error ? error.message : String(error) }), part: null })
  }

  #ended(opened: OpenMode): void {
    if (this.#opened === opened) this.#show({ phase: 'ended', told: null, part: null })
  }

  #show(state: State): void {
    this.#state = state
    this.#parts.onChange()
  }
}
