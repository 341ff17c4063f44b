import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron'
import type { EngineSummary } from '../supervision/messages.ts'
import { counted, type Words } from './texts.ts'

const CLOSE_ANSWERS = ['tray', 'quit', 'stay'] as const
export type CloseAnswer = (typeof CLOSE_ANSWERS)[number]

export interface QuestionsParts {
  readonly words: () => Words
  /** The window that a question belongs to; without one it stands alone. */
  readonly front: () => BrowserWindow | undefined
}

interface Asked {
  readonly message: string
  readonly detail: string
  readonly buttons: string[]
  /** The button that Enter and Escape press. */
  readonly safe: number
}

/** What a person is asked outside of the page. One question at a time: while one is open, the safe answer is given to others. */
export class Questions {
  readonly #parts: QuestionsParts
  #isAsking = false

  constructor(parts: QuestionsParts) {
    this.#parts = parts
  }

  /** What closing does to open positions is said before it happens. */
  async howToClose({ openPositions, unprotected, mode }: EngineSummary): Promise<CloseAnswer> {
    const words = this.#parts.words()
    const detail = [words(mode === 'demo' ? 'close.detail-demo' : 'close.detail'), ...(unprotected > 0 ? [words('close.unprotected', { positions: unprotected })] : [])]
    const answer = await this.#ask({
      message: counted(words, 'close.title', openPositions), detail: detail.join('\n\n'), buttons: CLOSE_ANSWERS.map((one) => words(`close.${one}`)), safe: CLOSE_ANSWERS.indexOf('stay'),
    })
    return CLOSE_ANSWERS[answer] ?? 'stay'
  }

  async isFlattenMeant(positions: number): Promise<boolean> {
    const words = this.#parts.words()
    return (await this.#ask({ message: counted(words, 'flatten.title', positions), detail: words('flatten.detail'), buttons: [words('flatten.stay'), words('flatten.go')], safe: 0 })) === 1
  }

  async #ask({ safe, ...shown }: Asked): Promise<number> {
    if (this.#isAsking) return safe
    this.#isAsking = true
    const window = this.#parts.front()
    const options: MessageBoxOptions = { type: 'warning', title: 'Haetae', ...shown, defaultId: safe, cancelId: safe, noLink: true }
    const asked = window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options)
    return (await asked.finally(() => (this.#isAsking = false))).response
  }
}
