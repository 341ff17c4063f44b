import { parseArgs } from 'node:util'
import { ModelRefusal } from '../model-runtime/model-refusal.ts'
import { StorageRefusal } from '../storage/refusal.ts'
import { backtestCommand } from './backtest-command.ts'
import { collectCommand } from './collect-command.ts'
import { EXIT, UsageError, type Command, type Terminal, type Values } from './command.ts'
import { dataCommand } from './data-command.ts'
import { datasetCommand } from './dataset-command.ts'
import { demoCommand } from './demo-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { evaluateCommand } from './evaluate-command.ts'
import { exportCommand } from './export-command.ts'
import { feasibilityCommand } from './feasibility-command.ts'
import { importCommand } from './import-command.ts'
import { labelCommand } from './label-command.ts'
import { localBinanceCommand } from './local-binance-command.ts'
import { modelsCommand } from './models-command.ts'
import { promoteCommand } from './promote-command.ts'
import { recordCommand } from './record-command.ts'
import { replayCommand } from './replay-command.ts'
import { restoreCommand } from './restore-command.ts'
import { runsCommand } from './runs-command.ts'
import { statusCommand } from './status-command.ts'
import { sweepCommand } from './sweep-command.ts'
import { trialsCommand } from './trials-command.ts'

const COMMANDS: readonly Command[] = [
  demoCommand, collectCommand, importCommand, dataCommand,
  backtestCommand, sweepCommand,
  feasibilityCommand, labelCommand, datasetCommand, evaluateCommand,
  runsCommand,
  trialsCommand, modelsCommand, promoteCommand,
  replayCommand, recordCommand, exportCommand, statusCommand, doctorCommand, restoreCommand, localBinanceCommand,
]

/** Runs one command and gives its exit code. Never throws: what a person did wrong gets a sentence, what we did wrong gets a trace. */
export async function main([name, ...args]: readonly string[], terminal: Terminal): Promise<number> {
  const command = COMMANDS.find((candidate) => candidate.name === name)
  return command ? runCommand(command, args, terminal) : unknownCommand(name, terminal)
}

export async function runCommand(command: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(`${command.name}: ${command.summary}\n\n${command.help}`)
    return EXIT.done
  }
  try {
    const { values, positionals } = parse(command, args)
    return await command.run(values, positionals, terminal)
  } catch (error) {
    return explain(error, command, terminal)
  }
}

function unknownCommand(name: string | undefined, terminal: Terminal): number {
  const list = COMMANDS.map((command) => `  ${command.name.padEnd(14)} ${command.summary}`).join('\n')
  const usage = `haetae COMMAND [options]\n\n${list}\n\nhaetae COMMAND --help tells more. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 data or a model was refused, 4 in use, 130 stopped.`
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.out(usage)
    return name === undefined ? EXIT.usage : EXIT.done
  }
  terminal.error(`there is no command "${name}"\n\n${usage}`)
  return EXIT.usage
}

function parse({ options, positionals }: Command, args: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, allowNegative: true, strict: true })
    const given = parsed.positionals
    const needed = positionals.filter((one) => !one.startsWith('['))
    if (given.length < needed.length) throw new UsageError(`${needed[given.length]} is missing`)
    if (given.length > positionals.length) throw new UsageError(`"${given[positionals.length]}" is one argument too many`)
    return { values: parsed.values as Values, positionals: given }
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

function explain(error: unknown, { name }: Command, terminal: Terminal): number {
  if (error instanceof UsageError) {
    terminal.error(`${error.message}\nhaetae ${name} --help shows what it takes.`)
    return EXIT.usage
  }
  if (error instanceof StorageRefusal || error instanceof ModelRefusal) {
    terminal.error(error.message)
    return error.code === 'locked' ? EXIT.busy : EXIT.refused
  }
  terminal.error(error instanceof RangeError ? error.message : String(error instanceof Error ? error.stack : error))
  return EXIT.failed
}
