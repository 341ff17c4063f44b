import { headless } from '../commands/headless.ts'
import { systemTerminal } from '../commands/system-terminal.ts'

/** The engine and the window's files behind a local web server, under plain Node. `npm start` runs it. */
process.exitCode = await headless(process.argv.slice(2), systemTerminal(import.meta.dirname))
