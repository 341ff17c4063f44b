import type { Launched, Launcher } from '../supervision/launcher.port.ts'
import type { EngineMessage, Helper, ShellMessage } from '../supervision/messages.ts'

interface Launch {
  onMessage: (message: unknown) => void
  onEnded: (how: string) => void
}

/** Asks the parent to start programs: in Electron only the main process can. */
export class ParentLauncher implements Launcher {
  readonly #send: (message: EngineMessage) => void
  readonly #launches = new Map<number, Launch>()
  #nextId: number

  /** `firstId` is one that no earlier life of this process has used: what they launched may still be there. */
  constructor(send: (message: EngineMessage) => void, firstId: number) {
    this.#send = send
    this.#nextId = firstId
  }

  launch(helper: Helper, args: readonly string[]): Launched {
    const launchId = this.#nextId++
    const launch: Launch = { onMessage: () => {}, onEnded: () => {} }
    this.#launches.set(launchId, launch)
    this.#send({ kind: 'launch', launchId, helper, args })
    return {
      onMessage: (listener) => void (launch.onMessage = listener),
      onEnded: (listener) => void (launch.onEnded = listener),
      end: () => this.#send({ kind: 'end-helper', launchId }),
    }
  }

  /** True for what the parent tells about a launched program; it is handled then. */
  take(message: ShellMessage): boolean {
    if (message.kind !== 'helper-message' && message.kind !== 'helper-ended') return false
    const launch = this.#launches.get(message.launchId)
    if (message.kind === 'helper-message') launch?.onMessage(message.message)
    else {
      this.#launches.delete(message.launchId)
      launch?.onEnded('it ended')
    }
    return true
  }
}
