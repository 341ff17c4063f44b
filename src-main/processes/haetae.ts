import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { main } from '../commands/main.ts'
import { systemClock } from '../base/system-clock.ts'
import { haetaeHome } from '../storage/account-folder.ts'

/** The command line: `haetae COMMAND …`. Ctrl-C asks the command to end; a second one ends it at once. */
let asked = false
process.on('SIGINT', () => {
  if (asked) process.exit(130)
  asked = true
})
let shown = 0
const clear = (): void => {
  if (shown > 0) process.stderr.write(`\r${' '.repeat(shown)}\r`)
  shown = 0
}

process.exitCode = await main(process.argv.slice(2), {
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
  root: resolve(import.meta.dirname, '../..'),
  program: '0.1.0',
  clock: systemClock,
  cancelled: () => asked,
})
clear()
