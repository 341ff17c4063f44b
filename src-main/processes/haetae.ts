import { main } from '../commands/main.ts'
import { systemTerminal } from '../commands/system-terminal.ts'

/** The command line: `haetae COMMAND …`. */
process.exitCode = await main(process.argv.slice(2), systemTerminal(import.meta.dirname))
