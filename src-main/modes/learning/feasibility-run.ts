import type { FeasibilityCell, FeasibilityReport, FeasibilityWish } from '../../../src-shared/contract/learning-views.ts'
import { told } from '../../../src-shared/contract/told-codes.ts'
import type { Told } from '../../../src-shared/contract/workstation-views.ts'
import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import type { LabelSpec, StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import { MINUTE_MS, type TimeMs } from '../../../src-shared/domain/units.ts'
import { PROGRAM } from '../../base/program.ts'
import { systemTimer } from '../../base/system-timer.ts'
import type { DataArchive } from '../../market-data/data-archive.port.ts'
import { breakEvenProbability } from '../../policy/expected-value.ts'
import { roundTripCost } from '../../policy/plan-entry.ts'
import { breakEvenOf, feasibilityAt, medianOf } from '../../training/feasibility.ts'
import { archivedInstruments } from '../archived-record.ts'
import { pricedAs, RunCancelled } from '../backtest-run.ts'
import { configForLearning } from './learning-config.ts'

export interface FeasibilityParts {
  readonly archive: DataArchive
  readonly runId: string
  /** 0 to 1. */
  readonly progress?: (part: number) => void
  readonly cancelled?: () => boolean
}

type BarrierCandles = Parameters<typeof feasibilityAt>[0]

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
    const candles = await candlesOf(archive, instrument, wish, config)
    for (const [j, spec] of scales.entries()) {
      if (cancelled?.()) throw new RunCancelled('the feasibility table was stopped')
      cells.push(...cellsAt(candles, spec, { instrument, costs: costsOf(wish, instrument) }))
      progress?.((i + (j + 1) / scales.length) / instruments.length)
      await systemTimer.after(0).done
    }
  }
  const { takeProfitAtr, stopAtr } = config.labelSpec
  return { version: 1, kind: 'feasibility', runId, program: `${PROGRAM.name} ${PROGRAM.version}`, wish, takeProfitAtr, stopAtr, cells, warnings: warningsOf(cells) }
}

const scalesOf = ({ barrierIntervalsMs, horizons }: FeasibilityWish, { labelSpec }: StrategyConfig): readonly LabelSpec[] =>
  barrierIntervalsMs.flatMap((barrierIntervalMs) => horizons.map((horizon) => ({ ...labelSpec, barrierIntervalMs, horizon })))

function refuseScales({ barrierIntervalsMs, horizons }: FeasibilityWish, { decisionIntervalMs }: StrategyConfig): void {
  const odd = barrierIntervalsMs.find((interval) => interval % decisionIntervalMs !== 0)
  if (odd !== undefined) throw new RangeError(`barriers from candles of ${odd / MINUTE_MS} minutes cannot be had: decisions are made every ${decisionIntervalMs / MINUTE_MS} minutes, so choose a multiple of that`)
  if (new Set(barrierIntervalsMs).size !== barrierIntervalsMs.length || new Set(horizons).size !== horizons.length) throw new RangeError('a barrier interval or a horizon is named twice')
}

async function candlesOf(archive: DataArchive, { instrumentId }: Instrument, { from, to }: FeasibilityWish, { decisionIntervalMs }: StrategyConfig): Promise<BarrierCandles> {
  const columns = await archive.columns({ instrumentId, kind: 'trade', intervalMs: decisionIntervalMs }, (from ?? 0) as TimeMs, (to ?? Number.MAX_SAFE_INTEGER) as TimeMs)
  return { ...columns, stepMs: decisionIntervalMs }
}

/** Without any asked for, what the strategy counts with. */
function costsOf({ costs, changes }: FeasibilityWish, instrument: Instrument): readonly number[] {
  const { slippage, versions } = pricedAs(instrument, changes)
  return costs.length > 0 ? costs : [roundTripCost(versions.at(-1)!.fees.taker, slippage)]
}

/** All costs of one instrument at one barrier scale and horizon. */
function cellsAt(candles: BarrierCandles, spec: LabelSpec, { instrument: { instrumentId }, costs }: { readonly instrument: Instrument; readonly costs: readonly number[] }): readonly FeasibilityCell[] {
  const found = feasibilityAt(candles, spec)
  if (!found) throw new RangeError(`${instrumentId} has no candle whose barriers and outcome are known with candles of ${spec.barrierIntervalMs / MINUTE_MS} minutes and a horizon of ${spec.horizon} of them: choose a longer span or a shorter horizon`)
  const { ranges, shares } = found
  const atrShare = medianOf(ranges)
  const barriers = { takeProfit: spec.takeProfitAtr * atrShare, stop: spec.stopAtr * atrShare }
  const forecast = { timeoutProbability: shares.timeoutShare, timeoutReturn: shares.timeoutReturn }
  return costs.map((cost) => ({
    instrumentId, barrierIntervalMs: spec.barrierIntervalMs, horizon: spec.horizon, cost, candles: ranges.length, atrShare,
    ...breakEvenOf(ranges, spec, cost), ...shares, winNeeded: breakEvenProbability(forecast, barriers, cost),
  }))
}

/** One for each barrier scale at which some instruments cannot pay most of the time, at the least cost that was asked for. */
function warningsOf(cells: readonly FeasibilityCell[]): readonly Told[] {
  return [...Map.groupBy(cells, ({ barrierIntervalMs }) => barrierIntervalMs)].flatMap(([interval, at]) => {
    const hopeless = at.filter(({ payable }) => payable < PAYABLE_MIN)
    if (hopeless.length === 0) return []
    const instruments = [...new Set(hopeless.map(({ instrumentId }) => instrumentId))].join(', ')
    return [told('feasibility-unpayable', { instruments, minutes: interval / MINUTE_MS, percent: (100 * Math.min(...hopeless.map(({ cost }) => cost))).toFixed(2) })]
  })
}
