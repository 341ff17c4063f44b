import type { FeasibilityCell, FeasibilityReport, FeasibilityWish } from '../../../src-shared/contract/learning-views.ts'
import { told } from '../../../src-shared/contract/told-codes.ts'
import type { Told } from '../../../src-shared/contract/workstation-views.ts'
import type { LabelSpec, StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import { MINUTE_MS, type TimeMs } from '../../../src-shared/domain/units.ts'
import { PROGRAM } from '../../base/program.ts'
import { systemTimer } from '../../base/system-timer.ts'
import type { DataArchive } from '../../market-data/data-archive.port.ts'
import { breakEvenProbability } from '../../policy/expected-value.ts'
import { breakEvenOf, feasibilityAt, medianOf } from '../../training/feasibility.ts'
import { archivedInstruments } from '../archived-record.ts'
import { pricedAs, RunCancelled } from '../backtest-run.ts'
import { archivedMarket } from './archived-market.ts'
import { configForLearning } from './learning-config.ts'

export interface FeasibilityParts {
  readonly archive: DataArchive
  readonly runId: string
  /** 0 to 1. */
  readonly progress?: (part: number) => void
  readonly cancelled?: () => boolean
}

type ArchivedMarket = Awaited<ReturnType<typeof archivedMarket>>

/** Below this part of payable candles the table warns. */
const PAYABLE_MIN = 0.5

/**
 * What had to be won at each barrier scale, horizon and cost before anything is learnt, from archived candles. Rejects with RangeError or
 * UnknownInstrument for what cannot be asked, and with RunCancelled when told to stop.
 */
export async function runFeasibility(wish: FeasibilityWish, { archive, runId, progress, cancelled }: FeasibilityParts): Promise<FeasibilityReport> {
  const config = configForLearning(wish)
  refuseScales(wish, config)
  const instruments = await archivedInstruments(archive, wish.instruments)
  const scales = scalesOf(wish, config)
  const cells: FeasibilityCell[] = []
  for (const [i, instrument] of instruments.entries()) {
    const market = await archivedMarket(archive, pricedAs(instrument, wish.changes), { intervalMs: config.decisionIntervalMs, from: (wish.from ?? 0) as TimeMs, to: (wish.to ?? Number.MAX_SAFE_INTEGER) as TimeMs })
    for (const [j, spec] of scales.entries()) {
      if (cancelled?.()) throw new RunCancelled('the feasibility table was stopped')
      cells.push(...cellsAt(market, spec, wish.costs))
      progress?.((i + (j + 1) / scales.length) / instruments.length)
      await systemTimer.after(0).done
    }
  }
  const { takeProfitAtr, stopAtr } = config.labelSpec
  return { version: 1, kind: 'feasibility', runId, program: `${PROGRAM.name} ${PROGRAM.version}`, wish, takeProfitAtr, stopAtr, cells, warnings: warningsOf(cells) }
}

const scalesOf = ({ barrierIntervalsMs, horizons }: FeasibilityWish, { labelSpec }: StrategyConfig): readonly LabelSpec[] =>
  barrierIntervalsMs.flatMap((barrierIntervalMs) => horizons.map((horizon) => ({ ...labelSpec, barrierIntervalMs, horizon })))

/** Throws RangeError for scales that cannot be had. */
export function refuseScales({ barrierIntervalsMs, horizons }: Pick<FeasibilityWish, 'barrierIntervalsMs' | 'horizons'>, { decisionIntervalMs }: Pick<StrategyConfig, 'decisionIntervalMs'>): void {
  const odd = barrierIntervalsMs.find((interval) => interval % decisionIntervalMs !== 0)
  if (odd !== undefined) throw new RangeError(`barriers from candles of ${odd / MINUTE_MS} minutes cannot be had: decisions are made every ${decisionIntervalMs / MINUTE_MS} minutes, so choose a multiple of that`)
  if (new Set(barrierIntervalsMs).size !== barrierIntervalsMs.length || new Set(horizons).size !== horizons.length) throw new RangeError('a barrier interval or a horizon is named twice')
}

/** One instrument at one barrier scale and horizon, at each cost; without any asked for, at what the strategy counts with. */
function cellsAt({ instrumentId, candles, costs: { fees, slippage }, ...touches }: ArchivedMarket, spec: LabelSpec, costs: FeasibilityWish['costs']): readonly FeasibilityCell[] {
  const found = feasibilityAt(candles, spec, touches)
  if (!found) throw new RangeError(`${instrumentId} has no candle whose barriers and outcome are known with candles of ${spec.barrierIntervalMs / MINUTE_MS} minutes and a horizon of ${spec.horizon} of them: choose a longer span or a shorter horizon`)
  const { ranges, shares } = found
  const atrShare = medianOf(ranges)
  const barriers = { takeProfit: spec.takeProfitAtr * atrShare, stop: spec.stopAtr * atrShare }
  const forecast = { timeoutProbability: shares.timeoutShare, timeoutReturn: shares.timeoutReturn }
  return (costs.length > 0 ? costs : [fees + slippage]).map((cost) => ({
    instrumentId, barrierIntervalMs: spec.barrierIntervalMs, horizon: spec.horizon, cost, candles: ranges.length, atrShare,
    ...breakEvenOf(ranges, spec, cost), ...shares, winNeeded: breakEvenProbability(forecast, barriers, cost),
  }))
}

/** Where most candles cannot pay: at each barrier scale, by the least cost at which that is so of an instrument. */
function warningsOf(cells: readonly FeasibilityCell[]): readonly Told[] {
  const hopeless = cells.filter(({ payable }) => payable < PAYABLE_MIN).toSorted((a, b) => a.cost - b.cost)
  const least = [...Map.groupBy(hopeless, ({ barrierIntervalMs, instrumentId }) => `${barrierIntervalMs} ${instrumentId}`).values()].map(([first]) => first!)
  return [...Map.groupBy(least, ({ barrierIntervalMs, cost }) => `${barrierIntervalMs} ${cost}`).values()].map((at) =>
    told('feasibility-unpayable', { instruments: at.map(({ instrumentId }) => instrumentId).join(', '), minutes: at[0]!.barrierIntervalMs / MINUTE_MS, percent: (100 * at[0]!.cost).toFixed(2) }))
}
