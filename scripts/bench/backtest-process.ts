import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Kind } from './backtest-kinds.ts'
import type { ArchivedMarket } from './backtest-market.ts'
import type { Answer, Order } from './backtest-worker.ts'

/** A process that back-tests one kind, one run after another. */
export class BacktestProcess {
  readonly #child: ChildProcess
  #waiting: PromiseWithResolvers<Answer> = Promise.withResolvers()

  constructor(kind: Kind, { home, instruments }: ArchivedMarket) {
    this.#child = fork(fileURLToPath(import.meta.resolve('./backtest-worker.ts')), [home, kind, instruments.join(',')])
    this.#child.on('message', (answer: Answer) => this.#waiting.resolve(answer))
    this.#child.once('close', (code) => this.#waiting.reject(new Error(`the back-test's process ended with ${String(code)}`)))
  }

  /** One at a time. */
  run(order: Order = {}): Promise<Answer> {
    this.#waiting = Promise.withResolvers()
    this.#child.send(order)
    return this.#waiting.promise
  }

  stop(): void {
    this.#waiting.promise.catch(() => {})
    this.#child.disconnect()
  }
}
