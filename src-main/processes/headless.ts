import { headless } from '../commands/headless.ts'
import { systemTerminal } from '../commands/system-terminal.ts'

/** The window's files behind a local web server, under plain Node, and the engine's process that it supervises. */
process.exitCode = await headless(process.argv.slice(2), systemTerminal(import.meta.dirname))
