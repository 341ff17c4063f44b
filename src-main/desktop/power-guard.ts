import { powerSaveBlocker } from 'electron'

/** Keeps the computer from falling asleep by itself exactly while positions are open. A closed lid is stronger. */
export class PowerGuard {
  #blocker: number | undefined

  follow(openPositions: number): void {
    if (openPositions > 0) this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    else this.release()
  }

  release(): void {
    if (this.#blocker !== undefined) powerSaveBlocker.stop(this.#blocker)
    this.#blocker = undefined
  }
}
