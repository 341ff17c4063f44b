import type { TrialsView } from '../../src-shared/contract/evaluation-views.ts'
import { isoTime } from '../base/system-calendar.ts'
import { SqliteTrialLedger } from '../storage/trial-ledger.ts'
import { trialsView } from '../training/trials-view.ts'
import { EXIT, UsageError, wholeNumber, type Command, type Terminal, type Values } from './command.ts'
import { existingOpening } from './existing-account.ts'
import { accountOption } from './recorded-account.ts'
import { table } from './research-texts.ts'
import { toldText } from './told-text.ts'

const LIMIT = 50
const LIMIT_MAX = 100_000
const COUNTED = { data: 5, compared: 2_000 } as const

export const trialsCommand: Command = {
  name: 'trials',
  summary: 'lists every run that looked at archived candles, as the machine counted them, or looks whether one was altered',
  help: `haetae trials [options] [verify]
  verify                looks at every link of the chain, and says where the first one does not hold (exit code 3)
  --limit N             the newest so many (default ${LIMIT})
  --account ID          default sim:replay:1
  --json                all of it as one JSON object

Back-tests, each combination of a sweep, replays, evaluations and their neighbours are counted before they look at a candle, and stay however they end.

  haetae trials
  haetae trials verify`,
  options: { limit: { type: 'string' }, account: { type: 'string' }, json: { type: 'boolean' } },
  positionals: ['[verify]'],
  run: (values, [what], terminal) => runCommand(values, what, terminal),
}

async function runCommand(values: Values, what: string | undefined, terminal: Terminal): Promise<number> {
  if (what !== undefined && what !== 'verify') throw new UsageError(`haetae trials takes verify or nothing, not "${what}"`)
  const limit = wholeNumber(values, 'limit', { least: 1, most: LIMIT_MAX, otherwise: LIMIT })
  const ledger = new SqliteTrialLedger(existingOpening(terminal, accountOption(values)), terminal.clock)
  const view = await trialsView(ledger, { rows: limit, ...COUNTED })
  if (values['json'] === true) terminal.out(JSON.stringify(what === 'verify' ? { count: view.count, broken: view.broken } : view))
  else if (what === undefined) for (const line of trialLines(view)) terminal.out(line)
  if (view.broken) terminal.error(`The chain of trials is broken: ${toldText(view.broken.told)}`)
  else if (what === 'verify' && values['json'] !== true) terminal.out(`All links hold; ${view.count} trials.`)
  return view.broken ? EXIT.refused : EXIT.done
}

function trialLines({ rows, count, onData }: TrialsView): readonly string[] {
  if (count === 0) return ['Nothing was tried yet: every back-test, sweep, replay and evaluation is counted here.']
  const head = ['#', 'begun', 'kind', 'state', 'strategy', 'data', 'days', 'Sharpe', 'trades', 'what differed']
  return [
    ...table([head, ...rows.map(({ sequence, startedAt, kind, state, strategyId, dataHash, days, sharpeAnnual, trades, parameters }) => [
      String(sequence), isoTime(startedAt).slice(0, 16).replace('T', ' '), kind, state, strategyId, dataHash.slice(0, 8), days === null ? '-' : String(days), sharpeAnnual === null ? '-' : sharpeAnnual.toFixed(2),
      trades === null ? '-' : String(trades), Object.entries(parameters).map(([name, value]) => `${name} ${value}`).join(', '),
    ])]),
    `${count} trials${rows.length < count ? `, the newest ${rows.length} are shown` : ''}`,
    ...onData.map(({ dataHash, trials, effective }) => `data ${dataHash.slice(0, 8)}: ${trials} different trials count on them, worth ${effective.toFixed(1)} independent ones`),
  ]
}
