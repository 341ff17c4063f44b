import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { ModeModels } from '../modes/model-choices.ts'
import { readHead } from '../storage/chain-head.ts'
import { promotedChoices, type PromotedParts } from './promoted-choices.ts'

export interface ModelWatchParts extends Pick<PromotedParts, 'register'> {
  /** Why nobody answers for a strategy. */
  readonly notice: (told: Told) => void
  /** Of the account whose trials.db has the register: whoever writes to it leaves a new head. */
  readonly folder: string
  readonly models: ModeModels
  /** Rejects where what the register says cannot be believed. */
  readonly sound: () => Promise<void>
}

/** Lets a mode go on with the pair that is promoted, whoever promoted it: a window, or a command in another process. */
export class ModelWatch {
  readonly #parts: ModelWatchParts
  #seen: string | undefined
  /** What people were told of each strategy that nobody answers for. */
  readonly #noticed = new Map<string, string>()
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
    const { models, register, sound } = this.#parts
    const refused = new Map<string, Told>()
    this.#seen = this.#head()
    const choices = await promotedChoices(models.strategies, { register, notice: (strategyId, told) => refused.set(strategyId, told), open: (strategy, pair, artifacts) => (isChosen(models, strategy.config.strategyId, pair.long) ? Promise.resolve() : sound().then(() => models.open(strategy, pair, artifacts))) })
    for (const choice of choices) {
      this.#tell(choice.strategyId, refused.get(choice.strategyId))
      if (!isChosen(models, choice.strategyId, choice.models?.long)) await models.choose(choice)
    }
  }

  /** Once, however often is looked. */
  #tell(strategyId: string, told: Told | undefined): void {
    const text = JSON.stringify(told)
    if (told && this.#noticed.get(strategyId) !== text) this.#parts.notice(told)
    if (told) this.#noticed.set(strategyId, text)
    else this.#noticed.delete(strategyId)
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
