import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../base/clock.port.ts'
import { RunCancelled } from '../backtest-run.ts'

/** Remembers what a stage came to: `storage/checkpoints.ts`. */
export interface StageMemory {
  stage<Value>(name: string, work: () => Promise<Value> | Value): Promise<Value>
}

interface StagesParts {
  /** Gives milliseconds; for people only. */
  readonly clock: Clock
  /** 0 to 1 of the whole. */
  readonly progress?: ((part: number) => void) | undefined
  readonly cancelled?: (() => boolean) | undefined
}

/** The stages of a long piece of work, one after the other: told of, and timed. */
export class Stages {
  /** Seconds by group of stages. */
  readonly took: Record<string, number> = {}
  readonly #parts: StagesParts
  #done = 0

  constructor(parts: StagesParts) {
    this.#parts = parts
  }

  /** `share`: how much of the whole this is, about. Rejects with RunCancelled when told to stop before it. */
  async run<Value>(group: string, share: number, work: () => Promise<Value> | Value): Promise<Value> {
    const { clock, cancelled, progress } = this.#parts
    // Whoever asks to stop is heard, and so is the rest of the process.
    await nextTurn()
    if (cancelled?.()) throw new RunCancelled('the evaluation was stopped')
    const began = clock.now()
    const value = await work()
    this.took[group] = (this.took[group] ?? 0) + (clock.now() - began) / 1_000
    this.#done = Math.min(1, this.#done + share)
    progress?.(this.#done)
    return value
  }
}
