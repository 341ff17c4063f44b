import { spawn, type ChildProcess } from 'node:child_process'

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly tooLong: boolean
}

const TIME_MS_MAX = 120_000
const running = new Set<ChildProcess>()
let closing = false

/** Git looks at nothing but the folder it stands in: the copy may lie below somebody's repository. */
const HIDDEN = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']

/** Runs a program to its end, in a process group of its own so that nothing of it outlives it. Never rejects. */
export function run(program: string, args: readonly string[], folder: string, more: Readonly<Record<string, string>> = {}): Promise<Ended> {
  if (closing) return new Promise(() => undefined)
  const env = Object.fromEntries(Object.entries({ ...process.env, ...more }).filter(([name]) => !HIDDEN.includes(name)))
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  let tooLong = false
  const timer = setTimeout(() => {
    tooLong = true
    end(child)
  }, TIME_MS_MAX)
  return new Promise((resolve) => {
    const done = (code: number | null): void => {
      clearTimeout(timer)
      running.delete(child)
      if (!closing) resolve({ code, output, tooLong })
    }
    child.once('close', done)
    child.once('error', (error) => {
      output += error.message
      done(null)
    })
  })
}

/** Ends whatever runs; what waits for it waits for ever, and nothing more is started. */
export function endAll(): void {
  closing = true
  for (const child of running) end(child)
}

function end(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill()
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}
