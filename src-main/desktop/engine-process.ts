import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import type { EngineHandle } from '../supervision/engine-handle.ts'
import type { EngineMessage, ShellMessage } from '../supervision/messages.ts'

/** One life of the engine, in a process that Electron starts for it. Windows speak with it through a port of their own: the shell only hands it over. */
export class EngineProcess implements EngineHandle {
  readonly #process: UtilityProcess

  constructor(program: string, args: readonly string[]) {
    this.#process = utilityProcess.fork(program, [...args], { serviceName: 'Haetae engine' })
  }

  send(message: ShellMessage): void {
    this.#process.postMessage(message)
  }

  /** A new door to this life. */
  connect(): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain()
    const message: ShellMessage = { kind: 'window' }
    this.#process.postMessage(message, [port1])
    return port2
  }

  onMessage(listener: (message: EngineMessage) => void): void {
    this.#process.on('message', listener)
  }

  onExit(listener: () => void): void {
    this.#process.once('exit', () => listener())
  }

  /** At once. Electron's own kill asks politely, which a process that hangs does not hear. */
  kill(): void {
    const { pid } = this.#process
    if (pid === undefined) return void this.#process.kill()
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It went by itself in the meantime.
    }
  }
}
