import { z } from 'zod/mini'
import type { DataSetReport, DataSetWish, FeasibilityReport, FeasibilityWish, Histogram, LabelsReport, LabelsWish, LearnSpan, SideName } from './learning-views.ts'
import { instruments, name, time, told, type Schema } from './schemas.ts'

/** Candles of barriers and horizons: more of a kind is no table that a person reads. */
const SCALES_MAX = 12
const EVERY_MAX = 10_000

type Fields<T> = { readonly [Name in keyof T]: Schema<T[Name]> }

const number = z.number()
const count = z.int().check(z.nonnegative())
const share = number.check(z.minimum(0), z.maximum(1))
const maybeTime = z.nullable(time)
export const side: Schema<SideName> = z.enum(['long', 'short'])
const outcome = z.enum(['tp', 'sl', 'timeout'])
const scales = z.array(z.int().check(z.positive())).check(z.minLength(1), z.maxLength(SCALES_MAX))

/** For each side, one. */
export const bySide = <T>(of: Schema<T>): Schema<{ readonly long: T; readonly short: T }> => z.strictObject({ long: of, short: of })
export const every: Schema<number> = z.int().check(z.minimum(1), z.maximum(EVERY_MAX))
/** Deviations of a candle's return. */
export const cusum: Schema<number | null> = z.nullable(number.check(z.positive()))
export const spanFields: Fields<LearnSpan> = { strategyId: name, instruments, from: maybeTime, to: maybeTime, changes: z.record(name, number) }
/** What every report begins with. */
export const reportFields: Fields<Pick<FeasibilityReport, 'version' | 'runId' | 'program'>> = { version: z.literal(1), runId: name, program: name }

export const feasibilityWish: Schema<FeasibilityWish> = z.strictObject({ ...spanFields, barrierIntervalsMs: scales, horizons: scales, costs: z.array(share).check(z.maxLength(SCALES_MAX)) })
export const labelsWish: Schema<LabelsWish> = z.strictObject({ ...spanFields, cusum })
export const dataSetWish: Schema<DataSetWish> = z.strictObject({ ...spanFields, every })

export const feasibilityReport: Schema<FeasibilityReport> = z.strictObject({
  ...reportFields, kind: z.literal('feasibility'), wish: feasibilityWish, takeProfitAtr: number, stopAtr: number,
  cells: z.array(z.strictObject({
    instrumentId: name, barrierIntervalMs: count, horizon: count, cost: number, candles: count, atrShare: number, breakEven: number, payable: share,
    timeoutShare: share, timeoutReturn: number, winNeeded: number, baseRate: share,
  })),
  warnings: z.array(told),
})

const histogram: Schema<Histogram> = z.strictObject({ edges: z.array(number), counts: z.array(count) })

export const labelsReport: Schema<LabelsReport> = z.strictObject({
  ...reportFields, kind: z.literal('labels'), wish: labelsWish, labelSpecHash: name, touches: z.enum(['mark', 'trade']),
  rows: z.array(z.strictObject({
    instrumentId: name, side, rows: count, effectiveRows: number, uniqueness: number, takeProfit: count, stop: count, timeout: count, gaps: count,
    gross: number, fees: number, slippage: number, funding: number, net: number, minutesHeld: number, mae: number, mfe: number, maeHorizon: number, mfeHorizon: number,
  })),
  net: bySide(histogram), minutes: bySide(histogram),
  examples: z.array(z.strictObject({
    instrumentId: name, side, asOf: time, entryTime: time, entry: number, takeProfit: number, stop: number, exitTime: time, exit: number, outcome, net: number, horizonEnd: time,
    bars: z.array(z.strictObject({ time, open: number, high: number, low: number, close: number })),
  })),
})

export const dataSetReport: Schema<DataSetReport> = z.strictObject({
  ...reportFields, kind: z.literal('dataset'), wish: dataSetWish, rows: count, from: time, to: time, definitionHash: name, contentHash: name, featureSetHash: name, labelSpecHash: name,
  bytes: count, cached: z.boolean(),
  instruments: z.array(z.strictObject({ instrumentId: name, rows: count, from: time, to: time, effectiveRows: bySide(number) })),
  features: z.array(z.strictObject({ name, missing: count, mean: z.nullable(number), deviation: z.nullable(number) })),
})
