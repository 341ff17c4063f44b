import { app, type BrowserWindow, type Event } from 'electron'
import type { EngineSummary } from '../supervision/messages.ts'
import type { EngineLink } from './engine-link.ts'
import type { Questions } from './questions.ts'
import type { Windows } from './windows.ts'

export interface LeavingParts {
  readonly engine: EngineLink
  readonly questions: Questions
  readonly windows: () => Windows
  /** The engine has wound down. */
  readonly onEnd: () => void
}

/** How windows close and the program ends: a question over open positions, then windows, engine and program, in this order. */
export class Leaving {
  readonly #parts: LeavingParts
  #staysInTray = false
  #end: 'no' | 'begun' | 'done' = 'no'

  constructor(parts: LeavingParts) {
    this.#parts = parts
  }

  listen(): void {
    app.on('window-all-closed', () => this.#staysInTray || app.quit())
    app.on('before-quit', (event) => this.#onQuit(event))
  }

  /** A window is about to close. With other windows, or nothing open, that needs no question. */
  onClose(event: Event, window: BrowserWindow): void {
    const { all } = this.#parts.windows()
    const isLast = all.length === 1 && all[0] === window
    if (this.#end !== 'no' || !isLast) return
    this.#staysInTray = false
    if (!this.#holding) return
    event.preventDefault()
    void this.leave()
  }

  /** A person wants to quit, or closes the last window. */
  async leave(): Promise<void> {
    const summary = this.#holding
    const answer = summary ? await this.#parts.questions.howToClose(summary) : 'quit'
    if (answer === 'quit') app.quit()
    if (answer === 'tray') this.#hideInTray()
  }

  /** What is known of the engine, if positions are open. */
  get #holding(): EngineSummary | undefined {
    const { summary } = this.#parts.engine.facts
    return summary && summary.openPositions > 0 ? summary : undefined
  }

  #hideInTray(): void {
    const windows = this.#parts.windows()
    windows.remember()
    this.#staysInTray = true
    for (const window of windows.all) window.destroy()
  }

  #onQuit(event: Event): void {
    if (this.#end === 'done') return
    event.preventDefault()
    if (this.#end === 'no') void this.#windDown()
  }

  async #windDown(): Promise<void> {
    this.#end = 'begun'
    this.#parts.windows().remember()
    await this.#parts.engine.stop()
    this.#end = 'done'
    this.#parts.onEnd()
    app.quit()
  }
}
