import { Worker } from 'node:worker_threads'
import type { SweepReport, SweepRow, SweepWish } from '../../src-shared/contract/backtest-report.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import { PROGRAM } from '../base/program.ts'
import { RunCancelled } from '../modes/backtest-run.ts'
import { combinationsOf } from '../modes/sweep.ts'
import type { ResearchPlace } from './job-messages.ts'
import { SweepFailed } from './sweep-failed.ts'
import type { SweepMessage, SweepTask, SweepWorkerData } from './sweep-worker.ts'

const WORKER_HEAP_MB = 512

export interface SweepParts extends ResearchPlace {
  readonly runId: string
  /** What each worker runs: a file that gives its thread to `runSweepWorker`. */
  readonly program: string
  readonly workers: number
  /** Parts of the whole, 0 to 1, and how many back-tests are done. */
  readonly progress: (part: number, done: number) => void
}

/**
 * All combinations of a sweep, spread over threads: who is free takes the next. A row depends on its values alone and stands at its own place,
 * so neither the number of workers nor their order changes a bit.
 */
export class Sweep {
  /** Rejects with SweepFailed, and with RunCancelled when it was told to stop; then all workers have ended. */
  readonly done: Promise<SweepReport>
  readonly #wish: SweepWish
  readonly #parts: SweepParts
  readonly #tasks: readonly (readonly number[])[]
  readonly #rows: SweepRow[] = []
  /** How much of each back-test is done. */
  readonly #begun: number[]
  readonly #busy = new Set<Worker>()
  readonly #stop = new Int32Array(new SharedArrayBuffer(4))
  readonly #outcome = Promise.withResolvers<undefined>()
  #next = 0
  #doneCount = 0

  constructor(wish: SweepWish, parts: SweepParts) {
    this.#wish = wish
    this.#parts = parts
    this.#tasks = combinationsOf(wish)
    this.#begun = this.#tasks.map(() => 0)
    this.done = this.#run()
  }

  stop(): void {
    this.#end(new RunCancelled('the sweep was stopped'))
  }

  async #run(): Promise<SweepReport> {
    const { workers, runId } = this.#parts
    const ended = Array.from({ length: Math.min(workers, this.#tasks.length) }, () => this.#work())
    try {
      await this.#outcome.promise
    } finally {
      await Promise.all(ended)
    }
    return { version: 1, runId, program: `${PROGRAM.name} ${PROGRAM.version}`, wish: this.#wish, vary: Object.keys(this.#wish.vary), rows: this.#rows }
  }

  /** One worker, until it has ended. */
  #work(): Promise<void> {
    const { program, opening, root, runId } = this.#parts
    const workerData: SweepWorkerData = { opening, root, runId, wish: this.#wish, stop: this.#stop }
    const worker = new Worker(program, { workerData, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB } })
    const ended = Promise.withResolvers<undefined>()
    worker.on('message', (message: SweepMessage) => this.#hear(message, worker))
    worker.once('error', (error) => this.#end(died(error.message)))
    worker.once('exit', (code) => {
      if (this.#busy.has(worker)) this.#end(died(`it ended with ${code}`))
      ended.resolve(undefined)
    })
    this.#give(worker)
    return ended.promise
  }

  #give(worker: Worker): void {
    const index = this.#next++
    const values = Atomics.load(this.#stop, 0) === 0 ? this.#tasks[index] : undefined
    if (values) this.#busy.add(worker)
    else this.#busy.delete(worker)
    worker.postMessage((values ? { index, values } : null) satisfies SweepTask)
  }

  #hear(message: SweepMessage, worker: Worker): void {
    if (message.kind === 'failed') return this.#end(new SweepFailed(message.told))
    if (message.kind === 'row') {
      this.#rows[message.index] = message.row
      this.#doneCount++
      this.#give(worker)
    }
    this.#begun[message.index] = message.kind === 'row' ? 1 : message.part
    this.#tellProgress()
    if (this.#doneCount === this.#tasks.length) this.#outcome.resolve(undefined)
  }

  /** Whoever is told may say that it is enough. */
  #tellProgress(): void {
    try {
      this.#parts.progress(this.#begun.reduce((sum, part) => sum + part, 0) / this.#tasks.length, this.#doneCount)
    } catch (error) {
      this.#end(error)
    }
  }

  /** The first end counts. Workers that are still at it see the flag at their next candle. */
  #end(reason: unknown): void {
    Atomics.store(this.#stop, 0, 1)
    this.#outcome.reject(reason)
  }
}

const died = (how: string): SweepFailed => new SweepFailed(told('worker-died', { detail: how }))
