import type { BacktestReport, BacktestWish, ReportTrades, StrategyOption } from '../../src-shared/contract/backtest-report.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { HOUR_MS, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { PROGRAM } from '../base/program.ts'
import { dataHash } from '../base/text-hash.ts'
import type { Engine } from '../engine/engine.ts'
import { featureSetHash } from '../features/catalogue.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import type { MarketArchive } from '../market-data/candle-archive.port.ts'
import { BacktestRecorder } from '../reports/backtest-recorder.ts'
import { backtestReport, curveFigures, type RandomRun } from '../reports/backtest-report.ts'
import { DecisionTally } from '../reports/decision-tally.ts'
import { EquityRecorder } from '../reports/equity-recorder.ts'
import { figuresOf } from '../reports/trade-statistics.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import { asTrial } from '../training/as-trial.ts'
import type { NewTrial, TrialLedger } from '../training/trial-ledger.port.ts'
import { withFeeTier } from '../venue/recorded/fee-tiers.ts'
import { archivedInstruments, firstTime, lastTime } from './archived-record.ts'
import { configure } from './configuration.ts'
import { lookAt } from './engine-look.ts'
import { trialDataOf } from './learning/trial-data.ts'
import { archivedRegime } from './market-regime.ts'
import { openModels } from './open-models.ts'
import { ASSET, DEPOSIT } from './paper-account.ts'
import { backtest, type RecordedOutcome, type RecordedRun } from './recorded-run.ts'
import { ENTRY_CHANCE, parameterOptions, withParameter } from './strategy-parameters.ts'
import { knowsNothing } from './unknowing-runtime.ts'

export interface BacktestParts {
  readonly archive: MarketArchive
  /** `models/` is below it. */
  readonly root: string
  readonly runId: string
  readonly accountId: string
  /** Where it is counted: whatever looks at data is a trial. */
  readonly trials: TrialLedger
  /** 'backtest' unless told. */
  readonly kind?: NewTrial['kind']
  /** Asked between instants. */
  readonly cancelled?: () => boolean
  /** 0 to 1 of the simulated time of all there is to run. */
  readonly progress?: (part: number) => void
  /** Rows scored at once; changes nothing but the speed. */
  readonly batchSize?: number
}

export interface RanBacktest {
  readonly report: BacktestReport
  readonly trades: ReportTrades
  /** The sums and hashes of the run itself. */
  readonly outcome: RecordedOutcome
}

/** Somebody asked to stop. */
export class RunCancelled extends Error {
  override readonly name = 'RunCancelled'
}

/** What can be back-tested, and with which numbers. */
export const strategyOptions = (): readonly StrategyOption[] =>
  STRATEGIES.map((config) => ({ strategyId: config.strategyId, instruments: config.instruments, features: config.featureSet.length, modelIds: config.models, parameters: parameterOptions(config) }))

/** The strategy as it was wished. Throws a RangeError that names the parameter and its range. */
export function configFor({ strategyId, instruments, policyId, seed, changes }: BacktestWish): StrategyConfig {
  // A seed that nobody draws from would only give the same decisions another name.
  const base = configure({ strategyId, instruments, policyId, ...(policyId === 'expected-value' ? {} : { seed }) })
  const drawing = policyId === 'random-entry' ? { ...base, policy: { ...base.policy, entryChance: ENTRY_CHANCE } } : base
  return Object.entries(changes).reduce((config, [name, value]) => withParameter(config, name, value), drawing)
}

/**
 * A back-test with all that it tells, rivals included; one trial, since nobody chooses among rivals. Rejects with RangeError, UnknownInstrument or ModelRefusal for what cannot be run, and with
 * RunCancelled when told to stop.
 */
export async function runBacktest(wish: BacktestWish, parts: BacktestParts): Promise<RanBacktest> {
  const run = await preparedRun(wish, parts)
  const trial = await trialOf(wish, run, parts)
  return asTrial(parts.trials, trial, () => toldRun(run, wish, parts), ({ report, outcome }) => ({ days: report.days, trades: outcome.trades }))
}

