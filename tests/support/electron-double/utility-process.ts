import { fork as forkNode, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MessagePort } from 'node:worker_threads'
import { record } from './control.ts'
import { PortRelay, type PortMessage } from './ports.ts'

const PARENT_PORT = fileURLToPath(import.meta.resolve('./parent-port.ts'))
const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** A real child process that finds Electron's `process.parentPort`. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  readonly #relay = new PortRelay((message) => this.#tell({ relay: message }))

  constructor(program: string, args: readonly string[]) {
    super()
    // As in Electron, an unhandled rejection only warns.
    const child = forkNode(program, [...args], { execArgv: ['--import', PARENT_PORT, '--unhandled-rejections=warn'], serialization: 'advanced' })
    this.#child = child
    running.add(child)
    child.on('spawn', () => this.emit('spawn'))
    child.on('message', (received: { readonly message: unknown } | { readonly relay: PortMessage }) => {
      if ('relay' in received) this.#relay.receive(received.relay)
      else this.emit('message', received.message)
    })
    child.once('exit', (code, signal) => {
      running.delete(child)
      record('utility-exit', { program: basename(program), pid: child.pid, code, signal })
      this.#relay.closeAll()
      this.emit('exit', code ?? 1)
    })
    record('utility-fork', { program: basename(program), pid: child.pid })
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined
  }

  postMessage(message: unknown, ports: readonly MessagePort[] = []): void {
    this.#tell({ message, ports: ports.map((port) => this.#relay.give(port)) })
  }

  kill(): boolean {
    return this.#child.kill()
  }

  #tell(message: object): void {
    // One that is just ending hears nothing more.
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }
}

export const utilityProcess = { fork: (program: string, args: readonly string[] = []): UtilityProcess => new UtilityProcess(program, args) }
