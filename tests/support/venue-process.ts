import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'
import { RemoteVenue } from '../../src-main/venue/remote/remote-venue.ts'
import { spawnVenue } from '../../src-main/venue/remote/spawn-venue.ts'
import { meetingPath } from '../../src-main/venue/remote/venue-place.ts'
import type { VenueSettings } from '../../src-main/venue/simulated/venue-state.ts'
import { ACCOUNT } from './venue-cases.ts'

export const PROGRAM = resolve('src-main/processes/venue.ts')

/** The folder of a test's account; its venue process and its files end with the test. */
export function accountFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'haetae-venue-'))
  onTestFinished(async () => {
    await killVenue(folder)
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

export interface Heard {
  readonly unknown: string[]
  readonly links: boolean[]
}

export async function startVenue(folder: string, settings: VenueSettings & { idleMs?: number }, heard: Heard = { unknown: [], links: [] }): Promise<RemoteVenue> {
  const venue = await spawnVenue({
    launcher: nodeLauncher(resolve('.')), accountFolder: folder, accountId: ACCOUNT, config: settings,
    onUnknown: (clientOrderId) => void heard.unknown.push(clientOrderId), onLink: (up) => void heard.links.push(up),
  })
  onTestFinished(() => venue.close())
  return venue
}

export const connectTo = (folder: string, accountId = ACCOUNT): Promise<RemoteVenue> =>
  RemoteVenue.connect({ path: meetingPath(folder), accountId, onUnknown: () => undefined, onLink: () => undefined })

export function venuePid(folder: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, 'venue', 'lease.json'), 'utf8')) as { pid: number }).pid
  } catch {
    return undefined
  }
}

/** kill -9 of the venue process that this folder's lease names; resolves when it is gone. */
export async function killVenue(folder: string): Promise<void> {
  const pid = venuePid(folder)
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    return
  }
  await gone(pid)
}

export async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((done) => void setImmediate(done))
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // A killed child stays as a zombie until its parent has taken notice.
  return !/^State:\s+Z/m.test(process.platform === 'linux' ? readFileSync(`/proc/${pid}/status`, 'utf8') : '')
}

/** Runs a program to its end. */
export function run(program: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void (text += chunk.toString()))
  return new Promise((done) => void child.once('close', (code) => done({ code, text })))
}
