import { systemClock } from '../base/system-clock.ts'
import { readArguments } from '../host/arguments.ts'
import { electronParent, type ParentPort } from '../host/electron-parent.ts'
import { runEngine } from '../host/engine-process.ts'
import { nodeParent } from '../host/node-parent.ts'

/** The engine in a process of its own, under Electron's main process or under a headless one. Whoever started it supervises it. */
const fail = (error: unknown): never => {
  console.error(error)
  process.exit(1)
}
// Electron's utility processes only warn about these.
process.on('unhandledRejection', fail)
// Ctrl-C reaches every process of a terminal; ours is told to stop by its parent.
process.on('SIGINT', () => {})

const { birth, ...place } = readArguments(process.argv.slice(2))
const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort }
await runEngine(parentPort ? electronParent(parentPort, systemClock.now()) : nodeParent(place.root), { place, birth, onFatal: fail })
process.exit(0)
