import { fork, spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Launched, Launcher } from './launcher.port.ts'
import { programPath } from './program-path.ts'

const JOB_HEAP_MB = 512

/** Programs as child processes of this one. */
export function nodeLauncher(root: string): Launcher {
  return {
    launch: (helper, args, log) => launched(helper === 'venue' ? startVenue(programPath(root, helper), args, log) : startJob(programPath(root, helper), args)),
  }
}

/** In a process group of its own, so that what ends us spares it. */
function startVenue(program: string, args: readonly string[], log: string | undefined): ChildProcess {
  const output = log === undefined ? 'ignore' : openSync(log, 'w', 0o600)
  const child = spawn(process.execPath, [program, ...args], { detached: true, stdio: ['ignore', output, output] })
  if (typeof output === 'number') closeSync(output)
  child.unref()
  return child
}

const startJob = (program: string, args: readonly string[]): ChildProcess => fork(program, args, { execArgv: [`--max-old-space-size=${JOB_HEAP_MB}`], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })

function launched(child: ChildProcess): Launched {
  return {
    onMessage: (listener) => void child.on('message', listener),
    onEnded: (listener) => {
      const once = soon(listener)
      child.once('exit', (code, signal) => once(`it ended with ${signal ?? code}`))
      child.once('error', (error) => once(error.message))
    },
    end: () => void child.kill('SIGKILL'),
  }
}

/** A process that could not be started tells of an error, and sometimes of an end as well. */
function soon(listener: (how: string) => void): (how: string) => void {
  let isTold = false
  return (how) => {
    if (!isTold) listener(how)
    isTold = true
  }
}
