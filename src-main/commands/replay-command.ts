import { randomUUID } from 'node:crypto'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { isoTime } from '../base/system-calendar.ts'
import { RunCancelled } from '../modes/backtest-run.ts'
import { replay, type RecordedOutcome, type RecordedRun } from '../modes/recorded-run.ts'
import { monotonicClock } from '../base/system-clock.ts'
import { systemTimer } from '../base/system-timer.ts'
import { firstTime } from '../modes/archived-record.ts'
import { configureAll } from '../modes/configuration.ts'
import { openModels } from '../modes/open-models.ts'
import { MarketPacer } from '../modes/pacer.ts'
import { replayBooks } from '../modes/replay-books.ts'
import { ReplayWatch, replayTrial } from '../modes/replay-trial.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import { ResearchStore } from '../storage/research-store.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { SqliteTrialLedger } from '../storage/trial-ledger.ts'
import { asTrial } from '../training/as-trial.ts'
import type { TrialLedger } from '../training/trial-ledger.port.ts'
import { EXIT, needed, text, timeOption, UsageError, wholeNumber, type Command, type Terminal, type Values } from './command.ts'
import { tellOutcome } from './outcome-text.ts'
import { accountOption, openingOf, wantedInstruments } from './recorded-account.ts'

export const replayCommand: Command = {
  name: 'replay',
  summary: 'runs the strategy over archived candles with real books, at a chosen speed',
  help: `haetae replay --instrument IDS [options]
  --instrument IDS      one or more of the archive, as BTCUSDT,ETHUSDT
  --from, --to TIME     2023-05-01 or 2023-05-01T12:00:00Z (UTC); default: all there is
  --strategy NAMES      default ${STRATEGIES[0].strategyId}; several share the account: ${STRATEGIES.map(({ strategyId }) => strategyId).join(',')}
  --policy NAME         expected-value (default) or seeded-random, which exists for tests
  --seed N              of seeded-random
  --account ID          default sim:replay:1
  --speed N|max         times real time (default max)
  --json                {decisions, decisionHash, trades, orderHash, netProfit, …}

  haetae replay --instrument BTCUSDT --speed max --json`,
  options: {
    instrument: { type: 'string' }, strategy: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, policy: { type: 'string' }, seed: { type: 'string' }, speed: { type: 'string' },
    account: { type: 'string' }, json: { type: 'boolean' },
  },
  positionals: [],
  run: (values, _positionals, terminal) => runReplay(values, terminal),
}

/** The journal is as real as in any mode; it is kept for the time of the run only. */
async function replayWithBooks(run: RecordedRun, values: Values, terminal: Terminal): Promise<RecordedOutcome> {
  const speed = speedOption(values, 'max')
  const books = replayBooks(openingOf(terminal, run.accountId))
  try {
    return await replay(run, books, speed === null ? undefined : new MarketPacer(monotonicClock, systemTimer, speed))
  } finally {
    books.close()
  }
}

/** Rejects with RunCancelled, and then it counts as a trial that failed. */
async function replayCounted(trials: TrialLedger, run: RecordedRun, values: Values, terminal: Terminal): Promise<RecordedOutcome> {
  const { archive, config, alongside = [], instruments, from, to } = run
  const trial = await replayTrial(archive, [config, ...alongside], { instruments: instruments.map(({ instrumentId }) => instrumentId), from, to })
  const watch = new ReplayWatch()
  return asTrial(trials, trial, async () => {
    const outcome = await replayWithBooks({ ...run, recorder: watch.recorder(run) }, values, terminal)
    if (terminal.cancelled()) throw new RunCancelled('the replay was stopped')
    return outcome
  }, () => watch.done())
}

function undefinedIfCancelled(error: unknown): undefined {
  if (!(error instanceof RunCancelled)) throw error
}

