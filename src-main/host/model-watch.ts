import type { ModeModels } from '../modes/model-choices.ts'
import { readHead } from '../storage/chain-head.ts'
import { promotedChoices, type PromotedParts } from './promoted-choices.ts'

export interface ModelWatchParts extends Pick<PromotedParts, 'register' | 'notice'> {
  /** Of the account whose trials.db has the register: whoever writes to it leaves a new head. */
  readonly folder: string
  readonly models: ModeModels
}

/** Lets a mode go on with the pair that is promoted, whoever promoted it: a window, or a command in another process. */
export class ModelWatch {
  readonly #parts: ModelWatchParts
  #seen: string | undefined
  #looking: Promise<void> = Promise.resolve()

  constructor(parts: ModelWatchParts) {
    this.#parts = parts
  }

  /** Looks where something was written since. */
  tick(): void {
    if (this.#head() !== this.#seen) void this.look()
  }

  /** Resolves when the engine has taken what is promoted now. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look())
    return this.#looking
  }

  async #look(): Promise<void> {
    const { models, register, notice } = this.#parts
    this.#seen = this.#head()
    const choices = await promotedChoices(models.strategies, { register, notice, open: (strategy, pair) => (isChosen(models, strategy.config.strategyId, pair.long) ? Promise.resolve() : models.open(strategy, pair)) })
    for (const choice of choices) if (!isChosen(models, choice.strategyId, choice.models?.long)) await models.choose(choice)
  }

  #head(): string {
    try {
      return readHead(this.#parts.folder)?.hash ?? ''
    } catch {
      // As a file is that is just being put in place.
      return ''
    }
  }
}

const isChosen = (models: ModeModels, strategyId: string, long: string | undefined): boolean => models.chosen(strategyId)?.long === long
