import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isoDay } from '../base/system-calendar.ts'
import { systemTimer } from '../base/system-timer.ts'
import { PortBusy } from '../ipc/web-host.ts'
import { openBooks, type AccountBooks } from '../modes/account-books.ts'
import { configure } from '../modes/configuration.ts'
import { DEMO_SEED } from '../modes/paper-account.ts'
import { startDemo } from '../modes/demo.ts'
import type { RunningMode } from '../modes/running-mode.ts'
import { copyIfDue } from '../storage/copies.ts'
import { freeBytes } from '../storage/durable-files.ts'
import { EXIT, text, UsageError, wholeNumber, type Command, type Terminal, type Values } from './command.ts'
import { openHost, type Host } from './host.ts'
import { openModels } from './recorded-account.ts'

export const demoCommand: Command = {
  name: 'demo',
  summary: 'trades an invented market with play money, behind a page on 127.0.0.1',
  help: `haetae demo [options]
  --speed N             times real time, 1 to 1000 (default 60)
  --seed N              which market (default ${DEMO_SEED}); each has an account of its own, sim:demo:N
  --edge trend|none     whether the market has something to find (docs/demo-market.md)
  --port N              of the page; 0 takes any free one (default 0)

  haetae demo --speed 600
  haetae demo --seed 12 --edge none`,
  options: { speed: { type: 'string' }, seed: { type: 'string' }, edge: { type: 'string' }, port: { type: 'string' } },
  positionals: [],
  run: async (values, _positionals, terminal) => {
    const host = await openDemo(values, terminal)
    if (typeof host === 'number') return host
    return untilEnd(host, terminal)
  },
}

/** Starts the demo and its page, or gives the exit code of what stood in the way. */
export async function openDemo(values: Values, terminal: Terminal): Promise<Host | number> {
  const speed = wholeNumber(values, 'speed', { least: 1, most: 1_000, otherwise: 60 })
  const seed = wholeNumber(values, 'seed', { least: 0, most: 999_999, otherwise: DEMO_SEED })
  const port = wholeNumber(values, 'port', { least: 0, most: 65_535, otherwise: 0 })
  const edge = text(values, 'edge') ?? 'trend'
  if (edge !== 'trend' && edge !== 'none') throw new UsageError(`--edge takes trend or none, not "${edge}"`)
  const runtime = await openModels(terminal.root, configure())
  const accountId = edge === 'none' ? `sim:demo:${seed}:no-edge` : `sim:demo:${seed}`
  const books = openBooks({ home: terminal.home, accountId, program: terminal.program, clock: terminal.clock })
  try {
    const host = await openHost({
      port,
      start: async (publisher) => {
        const mode = await startDemo({
          books, clock: terminal.clock, timer: systemTimer, publisher, runtime, seed, edge, speed, venueProgram: venueProgram(terminal.root), progress: terminal.progress,
        })
        const disk = watchDisk(mode, books, terminal)
        return { ...mode, stop: () => stopAll(mode, books, disk) }
      },
    }, terminal)
    if (books.adopted) terminal.error(`${books.adopted.adopted} changes of an earlier session were kept beside the journal and are in it now (${books.adopted.archivedAs}).`)
    return host
  } catch (error) {
    books.close()
    if (!(error instanceof PortBusy)) throw error
    terminal.error(error.message)
    return EXIT.busy
  }
}

/** The bundle where it is built and we run from it, else the source. */
function venueProgram(root: string): string {
  const source = join(root, 'src-main/processes/venue.ts')
  return import.meta.url.endsWith('.ts') && existsSync(source) ? source : join(root, 'dist/main/venue.js')
}

async function stopAll(mode: RunningMode, books: AccountBooks, disk: { stop(): void }): Promise<void> {
  disk.stop()
  await mode.stop()
  books.close()
}

const DISK_EVERY_MS = 60_000
/** Below this the account does exits only, while there is still room to write them down. */
const DISK_BYTES_MIN = 200 * 1024 * 1024

/** A copy of the books each day, and no entries when the disk runs full. */
function watchDisk(mode: RunningMode, { opening }: AccountBooks, { clock }: Terminal): { stop(): void } {
  let stopped = false
  const look = async (): Promise<void> => {
    const free = freeBytes(opening.folder)
    mode.report('disk', free >= DISK_BYTES_MIN, `${Math.floor(free / 1024 / 1024)} MB free`)
    await copyIfDue(opening, isoDay(clock.now())).then(() => mode.report('copies', true, ''), (error: unknown) => mode.report('copies', false, String(error)))
  }
  const watching = async (): Promise<void> => {
    while (!stopped) {
      await look()
      await sleep(DISK_EVERY_MS, undefined, { ref: false })
    }
  }
  void watching()
  return { stop: () => void (stopped = true) }
}

/** Runs until a person or the system asks to stop. */
export async function untilEnd({ url, mode, close }: Host, terminal: Terminal): Promise<number> {
  terminal.out(`Haetae: ${url}`)
  const ended = mode.ended.then(() => EXIT.done)
  try {
    return await Promise.race([ended, terminal.stopAsked.then(() => EXIT.done)])
  } finally {
    await close()
  }
}
