import { utilityProcess, type UtilityProcess } from 'electron'
import type { EngineHandle } from '../supervision/engine-handle.ts'
import type { EngineMessage, Helper } from '../supervision/messages.ts'

interface Running {
  readonly launchId: number
  readonly helper: Helper
  readonly engine: EngineHandle
  readonly process: UtilityProcess
}

/** Programs that an engine needs beside it, started for it: only Electron's main process can. There are three, and no others. */
export class Helpers {
  readonly #programs: Readonly<Record<Helper, string>>
  readonly #running = new Set<Running>()

  constructor(programs: Readonly<Record<Helper, string>>) {
    this.#programs = programs
  }

  onMessage(message: EngineMessage, engine: EngineHandle): void {
    if (message.kind === 'launch') this.#launch(message, engine)
    if (message.kind === 'end-helper') this.#of(engine).find(({ launchId }) => launchId === message.launchId)?.process.kill()
  }

  /** A life of the engine has ended: its jobs end with it, and so does a Binance of its own. A venue goes on, as venues do, and the next life finds it. */
  onDown(engine: EngineHandle): void {
    for (const { helper, process } of this.#of(engine)) if (helper !== 'venue') process.kill()
  }

  endAll(): void {
    for (const { process } of this.#running) process.kill()
  }

  #launch({ launchId, helper, args }: Extract<EngineMessage, { kind: 'launch' }>, engine: EngineHandle): void {
    if (!Object.hasOwn(this.#programs, helper)) return engine.send({ kind: 'helper-ended', launchId })
    const process = utilityProcess.fork(this.#programs[helper], [...args], { serviceName: `Haetae ${helper}` })
    const running = { launchId, helper, engine, process }
    this.#running.add(running)
    process.on('message', (message: unknown) => engine.send({ kind: 'helper-message', launchId, message }))
    process.once('exit', () => {
      this.#running.delete(running)
      engine.send({ kind: 'helper-ended', launchId })
    })
  }

  #of(engine: EngineHandle): readonly Running[] {
    return [...this.#running].filter((running) => running.engine === engine)
  }
}
