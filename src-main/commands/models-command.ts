import type { ModelRow } from '../../src-shared/contract/evaluation-views.ts'
import { ownPairs } from '../modes/own-pairs.ts'
import type { Opening } from '../storage/database-kind.ts'
import { SqliteModelRegistry } from '../storage/model-register.ts'
import { EXIT, UsageError, type Command, type Terminal, type Values } from './command.ts'
import { existingOpening } from './existing-account.ts'
import { modelDetailLines, modelLines } from './model-texts.ts'
import { accountOption } from './recorded-account.ts'

export const modelsCommand: Command = {
  name: 'models',
  summary: 'lists the pairs of models and what the gate says of them, or tells all of one',
  help: `haetae models [options] [PAIR]
  --account ID          default sim:replay:1
  --json                the list, or PAIR, as JSON

PAIR is a name of the list, or as much of its beginning as no other has. Overrides and their reasons are shown for ever.

  haetae models
  haetae models m-3f2a`,
  options: { account: { type: 'string' }, json: { type: 'boolean' } },
  positionals: ['[PAIR]'],
  run: (values, [pair], terminal) => runCommand(values, pair, terminal),
}

async function runCommand(values: Values, pair: string | undefined, terminal: Terminal): Promise<number> {
  const rows = await modelRows(existingOpening(terminal, accountOption(values)), terminal)
  const told = pair === undefined ? rows : onePair(rows, pair)
  if (values['json'] === true) terminal.out(JSON.stringify(told))
  else for (const line of 'candidateId' in told ? modelDetailLines(told) : modelLines(told)) terminal.out(line)
  return EXIT.done
}

/** Those that were fitted here, newest first, and those that came with the program. */
export async function modelRows(opening: Opening, { root, clock }: Terminal): Promise<readonly ModelRow[]> {
  const models = new SqliteModelRegistry(opening, clock)
  return [...(await models.list()), ...(await ownPairs(root, models))]
}

/** By its name, or as much of its beginning as no other has. */
export function onePair(rows: readonly ModelRow[], pair: string): ModelRow {
  const found = rows.filter(({ candidateId }) => candidateId === pair)
  const [first, ...others] = found.length > 0 ? found : rows.filter(({ candidateId }) => candidateId.startsWith(pair))
  if (!first) throw new UsageError(`there is no pair ${pair}; haetae models lists those that are there`)
  if (others.length > 0) throw new UsageError(`${others.length + 1} pairs begin with ${pair}: write more of the name`)
  return first
}
