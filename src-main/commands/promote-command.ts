import type { ModelRow } from '../../src-shared/contract/evaluation-views.ts'
import { PairUnfit, refuseUnfit } from '../modes/promotable.ts'
import { SqliteModelRegistry } from '../storage/model-register.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import { MoveRefused, OVERRIDE_REASON_MIN, type ModelRegistry, type MovedStatus } from '../training/model-register.port.ts'
import { EXIT, text, UsageError, type Command, type Terminal, type Values } from './command.ts'
import { existingOpening } from './existing-account.ts'
import { modelRows, onePair } from './models-command.ts'
import { accountOption } from './recorded-account.ts'

export const promoteCommand: Command = {
  name: 'promote',
  summary: 'lets a pair of models trade for its strategy, marks it as a shadow, or puts it away; or goes back to the one before',
  help: `haetae promote PAIR [options]
  --shadow              it is marked as one to be watched, and trades nothing
  --archive             it is out of use
  --rollback            back to the pair that was promoted before; PAIR may be the strategy's name
  --override REASON     promotes what the gate has not proven; at least ${OVERRIDE_REASON_MIN} characters, shown for ever
  --reason TEXT         why, for the list of what was done; of --shadow, --archive and --rollback
  --account ID          default sim:replay:1
  --json                the pair as it is then, as JSON (null after --rollback: the strategy's own)

What is held keeps its exit plan whatever is promoted. A mode that runs goes on with the new pair between two candles.

  haetae promote m-3f2a
  haetae promote m-3f2a --override "on paper for a month, to see its slippage"
  haetae promote perp-ev --rollback --reason "it lost three days running"`,
  options: {
    shadow: { type: 'boolean' }, archive: { type: 'boolean' }, rollback: { type: 'boolean' }, override: { type: 'string' }, reason: { type: 'string' }, account: { type: 'string' }, json: { type: 'boolean' },
  },
  positionals: ['PAIR'],
  run: (values, [pair], terminal) => runCommand(values, pair!, terminal),
}

const BY = 'command line'
const REFUSED = EXIT.refused
const FLAGS = ['shadow', 'archive', 'rollback'] as const

async function runCommand(values: Values, pair: string, terminal: Terminal): Promise<number> {
  const wanted = wantedMove(values)
  const opening = existingOpening(terminal, accountOption(values))
  const models = new SqliteModelRegistry(opening, terminal.clock)
  try {
    const rows = await modelRows(opening, terminal)
    const now = wanted.rollback ? await rolledBack(models, strategyOf(rows, pair), wanted) : await moved(models, onePair(rows, pair), wanted, terminal)
    if (values['json'] === true) terminal.out(JSON.stringify(now))
    else terminal.out(now ? `${now.candidateId} is ${now.status}.` : `${strategyOf(rows, pair)} trades with its own pair again.`)
    return EXIT.done
  } catch (error) {
    if (!(error instanceof MoveRefused || error instanceof PairUnfit)) throw error
    terminal.error(error instanceof MoveRefused && error.code === 'not-proven' ? `${error.message} (--override REASON). \`haetae models ${pair}\` tells what is missing.` : error.message)
    return REFUSED
  }
}

interface Wanted {
  readonly status: MovedStatus
  readonly rollback: boolean
  readonly reason: string | null
  readonly override: boolean
}

function wantedMove(values: Values): Wanted {
  const [flag, other] = FLAGS.filter((name) => values[name] === true)
  const [override, reason] = [text(values, 'override'), text(values, 'reason')]
  if (other) throw new UsageError(`--${flag} and --${other} are two different things`)
  if (flag && override !== undefined) throw new UsageError(`--override belongs to promoting; --${flag} takes --reason`)
  if (!flag && reason !== undefined) throw new UsageError('--reason belongs to --shadow, --archive and --rollback; what is proven needs none, and what is not takes --override')
  const status = flag === 'shadow' ? 'shadow' : flag === 'archive' ? 'archived' : 'promoted'
  return { status, rollback: flag === 'rollback', reason: override ?? reason ?? null, override: override !== undefined }
}

async function moved(models: ModelRegistry, row: ModelRow, { status, reason, override }: Wanted, { root, home }: Terminal): Promise<ModelRow> {
  if (row.shipped) throw new UsageError(`${row.candidateId} came with the program: it trades where no other is promoted (haetae promote ${row.strategyId} --rollback, or --archive the one that is)`)
  if (status === 'promoted') await refuseUnfit(row, { root, home })
  await models.move(row.candidateId, status, { by: BY, reason, override })
  return onePair(await models.list(), row.candidateId)
}

const rolledBack = (models: ModelRegistry, strategyId: string, { reason }: Wanted): Promise<ModelRow | null> => models.rollback(strategyId, { by: BY, reason })

/** Of a pair, or named itself. */
const strategyOf = (rows: readonly ModelRow[], pair: string): string => STRATEGIES.find(({ strategyId }) => strategyId === pair)?.strategyId ?? onePair(rows, pair).strategyId
