import { join } from 'node:path'
import type { Told, WorkstationView } from '../../src-shared/contract/workstation-views.ts'
import { PROGRAM } from '../base/program.ts'
import { monotonicClock } from '../base/system-clock.ts'
import { readPageFiles } from '../base/system-page-files.ts'
import { systemTicker } from '../base/system-ticker.ts'
import { systemTimer } from '../base/system-timer.ts'
import { openWebHost, type Health, type WebHost } from '../ipc/web-host.ts'
import type { Birth } from '../supervision/engine-handle.ts'
import type { EngineSummary } from '../supervision/messages.ts'
import { nodeFork } from '../supervision/node-fork.ts'
import { watchSleep } from '../supervision/sleep-watch.ts'
import { Supervisor } from '../supervision/supervisor.ts'
import { WindowRelay } from '../supervision/window-relay.ts'
import { watchWorkstation } from '../supervision/workstation-watch.ts'
import type { Terminal } from './command.ts'

export interface HostWanted {
  readonly port: number
  readonly beginning: Birth['beginning']
}

export interface Host {
  /** A link that works once. */
  readonly url: string
  onView(listener: (view: WorkstationView) => void): void
  /** What a person should hear even without a window. */
  onNotice(listener: (told: Told) => void): void
  /** Resolves when the engine has died again and again and never come so far as to serve. */
  readonly hopeless: Promise<void>
  close(): Promise<void>
}

/**
 * The engine in a process of its own, kept alive, behind a page on 127.0.0.1. Sessions of the page live here, so they survive the engine's
 * death. Rejects with PortBusy, before anything is started.
 */
export async function openHost({ port, beginning }: HostWanted, { home, root, clock }: Terminal): Promise<Host> {
  const files = readPageFiles(join(root, 'dist/renderer'))
  const supervisor = new Supervisor({ fork: nodeFork({ home, root }), beginning, clock: monotonicClock, timer: systemTimer })
  const relay = new WindowRelay(supervisor)
  const state = new EngineState(supervisor)
  const web = await openWebHost({ files, port, clock, health: () => state.health(), serving: () => state.serving(), onChannel: (channel) => relay.join(channel) })
  const watch = watchSleep({ wall: clock, monotonic: monotonicClock, ticker: systemTicker }, () => void supervisor.restart())
  const views: ((view: WorkstationView) => void)[] = []
  watchWorkstation(supervisor, relay, (view) => views.forEach((listener) => listener(view)))
  const hopeless = neverServing(supervisor)
  supervisor.start()
  return {
    url: web.newLink(), hopeless,
    onView: (listener) => void views.push(listener),
    onNotice: (listener) => supervisor.listen({ onMessage: (message) => message.kind === 'notice' && listener(message.told) }),
    close: () => closeAll(supervisor, web, watch),
  }
}

const HOPELESS_DEATHS = 3

/** A part of the program that is missing or broken ends every life before it serves. */
function neverServing(supervisor: Supervisor): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let deaths = 0
  supervisor.listen({
    onServing: () => void (deaths = Number.NEGATIVE_INFINITY),
    onDown: () => {
      if (++deaths === HOPELESS_DEATHS) resolve()
    },
  })
  return promise
}

async function closeAll(supervisor: Supervisor, web: WebHost, watch: { stop(): void }): Promise<void> {
  watch.stop()
  await supervisor.stop()
  await web.close()
}

/** What is known here of the engine's process. */
class EngineState {
  readonly #supervisor: Supervisor
  #summary: EngineSummary | undefined
  #served = Promise.withResolvers<void>()

  constructor(supervisor: Supervisor) {
    this.#supervisor = supervisor
    supervisor.listen({
      onMessage: (message) => {
        if (message.kind === 'summary') this.#summary = message.summary
      },
      onServing: () => this.#served.resolve(),
      onDown: () => {
        this.#summary = undefined
        this.#served.resolve()
        this.#served = Promise.withResolvers<void>()
      },
    })
  }

  serving(): Promise<void> | undefined {
    return this.#supervisor.engine ? undefined : this.#served.promise
  }

  health(): Health {
    const { phase = 'down', mode = null, ready = false, trading = false, components = [] } = this.#summary ?? {}
    return { ...PROGRAM, phase, mode, ready, trading, components }
  }
}