async function trialOf(wish: BacktestWish, { config }: RecordedRun, { archive, kind = 'backtest' }: BacktestParts): Promise<NewTrial> {
  const { strategyId, policyId, changes } = wish
  const policy = policyId === 'expected-value' ? {} : { policy: policyId, seed: wish.seed }
  return { kind, strategyId, data: trialDataOf(await archive.spans(), wish), parameters: { ...policy, ...changes, configuration: dataHash(config).slice(0, 12) } }
}

async function toldRun(run: RecordedRun, wish: BacktestWish, parts: BacktestParts): Promise<RanBacktest> {
  let recorder: BacktestRecorder | undefined
  const record = (engine: Engine): BacktestRecorder =>
    (recorder = new BacktestRecorder({ instruments: run.instruments, policy: run.config.policy, from: run.from, deposit: DEPOSIT, look: lookAt(engine) }))
  const outcome = await ranWhole({ ...run, recorder: record }, wish, parts, 0)
  if (!recorder) throw new Error('a back-test that was not recorded tells nothing')
  // They are thought to be held as long as the strategy's were, or funding would refuse them more often.
  const { holdMinutes } = figuresOf(recorder.trades.trades)
  const random = await randomRivals({ ...run, runtime: knowsNothing(run.config.labelSpec, holdMinutes ?? undefined) }, wish, parts, recorder.tally)
  const { config, from } = run
  const told = backtestReport(recorder, {
    runId: parts.runId, program: `${PROGRAM.name} ${PROGRAM.version}`, wish, modelIds: config.models, asset: ASSET, deposit: DEPOSIT, from, random,
    hashes: { decisions: outcome.decisionHash, orders: outcome.orderHash, config: outcome.configHash, featureSet: featureSetHash(config.featureSet) },
    trainedUntil: dataUntil(run), openAtEnd: outcome.openAtEnd, alarms: outcome.alarms,
    data: dataOf(outcome),
    regimeAt: await archivedRegime(parts.archive, { intervalMs: config.decisionIntervalMs, from, to: recorder.equity.endedAt }),
  })
  return { ...told, outcome }
}

/** Both tell of the instruments of the run, each in its own words. */
function dataOf({ fundingSources, paths }: RecordedOutcome) {
  const pathsOf = new Map(paths.map((known) => [known.instrumentId, known]))
  return fundingSources.map(({ instrumentId, fundingSource, settlements }) => {
    const { finePaths = 0, markPaths = 0 } = pathsOf.get(instrumentId) ?? {}
    return { instrumentId, funding: fundingSource, settlements, finePaths, markPaths }
  })
}

/** The end of what the newer of the models was fitted on; null as soon as one does not say, or where none is asked. */
function dataUntil({ runtime, config: { models, policy } }: RecordedRun): TimeMs | null {
  if (policy.policyId !== 'expected-value') return null
  const [long, short] = [runtime.dataUntil?.(models.long), runtime.dataUntil?.(models.short)]
  return long === undefined || short === undefined ? null : (Math.max(long, short) as TimeMs)
}

async function preparedRun(wish: BacktestWish, { archive, root, accountId, runId, cancelled }: BacktestParts): Promise<RecordedRun> {
  const { instruments: names, changes } = wish
  if (new Set(names).size !== names.length) throw new RangeError(`an instrument is named twice: ${names.join(', ')}`)
  const config = configFor(wish)
  const instruments = (await archivedInstruments(archive, names)).map((instrument) => pricedAs(instrument, changes))
  const from = firstTime(await archive.spans(), names, wish.from ?? 0)
  const to = (wish.to ?? Number.MAX_SAFE_INTEGER) as TimeMs
  return { archive, instruments, config, runtime: await runtimeOf(config, root), from, to, accountId, sessionId: runId, ...(cancelled ? { cancelled } : {}) }
}