/** Times real time; null for 'max'. */
export function speedOption(values: Values, otherwise: string): number | null {
  const speed = text(values, 'speed') ?? otherwise
  if (speed === 'max') return null
  if (!/^\d{1,6}$/.test(speed) || Number(speed) < 1) throw new UsageError(`--speed takes max or a whole number from 1, not "${speed}"`)
  return Number(speed)
}

export function configsOf(values: Values, instruments: readonly string[]): readonly [StrategyConfig, ...StrategyConfig[]] {
  const policyId = text(values, 'policy') ?? 'expected-value'
  if (policyId !== 'expected-value' && policyId !== 'seeded-random') throw new UsageError(`--policy takes expected-value or seeded-random, not "${policyId}"`)
  const seed = wholeNumber(values, 'seed', { least: 0, most: 2 ** 31 - 1, otherwise: 0 })
  if (text(values, 'seed') !== undefined && policyId !== 'seeded-random') throw new UsageError('--seed belongs to --policy seeded-random')
  const strategyId = strategyOption(values)
  return configureAll({ instruments, policyId, seed, ...(strategyId === undefined ? {} : { strategyId }) })
}

/** Names with commas between them, as they were written. */
export function strategyOption(values: Values): string | undefined {
  const names = text(values, 'strategy')
  const known = STRATEGIES.map(({ strategyId }) => strategyId)
  const unknown = names?.split(',').find((name, index, all) => !known.includes(name) || all.indexOf(name) !== index)
  if (unknown !== undefined) throw new UsageError(`--strategy takes ${known.join(', ')}, each once and with commas between them, not "${names}"`)
  return names
}

async function runReplay(values: Values, terminal: Terminal): Promise<number> {
  const accountId = accountOption(values)
  const names = needed(values, 'instrument').split(',')
  const [config, ...alongside] = configsOf(values, names)
  const [from, to] = [timeOption(values, 'from', 0), timeOption(values, 'to', Number.MAX_SAFE_INTEGER)]
  const opening = openingOf(terminal, accountId)
  const archive = new SqliteMarketArchive(opening)
  const research = new ResearchStore(opening)
  try {
    const instruments = await wantedInstruments(archive, names)
    const start = firstTime(await archive.spans(), names, from)
    const runtime = await openModels(terminal.root, config, ...alongside)
    const startedAt = terminal.clock.now()
    const runId = `replay-${randomUUID()}`
    const progress = progressOf(terminal, startedAt)
    const run: RecordedRun = {
      archive, instruments, config, alongside, runtime, from: start, to: to as TimeMs, accountId, sessionId: runId, cancelled: () => terminal.cancelled(), publisher: { publish: progress },
    }
    const trials = new SqliteTrialLedger(opening, terminal.clock)
    const outcome = await replayCounted(trials, run, values, terminal).catch(undefinedIfCancelled)
    if (!outcome) return EXIT.cancelled
    const finishedAt = terminal.clock.now()
    await research.putRun({ runId, kind: 'replay', startedAt, finishedAt, accountId, strategyId: [config, ...alongside].map(({ strategyId }) => strategyId).join(','), configHash: outcome.configHash, parameters: { instruments: names, from, to, policy: config.policy }, result: outcome })
    tellOutcome(terminal, values['json'] === true, { runId, seconds: (finishedAt - startedAt) / 1_000, ...outcome })
    return EXIT.done
  } finally {
    archive.close()
    research.close()
  }
}

const PROGRESS_CANDLES = 5_000

function progressOf({ progress, clock }: Terminal, startedAt: number): NonNullable<RecordedRun['publisher']>['publish'] {
  let candles = 0
  return (changes) => {
    for (const change of changes) {
      if (change.kind !== 'candle-accepted' || ++candles % PROGRESS_CANDLES !== 0) continue
      progress(`${isoTime(change.time).slice(0, 10)}: ${candles} candles, ${Math.round(candles / Math.max(0.001, (clock.now() - startedAt) / 1_000))}/s`)
    }
  }
}
