import { accountChecks } from './account-checks.ts'
import type { Check } from './checks.ts'
import { EXIT, text, type Command, type Terminal, type Values } from './command.ts'
import { accountsIn, existingOpening } from './existing-account.ts'
import { programChecks } from './program-checks.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'looks whether everything is in order, and says what to do where it is not',
  help: `haetae doctor [options]
  --account ID          this account only (default: all that are there)
  --json                [{name, state, detail}, …]

Looks at the program, its models, the disk and the files of each account, and repairs nothing. It may run while Haetae trades.
Exit code 3 when a check failed; warnings are no failures.

  haetae doctor
  haetae doctor --account sim:demo:5 --json`,
  options: { account: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [],
  run: runDoctor,
}

async function runDoctor(values: Values, _positionals: readonly string[], terminal: Terminal): Promise<number> {
  const asked = text(values, 'account')
  const wanted = asked === undefined ? undefined : existingOpening(terminal, asked)
  const found: Check[] = []
  const look = async (checks: readonly (() => Promise<Check>)[]): Promise<void> => {
    for (const one of checks) {
      const result = await one()
      found.push(result)
      if (values['json'] !== true) terminal.out(`${result.state.padEnd(6)} ${result.name}: ${result.detail}`)
    }
  }
  await look(programChecks(terminal))
  if (!found.some(({ name, state }) => name === 'home' && state === 'failed')) {
    const openings = wanted ? [wanted] : accountsIn(terminal.home).map((accountId) => existingOpening(terminal, accountId))
    for (const opening of openings) await look(accountChecks(opening, terminal.clock.now()))
  }
  if (values['json'] === true) terminal.out(JSON.stringify(found))
  const failed = found.filter(({ state }) => state === 'failed').length
  if (failed > 0 && values['json'] !== true) terminal.error(`${failed} of ${found.length} checks failed`)
  return failed > 0 ? EXIT.refused : EXIT.done
}
