import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** A second, real process that runs a TypeScript file and speaks in lines. It never outlives the test. */
export class Child {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: AsyncIterator<string>

  /** `fileBlocks`: no file it writes may grow beyond so many blocks of the shell's `ulimit -f`. */
  constructor(file: URL, argument: string, { fileBlocks }: { readonly fileBlocks?: number } = {}) {
    const program = [process.execPath, fileURLToPath(file), argument]
    const limited = fileBlocks === undefined ? program : ['sh', '-c', `trap '' XFSZ; ulimit -f ${fileBlocks}; exec "$@"`, 'sh', ...program]
    this.#process = spawn(limited[0]!, limited.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
    onTestFinished(() => {
      this.#process.kill('SIGKILL')
    })
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** Undefined when it has ended. */
  async line(): Promise<string | undefined> {
    const { value, done } = await this.#lines.next()
    return done ? undefined : value
  }

  tell(line: string): void {
    this.#process.stdin.write(`${line}\n`)
  }

  /** Resolves when it is dead. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null) return
    const dead = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await dead
  }
}
