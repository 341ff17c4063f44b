import type { Change } from '../../../src-shared/domain/change.ts'
import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import type { StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Publisher } from '../../engine/publisher.port.ts'
import type { MarketReads } from '../../market-data/candle-archive.port.ts'
import { EquityRecorder } from '../../reports/equity-recorder.ts'
import { dailyReturns } from '../../reports/return-statistics.ts'
import type { ForecastTable, PolicyOutcome, PolicyRun, PolicyRunOptions } from '../../training/policy-run.port.ts'
import { horizonMs } from '../../training/time-parts.ts'
import { pricedAs, RunCancelled } from '../backtest-run.ts'
import { lookAt } from '../engine-look.ts'
import { DEPOSIT } from '../paper-account.ts'
import { backtest, type RecordedRun } from '../recorded-run.ts'
import { withFittedParameter } from '../strategy-parameters.ts'
import { TOLD_MODELS, ToldForecasts } from './told-forecasts.ts'

export interface PolicyRunParts {
  /** Read once for each run: one that remembers is faster. */
  readonly archive: MarketReads
  readonly config: StrategyConfig
  readonly accountId: string
  /** Asked between instants. */
  readonly cancelled?: () => boolean
}

/** The archive's regime makes questions of one close wait for BTC's candle, and so decides in which order they come. */
const IN_THAT_ORDER = 'btc_regime'
/** Costs next to nothing: what the forecasts were made of is not needed any more. */
const CHEAP = 'r_1'

/** The back-test itself, with the forecasts of a table in place of models. Rejects with RunCancelled when told to stop. */
export class ArchivedPolicyRun implements PolicyRun {
  readonly #parts: PolicyRunParts

  constructor(parts: PolicyRunParts) {
    this.#parts = parts
  }

  async run(forecasts: ForecastTable, { changes, label }: PolicyRunOptions): Promise<PolicyOutcome> {
    const { archive, accountId, cancelled } = this.#parts
    const config = toldConfig(this.#parts.config, changes)
    const { from, to } = spanOf(forecasts, config)
    const instruments = (await this.#instruments(forecasts)).map((instrument) => pricedAs(instrument, changes))
    let watched: Watched | undefined
    const recorder = (engine: Engine): Publisher => (watched = watch(engine, instruments, from))
    const run: RecordedRun = { archive, instruments, config, runtime: new ToldForecasts(forecasts), from, to, accountId, sessionId: label, recorder, decisionHash: false }
    await backtest(cancelled ? { ...run, cancelled } : run, null)
    if (cancelled?.()) throw new RunCancelled(`the run ${label} was stopped`)
    if (!watched) throw new Error('a run that nobody watched tells nothing')
    return outcomeOf(watched)
  }

  async #instruments({ instruments: names }: ForecastTable): Promise<readonly Instrument[]> {
    const known = await this.#parts.archive.instruments()
    return this.#parts.config.instruments.filter((name) => names.includes(name)).map((name) => {
      const instrument = known.find(({ instrumentId }) => instrumentId === name)
      if (!instrument) throw new RangeError(`${name} has forecasts and is not in the archive: import it first`)
      return instrument
    })
  }
}

function toldConfig(config: StrategyConfig, changes: PolicyRunOptions['changes']): StrategyConfig {
  const changed = Object.entries(changes).reduce((so, [name, value]) => withFittedParameter(so, name, value), config)
  return { ...changed, models: TOLD_MODELS, featureSet: changed.featureSet.includes(IN_THAT_ORDER) ? [CHEAP, IN_THAT_ORDER] : [CHEAP] }
}

/** From the candle of the first forecast until the horizon of the last has passed. */
function spanOf({ asOf }: ForecastTable, { decisionIntervalMs, labelSpec }: StrategyConfig): { readonly from: TimeMs; readonly to: TimeMs } {
  if (asOf.length === 0) throw new RangeError('there is no forecast to be traded on')
  const first = asOf.reduce((least, time) => Math.min(least, time), Infinity)
  const last = asOf.reduce((most, time) => Math.max(most, time), -Infinity)
  return { from: (first - decisionIntervalMs) as TimeMs, to: (last + horizonMs(labelSpec) + decisionIntervalMs) as TimeMs }
}

interface Watched extends Publisher {
  readonly curve: EquityRecorder
  readonly netPerTrade: number[]
}

function watch(engine: Engine, instruments: readonly Instrument[], from: TimeMs): Watched {
  const curve = new EquityRecorder(instruments, { from, deposit: DEPOSIT, look: lookAt(engine) })
  const netPerTrade: number[] = []
  const publish = (changes: readonly Change[]): void => {
    curve.publish(changes)
    for (const change of changes) if (change.kind === 'trade-closed') netPerTrade.push(netOf(change.trade))
  }
  return { curve, netPerTrade, publish }
}

const netOf = ({ realized, fees, funding, entryCost }: Extract<Change, { kind: 'trade-closed' }>['trade']): number => (realized + fees + funding) / Math.abs(entryCost)

function outcomeOf({ curve, netPerTrade }: Watched): PolicyOutcome {
  const { time, equity: value } = curve.columns()
  return { ...dailyReturns(time, value), trades: netPerTrade.length, netPerTrade, equity: { time, value } }
}