/** What the venue charges and what is assumed to be lost in the spread, for the decision as for the fills. */
export function pricedAs(instrument: Instrument, changes: BacktestWish['changes']): Instrument {
  const { 'venue.feeTier': tier, 'venue.slippageMultiple': multiple = 1 } = changes
  const charged = tier === undefined ? instrument : withFeeTier(instrument, tier)
  return multiple === 1 ? charged : { ...charged, slippage: Math.round(charged.slippage * multiple) as Rate }
}

/** Who enters by chance asks no model, and so may have any barriers. */
const runtimeOf = (config: StrategyConfig, root: string): Promise<ModelRuntime> => (config.policy.policyId === 'random-entry' ? Promise.resolve(knowsNothing(config.labelSpec)) : openModels(root, config))

/** One run of all that are to be made, told how far it is. */
async function ranWhole(run: RecordedRun, wish: BacktestWish, { archive, cancelled, progress, batchSize }: BacktestParts, number: number): Promise<RecordedOutcome> {
  const end = lastTime(await archive.spans(), wish.instruments, run.to)
  const whole = wish.rivals === 0 ? 1 : wish.rivals + 2
  let told = run.from as number
  const publish: NonNullable<RecordedRun['publisher']>['publish'] = (changes) => {
    const time = changes[0]?.time ?? 0
    if (time < told + HOUR_MS) return
    told = time
    progress?.((number + Math.min(1, (time - run.from) / (end - run.from))) / whole)
  }
  // What needs no model needs nothing scored ahead.
  const outcome = await backtest({ ...run, ...(progress ? { publisher: { publish } } : {}) }, run.config.policy.policyId === 'random-entry' ? null : batchSize)
  if (cancelled?.()) throw new RunCancelled('the back-test was stopped')
  return outcome
}

/** The same strategy, entering about as often by the draw of a seed: how often it has to want to is learnt from a run that is not shown. */
async function randomRivals(run: RecordedRun, wish: BacktestWish, parts: BacktestParts, { entries, free }: DecisionTally): Promise<readonly RandomRun[]> {
  if (wish.rivals === 0) return []
  const wanted = free > 0 ? entries / free : 0
  const entryChance = await chanceFor(entries, run, (pilot) => ranWhole({ ...pilot, config: drawing(run.config, 0, wanted) }, wish, parts, 1))
  const rivals: RandomRun[] = []
  for (let seed = 1; seed <= wish.rivals; seed++) {
    let curve: EquityRecorder | undefined
    const recorder = (engine: Engine): EquityRecorder => (curve = new EquityRecorder(run.instruments, { from: run.from, deposit: DEPOSIT, look: lookAt(engine) }))
    const { trades } = await ranWhole({ ...run, config: drawing(run.config, seed, entryChance), recorder, decisionHash: false }, wish, parts, 1 + seed)
    const { time, equity: values } = curve!.columns()
    rivals.push({ ...curveFigures(time, values), trades })
  }
  return rivals
}

const drawing = (config: StrategyConfig, seed: number, entryChance: number): StrategyConfig => ({ ...config, policy: { ...config.policy, policyId: 'random-entry', seed, entryChance } })

/** The chance that makes as many entries: what guards refuse and what is held then is not what the strategy met. */
async function chanceFor(entries: number, run: RecordedRun, pilot: (run: RecordedRun) => Promise<RecordedOutcome>): Promise<number> {
  const tally = new DecisionTally(run.config.policy)
  await pilot({ ...run, recorder: () => tally, decisionHash: false })
  const { free } = tally
  const drawn = free - (tally.reasons.find(({ reason }) => reason === 'seeded-none')?.count ?? 0)
  // Every draw refused: as many wishes as the strategy has entries is as near as it gets.
  const allowed = drawn > 0 && tally.entries > 0 ? tally.entries / drawn : 1
  return free > 0 ? Math.min(1, entries / (free * allowed)) : 0
}
