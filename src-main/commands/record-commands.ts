import { randomUUID } from 'node:crypto'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { isoTime } from '../base/system-calendar.ts'
import { backtest, replay, type RecordedOutcome, type RecordedRun } from '../modes/recorded-run.ts'
import { monotonicClock } from '../base/system-clock.ts'
import { systemTimer } from '../base/system-timer.ts'
import { firstTime } from '../modes/archived-record.ts'
import { configure } from '../modes/configuration.ts'
import { openModels } from '../modes/open-models.ts'
import { MarketPacer } from '../modes/pacer.ts'
import { replayBooks } from '../modes/replay-books.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import { ResearchStore } from '../storage/research-store.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { EXIT, needed, text, timeOption, UsageError, wholeNumber, type Command, type Terminal, type Values } from './command.ts'
import { accountOption, openingOf, wantedInstruments } from './recorded-account.ts'

const OPTIONS = {
  instrument: { type: 'string' }, strategy: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, policy: { type: 'string' }, seed: { type: 'string' },
  account: { type: 'string' }, json: { type: 'boolean' },
} as const

const HELP = `  --instrument IDS      one or more of the archive, as BTCUSDT,ETHUSDT
  --from, --to TIME     2023-05-01 or 2023-05-01T12:00:00Z (UTC); default: all there is
  --strategy NAME       default ${STRATEGIES[0].strategyId}
  --policy NAME         expected-value (default) or seeded-random, which exists for tests
  --seed N              of seeded-random
  --account ID          default sim:replay:1
  --json                {decisions, decisionHash, trades, orderHash, netProfit, …}
`

export const backtestCommand: Command = {
  name: 'backtest',
  summary: 'runs the strategy over archived candles as fast as possible',
  help: `haetae backtest --instrument IDS [options]\n${HELP}  --batch N             rows scored at once (default 512); changes nothing but the speed

  haetae backtest --instrument BTCUSDT --json
  haetae backtest --instrument BTCUSDT --policy seeded-random --seed 7`,
  options: { ...OPTIONS, batch: { type: 'string' } },
  positionals: [],
  run: (values, _positionals, terminal) => runRecord('backtest', values, terminal, (run) => backtest(run, wholeNumber(values, 'batch', { least: 1, most: 100_000, otherwise: 512 }))),
}

export const replayCommand: Command = {
  name: 'replay',
  summary: 'runs the strategy over archived candles with real books, at a chosen speed',
  help: `haetae replay --instrument IDS [options]\n${HELP}  --speed N|max         times real time (default max)

  haetae replay --instrument BTCUSDT --speed max --json`,
  options: { ...OPTIONS, speed: { type: 'string' } },
  positionals: [],
  run: (values, _positionals, terminal) => runRecord('replay', values, terminal, (run) => replayWithBooks(run, values, terminal)),
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

/** Times real time; null for 'max'. */
export function speedOption(values: Values, otherwise: string): number | null {
  const speed = text(values, 'speed') ?? otherwise
  if (speed === 'max') return null
  if (!/^\d{1,6}$/.test(speed) || Number(speed) < 1) throw new UsageError(`--speed takes max or a whole number from 1, not "${speed}"`)
  return Number(speed)
}

export function configOf(values: Values, instruments: readonly string[]): StrategyConfig {
  const policyId = text(values, 'policy') ?? 'expected-value'
  if (policyId !== 'expected-value' && policyId !== 'seeded-random') throw new UsageError(`--policy takes expected-value or seeded-random, not "${policyId}"`)
  const seed = wholeNumber(values, 'seed', { least: 0, most: 2 ** 31 - 1, otherwise: 0 })
  if (text(values, 'seed') !== undefined && policyId !== 'seeded-random') throw new UsageError('--seed belongs to --policy seeded-random')
  const strategyId = text(values, 'strategy')
  if (strategyId !== undefined && !STRATEGIES.some((known) => known.strategyId === strategyId)) throw new UsageError(`--strategy takes ${STRATEGIES.map((known) => known.strategyId).join(', ')}, not "${strategyId}"`)
  return configure({ instruments, policyId, seed, ...(strategyId === undefined ? {} : { strategyId }) })
}

async function runRecord(kind: 'backtest' | 'replay', values: Values, terminal: Terminal, work: (run: RecordedRun) => Promise<RecordedOutcome>): Promise<number> {
  const accountId = accountOption(values)
  const names = needed(values, 'instrument').split(',')
  const config = configOf(values, names)
  const [from, to] = [timeOption(values, 'from', 0), timeOption(values, 'to', Number.MAX_SAFE_INTEGER)]
  const opening = openingOf(terminal, accountId)
  const archive = new SqliteMarketArchive(opening)
  const research = new ResearchStore(opening)
  try {
    const instruments = await wantedInstruments(archive, names)
    const start = firstTime(await archive.spans(), names, from)
    const runtime = await openModels(terminal.root, config)
    const startedAt = terminal.clock.now()
    const runId = `${kind}-${randomUUID()}`
    const progress = progressOf(terminal, startedAt)
    const run: RecordedRun = {
      archive, instruments, config, runtime, from: start, to: to as TimeMs, accountId, sessionId: runId, cancelled: () => terminal.cancelled(), publisher: { publish: progress },
    }
    const outcome = await work(run)
    if (terminal.cancelled()) return EXIT.cancelled
    const finishedAt = terminal.clock.now()
    await research.putRun({ runId, kind, startedAt, finishedAt, accountId, strategyId: config.strategyId, configHash: outcome.configHash, parameters: { instruments: names, from, to, policy: config.policy }, result: outcome })
    tell(terminal, values['json'] === true, { runId, seconds: (finishedAt - startedAt) / 1_000, ...outcome })
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

function tell({ out }: Terminal, json: boolean, outcome: RecordedOutcome & { readonly runId: string; readonly seconds: number }): void {
  if (json) return out(JSON.stringify(outcome))
  out(`${outcome.decisions} decisions, ${outcome.trades} trades, net ${outcome.netProfit} USDT (gross ${outcome.grossProfit}, fees ${outcome.fees}, funding ${outcome.funding}), ${outcome.seconds} s`)
  out(`exits: ${JSON.stringify(outcome.exits)}; open at the end: ${outcome.openAtEnd}; gaps: ${outcome.gaps}; alarms: ${JSON.stringify(outcome.alarms)}`)
  out(`reasons: ${JSON.stringify(outcome.reasons)}`)
  for (const { instrumentId, fundingSource, settlements } of outcome.fundingSources) out(`funding of ${instrumentId}: ${settlements} settlements, ${fundingSource === 'archive' ? 'archived' : 'assumed at 0.01 % (import the funding file for the real ones)'}`)
  out(`decisions ${outcome.decisionHash}`)
  out(`orders    ${outcome.orderHash}`)
}
