import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import type { Requests, Topics } from '../../src-shared/contract/contract.ts'
import type { Channel } from '../../src-shared/contract/frames.ts'
import { monotonicClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import type { Beginning } from '../../src-main/supervision/beginning.ts'
import type { Birth } from '../../src-main/supervision/engine-handle.ts'
import type { EngineMessage, ShellAsk } from '../../src-main/supervision/messages.ts'
import { nodeFork } from '../../src-main/supervision/node-fork.ts'
import { Supervisor } from '../../src-main/supervision/supervisor.ts'
import { WindowRelay } from '../../src-main/supervision/window-relay.ts'
import { EngineClient, type ConnectionState } from '../../src-renderer/engine-client/engine-client.ts'

/** Halves the start of each process after the first. */
const compiled = mkdtempSync(join(tmpdir(), 'haetae-compiled-'))
process.env['NODE_COMPILE_CACHE'] = compiled
afterAll(() => rmSync(compiled, { recursive: true, force: true, maxRetries: 3 }))

export const DEMO: Beginning = { opening: { mode: 'demo', seed: 5, speed: 1_000, edge: 'trend' }, trading: true }

/** A supervised engine in a process of its own, and the page's own client beside it: the headless program without its web server. */
export class EngineHome {
  readonly supervisor: Supervisor
  readonly client: EngineClient
  readonly states: ConnectionState[] = []
  readonly messages: EngineMessage[] = []
  readonly latest: Partial<Topics> = {}
  readonly #home: string

  constructor(home: string, beginning: Birth['beginning']) {
    this.#home = home
    this.supervisor = new Supervisor({ fork: nodeFork({ home, root: resolve('.') }), beginning, clock: monotonicClock, timer: systemTimer })
    const relay = new WindowRelay(this.supervisor)
    this.supervisor.listen({ onMessage: (message) => void (message.kind !== 'window-frame' && this.messages.push(message)) })
    this.client = new EngineClient(async () => {
      const [page, host] = channels()
      relay.join(host)
      if (!this.supervisor.engine) throw new Error('nobody serves')
      return page
    })
    this.client.onState((state) => this.states.push(state))
    for (const topic of ['workstation', 'status', 'jobs', 'pace', 'vitals', 'positions'] as const) this.watch(topic)
    this.supervisor.start()
  }

  watch(topic: keyof Topics): void {
    this.client.subscribe(topic, { onReset: () => void delete this.latest[topic], onItems: (values) => void Object.assign(this.latest, { [topic]: values.at(-1) }) })
  }

  get phase(): string | undefined {
    return this.latest.workstation?.phase
  }

  ask<K extends keyof Requests>(name: K, params: Requests[K]['params']): Promise<Requests[K]['result']> {
    return this.client.request(name, params)
  }

  /** Asks as a tray does; answers why not, or null. */
  async shell(ask: ShellAsk): Promise<unknown> {
    const requestId = crypto.randomUUID()
    this.supervisor.send({ kind: 'ask', requestId, ask })
    for (;;) {
      const answer = this.messages.find((message) => message.kind === 'asked' && message.requestId === requestId)
      if (answer?.kind === 'asked') return answer.refused
      await systemTimer.after(10).done
    }
  }

  /** The engine's process of an account, as its lease tells. */
  enginePid(account = 'sim_demo_5'): number {
    return leasePid(join(this.#home, account))
  }

  venuePid(account = 'sim_demo_5'): number {
    return leasePid(join(this.#home, account, 'venue'))
  }

  stop(): Promise<void> {
    return this.supervisor.stop()
  }
}

export const leasePid = (folder: string): number => (JSON.parse(readFileSync(join(folder, 'lease.json'), 'utf8')) as { pid: number }).pid
export const click = (): { requestId: string } => ({ requestId: crypto.randomUUID() })

/** Processes whose arguments hold a text. */
export const pidsOf = (text: string): number[] =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n').filter((line) => line.includes(text)).map((line) => Number.parseInt(line, 10))

/** Two ends joined in this process. */
function channels(): [Channel, Channel] {
  const ends = [0, 1].map(() => ({ onFrame: (_frame: unknown): void => {}, onClose: (): void => {} }))
  let open = true
  const end = (own: number): Channel => ({
    send: (frame) => queueMicrotask(() => open && ends[1 - own]!.onFrame(JSON.parse(JSON.stringify(frame)))),
    congested: () => false,
    listen: (onFrame, onClose) => void Object.assign(ends[own]!, { onFrame, onClose }),
    close: () => {
      if (!open) return
      open = false
      for (const { onClose } of ends) onClose()
    },
  })
  return [end(0), end(1)]
}
