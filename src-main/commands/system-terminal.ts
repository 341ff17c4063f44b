import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { PROGRAM } from '../base/program.ts'
import { systemClock } from '../base/system-clock.ts'
import { haetaeHome } from '../storage/account-folder.ts'
import type { Terminal } from './command.ts'

/** This process as a command sees it. Ctrl-C asks the command to end; a second one ends it at once. */
export function systemTerminal(programFolder: string): Terminal {
  const stop = Promise.withResolvers<void>()
  let asked = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(130)
      asked = true
      stop.resolve()
    })
  }
  // Whoever read our output has left, as `head` does after its lines: there is nobody to work for.
  process.stdout.on('error', () => {
    asked = true
    stop.resolve()
  })
  let shown = 0
  const clear = (): void => {
    if (shown > 0) process.stderr.write(`\r${' '.repeat(shown)}\r`)
    shown = 0
  }
  return {
    out: (line) => {
      clear()
      process.stdout.write(`${line}\n`)
    },
    error: (line) => {
      clear()
      process.stderr.write(`${line}\n`)
    },
    progress: (text) => {
      if (!process.stderr.isTTY) return
      clear()
      process.stderr.write(text)
      shown = text.length
    },
    home: haetaeHome({ platform: process.platform, env: process.env, userFolder: homedir() }),
    root: resolve(programFolder, '../..'),
    program: PROGRAM.version,
    clock: systemClock,
    cancelled: () => asked,
    stopAsked: stop.promise,
  }
}
