import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildIfStale } from '../build-if-stale.ts'
import { median, milliseconds, type BenchResult } from './figures.ts'
import { inFolder, ROOT } from './workplace.ts'

const RUNS = 5
const POLL_MS = 5
const START_MS_MAX = 60_000

interface Start {
  /** Milliseconds from the start of the process until the page's server answers. */
  readonly answering: number
  /** Until books are recovered, compared with the venue, and the engine may trade. */
  readonly ready: number
}

/** From the start of the built program until it answers and until it is ready, on a new account and on one that is there. */
export async function benchStart(): Promise<BenchResult> {
  buildIfStale()
  return inFolder(async (folder) => {
    const fresh: Start[] = []
    const again: Start[] = []
    for (let run = 0; run < RUNS; run++) {
      const home = join(folder, `home-${run}`)
      fresh.push(await timeStart(home))
      again.push(await timeStart(home))
    }
    const figures = { runs: RUNS, newAccountMs: of(fresh), existingAccountMs: of(again) }
    for (const [name, { answering, ready }] of [['new account, 30 days are made', figures.newAccountMs], ['existing account', figures.existingAccountMs]] as const) {
      console.log(`${name}: answering after ${milliseconds(answering)}, ready after ${milliseconds(ready)} (medians of ${RUNS} starts)`)
    }
    return { name: 'start', figures, targets: [] }
  })
}

const of = (starts: readonly Start[]): { readonly answering: number; readonly ready: number } => ({
  answering: median(starts.map(({ answering }) => answering)),
  ready: median(starts.map(({ ready }) => ready)),
})

async function timeStart(home: string): Promise<Start> {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, ['dist/main/headless.js', '--headless', '--mode', 'demo', '--no-open', '--port', String(port)], {
    cwd: ROOT, env: { ...process.env, HAETAE_HOME: home }, stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'close')
  try {
    return await follow(child, port, began)
  } finally {
    child.kill('SIGINT')
    await ended
  }
}

async function follow(child: ChildProcess, port: number, began: number): Promise<Start> {
  let answering: number | undefined
  while (performance.now() - began < START_MS_MAX && child.exitCode === null) {
    const health = await fetch(`http://127.0.0.1:${port}/health`).then((answer) => answer.json() as Promise<{ readonly ready: boolean }>, () => undefined)
    if (health) answering ??= performance.now() - began
    if (health?.ready && answering !== undefined) return { answering, ready: performance.now() - began }
    await sleep(POLL_MS)
  }
  throw new Error(`the program was not ready within ${START_MS_MAX / 1_000} s`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
