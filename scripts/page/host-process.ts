import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const PROGRAM = 'dist/main/headless.js'

export interface HostProcess {
  readonly child: ChildProcess
  /** The link it printed: it works once. */
  readonly url: URL
  /** Asks it to end, as Ctrl-C does, and waits until it has. */
  stop(): Promise<void>
}

/** The built program in a process of its own, once it has printed its link. Rejects when it ends before. */
export async function startHost(home: string, args: readonly string[]): Promise<HostProcess> {
  const child = spawn(process.execPath, [PROGRAM, '--headless', '--port', '0', '--no-open', ...args], { env: { ...process.env, HAETAE_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const stop = async (): Promise<void> => {
    child.kill('SIGINT')
    await ended
  }
  const lines = createInterface(child.stdout)
  for await (const line of lines) {
    const [link] = /http:\S+/.exec(line) ?? []
    if (!link) continue
    child.stdout.resume()
    return { child, url: new URL(link), stop }
  }
  throw new Error(`the host ended before it printed its link: ${String(await ended)}`)
}
